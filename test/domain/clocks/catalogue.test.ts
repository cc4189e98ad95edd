import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { calendarOn, shippedCalendars } from '../../../domain/clocks/calendars.ts'
import { calendarCodec, calendarEventTitles } from '../../../domain/clocks/catalogue/codec.ts'
import type { CalendarCommand } from '../../../domain/clocks/catalogue/commands.ts'
import { calendarDecider } from '../../../domain/clocks/catalogue/decider.ts'
import type { CalendarEvent } from '../../../domain/clocks/catalogue/events.ts'
import { calendarRefusals } from '../../../domain/clocks/catalogue/refusals.ts'
import { calendarOf, calendarsOf } from '../../../domain/clocks/catalogue/state.ts'
import { logCodec } from '../../../domain/codec.ts'
import { Refused } from '../../../domain/kernel/errors.ts'
import { isWorkingDay } from '../../../domain/kernel/working-days.ts'
import { day, today } from '../../support/given.ts'

const ann = { agency: 'x', officer: 'ann' }
const bob = { agency: 'x', officer: 'bob' }
type DataOf<T extends CalendarCommand['type']> = Extract<CalendarCommand, { type: T }>['data']

const command = <T extends CalendarCommand['type']>(type: T, data: DataOf<T>, on = today): CalendarCommand =>
  ({ type, data, today: on, agency: null }) as unknown as CalendarCommand
const enter = (changes: Partial<DataOf<'EnterCalendarYear'>> = {}) =>
  command('EnterCalendarYear', {
    ...{ entryId: 'e1', year: 2027, holidays: [day('2027-01-01'), day('2026-12-31')] },
    ...{ workingWeekends: [day('2027-01-03')], documentNumber: '国办发明电〔2026〕8号', reason: null, enteredBy: ann },
    ...changes,
  })
const publish = (entryId = 'e1', publishedBy = bob, on = today) =>
  command('PublishCalendarYear', { entryId, publishedBy }, on)
const withdraw = (reason = '重复', entryId = 'e1') =>
  command('WithdrawCalendarEntry', { entryId, reason, withdrawnBy: ann })
const correction = (changes: Partial<DataOf<'EnterCalendarYear'>> = {}) =>
  enter({ entryId: 'e2', workingWeekends: [], reason: '录错', ...changes })

function eventsAfter(commands: readonly CalendarCommand[]): readonly CalendarEvent[] {
  const events: CalendarEvent[] = []
  for (const one of commands) events.push(...calendarDecider.decide(one, calendarsOf(events)))
  return events
}
const given = (...before: readonly CalendarCommand[]) => ({
  when: (one: CalendarCommand) => {
    const decide = () => calendarDecider.decide(one, calendarsOf(eventsAfter(before)))
    return {
      then: (...types: CalendarEvent['type'][]) => expect(decide().map(({ type }) => type)).toEqual(types),
      thenRefused(reason: keyof typeof calendarRefusals) {
        let refusal: unknown
        try {
          decide()
        } catch (error) {
          refusal = error
        }
        expect(refusal).toBeInstanceOf(Refused)
        expect((refusal as Refused).reason).toBe(reason)
        expect((refusal as Refused).message).not.toMatch(/\{\w+\}/)
      },
    }
  },
})

describe("a year's notice", () => {
  test('counts once a second person has published it', () => {
    given().when(enter()).then('CalendarYearEntered')
    given(enter()).when(publish()).then('CalendarYearPublished')
    given(enter()).when(publish('e1', ann)).thenRefused('CALENDAR_OWN_PUBLICATION')
    given().when(publish()).thenRefused('CALENDAR_ENTRY_UNKNOWN')
    expect(calendarOf(eventsAfter([enter()]))).toEqual(shippedCalendars)
    const history = calendarOf(eventsAfter([enter(), publish()]))
    expect(calendarOn(history, today)[2027]).toEqual({ off: ['2026-12-31', '2027-01-01'], work: ['2027-01-03'] })
    expect(calendarOn(history, day('2026-11-22'))[2027]).toBeUndefined()
    expect(isWorkingDay(day('2026-12-31'), calendarOn(history, today))).toBe(false)
  })

  test('is recorded once, however often it is sent', () => {
    given(enter()).when(enter()).then()
    given(enter(), publish()).when(publish()).then()
    given(enter(), withdraw()).when(withdraw()).then()
    given(enter())
      .when(enter({ workingWeekends: [] }))
      .thenRefused('CALENDAR_ENTRY_ID_TAKEN')
    given(enter())
      .when(enter({ enteredBy: bob }))
      .thenRefused('CALENDAR_ENTRY_ID_TAKEN')
  })

  test('is refused where no notice could say so', () => {
    const refused = (changes: Partial<DataOf<'EnterCalendarYear'>>, code: keyof typeof calendarRefusals) =>
      given().when(enter(changes)).thenRefused(code)
    refused({ year: 2003 }, 'CALENDAR_YEAR_OUT_OF_RANGE')
    refused({ year: 2028 }, 'CALENDAR_YEAR_OUT_OF_RANGE')
    refused({ documentNumber: ' ' }, 'CALENDAR_DOCUMENT_MISSING')
    refused({ holidays: [] }, 'CALENDAR_NO_DAYS')
    refused({ holidays: [day('2026-11-30')] }, 'CALENDAR_DAY_OF_OTHER_YEAR')
    refused({ holidays: [day('2027-01-01'), day('2027-01-01')] }, 'CALENDAR_DAY_TWICE')
    refused({ workingWeekends: [day('2027-01-01')] }, 'CALENDAR_DAY_TWICE')
    refused({ workingWeekends: [day('2027-01-04')] }, 'CALENDAR_WORKDAY_NOT_WEEKEND')
  })

  test('of a known year is a correction, which needs a reason and something to correct', () => {
    given(enter(), publish()).when(correction()).then('CalendarYearEntered')
    given(enter(), publish(), correction()).when(publish('e2')).then('CalendarYearCorrected')
    given(enter(), publish())
      .when(correction({ reason: ' ' }))
      .thenRefused('CALENDAR_REASON_MISSING')
    given(enter(), publish())
      .when(correction({ workingWeekends: [day('2027-01-03')] }))
      .thenRefused('CALENDAR_NOTHING_CHANGED')
    const events = eventsAfter([enter(), publish(), correction(), publish('e2', bob, day('2026-12-01'))])
    const history = calendarOf(events)
    expect(history.map(({ since }) => since)).toEqual([null, '2026-11-23', '2026-12-01'])
    expect(calendarOn(history, day('2026-11-30'))[2027]?.work).toEqual(['2027-01-03'])
    expect(calendarOn(history, day('2026-12-01'))[2027]?.work).toEqual([])
  })

  test('that was overtaken by another is entered again', () => {
    const other = enter({ entryId: 'e2', workingWeekends: [] })
    given(enter(), other, publish()).when(publish('e2')).thenRefused('CALENDAR_ENTRY_OUTDATED')
  })

  test('may be withdrawn before it counts, and not after', () => {
    given(enter()).when(withdraw()).then('CalendarEntryWithdrawn')
    given(enter()).when(withdraw(' ')).thenRefused('CALENDAR_REASON_MISSING')
    given(enter(), withdraw()).when(publish()).thenRefused('CALENDAR_ENTRY_WITHDRAWN')
    given(enter(), publish()).when(withdraw()).thenRefused('CALENDAR_ENTRY_PUBLISHED')
  })

  test('is known from the instant at which it was recorded', () => {
    const facts = eventsAfter([enter(), publish()]).map((event, place) => ({
      ...{ ...event, id: `c${place}`, revision: BigInt(place) },
      metadata: {
        recordedAt: `2026-11-23T0${place}:00:00.000Z`,
        actor: { agency: 'x', officer: 'x', role: 'x' },
        correlationId: 'x',
      },
    }))
    expect(calendarOf(facts, '2026-11-23T00:30:00.000Z')).toHaveLength(1)
    expect(calendarOf(facts, '2026-11-23T01:00:00.000Z')).toHaveLength(2)
  })
})

describe('stored events of the calendar', () => {
  test.each(Object.keys(calendarEventTitles))('%s of version 1 is read by this program', (type) => {
    const file = new URL(`../../golden/events/${type}.v1.json`, import.meta.url)
    const stored = JSON.parse(readFileSync(file, 'utf8'))
    const decoded = calendarCodec.decode({ ...stored, revision: BigInt(stored.revision) })
    expect(decoded).toMatchObject({ type, data: stored.data })
    expect(logCodec.types).toContain(type)
  })

  test('tell the calendar that they told when they were written', () => {
    const read = (type: string) =>
      JSON.parse(readFileSync(new URL(`../../golden/events/${type}.v1.json`, import.meta.url), 'utf8'))
    const history = calendarOf(
      ['CalendarYearEntered', 'CalendarYearPublished', 'CalendarYearCorrected'].map((type) => read(type)),
    )
    expect(history.map(({ calendar }) => calendar[2027]?.work)).toEqual([undefined, ['2027-02-20'], ['2027-02-21']])
  })
})
