import type { Command } from '../../kernel/decider.ts'
import type { CalendarEntryWithdrawn, CalendarOfficer, CalendarYearEntered } from './events.ts'

// The day of each is today; whether an entry corrects a known year is for the rules to see.
export type EnterCalendarYear = Command<
  'EnterCalendarYear',
  Omit<CalendarYearEntered['data'], 'enteredOn' | 'corrects'>
>
export type PublishCalendarYear = Command<'PublishCalendarYear', { entryId: string; publishedBy: CalendarOfficer }>
export type WithdrawCalendarEntry = Command<
  'WithdrawCalendarEntry',
  Omit<CalendarEntryWithdrawn['data'], 'withdrawnOn'>
>

export type CalendarCommand = EnterCalendarYear | PublishCalendarYear | WithdrawCalendarEntry
