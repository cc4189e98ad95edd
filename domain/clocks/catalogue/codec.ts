import { defineCodec } from '../../store/codec.ts'
import type { CalendarEvent } from './events.ts'

/** The stream in which the working-day notices of the years are entered. */
export const calendarStream = 'catalogue-calendar'

/** The versions of the catalogue's events. A golden file of each is kept for ever (`test/golden/events`). */
export const calendarCodec = defineCodec<CalendarEvent>({
  CalendarYearEntered: 1,
  CalendarYearPublished: 1,
  CalendarYearCorrected: 1,
  CalendarEntryWithdrawn: 1,
})

/** What happened, as a person reads it. */
export const calendarEventTitles: Readonly<Record<CalendarEvent['type'], string>> = {
  CalendarYearEntered: '录入年度工作日历',
  CalendarYearPublished: '公布年度工作日历',
  CalendarYearCorrected: '更正年度工作日历',
  CalendarEntryWithdrawn: '撤回工作日历录入',
}
