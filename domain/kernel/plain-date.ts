import { tidy, toHalfWidth } from './text.ts'

/** A day of the Gregorian calendar in China, `YYYY-MM-DD`. Days sort as their text does. */
export type PlainDate = string & { readonly __plainDate: unique symbol }

const yearMin = 1900
const yearMax = 2199
const chinaOffset = 8 * 60 // Minutes ahead of UTC, without daylight saving since 1992.

/** 2099-12-31 in a record's "valid until" means no end (长期). */
export const openEnd = '2099-12-31' as PlainDate

export function isPlainDate(text: string): text is PlainDate {
  if (text.length !== 10 || text.charAt(4) !== '-' || text.charAt(7) !== '-') return false
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)]
  return year >= yearMin && year <= yearMax && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

/** The number that a part of a text writes in plain digits; below zero where something else stands there. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let place = from; place < to; place++) {
    const digit = text.charCodeAt(place) - 48
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

/** The day that `YYYY-MM-DD` names; throws `RangeError` where there is none. */
export function plainDate(text: string): PlainDate {
  if (!isPlainDate(text)) throw new RangeError(`no such day: ${text}`)
  return text
}

const written = [
  /^(\d{4})([-/.])(?<month>\d{1,2})\2(?<day>\d{1,2})$/,
  /^(\d{4})年(?<month>\d{1,2})月(?<day>\d{1,2})日$/,
  /^(\d{4}) ?(?<month>\d{2}) ?(?<day>\d{2})$/,
]
const timeBehind = /(?:T| |(?<=日))(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?(Z|[-+]\d{2}:?\d{2}))?$/

/**
 * A day as records write it: 2024/03/05, 2024-3-5, 20240305, 2024年3月5日, with or without a time behind it. A time with
 * a zone is an instant, and the day is the one in China at that instant. Space around a sign is passed over; space
 * inside a number is not, because 2024-1-1 5 may mean two days.
 */
export function parseRecordDate(text: string): PlainDate | undefined {
  const bare = tidy(toHalfWidth(text))
    .replace(/\s+/g, ' ')
    .replace(/ ?([-/.:年月]) ?/g, '$1')
    .replace(/ 日/, '日')
  const time = timeBehind.exec(bare)
  const daysOn = time ? daysOnInChina(time) : 0
  if (daysOn === undefined) return undefined
  const date = time ? bare.slice(0, time.index) : bare
  for (const form of written) {
    const parts = form.exec(date)
    if (!parts) continue
    const day = `${parts[1]}-${parts.groups?.month?.padStart(2, '0')}-${parts.groups?.day?.padStart(2, '0')}`
    return isPlainDate(day) ? neighbour(day, daysOn) : undefined
  }
  return undefined
}

/** How many days the day in China is ahead of the written one, at a written time; undefined where there is no such time. */
function daysOnInChina([, hours, minutes, seconds = '0', zone]: RegExpExecArray): -1 | 0 | 1 | undefined {
  const offset = zone === undefined ? chinaOffset : zone === 'Z' ? 0 : minutesOf(zone.replace(':', ''))
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  if (offset < -12 * 60 || offset > 14 * 60) return undefined
  const inChina = Number(hours) * 60 + Number(minutes) - offset + chinaOffset
  return inChina < 0 ? -1 : inChina < 24 * 60 ? 0 : 1
}

/** The minutes of `+0530`. */
const minutesOf = (offset: string): number =>
  (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3))) * (offset.startsWith('-') ? -1 : 1)

/** The day before, itself, or the day after; undefined at the ends of the calendar. */
function neighbour(day: PlainDate, daysOn: -1 | 0 | 1): PlainDate | undefined {
  const atTheEnd = daysOn === -1 ? `${yearMin}-01-01` : `${yearMax}-12-31`
  return daysOn !== 0 && day === atTheEnd ? undefined : addDays(day, daysOn)
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const partsOf = (day: PlainDate): [year: number, month: number, day: number] => [
  digits(day, 0, 4),
  digits(day, 5, 7),
  digits(day, 8, 10),
]

const twoDigits: readonly string[] = Array.from({ length: 32 }, (_, number) => String(number).padStart(2, '0'))

/** The parts are those of a day; only its year may lie outside the calendar, or the day not be a whole one. */
function compose(year: number, month: number, day: number): PlainDate {
  const text = `${year}-${twoDigits[month] ?? month}-${twoDigits[day] ?? day}`
  if (year < yearMin || year > yearMax || !Number.isSafeInteger(day)) throw new RangeError(`no such day: ${text}`)
  return text as PlainDate
}

/** Days since 1970-01-01, in whole-number arithmetic (March-based years, so that the leap day comes last). */
export function dayNumber(day: PlainDate): number {
  const [year, month, dayOfMonth] = partsOf(day)
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** The day that comes `number` days after 1970-01-01. */
export function dayOfNumber(number: number): PlainDate {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const century = Math.floor(dayOfEra / 36_524)
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + century - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  return compose(year, month, dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1)
}

export const addDays = (day: PlainDate, count: number): PlainDate => dayOfNumber(dayNumber(day) + count)

/** The corresponding day so many months on, or the month's last day where it has none (民法典 Art. 202). */
export function addMonths(day: PlainDate, count: number): PlainDate {
  const [year, month, dayOfMonth] = partsOf(day)
  const months = year * 12 + (month - 1) + count
  const [inYear, inMonth] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1]
  return compose(inYear, inMonth, Math.min(dayOfMonth, daysIn(inYear, inMonth)))
}

export const addYears = (day: PlainDate, count: number): PlainDate => addMonths(day, count * 12)

/** How many days `later` comes after `earlier`; negative where it comes before. */
export const daysBetween = (earlier: PlainDate, later: PlainDate): number => dayNumber(later) - dayNumber(earlier)

/** Whether the first comes before (-1), is (0), or comes after (1) the second, as `sort` wants to know. */
export const compareDays = (a: PlainDate, b: PlainDate): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0)

/** 1 for Monday to 7 for Sunday. */
export const dayOfWeek = (day: PlainDate): number => ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1

export const yearOf = (day: PlainDate): number => Number(day.slice(0, 4))

const minuteMs = 60_000
const dayMs = 86_400_000

/** The day in China at an instant: UTC+8 without daylight saving, as since 1992. */
export const dayInChina = (instant: Date): PlainDate =>
  dayOfNumber(Math.floor((instant.getTime() + chinaOffset * minuteMs) / dayMs))

/** The instant at which a day begins in China. */
export const startOfDay = (day: PlainDate): Date => new Date(dayNumber(day) * dayMs - chinaOffset * minuteMs)
