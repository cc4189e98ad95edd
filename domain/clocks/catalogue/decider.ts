import type { Decider } from '../../kernel/decider.ts'
import { dayOfWeek, yearOf } from '../../kernel/plain-date.ts'
import type { CalendarCommand, EnterCalendarYear, PublishCalendarYear, WithdrawCalendarEntry } from './commands.ts'
import type { CalendarEvent, CalendarNotice, CalendarOfficer } from './events.ts'
import { refuseCalendar } from './refusals.ts'
import {
  type CalendarCatalogue,
  type CalendarEntry,
  initialCalendars,
  latestCalendar,
  withCalendarEvent,
  yearOfNotice,
} from './state.ts'

/** The first year of which the installation knows a notice. */
const earliestYear = 2004

/** The rules for a year's working days (年度工作日历): entered by one from the notice, compared and published by another. */
export const calendarDecider: Decider<CalendarCommand, CalendarCatalogue, CalendarEvent> = {
  initialState: initialCalendars,
  decide(command, catalogue) {
    if (command.type === 'EnterCalendarYear') return enter(command, catalogue)
    const entry = catalogue.entries.get(command.data.entryId)
    if (entry === undefined) throw refuseCalendar('CALENDAR_ENTRY_UNKNOWN')
    return command.type === 'PublishCalendarYear' ? publish(command, entry, catalogue) : withdraw(command, entry)
  },
  evolve: withCalendarEvent,
}

function enter({ data, today }: EnterCalendarYear, catalogue: CalendarCatalogue): readonly CalendarEvent[] {
  const notice = checkedNotice(data, yearOf(today) + 1) // A year's notice comes in the autumn before it.
  const { entryId, enteredBy } = data
  const before = catalogue.entries.get(entryId)
  if (before !== undefined) {
    if (isSameNotice(before, notice) && isSame(before.enteredBy, enteredBy)) return []
    throw refuseCalendar('CALENDAR_ENTRY_ID_TAKEN')
  }
  const known = latestCalendar(catalogue)[notice.year]
  const corrects = known !== undefined
  if (corrects && isSameYear(known, yearOfNotice(notice))) {
    throw refuseCalendar('CALENDAR_NOTHING_CHANGED', { year: notice.year })
  }
  const reason = data.reason?.trim() ?? ''
  if (corrects && reason === '') throw refuseCalendar('CALENDAR_REASON_MISSING')
  return [
    {
      type: 'CalendarYearEntered',
      data: { ...notice, entryId, corrects, reason: reason === '' ? null : reason, enteredOn: today, enteredBy },
    },
  ]
}

/** It counts from the day of its publication here: what ended before was counted with what was known then. */
function publish(
  { data: { publishedBy }, today }: PublishCalendarYear,
  entry: CalendarEntry,
  { history }: CalendarCatalogue,
): readonly CalendarEvent[] {
  if (entry.publishedOn !== null) return []
  requireNotWithdrawn(entry)
  if (isSame(entry.enteredBy, publishedBy)) throw refuseCalendar('CALENDAR_OWN_PUBLICATION')
  const { entryId, year, holidays, workingWeekends, documentNumber, enteredBy, reason } = entry
  if (
    history.slice(entry.replaced).some(({ calendar }) => calendar[year] !== history[entry.replaced - 1]?.calendar[year])
  ) {
    throw refuseCalendar('CALENDAR_ENTRY_OUTDATED', { year })
  }
  const published = {
    entryId,
    year,
    holidays,
    workingWeekends,
    documentNumber,
    enteredBy,
    publishedBy,
    publishedOn: today,
  }
  if (!entry.corrects) return [{ type: 'CalendarYearPublished', data: published }]
  return [{ type: 'CalendarYearCorrected', data: { ...published, reason: reason ?? '' } }]
}

function withdraw({ data, today }: WithdrawCalendarEntry, entry: CalendarEntry): readonly CalendarEvent[] {
  if (entry.withdrawnOn !== null) return []
  if (entry.publishedOn !== null) {
    throw refuseCalendar('CALENDAR_ENTRY_PUBLISHED', { publishedOn: entry.publishedOn })
  }
  if (data.reason.trim() === '') throw refuseCalendar('CALENDAR_REASON_MISSING')
  return [{ type: 'CalendarEntryWithdrawn', data: { ...data, withdrawnOn: today } }]
}

/** The notice in the order of its days, if a notice could say so. */
function checkedNotice(notice: CalendarNotice, latest: number): CalendarNotice {
  const { year } = notice
  if (!Number.isSafeInteger(year) || year < earliestYear || year > latest) {
    throw refuseCalendar('CALENDAR_YEAR_OUT_OF_RANGE', { year, earliest: earliestYear, latest })
  }
  const documentNumber = notice.documentNumber.trim()
  if (documentNumber === '') throw refuseCalendar('CALENDAR_DOCUMENT_MISSING')
  if (notice.holidays.length === 0) throw refuseCalendar('CALENDAR_NO_DAYS')
  const seen = new Set<string>()
  for (const day of [...notice.holidays, ...notice.workingWeekends]) {
    if (seen.has(day)) throw refuseCalendar('CALENDAR_DAY_TWICE', { day })
    seen.add(day)
    const isOfYear = yearOf(day) === year || day.startsWith(`${year - 1}-12-`)
    if (!isOfYear) throw refuseCalendar('CALENDAR_DAY_OF_OTHER_YEAR', { day, year })
  }
  const weekday = notice.workingWeekends.find((day) => dayOfWeek(day) <= 5)
  if (weekday !== undefined) throw refuseCalendar('CALENDAR_WORKDAY_NOT_WEEKEND', { day: weekday })
  const [holidays, workingWeekends] = [notice.holidays.toSorted(), notice.workingWeekends.toSorted()]
  return { year, holidays, workingWeekends, documentNumber }
}

const sameDays = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join()

const isSameYear = (a: ReturnType<typeof yearOfNotice>, b: ReturnType<typeof yearOfNotice>): boolean =>
  sameDays(a.off.toSorted(), b.off) && sameDays(a.work.toSorted(), b.work)

const isSameNotice = (a: CalendarNotice, b: CalendarNotice): boolean =>
  a.year === b.year && a.documentNumber === b.documentNumber && isSameYear(yearOfNotice(a), yearOfNotice(b))

const isSame = (one: CalendarOfficer, other: CalendarOfficer): boolean =>
  one.agency === other.agency && one.officer === other.officer

function requireNotWithdrawn({ withdrawnOn }: CalendarEntry): void {
  if (withdrawnOn !== null) throw refuseCalendar('CALENDAR_ENTRY_WITHDRAWN', { withdrawnOn })
}
