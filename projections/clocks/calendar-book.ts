import { createHash } from 'node:crypto'
import { type CalendarCatalogue, initialCalendars } from '../../domain/clocks/catalogue/state.ts'
import type { CalendarHistory } from '../../domain/clocks/calendars.ts'

/** The working-day calendar in all its versions (工作日历). Two books with the same digest count alike. */
export type CalendarBook = Readonly<{ catalogue: CalendarCatalogue; history: CalendarHistory; digest: string }>

export function calendarBook(catalogue: CalendarCatalogue): CalendarBook {
  const { history } = catalogue
  const versions = history.map(({ since, at, calendar }) => JSON.stringify([since, at, Object.entries(calendar)]))
  const digest = createHash('sha256').update(versions.join('\n')).digest('hex').slice(0, 32)
  return { catalogue, history, digest }
}

/** The calendar of an installation in which nobody has entered a notice. */
export const shippedCalendarBook: CalendarBook = calendarBook(initialCalendars)
