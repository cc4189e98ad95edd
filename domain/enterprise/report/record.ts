import { type PlainDate, plainDate, yearOf } from '../../kernel/plain-date.ts'
import { originFirst, type SectionFact } from '../facts.ts'
import type { AnnualReportFiled, ReportEvent } from './events.ts'

/** An annual report as its facts tell it (年度报告信息). */
export type ReportRecord = AnnualReportFiled['data'] &
  Readonly<{
    late: boolean // 逾期: filed after 30 June of the following year (企业信息公示暂行条例 Art. 8).
    amendments: readonly string[]
    amendedOn: PlainDate | null
  }>

const lastDayFor = (year: number): string => `${year + 1}-06-30`

/** The last day on which the report of a year is in time: 30 June of the next. */
export const reportDueOn = (year: number): PlainDate => plainDate(lastDayFor(year))

/** The first year reported to the public (企业信息公示暂行条例, in force since 2014-10-01). */
const firstPublicYear = 2013

/** The first year that a subject reports on: that of its registration, reported in the next (Art. 8). */
export const firstReportYear = (registeredOn: PlainDate | null): number =>
  registeredOn === null ? firstPublicYear : Math.max(firstPublicYear, yearOf(registeredOn))

/** Whether a report came after its last day. */
export const isLate = ({ year, filedOn }: Pick<AnnualReportFiled['data'], 'year' | 'filedOn'>): boolean =>
  filedOn > lastDayFor(year)

/** Tells an annual report from its facts in legal order; undefined where none was filed (or it was struck out). */
export function reportRecord(facts: readonly SectionFact<ReportEvent>[]): ReportRecord | undefined {
  let record: ReportRecord | undefined
  for (const fact of originFirst(facts, 'AnnualReportFiled')) {
    if (fact.type === 'AnnualReportFiled') {
      record ??= {
        ...fact.data,
        late: isLate(fact.data),
        amendments: [],
        amendedOn: null,
      }
    } else if (record !== undefined) {
      fact.type satisfies 'AnnualReportAmended'
      const { amendmentId, amendedOn, published } = fact.data
      record = { ...record, published, amendedOn, amendments: [...record.amendments, amendmentId] }
    }
  }
  return record
}
