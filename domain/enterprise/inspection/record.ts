import type { PlainDate } from '../../kernel/plain-date.ts'
import { originFirst, type SectionFact } from '../facts.ts'
import type { InspectionEvent, InspectionRecorded } from './events.ts'
import { resultSchemes } from './result-codes.ts'

export const inspectionStandings = ['OPEN', 'CLOSED'] as const
/** Whether anything is still to be done after a visit (后续处置): 待处置、已办结. */
export type InspectionStanding = (typeof inspectionStandings)[number]

export type CorrectionOrder = Readonly<{ orderNumber: string; orderedOn: PlainDate; dueOn: PlainDate; content: string }>

/** An inspection as its facts tell it (检查信息). */
export type InspectionRecord = InspectionRecorded['data'] &
  Readonly<{
    standing: InspectionStanding
    orders: readonly CorrectionOrder[]
    closedOn: PlainDate | null
    corrected: boolean | null
    closingNote: string | null
  }>

/** Tells an inspection from its facts in legal order; undefined where none was recorded (or it was struck out). */
export function inspectionRecord(facts: readonly SectionFact<InspectionEvent>[]): InspectionRecord | undefined {
  let record: InspectionRecord | undefined
  for (const fact of originFirst(facts, 'InspectionRecorded')) {
    if (fact.type === 'InspectionRecorded') {
      const closed = !needsFollowUp(fact.data)
      record ??= {
        ...fact.data,
        ...{ standing: closed ? 'CLOSED' : 'OPEN', orders: [], closedOn: closed ? fact.data.inspectedOn : null },
        ...{ corrected: null, closingNote: null },
      }
    } else if (record === undefined) continue
    else if (fact.type === 'CorrectionOrdered') {
      const { orderNumber, orderedOn, dueOn, content } = fact.data
      const orders = [...record.orders, { orderNumber, orderedOn, dueOn, content }]
      record = { ...record, orders, standing: 'OPEN', closedOn: null }
    } else {
      fact.type satisfies 'InspectionClosed'
      const { closedOn, corrected, note } = fact.data
      record = { ...record, standing: 'CLOSED', closedOn, corrected, closingNote: note }
    }
  }
  return record
}

/** A visit that found nothing to follow up is closed with its recording (无需后续处置). */
function needsFollowUp({ resultScheme, results }: InspectionRecorded['data']): boolean {
  const codes = resultSchemes[resultScheme] ?? []
  return codes.some(({ code, followUp }) => followUp && results.includes(code))
}
