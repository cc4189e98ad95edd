import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Decider } from '../../kernel/decider.ts'
import { Forbidden } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/event.ts'
import type { UseAnswer } from './commands.ts'
import type { WindowAnswerUsed, WindowEvent } from './events.ts'
import { refuseUse } from './refusals.ts'

/** The uses of answers about one enterprise, by the agency and its request. */
export type WindowUses = ReadonlyMap<string, WindowAnswerUsed['data']>

const keyOf = ({ useId, usedBy }: Pick<WindowAnswerUsed['data'], 'useId' | 'usedBy'>): string =>
  `${usedBy.agency}/${useId}`

/** The rules for using an answer: a bar binds unless somebody says why not, and nothing else may be made of one. */
export const windowDecider: Decider<UseAnswer, WindowUses, WindowEvent> = {
  initialState: new Map(),
  decide({ data, agency, today }, uses) {
    if (agency !== null && agency !== data.usedBy.agency) throw new Forbidden('只能登记本机关窗口的核查结果运用。')
    const before = uses.get(keyOf(data))
    if (before) {
      if (isSameUse(before, data)) return []
      throw refuseUse('USE_ID_TAKEN')
    }
    requireLawful(data)
    return [{ type: 'WindowAnswerUsed', data: { ...data, usedOn: today } }]
  },
  evolve: (uses, { data }) => new Map(uses).set(keyOf(data), data),
}

type Said = Pick<WindowAnswerUsed['data'], 'asked' | 'matter' | 'outcome' | 'reason' | 'documentNumber' | 'usedBy'>

/**
 * The same use sent again; the answer may have changed since, and what was recorded first stands. What was recorded before
 * it was kept what the window asked for is told by the rest.
 */
export function isSameUse(before: Said, now: Said): boolean {
  const said = ({ asked, matter, outcome, reason, documentNumber, usedBy }: Said): string =>
    canonicalJson({ asked, matter, outcome, reason, documentNumber, usedBy } as Json)
  return said(before) === said(before.asked === null ? { ...now, asked: null } : now)
}

function requireLawful({ answer, outcome, reason }: UseAnswer['data']): void {
  const isReasoned = (reason ?? '').trim() !== ''
  if (outcome === 'ALLOWED' && answer === 'BARRED') throw refuseUse('USE_BARRED')
  if (outcome === 'REFUSED' && answer === 'CLEAR') throw refuseUse('USE_NOTHING_BARS')
  if (outcome === 'ALLOWED_AGAINST' && answer !== 'BARRED') throw refuseUse('USE_NOTHING_AGAINST')
  const needsReason = outcome === 'ALLOWED_AGAINST' || (outcome === 'REFUSED' && answer === 'CAUTION')
  if (needsReason && !isReasoned) throw refuseUse('USE_WITHOUT_REASON')
}
