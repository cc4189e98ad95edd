import { runningDeadlinesOf } from '../../domain/clocks/deadlines.ts'
import { clockRules } from '../../domain/clocks/rules.ts'
import { noClockFacts } from '../../domain/clocks/started.ts'
import type { EnterpriseEventType } from '../../domain/enterprise/events.ts'
import { eventTitles } from '../../domain/enterprise/titles.ts'
import type { Json } from '../../domain/kernel/event.ts'
import { type PlainDate, plainDate, yearOf } from '../../domain/kernel/plain-date.ts'
import { lastRevision } from '../file/section.projection.ts'
import type { Projection } from '../projection.ts'
import type { CalendarBook } from './calendar-book.ts'
import { fileSince, type LogSince } from './log-since.ts'

/** What clocks rest on besides their file: the day, the calendar, and since when there is a log at all. */
export type ClockGround = Readonly<{ today: () => PlainDate; calendars: () => CalendarBook; logSince: LogSince }>

/**
 * The last day on which no clock starts by the mere passing of time: a year's report falls due from 1 January, and from
 * 30 June the registrar has to act where it is missing.
 */
export function clocksHoldUntil(day: PlainDate): PlainDate {
  const midyear = plainDate(`${yearOf(day)}-06-29`)
  return day <= midyear ? midyear : plainDate(`${yearOf(day)}-12-31`)
}

/**
 * The clocks of a file that still run (办理中的时限), one row each, and one with an empty key that says how long the
 * rows hold and by which calendar. A row says when it is due; what that makes it today is for the reader to see.
 */
export const deadlineProjection = ({ today, calendars, logSince }: ClockGround): Projection => ({
  name: 'deadline',
  version: 3,
  columns: [
    { name: 'uscc', type: 'text' },
    { name: 'key', type: 'text' },
    { name: 'revision', type: 'bigint' },
    { name: 'code', type: 'text' },
    { name: 'nature', type: 'text' },
    { name: 'owed_by', type: 'text' },
    { name: 'agency', type: 'text' },
    { name: 'officer', type: 'text' },
    { name: 'due_on', type: 'text' },
    { name: 'provisional', type: 'boolean' },
    { name: 'valid_until', type: 'text' },
    { name: 'calendars', type: 'text' },
    { name: 'deadline', type: 'json' },
  ],
  types: Object.keys(eventTitles) as EnterpriseEventType[],
  sweeps: true,
  *tell(uscc, file) {
    const revision = lastRevision([...file.entries.values()])
    const [day, book, since] = [today(), calendars(), logSince.day() ?? fileSince(file)]
    const common = { uscc, revision: Number(revision) }
    yield {
      ...{ key: '', revision },
      row: { ...common, key: '', valid_until: clocksHoldUntil(day), calendars: book.digest },
    }
    for (const deadline of runningDeadlinesOf(file, clockRules, book.history, day, noClockFacts, since)) {
      const { id, code, nature, owedBy, owner, officer, dueOn, provisional } = deadline
      const duty = { code, nature, owed_by: owedBy, agency: owner?.code ?? null, officer, due_on: dueOn }
      const row = { ...duty, provisional: provisional.length > 0, deadline: deadline as unknown as Json }
      yield { key: id, revision, row: { ...common, key: id, ...row } }
    }
  },
})
