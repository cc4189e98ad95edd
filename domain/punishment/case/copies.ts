import { canonicalJson } from '../../kernel/canonical-json.ts'
import { Forbidden } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/event.ts'
import type { PunishmentCase } from './case.ts'
import type { ReceiveCopy, SendCopy } from './commands.ts'
import type { CaseEvent, CopyLetterSent } from './events.ts'
import type { DirectoryAgency } from './executors.ts'
import { refuseCase } from './refusals.ts'
import { requireAgency } from './roles.ts'

/** A copy letter (抄告) goes from an agency of the case to others, with its evidence by name and hash. */
export function sendCopy({ data, agency, today }: SendCopy, known: PunishmentCase): readonly CaseEvent[] {
  const { by, agencies, ...letter } = data
  requireAgency(by, agency, letter.from)
  const isOfCase = letter.from === known.drafted.requesting.code || known.orders.has(letter.from)
  if (!isOfCase) throw new Forbidden('只能由本件联合惩戒的提请部门或者执行部门抄告。')
  const before = known.copies.get(letter.copyId)
  if (before) {
    const { received: _received, sentOn: _on, sentBy: _by, ...same } = before
    if (canonicalJson(same as unknown as Json) === canonicalJson(letter as unknown as Json)) return []
    throw refuseCase('COPY_ID_TAKEN')
  }
  if (known.standing !== 'PASSED') throw refuseCase('CASE_NOT_PASSED')
  requireReceivers(letter, agencies)
  if ([letter.number, letter.matter, letter.content].some((text) => text.trim() === ''))
    throw refuseCase('COPY_INCOMPLETE')
  for (const { name, sha256 } of letter.evidence)
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw refuseCase('COPY_EVIDENCE_INVALID', { name })
  return [{ type: 'CopyLetterSent', data: { ...letter, sentOn: today, sentBy: by } }]
}

/** Other agencies of the directory, each once: every one of them has to answer for itself. */
function requireReceivers(
  { from, to }: Pick<CopyLetterSent['data'], 'from' | 'to'>,
  agencies: readonly DirectoryAgency[],
) {
  if (to.length === 0) throw refuseCase('COPY_WITHOUT_RECEIVER')
  const codes = to.map(({ code }) => code)
  for (const [place, { code, name }] of to.entries()) {
    if (code === from) throw refuseCase('COPY_TO_SENDER')
    if (codes.indexOf(code) < place) throw refuseCase('COPY_RECEIVER_TWICE', { name })
    if (!agencies.some(({ agency }) => agency.code === code)) throw refuseCase('COPY_RECEIVER_UNKNOWN', { name })
  }
}

/** Whom a letter went to, each once, also where an older one names somebody twice. */
export const receiversOf = ({ to }: Pick<CopyLetterSent['data'], 'to'>): readonly string[] => [
  ...new Set(to.map(({ code }) => code)),
]

/** Each receiver confirms for itself (回执). */
export function receiveCopy({ data, agency, today }: ReceiveCopy, known: PunishmentCase): readonly CaseEvent[] {
  const { by, ...receipt } = data
  const copy = known.copies.get(receipt.copyId)
  if (copy === undefined) throw refuseCase('COPY_UNKNOWN')
  requireAgency(by, agency, receipt.agency)
  if (!copy.to.some(({ code }) => code === receipt.agency)) throw new Forbidden('只能由接收机关回执。')
  const before = copy.received.find((one) => one.agency === receipt.agency)
  if (before?.feedback === receipt.feedback) return []
  if (before) throw refuseCase('COPY_ALREADY_RECEIVED')
  if (copy.feedbackNeeded && (receipt.feedback ?? '').trim() === '') throw refuseCase('COPY_WITHOUT_FEEDBACK')
  return [{ type: 'CopyLetterReceived', data: { ...receipt, receivedOn: today, receivedBy: by } }]
}
