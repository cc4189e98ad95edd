import { officialCalendar } from '../kernel/calendar.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { Calendar } from '../kernel/working-days.ts'

/**
 * The calendar as it was known from a day on (日历版本), and from an instant of that day; `since` is null for the one that
 * the installation starts with.
 */
export type CalendarVersion = Readonly<{ since: PlainDate | null; at?: string | undefined; calendar: Calendar }>

/**
 * Every version of the calendar, oldest first. A clock that has ended was counted with the version of the day on which
 * it ended, so that a later notice or correction moves the running ones only.
 */
export type CalendarHistory = readonly CalendarVersion[]

/** A calendar that was never different. */
export const alwaysKnown = (calendar: Calendar): CalendarHistory => [{ since: null, calendar }]

export const shippedCalendars: CalendarHistory = alwaysKnown(officialCalendar)

/** On the day of its publication itself, what was recorded before it was not counted by it. */
const isKnown = ({ since, at }: CalendarVersion, day: PlainDate, recordedAt: string | undefined): boolean =>
  since === null || since < day || (since === day && (at === undefined || recordedAt === undefined || at <= recordedAt))

/** The versions that were known by a day, or when something was recorded on it, oldest first. */
export const calendarsBy = (history: CalendarHistory, day: PlainDate, recordedAt?: string): CalendarHistory =>
  history.filter((version) => isKnown(version, day, recordedAt))

/** The calendar as it was known on a day, or when something was recorded on it. */
export const calendarOn = (history: CalendarHistory, day: PlainDate, recordedAt?: string): Calendar =>
  history.findLast((version) => isKnown(version, day, recordedAt))?.calendar ?? {}
