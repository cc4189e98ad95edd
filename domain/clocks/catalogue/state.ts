import type { Fact } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Calendar, CalendarYear } from '../../kernel/working-days.ts'
import { type CalendarHistory, shippedCalendars } from '../calendars.ts'
import type {
  CalendarEvent,
  CalendarNotice,
  CalendarYearCorrected,
  CalendarYearEntered,
  CalendarYearPublished,
} from './events.ts'

/** One entry of a year's notice (录入), from its entering to its end. */
export type CalendarEntry = CalendarYearEntered['data'] &
  Readonly<{ publishedOn: PlainDate | null; withdrawnOn: PlainDate | null; replaced: number }>

/** The calendar's catalogue: its entries by id, and every version of the calendar that there was. */
export type CalendarCatalogue = Readonly<{
  entries: ReadonlyMap<string, CalendarEntry>
  history: CalendarHistory
}>

export const initialCalendars: CalendarCatalogue = { entries: new Map(), history: shippedCalendars }

/** The calendar as it is known now. */
export const latestCalendar = ({ history }: Pick<CalendarCatalogue, 'history'>): Calendar =>
  history.at(-1)?.calendar ?? {}

export const yearOfNotice = ({ holidays, workingWeekends }: CalendarNotice): CalendarYear => ({
  off: holidays,
  work: workingWeekends,
})

/** The catalogue with one more fact. */
export function withCalendarEvent(
  catalogue: CalendarCatalogue,
  event: CalendarEvent | Fact<CalendarEvent>,
): CalendarCatalogue {
  const { entryId } = event.data
  const changed = (change: Partial<CalendarEntry>): CalendarCatalogue['entries'] => {
    const entry = catalogue.entries.get(entryId)
    return entry === undefined ? catalogue.entries : new Map(catalogue.entries).set(entryId, { ...entry, ...change })
  }
  switch (event.type) {
    case 'CalendarYearEntered': {
      const replaced = catalogue.history.length // How many versions there were when it was entered.
      const entry = { ...event.data, publishedOn: null, withdrawnOn: null, replaced }
      return { ...catalogue, entries: new Map(catalogue.entries).set(entryId, entry) }
    }
    case 'CalendarYearPublished':
    case 'CalendarYearCorrected':
      return { entries: changed({ publishedOn: event.data.publishedOn }), history: withNotice(catalogue, event) }
    case 'CalendarEntryWithdrawn':
      return { ...catalogue, entries: changed({ withdrawnOn: event.data.withdrawnOn }) }
  }
}

const withNotice = ({ history }: CalendarCatalogue, published: Published): CalendarHistory => [
  ...history,
  {
    ...{ since: published.data.publishedOn, at: 'metadata' in published ? published.metadata.recordedAt : undefined },
    calendar: { ...history.at(-1)?.calendar, [published.data.year]: yearOfNotice(published.data) },
  },
]
type Publishing = CalendarYearPublished | CalendarYearCorrected
type Published = Publishing | Fact<Publishing>

/** The catalogue that the events of its stream make, told in one go. */
export function calendarsOf(events: Iterable<CalendarEvent>): CalendarCatalogue {
  let catalogue = initialCalendars
  for (const event of events) catalogue = withCalendarEvent(catalogue, event)
  return catalogue
}

/**
 * Every version of the calendar that the stream tells (工作日历), for `deadlinesOf`; with an instant, as it was known then.
 */
export function calendarOf(facts: Iterable<CalendarEvent>): CalendarHistory
export function calendarOf(facts: Iterable<Fact<CalendarEvent>>, knownAt: string | undefined): CalendarHistory
export function calendarOf(facts: Iterable<CalendarEvent | Fact<CalendarEvent>>, knownAt?: string): CalendarHistory {
  const known = [...facts].filter(
    (fact) => knownAt === undefined || ('metadata' in fact && fact.metadata.recordedAt <= knownAt),
  )
  return calendarsOf(known).history
}
