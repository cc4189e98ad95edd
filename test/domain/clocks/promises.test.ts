import { describe, expect, test } from 'vitest'
import { type CalendarHistory, shippedCalendars } from '../../../domain/clocks/calendars.ts'
import { deadlinesFrom } from '../../../domain/clocks/deadlines.ts'
import { listingCaseClockFacts } from '../../../domain/clocks/elsewhere/listing-case.ts'
import { visitClockFacts } from '../../../domain/clocks/elsewhere/visit.ts'
import { clockRules } from '../../../domain/clocks/rules.ts'
import { inspectionIdOf } from '../../../domain/draw/visit/decider.ts'
import type { VisitEvent } from '../../../domain/draw/visit/events.ts'
import { officialCalendar } from '../../../domain/kernel/calendar.ts'
import type { DomainEvent, RecordedEvent } from '../../../domain/kernel/event.ts'
import { listingCaseDecider } from '../../../domain/lists/case/decider.ts'
import type { ListingCaseEvent } from '../../../domain/lists/case/events.ts'
import { command, day } from '../../support/given.ts'
import { agency, change, details, enter, fileReport, impose, inspect, register, status } from '../../support/wishes.ts'
import * as l from '../lists/case-world.ts'
import { clock, clocks, ended, fileImported, fileRecorded, registered, started } from './world.ts'

const recorded = <E extends DomainEvent>(events: readonly E[]): readonly RecordedEvent<E>[] =>
  events.map((event, place) => {
    const metadata = { recordedAt: '2026-11-23T01:00:00.000Z' }
    return { ...event, id: `e${place}`, metadata } as unknown as RecordedEvent<E>
  })

describe('a deregistered enterprise', () => {
  const order = command('OrderCorrection', {
    ...{
      inspectionId: 'v1',
      orderNumber: '令1号',
      orderedOn: day('2025-06-02'),
      dueOn: day('2025-06-20'),
      content: '改',
    },
  })
  const file = fileRecorded(...[registered, [inspect(['8']), '2025-06-01'] as const, [order, '2025-06-02'] as const], [
    status('DEREGISTERED', '2025-06-10'),
    '2025-06-10',
  ])

  test('owes nothing that falls with it, in its file or beside it', () => {
    expect(clock(file, 'CORRECTION', '2026-11-23')).toMatchObject({ state: 'FALLEN', endedOn: '2025-06-10' })
    const pushed = started('REGISTRATION_PUSHED', '2025-06-03', { owner: agency })
    const elsewhere = { started: [pushed], ended: [] }
    expect(clock(file, 'DUAL-CLAIM', '2026-11-23', { elsewhere })).toMatchObject({ state: 'FALLEN' })
  })
})

describe('a file that was kept later than its enterprise', () => {
  test('does not know of reports that were due before, and counts none of them late', () => {
    const file = fileImported([register({ registeredOn: day('2008-05-05') }), '2026-03-01'])
    const states = (code: 'ANNUAL-REPORT' | 'ABN-IN') =>
      clocks(file, code, '2026-11-23', { keptSince: day('2026-03-01') }).map(
        ({ startedOn, state }) => `${startedOn.slice(0, 4)} ${state}`,
      )
    expect(states('ANNUAL-REPORT').at(-2)).toBe('2025 UNKNOWN')
    expect(states('ANNUAL-REPORT').at(-1)).toBe('2026 LATE')
    expect(states('ABN-IN').at(-2)).toBe('2025 UNKNOWN')
    expect(states('ABN-IN').at(-1)).toBe('2026 LATE')
    const [first] = clocks(file, 'ANNUAL-REPORT', '2026-11-23', { keptSince: day('2026-03-01') })
    expect(first?.note).toContain('是否按期报送不详')
  })
})

describe('a publication that a case records', () => {
  const caseOf = (...commands: readonly Parameters<typeof listingCaseDecider.decide>[0][]) => {
    const events: ListingCaseEvent[] = []
    for (const one of commands) events.push(...listingCaseDecider.decide(one, l.grown(undefined, events)))
    return listingCaseClockFacts(recorded(events))
  }
  const file = fileRecorded(registered, [l.bar, '2025-03-07'], [command('EnterListing', l.entry()), '2026-03-30'])

  test('ends the clock of a serious listing, and that the entry stands in the file does not', () => {
    const state = (elsewhere: ReturnType<typeof caseOf>) => clock(file, 'SER-PUB', '2026-06-30', { elsewhere })
    expect(state(caseOf(...l.listed))).toMatchObject({ dueOn: '2026-04-28', state: 'LATE' })
    expect(state(caseOf(...l.listed, l.publish('2026-06-15')))).toMatchObject({
      ...{ state: 'DONE_LATE', endedOn: '2026-06-15' },
    })
    expect(clock(file, 'SER-PUB', '2026-06-30')).toMatchObject({ state: 'DONE', endedOn: '2026-03-30' }) // Without a case.
  })

  test('of circulated criticism alone is not that of 双公示', () => {
    const criticised = fileRecorded(registered, [
      impose({ kinds: ['CIRCULATED_CRITICISM'], fine: 0 as never }),
      '2025-03-07',
    ])
    expect(clock(criticised, 'PUB-DOUBLE', '2025-03-10')).toBeUndefined()
    expect(clock(criticised, 'PUB-SAMR', '2025-03-10')).toBeDefined()
  })
})

describe('a cure that was presumed', () => {
  const listed = enter({ groundCode: 'AB4', enteredOn: day('2026-03-30') })
  const file = fileRecorded(
    registered,
    [listed, '2026-03-30'],
    [change({ address: '新路2号' }, '2026-06-10'), '2026-06-10'],
  )
  const record = {
    section: 'LISTING',
    recordId: [...file.records.keys()].find((key) => key.startsWith('LISTING/'))?.slice(8) ?? '',
  }
  const proposed = (id: string, on: string) => started('CURE_VERIFIED', on, { id, record, owner: agency })
  const refused = (id: string, on: string) => ended('ABANDONED', on, { record, startId: id })

  test('is owed its exit though an earlier proposal was refused', () => {
    const elsewhere = { started: [proposed('x1', '2026-04-05')], ended: [refused('x1', '2026-04-07')] }
    expect(
      clocks(file, 'ABN-OUT', '2026-06-12', { elsewhere }).map(({ startedOn, state }) => [startedOn, state]),
    ).toEqual([
      ['2026-04-05', 'FALLEN'],
      ['2026-06-10', 'OPEN'],
    ])
  })

  test('is proposed again on the day of a refusal, and that proposal is owed its decision', () => {
    const elsewhere = {
      started: [proposed('x1', '2026-07-05'), proposed('x2', '2026-07-07')],
      ended: [refused('x1', '2026-07-07')],
    }
    const states = clocks(file, 'ABN-OUT', '2026-07-08', { elsewhere }).map(({ startedOn, state }) => [
      startedOn,
      state,
    ])
    expect(states).toEqual([
      ['2026-07-05', 'FALLEN'],
      ['2026-07-07', 'OPEN'],
    ])
  })
})

describe('a calendar that is corrected in the course of a day', () => {
  test('does not count what was done on that day before it', () => {
    const { 2026: year } = officialCalendar
    const corrected: CalendarHistory = [
      ...shippedCalendars,
      {
        ...{ since: day('2026-03-31'), at: '2026-03-31T06:00:00.000Z' },
        calendar: {
          ...officialCalendar,
          2026: { off: [...(year?.off ?? []), day('2026-03-30')], work: year?.work ?? [] },
        },
      },
    ]
    const answered = (at: string) => {
      const facts = {
        started: [started('INFORMATION_DOUBTED', '2026-03-02')],
        ended: [ended('ANSWERED', '2026-03-31', { at })],
      }
      const [one] = deadlinesFrom(facts, clockRules, corrected, day('2026-04-10'))
      return `${one?.dueOn} ${one?.state}`
    }
    expect(answered('2026-03-31T02:00:00.000Z')).toBe('2026-03-30 DONE_LATE')
    expect(answered('2026-03-31T07:00:00.000Z')).toBe('2026-03-31 DONE')
  })
})

describe('the end of a December', () => {
  test('is provisional while the notice of the next year is not known, which may reach back to it', () => {
    const facts = { started: [started('INFORMATION_DOUBTED', '2026-12-02')], ended: [] }
    const [one] = deadlinesFrom(facts, clockRules, shippedCalendars, day('2026-12-03'))
    expect(one).toMatchObject({ dueOn: '2026-12-30', provisional: [2027], note: expect.stringContaining('12月下旬') })
  })
})

describe('a drawn visit', () => {
  const team = { authority: agency, inspectors: [] }
  const dispatched = { visitId: 'V1', uscc: 'x', teams: [team] }
  const by = { agency: agency.code, officer: 'ann' }
  const result = (resultId: string, inspectedOn: string) => ({
    ...{ type: 'ResultRecorded', data: { resultId, agency: agency.code, inspectedOn, recordedBy: by } },
  })
  const events = (...more: readonly object[]) =>
    recorded([{ type: 'VisitDispatched', data: dispatched }, ...more] as unknown as readonly VisitEvent[])
  const shown = (all: ReturnType<typeof events>) =>
    deadlinesFrom(visitClockFacts(all), clockRules, shippedCalendars, day('2026-04-30')).map(
      ({ code, startedOn, dueOn, state, owner, officer }) => [code, startedOn, dueOn, state, owner?.code, officer],
    )

  test('has its result published in twenty working days from the check, by the agency whose it is', () => {
    const checked = result('R1', '2026-03-02')
    expect(shown(events(checked))).toEqual([['INSP-PUB', '2026-03-02', '2026-03-30', 'LATE', agency.code, 'ann']])
    const published = {
      type: 'ResultPublished',
      data: { agency: agency.code, resultId: 'R1', publishedOn: '2026-03-27' },
    }
    expect(shown(events(checked, published)).map(([, , , state]) => state)).toEqual(['DONE'])
    expect(shown(events(checked, result('R2', '2026-03-05'))).map(([, start]) => start)).toEqual(['2026-03-05'])
  })

  test('is not published by its entry in the file', () => {
    const inspectionId = inspectionIdOf('V1', agency.code)
    const data = { ...(inspect(['1']) as Extract<ReturnType<typeof inspect>, { type: 'RecordInspection' }>).data }
    const filed = command('RecordInspection', { ...data, inspectionId, planId: '抽1', inspectedOn: day('2026-03-02') })
    const file = fileRecorded([register(), '2020-01-03'], [filed, '2026-03-05'])
    expect(clock(file, 'INSP-PUB', '2026-04-30')).toMatchObject({ state: 'DONE' })
    const elsewhere = visitClockFacts(events(result('R1', '2026-03-02')))
    expect(clock(file, 'INSP-PUB', '2026-04-30', { elsewhere })).toMatchObject({
      ...{ state: 'LATE', record: { section: 'INSPECTION', recordId: inspectionId } },
    })
  })
})

test('the account of a clock is one of the agency that owes it, or nobody', () => {
  const registrar = { code: '11330100MA1X00011A', name: '杭州市市场监督管理局' }
  const file = fileRecorded(
    [register({ details: { ...details, registrar } }), '2020-01-03'],
    [fileReport(2020, '2021-01-04'), '2021-01-04'],
  )
  expect(clock(file, 'PUB-ENT', '2020-01-10')).toMatchObject({ owner: registrar, officer: null })
})
