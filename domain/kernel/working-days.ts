import { addDays, dayOfWeek, type PlainDate, plainDate, yearOf } from './plain-date.ts'

/**
 * What the State Council's notice for one year changes about its weeks (节假日安排): days off, and the Saturdays and
 * Sundays worked to make up for them (调休上班日). A notice may reach back into the December before its year.
 */
export type CalendarYear = Readonly<{ off: readonly PlainDate[]; work: readonly PlainDate[] }>

/** The notices known so far, by year. A year that is missing counts plain weekends and makes what rests on it provisional. */
export type Calendar = Readonly<Record<number, CalendarYear>>

/** A day that was counted to, and the years without a calendar that the count went through (暂定), in order. */
export type CountedDay = Readonly<{ day: PlainDate; provisional: readonly number[] }>

/** A number of working days, and the years without a calendar among them (暂定), in order. */
export type CountedDays = Readonly<{ days: number; provisional: readonly number[] }>

/** The notice for a year from its days; throws `RangeError` where no notice could say so. */
export function calendarYear(year: number, off: readonly string[], work: readonly string[]): CalendarYear {
  const notice = { off: off.map(plainDate), work: work.map(plainDate) }
  for (const day of [...notice.off, ...notice.work]) {
    if (yearOf(day) !== year && !day.startsWith(`${year - 1}-12-`)) throw new RangeError(`${day} is not of ${year}`)
  }
  for (const day of notice.work) {
    if (dayOfWeek(day) <= 5) throw new RangeError(`${day} is no weekend, so it cannot be made up on`)
    if (notice.off.includes(day)) throw new RangeError(`${day} cannot be both worked and off`)
  }
  return notice
}

/** Whether a day is a working day (工作日). Where two notices speak of one December day, the later notice holds. */
export function isWorkingDay(day: PlainDate, calendar: Calendar): boolean {
  const year = yearOf(day)
  for (const notice of [calendar[year + 1], calendar[year]]) {
    if (notice?.work.includes(day)) return true
    if (notice?.off.includes(day)) return false
  }
  return dayOfWeek(day) <= 5
}

/** From this day of December on, the next year's notice commonly has its say: New Year's days off, and days made up for. */
const reachesBackTo = '12-26'

/** The years whose notices speak of a day; the end of a December waits for two of them. */
const noticesOf = (day: PlainDate): readonly number[] =>
  day.slice(5) >= reachesBackTo ? [yearOf(day), yearOf(day) + 1] : [yearOf(day)]

/** The `count`-th working day after `start`, which is not counted itself (民法典 Art. 201). */
export function addWorkingDays(start: PlainDate, count: number, calendar: Calendar): CountedDay {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`not a number of working days: ${count}`)
  const years = new Set<number>()
  let day = start
  for (let counted = 0; counted < count;) {
    day = addDays(day, 1)
    for (const year of noticesOf(day)) years.add(year)
    if (isWorkingDay(day, calendar)) counted++
  }
  return { day, provisional: without(calendar, years) }
}

/** How many working days come after `earlier`, up to `later` and with it; negative where `later` comes before. */
export function workingDaysBetween(earlier: PlainDate, later: PlainDate, calendar: Calendar): CountedDays {
  if (later < earlier) {
    const { days, provisional } = workingDaysBetween(later, earlier, calendar)
    return { days: 0 - days, provisional } // Not -days, which would make a minus zero of none.
  }
  const years = new Set<number>()
  let days = 0
  for (let day = earlier; day < later;) {
    day = addDays(day, 1)
    for (const year of noticesOf(day)) years.add(year)
    if (isWorkingDay(day, calendar)) days++
  }
  return { days, provisional: without(calendar, years) }
}

/** Where a term's last day is a day of rest, the term ends on the next working day (民法典 Art. 203). */
export function rollToWorkingDay(last: PlainDate, calendar: Calendar): CountedDay {
  const years = new Set(noticesOf(last))
  let day = last
  while (!isWorkingDay(day, calendar)) {
    day = addDays(day, 1)
    for (const year of noticesOf(day)) years.add(year)
  }
  return { day, provisional: without(calendar, years) }
}

const without = (calendar: Calendar, years: Set<number>): number[] => [...years].filter((year) => !calendar[year])
