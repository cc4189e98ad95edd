import type { Json } from '../../domain/kernel/event.ts'
import { type PunishmentCase, withCaseEvent } from '../../domain/punishment/case/case.ts'
import { receiversOf } from '../../domain/punishment/case/copies.ts'
import { caseCodec, casePrefix } from '../../domain/punishment/case/codec.ts'
import type { CaseEvent, CopyLetterReceived, CopyLetterSent, FallenLine } from '../../domain/punishment/case/events.ts'
import { orderDue } from '../../domain/punishment/case/due.ts'
import type { ClockGround } from '../clocks/deadline.projection.ts'
import type { Column } from '../projection.ts'
import { defineInParts, type Fold, type Parts, type StreamProjection } from '../stream-projection.ts'

const text = (...names: string[]): readonly Column[] => names.map((name) => ({ name, type: 'text' }))
const record: Column = { name: 'record', type: 'json' }

/** What the days of orders rest on besides the case. */
export type OrderGround = Pick<ClockGround, 'today' | 'calendars'>

/** One for all rows of cases, so that a case told lately is kept once. */
const caseFold: Fold<CaseEvent, PunishmentCase | undefined> = { initial: undefined, evolve: withCaseEvent }

const ofCase = (
  name: string,
  columns: readonly Column[],
  parts: Omit<Parts<CaseEvent, PunishmentCase | undefined>, 'fold'>,
): StreamProjection =>
  defineInParts<CaseEvent, PunishmentCase | undefined>({
    ...{ name, version: 4, prefix: casePrefix, types: caseCodec.types as CaseEvent['type'][], columns },
    parts: { fold: caseFold, ...parts },
  })

/** The keys of what is not the same in two maps. */
function* differing<V>(before: ReadonlyMap<string, V> | undefined, after: ReadonlyMap<string, V>): Generator<string> {
  if (before === after) return
  for (const [key, value] of after) if (before?.get(key) !== value) yield key
  for (const key of before?.keys() ?? []) if (!after.has(key)) yield key
}

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
export const punishmentCaseProjection = ofCase(
  'punishment_case',
  [
    ...text('case_id', 'agency', 'list_type', 'ground_code', 'decision_number', 'standing', 'drafted_on', 'passed_on'),
    ...['lines', 'lines_expected', 'lines_fallen'].map((name) => ({ name, type: 'integer' })),
    ...[{ name: 'executors', type: 'text[]' }, record],
  ],
  {
    touched: () => [''],
    *rows(known) {
      if (known === undefined) return
      const { drafted, standing, passedOn, lines, linesExpected, fallen } = known
      const row = {
        ...{ case_id: drafted.caseId, agency: drafted.requesting.code, list_type: drafted.listType },
        ...{ ground_code: drafted.groundCode, decision_number: drafted.decisionNumber, standing, passed_on: passedOn },
        ...{ drafted_on: drafted.draftedOn, lines: lines.size, lines_expected: linesExpected },
        ...{ lines_fallen: fallen.size, executors: known.executors.map(({ agency }) => agency.code) },
      }
      yield { key: '', row: { ...row, record: caseRecordOf(known) as unknown as Json } }
    },
  },
)

/** The line as it was brought, and how its ground fell. */
export type LineRecord = Readonly<{
  line: PunishmentCase['lines'] extends ReadonlyMap<string, infer L> ? L : never
  fallen: FallenLine | null
}>

/** The enterprises of a case (惩戒明细). */
export const punishmentLineProjection = ofCase(
  'punishment_line',
  [...text('case_id', 'line_id', 'uscc', 'name', 'listing_id'), { name: 'fallen', type: 'boolean' }, record],
  {
    *touched(before, after) {
      yield* differing(before?.lines, after?.lines ?? new Map())
      yield* differing(before?.fallen, after?.fallen ?? new Map())
    },
    *rows(known, lineId) {
      const line = known?.lines.get(lineId)
      if (known === undefined || line === undefined) return
      const fell = known.fallen.get(lineId) ?? null
      const { uscc, name, listingId } = line
      const row = { case_id: known.drafted.caseId, line_id: lineId, uscc, name, fallen: fell !== null }
      const kept: LineRecord = { line, fallen: fell }
      yield { key: lineId, row: { ...row, listing_id: listingId, record: kept as unknown as Json } }
    },
  },
)

/** What each agency has to do for each enterprise (惩戒任务), its days by the calendar that counts. */
export const punishmentOrderProjection = ({ today, calendars }: OrderGround): StreamProjection =>
  ofCase(
    'punishment_order',
    [
      ...text('case_id', 'agency', 'agency_name', 'line_id', 'uscc', 'name', 'stage', 'issued_on', 'feedback_due_on'),
      ...text('accepted_on', 'objected_on', 'insisted_on', 'executed_on', 'released_on', 'confirm_due_on'),
      ...text('confirmed_on', 'objection', 'answer_due_on', 'answered_on', 'answer', 'content', 'note', 'calendars'),
      { name: 'feedback_days', type: 'integer' },
      { name: 'provisional', type: 'boolean' },
    ],
    {
      *touched(before, after) {
        for (const [code, order] of after?.orders ?? []) {
          const had = before?.orders.get(code)
          if (had === order) continue
          const isIssued = had?.issuedOn !== order.issuedOn || had.feedbackDueOn !== order.feedbackDueOn
          for (const lineId of differing(isIssued ? undefined : had.lines, order.lines)) yield `${code}/${lineId}`
        }
      },
      *rows(known, key) {
        const [code = ''] = key.split('/', 1)
        const lineId = key.slice(code.length + 1)
        const order = known?.orders.get(code)
        const [line, at] = [known?.lines.get(lineId), order?.lines.get(lineId)]
        if (!known || !order || !line || !at) return
        const { digest, history } = calendars()
        const { feedback, confirmation, answer, isRunning } = orderDue(order, at, history, today())
        const row = {
          ...{ case_id: known.drafted.caseId, agency: code, agency_name: order.agency.name, line_id: lineId },
          ...{ issued_on: order.issuedOn, feedback_due_on: feedback?.day ?? null, uscc: line.uscc, name: line.name },
          ...{ stage: at.stage, accepted_on: at.acceptedOn, objected_on: at.objectedOn, insisted_on: at.insistedOn },
          ...{ executed_on: at.executedOn, released_on: at.releasedOn, confirm_due_on: confirmation?.day ?? null },
          ...{ confirmed_on: at.confirmedOn, feedback_days: order.feedbackWorkingDays, objection: at.objection },
          ...{ answer_due_on: answer?.day ?? null, answered_on: at.answeredOn, answer: at.answer },
          ...{ content: at.content, note: at.note },
          ...{ provisional: ((confirmation ?? feedback)?.provisional.length ?? 0) > 0 },
          calendars: isRunning ? digest : null,
        }
        yield { key, row }
      },
    },
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
  {
    touched: (before, after) => differing(before?.copies, after?.copies ?? new Map()),
    *rows(known, copyId) {
      const copy = known?.copies.get(copyId)
      if (known === undefined || copy === undefined) return
      const { received, ...letter } = copy
      for (const code of receiversOf(letter)) {
        const receipt = received.find(({ agency }) => agency === code) ?? null
        const row = {
          ...{ case_id: known.drafted.caseId, copy_id: copyId, number: letter.number, sender: letter.from },
          ...{ receiver: code, sent_on: letter.sentOn, received_on: receipt?.receivedOn ?? null },
          feedback_needed: letter.feedbackNeeded,
        }
        const kept: CopyRecord = { letter, receipt }
        yield { key: `${copyId}/${code}`, row: { ...row, record: kept as unknown as Json } }
      }
    },
  },
)

export const punishmentProjections = (ground: OrderGround): readonly StreamProjection[] => [
  ...[punishmentCaseProjection, punishmentLineProjection, punishmentOrderProjection(ground), punishmentCopyProjection],
]
