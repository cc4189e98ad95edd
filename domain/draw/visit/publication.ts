import { type CalendarHistory, calendarOn } from '../../clocks/calendars.ts'
import { addWorkingDays, type Calendar, workingDaysBetween } from '../../kernel/working-days.ts'
import { type PlainDate, plainDate } from '../../kernel/plain-date.ts'
import type { ResultPublished } from './events.ts'

/** Within how many working days a spot check's result is published under the enterprise's name (抽查结果公示期限). */
export const publicationTerms = [
  {
    ...{ version: 1, effectiveFrom: plainDate('2014-10-01'), workingDays: 20 },
    basis: '企业公示信息抽查暂行办法（工商总局令第67号）：抽查结果自检查结束之日起20个工作日内公示',
  },
] as const

/** By when a result is to be published, and how late it is on a day (公示时限); a year without a calendar is provisional. */
export type PublicationTerm = Readonly<{ dueOn: PlainDate; workingDaysLate: number; provisional: readonly number[] }>

export function publicationTerm(inspectedOn: PlainDate, on: PlainDate, calendar: Calendar): PublicationTerm {
  const term = publicationTerms.findLast(({ effectiveFrom }) => effectiveFrom <= inspectedOn) ?? publicationTerms[0]
  const { day: dueOn, provisional } = addWorkingDays(inspectedOn, term.workingDays, calendar)
  const late = workingDaysBetween(dueOn, on, calendar)
  const years = [...new Set([...provisional, ...(late.days > 0 ? late.provisional : [])])].sort()
  return { dueOn, workingDaysLate: Math.max(0, late.days), provisional: years }
}

type Published = Pick<ResultPublished['data'], 'publishedOn' | 'dueOn' | 'workingDaysLate'>

/**
 * The publication clock of a result as it stands on a day: what is not published runs by the calendar known on that day,
 * and what is published stays as it was counted then, whatever notice came later.
 */
export function publicationOf(
  { inspectedOn, published }: Readonly<{ inspectedOn: PlainDate; published: Published | null }>,
  day: PlainDate,
  calendars: CalendarHistory,
): PublicationTerm {
  const on = published?.publishedOn ?? day
  const { provisional, ...counted } = publicationTerm(inspectedOn, on, calendarOn(calendars, on))
  const { dueOn, workingDaysLate } = published ?? counted
  return { dueOn, workingDaysLate, provisional }
}
