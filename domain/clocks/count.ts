import { addDays, addMonths, addYears, type PlainDate } from '../kernel/plain-date.ts'
import { addWorkingDays, type Calendar, type CountedDay, rollToWorkingDay } from '../kernel/working-days.ts'
import type { Count } from './counting.ts'

const hoursADay = 24

/**
 * The last day of a clock that starts on a day (期限届满日), with the years without a calendar that the count met (暂定).
 * A clock whose day the record states ends on that day; where a record states a day against a count, the record holds.
 */
export function deadlineFrom(
  { count }: Readonly<{ count: Count }>,
  start: PlainDate,
  calendar: Calendar,
  statedUntil: PlainDate | null = null,
): CountedDay {
  if (statedUntil !== null) return { day: statedUntil, provisional: [] }
  if (count.unit === 'STATED')
    throw new RangeError('the clock ends on a day that the record states, and it states none')
  if (count.unit === 'WORKING_DAY') {
    return addWorkingDays(count.from === 'SAME_DAY' ? addDays(start, -1) : start, count.number, calendar)
  }
  const last = lastDay(count, start)
  return count.roll ? rollToWorkingDay(last, calendar) : { day: last, provisional: [] }
}

/** Days, months, and years end on the corresponding day (民法典 Art. 202), or the day before it where the first day counts. */
function lastDay({ unit, number, from }: Count, start: PlainDate): PlainDate {
  const first = from === 'SAME_DAY' ? -1 : 0
  if (unit === 'MONTH') return addDays(addMonths(start, number), first)
  if (unit === 'YEAR') return addDays(addYears(start, number), first)
  return addDays(start, (unit === 'HOUR' ? Math.ceil(number / hoursADay) : number) + first)
}
