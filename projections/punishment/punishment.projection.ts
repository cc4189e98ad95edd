import type { Json } from '../../domain/kernel/event.ts'
import { caseOf, type PunishmentCase } from '../../domain/punishment/case/case.ts'
import { receiversOf } from '../../domain/punishment/case/copies.ts'
import { caseCodec, casePrefix } from '../../domain/punishment/case/codec.ts'
import type { CaseEvent, CopyLetterReceived, CopyLetterSent, FallenLine } from '../../domain/punishment/case/events.ts'
import type { Column } from '../projection.ts'
import { defineStreamProjection, type StreamProjection, type StreamRow } from '../stream-projection.ts'

const text = (...names: string[]): readonly Column[] => names.map((name) => ({ name, type: 'text' }))
const record: Column = { name: 'record', type: 'json' }

const ofCase = (
  name: string,
  columns: readonly Column[],
  rowsOf: (known: PunishmentCase) => Iterable<StreamRow>,
  version = 1,
): StreamProjection =>
  defineStreamProjection<CaseEvent>({
    ...{ name, version, prefix: casePrefix, types: caseCodec.types as CaseEvent['type'][], columns },
    *tell(_stream, events) {
      const known = caseOf(events)
      if (known) yield* rowsOf(known)
    },
  })

/** A case without its lines and orders, which have rows of their own. */
export type CaseRecord = Readonly<{
  drafted: PunishmentCase['drafted']
  executors: PunishmentCase['executors']
  missing: PunishmentCase['missing']
  standing: PunishmentCase['standing']
  passedOn: PunishmentCase['passedOn']
  opinion: string | null
  returnedWhy: string | null
  resubmittedNote: string | null
  withdrawnWhy: string | null
}>

export const caseRecordOf = (known: PunishmentCase): CaseRecord => {
  const { drafted, executors, missing, standing, passedOn, opinion, returnedWhy, resubmittedNote, withdrawnWhy } = known
  return { drafted, executors, missing, standing, passedOn, opinion, returnedWhy, resubmittedNote, withdrawnWhy }
}

/** Joint-punishment cases (联合惩戒案件). */
export const punishmentCaseProjection = defineStreamProjection<CaseEvent>({
  ...{ name: 'punishment_case', version: 2, prefix: casePrefix, types: caseCodec.types as CaseEvent['type'][] },
  columns: [
    ...text('case_id', 'agency', 'list_type', 'ground_code', 'decision_number', 'standing', 'drafted_on', 'passed_on'),
    ...['lines', 'lines_expected', 'lines_fallen'].map((name) => ({ name, type: 'integer' })),
    ...[{ name: 'executors', type: 'text[]' }, record],
  ],
  *tell(_stream, events) {
    const known = caseOf(events)
    if (known === undefined) return
    const { drafted, standing, passedOn, lines, linesExpected, fallen } = known
    const row = {
      ...{ case_id: drafted.caseId, agency: drafted.requesting.code, list_type: drafted.listType },
      ...{ ground_code: drafted.groundCode, decision_number: drafted.decisionNumber, standing, passed_on: passedOn },
      ...{ drafted_on: drafted.draftedOn, lines: lines.size, lines_expected: linesExpected, lines_fallen: fallen.size },
      executors: known.executors.map(({ agency }) => agency.code),
    }
    yield { key: '', row: { ...row, record: caseRecordOf(known) as unknown as Json } }
  },
})

/** The line as it was brought, and how its ground fell. */
export type LineRecord = Readonly<{
  line: PunishmentCase['lines'] extends ReadonlyMap<string, infer L> ? L : never
  fallen: FallenLine | null
}>

/** The enterprises of a case (惩戒明细). */
export const punishmentLineProjection = ofCase(
  'punishment_line',
  [...text('case_id', 'line_id', 'uscc', 'name', 'listing_id'), { name: 'fallen', type: 'boolean' }, record],
  function* ({ drafted, lines, fallen }) {
    for (const [lineId, line] of lines) {
      const fell = fallen.get(lineId) ?? null
      const row = { case_id: drafted.caseId, line_id: lineId, uscc: line.uscc, name: line.name, fallen: fell !== null }
      const kept: LineRecord = { line, fallen: fell }
      yield { key: lineId, row: { ...row, listing_id: line.listingId, record: kept as unknown as Json } }
    }
  },
)

/** What each agency has to do for each enterprise (惩戒任务). */
export const punishmentOrderProjection = ofCase(
  'punishment_order',
  [
    ...text('case_id', 'agency', 'agency_name', 'line_id', 'uscc', 'name', 'stage', 'issued_on', 'feedback_due_on'),
    ...text('accepted_on', 'objected_on', 'insisted_on', 'executed_on', 'released_on', 'confirm_due_on'),
    ...text('confirmed_on', 'objection', 'answered_on', 'answer', 'content', 'note'),
    { name: 'feedback_days', type: 'integer' },
    { name: 'provisional', type: 'boolean' },
  ],
  function* ({ drafted, lines, orders }) {
    for (const [code, order] of orders) {
      const common = { case_id: drafted.caseId, agency: code, agency_name: order.agency.name }
      const issued = { issued_on: order.issuedOn, feedback_due_on: order.feedbackDueOn }
      for (const [lineId, at] of order.lines) {
        const line = lines.get(lineId)
        if (line === undefined) continue
        const row = {
          ...{ ...common, ...issued, line_id: lineId, uscc: line.uscc, name: line.name, stage: at.stage },
          ...{ accepted_on: at.acceptedOn, objected_on: at.objectedOn, insisted_on: at.insistedOn },
          ...{ executed_on: at.executedOn, released_on: at.releasedOn, confirm_due_on: at.confirmDueOn },
          ...{ confirmed_on: at.confirmedOn, feedback_days: order.feedbackWorkingDays, objection: at.objection },
          ...{ answered_on: at.answeredOn, answer: at.answer, content: at.content, note: at.note },
          provisional: (at.releasedOn === null ? order.provisional : at.provisional).length > 0,
        }
        yield { key: `${code}/${lineId}`, row }
      }
    }
  },
  2,
)

/** A letter, and what its receiver answered. */
export type CopyRecord = Readonly<{ letter: CopyLetterSent['data']; receipt: CopyLetterReceived['data'] | null }>

/** Copy letters (抄告), one row for each receiver. */
export const punishmentCopyProjection = ofCase(
  'punishment_copy',
  [
    ...text('case_id', 'copy_id', 'number', 'sender', 'receiver', 'sent_on', 'received_on'),
    { name: 'feedback_needed', type: 'boolean' },
    record,
  ],
  function* ({ drafted, copies }) {
    for (const { received, ...letter } of copies.values()) {
      for (const code of receiversOf(letter)) {
        const receipt = received.find(({ agency }) => agency === code) ?? null
        const row = {
          ...{ case_id: drafted.caseId, copy_id: letter.copyId, number: letter.number, sender: letter.from },
          ...{ receiver: code, sent_on: letter.sentOn, received_on: receipt?.receivedOn ?? null },
          feedback_needed: letter.feedbackNeeded,
        }
        const kept: CopyRecord = { letter, receipt }
        yield { key: `${letter.copyId}/${code}`, row: { ...row, record: kept as unknown as Json } }
      }
    }
  },
)

export const punishmentProjections: readonly StreamProjection[] = [
  ...[punishmentCaseProjection, punishmentLineProjection, punishmentOrderProjection, punishmentCopyProjection],
]
