import type { SectionFact } from '../../enterprise/facts.ts'
import type { InspectionEvent } from '../../enterprise/inspection/events.ts'
import { type InspectionRecord, inspectionRecord } from '../../enterprise/inspection/record.ts'
import { resultSchemes } from '../../enterprise/inspection/result-codes.ts'
import type { InspectionCounts } from '../counts.ts'
import { type DayNumber, dayNumberOf, monthsAfter, never } from '../days.ts'
import type { Rule } from '../prepare.ts'
import type { Source, Timeline } from '../timeline.ts'

type InspectionFact = SectionFact<InspectionEvent>

/** Counts an inspection: what it found, and what became of that. */
export function countInspection(
  key: string,
  facts: readonly InspectionFact[],
  rules: readonly Rule<InspectionCounts>[],
  timeline: Timeline,
): void {
  const record = inspectionRecord(facts)
  if (record === undefined) return
  const source: Source = { key, facts }
  const { form, standing, closedOn } = record
  for (const rule of rules) {
    const { counts } = rule
    switch (counts.what) {
      case 'FOUND':
        if (counts.forms !== null && !counts.forms.includes(form)) break
        if (counts.results === null ? foundSomething(record) : hasResult(record, counts.results)) {
          timeline.count(rule, source, dayNumberOf(record.inspectedOn))
        }
        break
      case 'CLEAN':
        if (counts.forms !== null && !counts.forms.includes(form)) break
        if (!foundSomething(record)) timeline.count(rule, source, dayNumberOf(record.inspectedOn))
        break
      case 'OPEN':
        if (standing === 'OPEN') {
          timeline.count(rule, source, monthsAfter(dayNumberOf(record.inspectedOn), counts.afterMonths))
        }
        break
      case 'ORDER_OVERDUE': {
        const dueOn = firstPending(facts)
        if (standing === 'OPEN' && dueOn < never) timeline.count(rule, source, dueOn + 1)
        break
      }
      case 'NOT_CORRECTED':
        if (standing === 'CLOSED' && record.corrected === false && closedOn !== null) {
          timeline.count(rule, source, dayNumberOf(closedOn))
        }
    }
  }
}

/** Codes that ask for something to be done, by scheme. */
const followUps: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(resultSchemes).map(([scheme, codes]) => [
    scheme,
    new Set(codes.filter(({ followUp }) => followUp).map(({ code }) => code)),
  ]),
)

function foundSomething({ resultScheme, results }: InspectionRecord): boolean {
  const codes = followUps.get(resultScheme)
  return codes !== undefined && results.some((code) => codes.has(code))
}

const hasResult = (
  { resultScheme, results }: InspectionRecord,
  meant: readonly Readonly<{ scheme: string; code: string }>[],
): boolean => meant.some(({ scheme, code }) => scheme === resultScheme && results.includes(code))

/** The earliest last day among the orders that came after the visit was last closed. */
function firstPending(facts: readonly InspectionFact[]): DayNumber {
  let first = never
  for (const fact of facts) {
    if (fact.type === 'InspectionClosed') first = never
    else if (fact.type === 'CorrectionOrdered') first = Math.min(first, dayNumberOf(fact.data.dueOn))
  }
  return first
}
