import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CalendarHistory, calendarOn, shippedCalendars } from '../../../domain/clocks/calendars.ts'
import { deadlineFrom } from '../../../domain/clocks/count.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { deadlinesFrom, deadlinesOf, mayAct } from '../../../domain/clocks/deadlines.ts'
import { type ClockRule, governs } from '../../../domain/clocks/rule.ts'
import { clockRules } from '../../../domain/clocks/rules.ts'
import { settle } from '../../../domain/clocks/settle.ts'
import { type ClockFacts, noClockFacts } from '../../../domain/clocks/started.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import { addDays, type PlainDate } from '../../../domain/kernel/plain-date.ts'
import { anyHistory } from '../../support/credit-histories.ts'
import { day } from '../../support/given.ts'
import { anyCalendars, anyDay, anyFacts, anyYear, first, span } from './any.ts'

const counted = clockRules.filter(({ count }) => count.unit !== 'STATED')

type Stepped = Readonly<{ rule: ClockRule; dueOn: PlainDate; over: string | null }>

/** What a clerk would do who looks at every clock every morning: the naive machine that nobody needs to run. */
function steppedTo(facts: ClockFacts, calendars: CalendarHistory, last: PlainDate): Map<string, Stepped> {
  const known = new Map<string, Stepped>()
  for (let on = first; on <= last; on = addDays(on, 1)) {
    const calendar = calendarOn(calendars, on)
    for (const one of facts.started) {
      for (const rule of clockRules) {
        const id = `${rule.code}/X/${one.record.recordId}/${one.id}`
        if (one.day > on || !rule.starts.includes(one.kind) || !governs(rule, one.day)) continue
        if (known.get(id)?.over != null) continue
        const stated = rule.count.unit === 'STATED' || rule.code === 'SER-TERM' ? one.statedUntil : null
        const { day: dueOn, provisional } = deadlineFrom(rule, one.day, calendar, stated)
        const endings = facts.ended.filter(
          (end) =>
            end.day === on &&
            (end.record === null || end.record.recordId === one.record.recordId) &&
            (end.startId === null || end.startId === one.id),
        )
        const isLate = dueOn < on
        let over: string | null = null
        if (rule.nature !== 'DUTY' && isLate && provisional.length === 0) over = 'LAPSED'
        else if (endings.some(({ kind }) => rule.ends.includes(kind)))
          over = rule.nature === 'DUTY' && isLate ? 'DONE_LATE' : 'DONE'
        else if (endings.some(({ kind }) => rule.falls.includes(kind))) over = 'FALLEN'
        known.set(id, { rule, dueOn, over })
      }
    }
  }
  return known
}

const told = ({ id, state, dueOn }: Deadline): string => `${id} ${state} ${dueOn}`

describe('clocks', () => {
  test('asked for a day are what stepping to it day by day would have made of them', () => {
    fc.assert(
      fc.property(anyFacts, anyCalendars, anyDay, (facts, calendars, on) => {
        const stepped = [...steppedTo(facts, calendars, on)].map(([id, { rule, dueOn, over }]) => {
          const running = rule.nature === 'DUTY' && dueOn < on ? 'LATE' : 'OPEN'
          return `${id} ${over ?? running} ${dueOn}`
        })
        const asked = deadlinesFrom(facts, clockRules, calendars, on).map(told)
        expect(asked.toSorted()).toEqual(stepped.toSorted())
      }),
      { numRuns: 150 },
    )
  })

  test('that have ended stay as they are on every later day', () => {
    fc.assert(
      fc.property(anyFacts, anyCalendars, anyDay, fc.nat(60), (facts, calendars, on, more) => {
        const over = (one: Deadline) => one.state !== 'OPEN' && one.state !== 'LATE'
        const before = deadlinesFrom(facts, clockRules, calendars, on).filter(over).map(told)
        const after = new Set(deadlinesFrom(facts, clockRules, calendars, addDays(on, more)).map(told))
        expect(before.filter((one) => !after.has(one))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('of a file keep their ends too, whatever stands in it', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(3_500), fc.nat(400), fc.option(fc.nat(3_500)), (facts, days, more, since) => {
        const file = fileOf(facts)
        const keptSince = since === null ? undefined : addDays(day('2018-01-01'), since)
        const on = addDays(day('2018-01-01'), days)
        const earlier = deadlinesOf(file, clockRules, shippedCalendars, on, noClockFacts, keptSince)
        const later = new Map(
          deadlinesOf(file, clockRules, shippedCalendars, addDays(on, more), noClockFacts, keptSince).map((one) => [
            one.id,
            one,
          ]),
        )
        expect(new Set(earlier.map(({ id }) => id)).size).toBe(earlier.length)
        for (const one of earlier) {
          expect(later.get(one.id)?.dueOn).toBe(one.dueOn)
          if (one.state !== 'OPEN' && one.state !== 'LATE') expect(later.get(one.id)?.state).toBe(one.state)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('that start later, or are longer, never end earlier', () => {
    fc.assert(
      fc.property(fc.constantFrom(...counted), anyDay, fc.nat(40), fc.nat(20), (rule, start, later, longer) => {
        const due = deadlineFrom(rule, start, officialCalendar).day
        expect(deadlineFrom(rule, addDays(start, later), officialCalendar).day >= due).toBe(true)
        const count = { ...rule.count, number: rule.count.number + longer }
        expect(deadlineFrom({ count }, start, officialCalendar).day >= due).toBe(true)
      }),
    )
  })
})

describe('a corrected calendar', () => {
  test('moves the running clocks only: each that has ended keeps the day it had', () => {
    fc.assert(
      fc.property(anyFacts, anyCalendars, anyDay, anyYear, fc.nat(40), (facts, before, since, year, more) => {
        const earlier = before.filter((one) => one.since === null || one.since < since)
        const calendar = { ...officialCalendar, 2027: year }
        const after = [...earlier, { since, calendar }]
        const on = addDays(since, more)
        const old = new Map(deadlinesFrom(facts, clockRules, earlier, addDays(since, -1)).map((one) => [one.id, one]))
        for (const one of deadlinesFrom(facts, clockRules, after, on)) {
          const was = old.get(one.id)
          if (was !== undefined && was.state !== 'OPEN' && was.state !== 'LATE') {
            expect([one.dueOn, one.state, one.provisional]).toEqual([was.dueOn, was.state, was.provisional])
            continue
          }
          const rule = clockRules.find(({ code, version }) => code === one.code && version === one.version)
          if (rule === undefined || rule.count.unit === 'STATED' || one.code === 'SER-TERM') continue
          expect(one.dueOn).toBe(deadlineFrom(rule, one.startedOn, calendar).day)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a notice', () => {
  test('settles every running clock that was provisional for want of it, and says which and by how much', () => {
    fc.assert(
      fc.property(anyFacts, anyYear, fc.nat(span), (facts, year, days) => {
        const on = addDays(first, days)
        const known = [...shippedCalendars, { since: on, calendar: { ...officialCalendar, 2027: year } }]
        const before = deadlinesFrom(facts, clockRules, shippedCalendars, on)
        const after = deadlinesFrom(facts, clockRules, known, on)
        const settled = settle(before, after)
        const running = (one: Deadline) => one.endedOn === null || one.endedOn >= on
        const waiting = before.filter((one) => one.provisional.length > 0 && running(one))
        expect(new Set(settled.filter((one) => one.becameDefinite).map(({ id }) => id))).toEqual(
          new Set(waiting.map(({ id }) => id)),
        )
        for (const { wasDueOn, dueOn, movedDays } of settled) expect(addDays(wasDueOn, movedDays)).toBe(dueOn)
        for (const one of after) if (running(one) && one.dueOn < '2027-12-26') expect(one.provisional).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('is waited for: nothing irrevocable happens on a provisional date', () => {
    fc.assert(
      fc.property(anyFacts, anyCalendars, anyDay, fc.nat(400), (facts, calendars, on, later) => {
        for (const one of deadlinesFrom(facts, clockRules, calendars, on)) {
          const may = mayAct(one, addDays(on, later))
          if (one.provisional.length > 0 || one.state === 'DONE' || one.state === 'FALLEN') expect(may).toBe(false)
          if (may) expect(one.dueOn < addDays(on, later)).toBe(true)
          if (one.state === 'LAPSED') expect(may || one.dueOn >= addDays(on, later)).toBe(true)
        }
      }),
    )
  })
})
