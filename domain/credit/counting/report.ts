import type { SectionFact } from '../../enterprise/facts.ts'
import { reportIdOf } from '../../enterprise/report/commands.ts'
import type { ReportEvent } from '../../enterprise/report/events.ts'
import { isLate, type ReportRecord, reportRecord } from '../../enterprise/report/record.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ReportCounts } from '../counts.ts'
import { type DayNumber, dayNumberOf, fromParts, type MonthDay, yearOfNumber } from '../days.ts'
import type { Rule } from '../prepare.ts'
import type { Source, Timeline } from '../timeline.ts'
import type { Subject } from './registration.ts'

/** Counts an annual report; answers with its year, or 0 where there is none. */
export function countReport(
  key: string,
  facts: readonly SectionFact<ReportEvent>[],
  rules: readonly Rule<ReportCounts>[],
  timeline: Timeline,
): number {
  const record = toldReport(facts)
  if (record === undefined) return 0
  let source: Source | undefined
  for (const rule of rules) {
    const on = dayFor(rule.counts.what, record)
    if (on === null) continue
    source ??= { key, facts }
    timeline.count(rule, source, dayNumberOf(on))
  }
  return record.year
}

type ToldReport = Pick<ReportRecord, 'year' | 'filedOn' | 'late' | 'amendedOn'>

/** Half of a file is reports that were filed and never amended: those are read without making a record of them. */
function toldReport(facts: readonly SectionFact<ReportEvent>[]): ToldReport | undefined {
  const [only] = facts
  if (facts.length !== 1 || only?.type !== 'AnnualReportFiled') return reportRecord(facts)
  const { year, filedOn } = only.data
  return { year, filedOn, late: isLate(only.data), amendedOn: null }
}

const dayFor = (what: ReportCounts['what'], { late, filedOn, amendedOn }: ToldReport): PlainDate | null => {
  if (what === 'AMENDED') return amendedOn
  return (what === 'LATE' && late) || (what === 'ON_TIME' && !late) ? filedOn : null
}

/** The first year for which enterprises reported to the public instead of being inspected yearly (企业信息公示暂行条例). */
const firstYear = 2013

/** The day from which a year's report is missing: 1 July of the next. */
const missingFrom = (year: number): DayNumber => fromParts(year + 1, 7, 1)

/** Of which years missing reports are counted: from one year on, up to those that are missing on a day. */
export type MissingYears = Readonly<{ from: number; upTo: DayNumber }>

/** The first year whose report can still count in a month, if windows reach back so many. */
export const firstMissing = ({ month }: MonthDay, windowMonths: number): number =>
  Math.floor((month - windowMonths) / 12) - 1

/**
 * Counts the reports that were due and not filed; as long as the subject lives and nothing happens, also those of years
 * to come. Answers with the year at which to go on.
 */
export function countMissing(
  { registeredOn, registration, aliveOn, aliveNow }: Subject,
  filed: readonly number[],
  rules: readonly Rule<ReportCounts>[],
  timeline: Timeline,
  years: MissingYears,
): number {
  let year = Math.max(yearOfNumber(registeredOn), firstYear, years.from)
  for (; missingFrom(year) <= years.upTo; year++) {
    const from = missingFrom(year)
    const due = from > timeline.day ? aliveNow : aliveOn(from - 1)
    if (!due || filed.includes(year)) continue
    const source: Source = { key: `REPORT/${reportIdOf(year)}`, facts: [registration] }
    for (const rule of rules) if (rule.counts.what === 'MISSING') timeline.count(rule, source, from)
  }
  return year
}
