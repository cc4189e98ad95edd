import { addDays, daysBetween, type PlainDate } from '../kernel/plain-date.ts'
import { type CountedDay, workingDaysBetween } from '../kernel/working-days.ts'
import { type CalendarHistory, calendarOn, calendarsBy } from './calendars.ts'
import { deadlineFrom } from './count.ts'
import type { Deadline, DeadlineState } from './deadline.ts'
import type { ClockAlert, ClockRule } from './rule.ts'
import type { Ended, Started } from './started.ts'

export type Standing = Pick<
  Deadline,
  'dueOn' | 'provisional' | 'state' | 'endedOn' | 'endedBy' | 'daysLeft' | 'daysLate' | 'alert'
>

/** Where one clock stands on a day, whatever ended it. */
export function standingOf(
  started: Started,
  rule: ClockRule,
  ending: Ended | undefined,
  calendars: CalendarHistory,
  day: PlainDate,
): Standing {
  const lastSeen = ending?.day ?? day // It is counted with what was known on that day, and never again after it.
  const lapsed = rule.nature === 'DUTY' ? undefined : lapseOf(started, rule, calendars, lastSeen, ending?.at)
  const { day: dueOn, provisional } = lapsed ?? dueDay(started, rule, calendarOn(calendars, lastSeen, ending?.at))
  const due = { dueOn, provisional }
  if (lapsed !== undefined) {
    return { ...due, state: 'LAPSED', endedOn: dueOn, endedBy: null, daysLeft: 0, daysLate: 0, alert: null }
  }
  if (ending === undefined) return runningStanding(started, rule, { day: dueOn, provisional }, calendars, day)
  const state = endedState(rule, ending, dueOn)
  const daysLeft = daysBetween(ending.day, dueOn)
  const daysLate = state === 'DONE_LATE' ? -daysLeft : 0
  return { ...due, state, endedOn: ending.day, endedBy: ending.eventId, daysLeft, daysLate, alert: null }
}

/** Where a clock that nothing has ended stands on a day, by its last day. */
export function runningStanding(
  started: Pick<Started, 'day' | 'count'>,
  rule: ClockRule,
  { day: dueOn, provisional }: CountedDay,
  calendars: CalendarHistory,
  day: PlainDate,
): Standing {
  const daysLeft = daysBetween(day, dueOn)
  const isLate = isOverdue(rule, dueOn, day)
  return {
    ...{ dueOn, provisional, state: isLate ? 'LATE' : 'OPEN', endedOn: null, endedBy: null, daysLeft },
    ...{ daysLate: isLate ? -daysLeft : 0, alert: alertOf(started, rule, calendars, day) },
  }
}

const isOverdue = ({ nature }: ClockRule, dueOn: PlainDate, day: PlainDate): boolean => nature === 'DUTY' && dueOn < day

/** The last day of a clock by one calendar. */
export function dueDay(
  { day, statedUntil, count }: Started,
  rule: ClockRule,
  calendar: Parameters<typeof deadlineFrom>[2],
): CountedDay {
  if (count) return deadlineFrom({ count }, day, calendar)
  return deadlineFrom(rule, day, calendar, stated(rule, statedUntil))
}

/** The day that a listing states is the end of its term, not that of its other clocks. */
const stated = ({ code, count }: ClockRule, until: PlainDate | null): PlainDate | null =>
  count.unit === 'STATED' || code === 'SER-TERM' ? until : null

/**
 * The day with which a right was lost or a term was over, by the first calendar under which that happened: what time
 * has ended is not opened again by a later correction. On a provisional day nothing is lost.
 */
function lapseOf(
  started: Started,
  rule: ClockRule,
  calendars: CalendarHistory,
  lastSeen: PlainDate,
  recordedAt: string | undefined,
): CountedDay | undefined {
  const known = calendarsBy(calendars, lastSeen, recordedAt)
  for (const [place, { calendar }] of known.entries()) {
    const next = known[place + 1]?.since
    const until = next == null ? lastSeen : addDays(next, -1)
    if (until < started.day) continue
    const counted = dueDay(started, rule, calendar)
    if (counted.provisional.length === 0 && counted.day < until) return counted
  }
  return undefined
}

function endedState(rule: ClockRule, ending: Ended, dueOn: PlainDate): DeadlineState {
  if (rule.falls.includes(ending.kind)) return 'FALLEN'
  return isOverdue(rule, dueOn, ending.day) ? 'DONE_LATE' : 'DONE'
}

/** The mark on a running clock (预警): the last one whose days have gone by, counted as the clock counts. */
function alertOf(
  { day: start, count: own }: Pick<Started, 'day' | 'count'>,
  { alerts, count: ofRule }: ClockRule,
  calendars: CalendarHistory,
  day: PlainDate,
): ClockAlert['level'] | null {
  if (alerts.length === 0) return null
  const count = own ?? ofRule
  const gone =
    count.unit === 'WORKING_DAY'
      ? workingDaysBetween(start, day, calendarOn(calendars, day)).days
      : daysBetween(start, day)
  return alerts.findLast(({ after }) => gone > after)?.level ?? null
}
