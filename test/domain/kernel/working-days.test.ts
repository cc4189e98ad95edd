import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import { addDays, daysBetween, type PlainDate, plainDate } from '../../../domain/kernel/plain-date.ts'
import {
  addWorkingDays,
  calendarYear,
  isWorkingDay,
  rollToWorkingDay,
  workingDaysBetween,
} from '../../../domain/kernel/working-days.ts'

const workingDay = (text: string): boolean => isWorkingDay(plainDate(text), officialCalendar)
const known = Array.from({ length: 23 }, (_, index) => 2004 + index)

function everyDayOf(year: number): PlainDate[] {
  const first = plainDate(`${year}-01-01`)
  const days = daysBetween(first, plainDate(`${year + 1}-01-01`))
  return Array.from({ length: days }, (_, index) => addDays(first, index))
}

/** The tables of the notices as they were announced, ranges of days off from first to last. */
const printed = {
  2024: {
    off: ['01-01', '02-10 02-17', '04-04 04-06', '05-01 05-05', '06-10', '09-15 09-17', '10-01 10-07'],
    work: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
    total: 251,
  },
  2025: {
    off: ['01-01', '01-28 02-04', '04-04 04-06', '05-01 05-05', '05-31 06-02', '10-01 10-08'],
    work: ['01-26', '02-08', '04-27', '09-28', '10-11'],
    total: 248,
  },
  2026: {
    off: ['01-01 01-03', '02-15 02-23', '04-04 04-06', '05-01 05-05', '06-19 06-21', '09-25 09-27', '10-01 10-07'],
    work: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
    total: 248,
  },
}

describe('the calendar', () => {
  test.each(Object.entries(printed))('of %s is the notice, day for day', (year, { off, work, total }) => {
    const expected = everyDayOf(Number(year)).filter((day) => {
      const monthDay = day.slice(5)
      if (work.includes(monthDay)) return true
      const inRange = ([first = '', last = first]: string[]): boolean => first <= monthDay && monthDay <= last
      return !off.some((range) => inRange(range.split(' '))) && ![0, 6].includes(new Date(`${day}T00:00Z`).getUTCDay())
    })
    expect(everyDayOf(Number(year)).filter((day) => isWorkingDay(day, officialCalendar))).toEqual(expected)
    expect(expected).toHaveLength(total)
  })
  test.each(known)('of %i has the days of the published data set', (year) => {
    const data = JSON.parse(readFileSync(`node_modules/chinese-days/dist/years/${year}.json`, 'utf8'))
    const daysOf = (list: object): string[] => Object.keys(list).sort()
    expect(officialCalendar[year]).toEqual({ off: daysOf(data.holidays), work: daysOf(data.workdays) })
  })
  test('holds no year whose notice is not out', () => {
    expect(Object.keys(officialCalendar).map(Number)).toEqual(known)
  })
  test('of a year refuses days of another year, work on weekdays, and days both off and worked', () => {
    expect(() => calendarYear(2027, ['2028-01-01'], [])).toThrow(RangeError)
    expect(() => calendarYear(2027, ['2026-11-30'], [])).toThrow(RangeError)
    expect(() => calendarYear(2027, ['2027-02-29'], [])).toThrow(RangeError)
    expect(() => calendarYear(2027, [], ['2027-01-04'])).toThrow(RangeError) // A Monday.
    expect(() => calendarYear(2027, ['2027-01-02'], ['2027-01-02'])).toThrow(RangeError)
    expect(calendarYear(2027, ['2027-01-01'], ['2027-01-03'])).toEqual({ off: ['2027-01-01'], work: ['2027-01-03'] })
  })
  test('of the next year rules the December days that its notice speaks of', () => {
    const reaching = { ...officialCalendar, 2027: calendarYear(2027, ['2026-12-31', '2027-01-01'], ['2026-12-27']) }
    expect(workingDay('2026-12-31')).toBe(true)
    expect(isWorkingDay(plainDate('2026-12-31'), reaching)).toBe(false)
    expect(isWorkingDay(plainDate('2026-12-27'), reaching)).toBe(true) // A Sunday.
    const both = { 2026: calendarYear(2026, ['2026-12-27'], []), 2027: reaching[2027] }
    expect(isWorkingDay(plainDate('2026-12-27'), both)).toBe(true)
  })
})

describe('counting working days', () => {
  test.each([
    ['2024-02-09', 1, '2024-02-18'], // A Sunday that is worked.
    ['2025-09-30', 1, '2025-10-09'],
    ['2025-12-31', 3, '2026-01-06'], // Sunday 01-04 counts.
    ['2026-02-10', 20, '2026-03-16'],
    ['2026-04-30', 3, '2026-05-08'],
    ['2026-09-18', 2, '2026-09-21'], // Sunday 09-20 counts.
    ['2026-09-29', 7, '2026-10-14'],
  ])('from %s, %i on, ends on %s: the first day is not counted', (start, count, day) => {
    expect(addWorkingDays(plainDate(start), count, officialCalendar)).toEqual({ day, provisional: [] })
    expect(workingDaysBetween(plainDate(start), plainDate(day), officialCalendar)).toEqual({
      days: count,
      provisional: [],
    })
  })
  test('into years without a calendar counts plain weekends and names those years', () => {
    const day = (text: string, count: number) => addWorkingDays(plainDate(text), count, officialCalendar)
    expect(day('2026-12-24', 1)).toEqual({ day: '2026-12-25', provisional: [] })
    expect(day('2026-12-30', 1)).toEqual({ day: '2026-12-31', provisional: [2027] }) // The notice may reach back to it.
    expect(day('2026-12-30', 2)).toEqual({ day: '2027-01-01', provisional: [2027] })
    expect(day('2026-12-31', 6)).toEqual({ day: '2027-01-08', provisional: [2027] })
    expect(day('2026-12-31', 300).provisional).toEqual([2027, 2028])
    expect(day('2003-12-30', 3)).toEqual({ day: '2004-01-05', provisional: [2003] })
    expect(workingDaysBetween(plainDate('2026-12-31'), plainDate('2027-01-08'), officialCalendar)).toEqual({
      days: 6,
      provisional: [2027],
    })
  })
  test('comes out otherwise, and final, once the notice is known', () => {
    const calendar = { ...officialCalendar, 2027: calendarYear(2027, ['2027-01-01'], ['2027-01-03']) }
    expect(addWorkingDays(plainDate('2026-12-31'), 1, calendar)).toEqual({ day: '2027-01-03', provisional: [] })
  })
  test('none is the day itself, and there is no fraction of one nor less than none', () => {
    const newYear = plainDate('2027-01-01')
    expect(addWorkingDays(newYear, 0, officialCalendar)).toEqual({ day: newYear, provisional: [] })
    for (const count of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => addWorkingDays(newYear, count, officialCalendar)).toThrow(RangeError)
    }
  })
})

test('a term whose last day is a day of rest ends on the next working day', () => {
  const roll = (text: string) => rollToWorkingDay(plainDate(text), officialCalendar)
  expect(roll('2026-02-14')).toEqual({ day: '2026-02-14', provisional: [] }) // A Saturday that is worked.
  expect(roll('2026-02-15')).toEqual({ day: '2026-02-24', provisional: [] })
  expect(roll('2025-10-01')).toEqual({ day: '2025-10-09', provisional: [] })
  expect(roll('2024-06-08')).toEqual({ day: '2024-06-11', provisional: [] }) // A weekend, then a holiday.
  expect(roll('2027-01-01')).toEqual({ day: '2027-01-01', provisional: [2027] }) // Whether it is one, nobody knows yet.
  expect(roll('2027-01-02')).toEqual({ day: '2027-01-04', provisional: [2027] })
})

describe('whatever the days', () => {
  const anyDay = fc
    .integer({ min: 0, max: daysBetween(plainDate('2003-06-01'), plainDate('2028-06-30')) })
    .map((days) => addDays(plainDate('2003-06-01'), days))
  const anyCount = fc.integer({ min: 0, max: 80 })
  const dayAfter = (start: PlainDate, count: number) => addWorkingDays(start, count, officialCalendar).day

  test('a later start or a longer count never ends earlier', () => {
    fc.assert(
      fc.property(anyDay, anyDay, anyCount, (a, b, count) => {
        const [earlier, later] = a <= b ? [a, b] : [b, a]
        expect(dayAfter(earlier, count) <= dayAfter(later, count)).toBe(true)
        expect(dayAfter(a, count) < dayAfter(a, count + 1)).toBe(true)
      }),
    )
  })
  test('counting on from where a count ended is counting once', () => {
    fc.assert(
      fc.property(anyDay, anyCount, anyCount, (start, first, second) => {
        expect(dayAfter(dayAfter(start, first), second)).toBe(dayAfter(start, first + second))
      }),
    )
  })
  test('a count ends on a working day and is what lies between', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 80 }), (start, count) => {
        const { day, provisional } = addWorkingDays(start, count, officialCalendar)
        expect(isWorkingDay(day, officialCalendar)).toBe(true)
        expect(workingDaysBetween(start, day, officialCalendar)).toEqual({ days: count, provisional })
        expect(workingDaysBetween(day, start, officialCalendar)).toEqual({ days: -count, provisional })
        expect(rollToWorkingDay(day, officialCalendar).day).toBe(day)
      }),
    )
  })
})

test('no day depends on the time zone of the process', () => {
  const script = `
    import { officialCalendar as calendar } from './domain/kernel/calendar.ts'
    import { addDays, dayInChina, dayOfWeek, parseRecordDate, plainDate, startOfDay } from './domain/kernel/plain-date.ts'
    import { addWorkingDays, isWorkingDay } from './domain/kernel/working-days.ts'
    const told = [new Date(2026, 0, 1).getTimezoneOffset()]
    for (let day = plainDate('2023-12-01'); day < '2027-02-01'; day = addDays(day, 1)) {
      told.push([day, dayOfWeek(day), isWorkingDay(day, calendar), addWorkingDays(day, 7, calendar), startOfDay(day),
        dayInChina(new Date(day + 'T16:30:00Z')), parseRecordDate(day + ' 23:30:00')])
    }
    console.log(JSON.stringify(told))`
  const toldIn = (zone: string) => {
    const env = { ...process.env, TZ: zone }
    const [offset, ...days] = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env, encoding: 'utf8' }),
    )
    return { offset, days }
  }
  const [shanghai, newYork] = [toldIn('Asia/Shanghai'), toldIn('America/New_York')]
  expect([shanghai.offset, newYork.offset]).toEqual([-480, 300]) // The zones were really other ones.
  expect(newYork.days).toEqual(shanghai.days)
  expect(newYork.days.filter((day: unknown[]) => String(day[0]).startsWith('2025') && day[2])).toHaveLength(248)
})
