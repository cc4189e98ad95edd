import { hash } from 'node:crypto'
import { stretchesOf, together } from '../../domain/clocks/deadlines.ts'
import { clockRules } from '../../domain/clocks/rules.ts'
import type { ClockFacts } from '../../domain/clocks/started.ts'
import type { EnterpriseEventType } from '../../domain/enterprise/events.ts'
import { eventTitles } from '../../domain/enterprise/titles.ts'
import { type PlainDate, plainDate, yearOf } from '../../domain/kernel/plain-date.ts'
import { lastRevision } from '../file/section.projection.ts'
import type { Projection, Row } from '../projection.ts'
import type { CalendarBook } from './calendar-book.ts'
import { clockColumns, rowOfStretch } from './deadline-row.ts'
import { clockFactsProjection } from './elsewhere.projection.ts'
import { fileSince, type LogSince } from './log-since.ts'

/** What clocks rest on besides their file: the day, the calendar, and since when there is a log at all. */
export type ClockGround = Readonly<{ today: () => PlainDate; calendars: () => CalendarBook; logSince: LogSince }>

/**
 * The last day up to which clocks are told that start by the mere passing of time (a year's report, and that it is
 * missing): the end of next year, so that nothing has to be told again when a day has turned.
 */
export const toldUntil = (day: PlainDate): PlainDate => plainDate(`${yearOf(day) + 1}-12-31`)

/**
 * When the clocks of an enterprise run (时限的运行段): of its file and of the streams beside it together, one row for each
 * stretch of days with one last day; and one with an empty key that says how far the rows reach and by which calendar
 * they are counted. What ran on a day is for the reader to compare.
 */
export const deadlineProjection = ({ today, calendars, logSince }: ClockGround): Projection => ({
  name: 'deadline',
  version: 3,
  columns: [
    { name: 'uscc', type: 'text' },
    { name: 'key', type: 'text' },
    { name: 'revision', type: 'bigint' },
    ...clockColumns,
    { name: 'valid_until', type: 'text' },
    { name: 'calendars', type: 'text' },
    { name: 'digest', type: 'text' },
  ],
  types: Object.keys(eventTitles) as EnterpriseEventType[],
  beside: clockFactsProjection.name,
  look: () => logSince.look(), // Rows told before anybody has looked would call nothing older than the log.
  sweeps: 'BY_DIGEST',
  *tell(uscc, file, beside = []) {
    const revision = lastRevision([...file.entries.values()])
    const [until, book, since] = [toldUntil(today()), calendars(), logSince.day() ?? fileSince(file)]
    const head = { uscc, key: '', revision: Number(revision), valid_until: until, calendars: book.digest }
    yield { key: '', revision, row: digested(head) }
    const elsewhere = together(...(beside as unknown as readonly ClockFacts[]))
    for (const stretch of stretchesOf(file, clockRules, book.history, until, elsewhere, since)) {
      const row = rowOfStretch(stretch)
      yield { key: row.key, revision, row: digested({ uscc, revision: 0, ...row }) } // The head says the file's.
    }
  },
})

/** A row with what tells it from others of its key, short: a SHA-1 cut off, for nobody gains by a row that looks like another. */
const digested = (row: Row): Row => ({ ...row, digest: hash('sha1', JSON.stringify(row), 'base64').slice(0, 16) })
