import { setTimeout as sleep } from 'node:timers/promises'
import { Forbidden, InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { windowStream } from '../../domain/window/use/codec.ts'
import { isSameUse, windowDecider } from '../../domain/window/use/decider.ts'
import type { UseOutcome, WindowAnswerUsed } from '../../domain/window/use/events.ts'
import { refuseUse } from '../../domain/window/use/refusals.ts'
import { readCheckpoints } from '../../projections/checkpoints.ts'
import { checksOf, doubtOf } from './check.ts'
import type { Ctx } from './services.ts'

type UseInput = Readonly<{
  requestId: string
  number: string
  matter: string
  outcome: UseOutcome
  reason?: string | null
  documentNumber?: string | null
  revision?: bigint | null
  knownAt?: string | null
}>
type Use = WindowAnswerUsed['data']

const lengthsMax = { number: 200, matter: 100, reason: 2_000, documentNumber: 200 } as const

/**
 * Records what was made of an answer. The answer is told anew, as of the revision and the instant that the window saw, or
 * of now: nobody can record another. The same request again gets what was recorded first, whatever has happened since.
 */
export async function useWindowAnswer(_root: unknown, { input }: { input: UseInput }, context: Ctx): Promise<Use> {
  const { viewer, services, clock, correlationId } = context
  if (viewer.kind === 'PUBLIC') throw new Forbidden('请先登录')
  requireForm(input)
  const { requestId, number, matter, outcome, reason = null, documentNumber = null } = input
  const usedBy = { agency: viewer.agency.code, officer: viewer.officer }
  const said = { useId: requestId, asked: number, matter, outcome, reason, documentNumber, usedBy }
  const before = await findUse(services, usedBy.agency, requestId)
  if (before) {
    if (isSameUse(before, said)) return before
    throw refuseUse('USE_ID_TAKEN')
  }
  const seen = await seenAnswer(input, context)
  const stream = windowStream(seen.uscc as Uscc)
  const command = {
    type: 'UseAnswer',
    data: { ...said, ...seen },
    today: dayInChina(clock()),
    agency: usedBy.agency,
  } as const
  await services.handler.submit(windowDecider, stream, command, {
    ...{ clock, newId: services.newId, correlationId },
    actor: { ...usedBy, role: viewer.roles.join(',') },
  })
  const recorded = (await usesOf(services.store, [seen.uscc])).find((use) => isOf(use, usedBy.agency, requestId))
  if (recorded === undefined) throw new NotFound('没有这次运用。')
  return recorded
}

function requireForm(input: UseInput): void {
  if (!isUlid(input.requestId)) throw new InvalidInput('请求编号须为 ULID', 'requestId')
  for (const [field, max] of Object.entries(lengthsMax) as [keyof typeof lengthsMax, number][])
    if ((input[field] ?? '').length > max) throw new InvalidInput(`超过${max}个字`, field)
}

/** The answer of the state of the file that the window saw, on the day on which it saw it. */
async function seenAnswer({ number, matter, revision = null, knownAt = null }: UseInput, context: Ctx) {
  const now = context.clock().toISOString()
  if (knownAt !== null && knownAt > now) throw new InvalidInput('知悉时刻在现在以后', 'knownAt')
  const asOf = dayInChina(knownAt === null ? context.clock() : new Date(knownAt))
  const [check] = await checksOf({ numbers: [number], matter, asOf, knownAt, revision }, context)
  if (check === undefined || check.match === 'NOT_FOUND') throw new NotFound('没有这户企业的档案。')
  const { told, uscc, position } = check
  if (told === null || uscc === null || doubtOf[check.match] !== undefined) throw refuseUse('USE_MATCH_DOUBTFUL')
  if (revision !== null && check.revision !== revision) throw new InvalidInput('档案当时没有这个版本', 'revision')
  return {
    ...{ uscc, asOf, knownAt: check.knownAt, revision: String(check.revision), position, answer: told.answer },
    ...{ rules: [...new Set(told.bars.map(({ rule }) => rule))], measures: told.ruleVersions.measures },
    ...{ eventIds: [...new Set(told.bars.flatMap(({ eventIds }) => eventIds))], lists: told.ruleVersions.listTypes },
  }
}

const isOf = ({ useId, usedBy }: Use, agency: string, requestId: string): boolean =>
  useId === requestId && usedBy.agency === agency

const waitMsMax = 2_000
const pollMs = 15

/** What an agency recorded by a request: the rows say of whom, once they are where the log was when it came. */
async function findUse({ store, pool }: Ctx['services'], agency: string, requestId: string): Promise<Use | undefined> {
  const head = await store.head()
  for (let waitedMs = 0; head !== undefined && waitedMs < waitMsMax; waitedMs += pollMs) {
    const position = (await readCheckpoints(pool)).get('window_use')?.position
    if (position !== undefined && position >= head) break
    await sleep(pollMs)
  }
  const { rows } = await pool.query<{ uscc: string }>(
    'SELECT DISTINCT uscc FROM told.window_use WHERE agency = $1 AND use_id = $2',
    [agency, requestId],
  )
  const uses = await usesOf(
    store,
    rows.map(({ uscc }) => uscc),
  )
  return uses.find((use) => isOf(use, agency, requestId))
}

export async function usesOf(store: Ctx['services']['store'], usccs: readonly string[]): Promise<readonly Use[]> {
  if (usccs.length === 0) return []
  const streams = await store.readStreams(usccs.map((uscc) => windowStream(uscc as Uscc)))
  return [...streams.values()].flat().map(({ data }) => data as Use)
}
