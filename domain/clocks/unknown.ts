import type { CalendarHistory } from './calendars.ts'
import { calendarOn } from './calendars.ts'
import type { ClockRule } from './rule.ts'
import { dueDay, type Standing } from './standing.ts'
import type { Ended, Started } from './started.ts'

/** What is said of a clock of which nobody here knows whether it was kept. */
export const unknownNote =
  '公示日期不详：记录早于本系统启用，或者由导入补录，只知至迟于入档之日公示，是否按期无从查考，不计逾期。'

/** The same of a report that was due before the file was kept here, and of what follows where it is missing. */
export const unknownReportNote =
  '是否按期报送不详：该年度报告在本系统建档以前届期，档案中没有报送记录，无从查考，不计逾期。'

/**
 * Where a duty stands of which only the last possible day of its fulfilment is known (公示日期不详): not in doubt where
 * that day is in time, where the day itself is known from elsewhere, or where the ground fell before it was due; else
 * unknown on every day, and never late. `endings` are those of the clock, whatever day they fall on.
 */
export function unknownStanding(
  started: Started,
  rule: ClockRule,
  endings: readonly Ended[],
  calendars: CalendarHistory,
): Standing | undefined {
  if (rule.nature !== 'DUTY') return undefined
  const isDone = ({ kind }: Ended): boolean => rule.ends.includes(kind)
  const none = { state: 'UNKNOWN', endedOn: null, endedBy: null, daysLeft: 0, daysLate: 0, alert: null } as const
  if (started.unknown && !endings.some((ending) => !ending.atLatest && isDone(ending))) {
    const { day: dueOn, provisional } = dueDay(started, rule, calendarOn(calendars, started.day))
    return { dueOn, provisional, ...none }
  }
  const last = endings.find((ending) => ending.atLatest && isDone(ending))
  if (last === undefined || endings.some((ending) => !ending.atLatest && isDone(ending))) return undefined
  const { day: dueOn, provisional } = dueDay(started, rule, calendarOn(calendars, last.day, last.at))
  if (last.day <= dueOn || endings.some((ending) => !isDone(ending) && ending.day <= dueOn)) return undefined
  return { dueOn, provisional, ...none }
}
