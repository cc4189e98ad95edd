import { dayOfNumber, type PlainDate, plainDate } from '../kernel/plain-date.ts'

/**
 * Days as whole numbers since 1970-01-01. A profile looks at dozens of days; as numbers they are compared, moved and
 * sorted without making texts of them.
 */
export type DayNumber = number

/** Later than every day there is: what lasts for ever lasts until then. */
export const never: DayNumber = 2 ** 30

const lastDay = plainDate('2199-12-31')

const digits = (text: string, from: number, to: number): number => {
  let number = 0
  for (let place = from; place < to; place++) number = number * 10 + text.charCodeAt(place) - 48
  return number
}

export const dayNumberOf = (day: PlainDate): DayNumber =>
  fromParts(digits(day, 0, 4), digits(day, 5, 7), digits(day, 8, 10))

/** The number of a day given by its parts, counted in years that begin with March so that the leap day comes last. */
export function fromParts(year: number, month: number, dayOfMonth: number): DayNumber {
  const marchYear = month <= 2 ? year - 1 : year
  const century = Math.floor(marchYear / 100)
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1
  return marchYear * 365 + Math.floor(marchYear / 4) - century + Math.floor(century / 4) + dayOfYear - 719_468
}

const endNumber = dayNumberOf(lastDay)

/** The day as text; null where it lies beyond the calendar, which is the same as never. */
export const dayOrNever = (number: DayNumber): PlainDate | null => (number > endNumber ? null : dayOfNumber(number))

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** A day as its month, counted from January of the year 0, and its place in it. */
export type MonthDay = Readonly<{ month: number; dayOfMonth: number }>

export function monthDayOf(day: DayNumber): MonthDay {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const leaps = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const dayOfYear = dayOfEra - (yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  return { month: (era * 400 + yearOfEra) * 12 + marchMonth + 2, dayOfMonth }
}

/** The corresponding day so many months on, or the month's last day where it has none (民法典 Art. 202). */
export function monthsOn({ month, dayOfMonth }: MonthDay, months: number): DayNumber {
  const year = Math.floor((month + months) / 12)
  const inYear = month + months - year * 12 + 1
  if (dayOfMonth <= 28) return fromParts(year, inYear, dayOfMonth)
  const leap = inYear === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return fromParts(year, inYear, Math.min(dayOfMonth, (lengths[inYear - 1] ?? 31) + (leap ? 1 : 0)))
}

export const monthsAfter = (day: DayNumber, months: number): DayNumber => monthsOn(monthDayOf(day), months)

/** The year in which a day lies. */
export function yearOfNumber(day: DayNumber): number {
  const year = 1970 + Math.floor((day * 400) / 146_097) // Right, or one off at the turn of a year.
  if (fromParts(year, 1, 1) > day) return year - 1
  return fromParts(year + 1, 1, 1) <= day ? year + 1 : year
}
