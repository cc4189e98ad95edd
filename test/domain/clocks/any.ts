import fc from 'fast-check'
import { type CalendarHistory, shippedCalendars } from '../../../domain/clocks/calendars.ts'
import { type ClockFacts, endKinds, startKinds } from '../../../domain/clocks/started.ts'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import { addDays, dayOfWeek } from '../../../domain/kernel/plain-date.ts'
import type { CalendarYear } from '../../../domain/kernel/working-days.ts'
import { day } from '../../support/given.ts'

export const first = day('2026-09-01')
export const span = 200
export const anyDay = fc.nat(span).map((days) => addDays(first, days))

const anyRecord = fc.nat(2).map((n) => ({ section: 'X', recordId: String(n) }))
export const anyFacts: fc.Arbitrary<ClockFacts> = fc
  .record({
    started: fc.array(fc.tuple(fc.constantFrom(...startKinds), anyDay, anyRecord), { maxLength: 8 }),
    ended: fc.array(fc.tuple(fc.constantFrom(...endKinds), anyDay, fc.option(anyRecord), fc.option(fc.nat(7))), {
      maxLength: 12,
    }),
  })
  .map(({ started, ended }) => ({
    started: started.map(([kind, on, record], n) => ({
      ...{ kind, id: `s${n}`, day: on, record, eventIds: [`s${n}`], owner: null, officer: null, presumed: false },
      statedUntil: addDays(on, 30),
    })),
    ended: ended.map(([kind, on, record, n], place) => ({
      ...{ kind, day: on, record, startId: n === null ? null : `s${n}`, eventId: `e${place}` },
    })),
  }))

/** Notices of 2027 (and corrections of it), each known from some day on. */
export const anyYear: fc.Arbitrary<CalendarYear> = fc
  .uniqueArray(fc.nat(120), { minLength: 1, maxLength: 30 })
  .map((days) => days.map((n) => addDays(day('2027-01-01'), n)))
  .map((days) => ({ off: days.filter((one) => dayOfWeek(one) <= 5), work: days.filter((one) => dayOfWeek(one) > 5) }))
export const anyCalendars: fc.Arbitrary<CalendarHistory> = fc
  .array(fc.tuple(anyDay, anyYear), { maxLength: 3 })
  .map((notices) => [
    ...shippedCalendars,
    ...notices
      .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([since, year]) => ({ since, calendar: { ...officialCalendar, 2027: year } })),
  ])
