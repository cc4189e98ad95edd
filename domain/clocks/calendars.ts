import { officialCalendar } from '../kernel/calendar.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { Calendar } from '../kernel/working-days.ts'

/** The calendar as it was known from a day on (日历版本); `since` is null for the one that the installation starts with. */
export type CalendarVersion = Readonly<{ since: PlainDate | null; calendar: Calendar }>

/**
 * Every version of the calendar, oldest first. A clock that has ended was counted with the version of the day on which
 * it ended, so that a later notice or correction moves the running ones only.
 */
export type CalendarHistory = readonly CalendarVersion[]

/** A calendar that was never different. */
export const alwaysKnown = (calendar: Calendar): CalendarHistory => [{ since: null, calendar }]

export const shippedCalendars: CalendarHistory = alwaysKnown(officialCalendar)

const isKnown = ({ since }: CalendarVersion, day: PlainDate): boolean => since === null || since <= day

/** The versions that were known by a day, oldest first. */
export const calendarsBy = (history: CalendarHistory, day: PlainDate): CalendarHistory =>
  history.filter((version) => isKnown(version, day))

/** The calendar as it was known on a day. */
export const calendarOn = (history: CalendarHistory, day: PlainDate): Calendar =>
  history.findLast((version) => isKnown(version, day))?.calendar ?? {}
