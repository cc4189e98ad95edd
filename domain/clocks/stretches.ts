import { addDays, type PlainDate } from '../kernel/plain-date.ts'
import type { CalendarHistory } from './calendars.ts'
import { type Clock, clocksOf, deadlineOf, firstEnding, standingOn } from './clock.ts'
import { type Deadline, isRunning } from './deadline.ts'
import type { ClockRule } from './rule.ts'
import { dueDay, type Standing } from './standing.ts'
import type { ClockFacts } from './started.ts'

/**
 * A stretch of days on which a clock runs towards one last day (运行段): its state on any of them is a comparison of days.
 * Another calendar begins another stretch. Where a new calendar shows that a clock is over already, its last stretch has
 * no days.
 */
export type Stretch = Readonly<{
  deadline: Deadline // As it stands on the first of the days.
  fromOn: PlainDate
  untilOn: PlainDate | null // The first day on which it is so no more; null while nothing ends it.
}>

/** When the clocks that the facts start run; those that end on the day of their start never do. */
export const stretchesFrom = (
  facts: ClockFacts,
  rules: readonly ClockRule[],
  calendars: CalendarHistory,
): readonly Stretch[] => clocksOf(facts, rules).flatMap((clock) => stretchesOfClock(clock, calendars))

function stretchesOfClock(clock: Clock, calendars: CalendarHistory): readonly Stretch[] {
  const over = overOn(clock)
  const stretches: Stretch[] = []
  let open: Open | undefined
  for (const day of turnsOf(clock, calendars, over)) {
    const standing = standingOn(clock, calendars, day)
    if (standing === undefined) continue
    const isMoved = open !== undefined && !isSame(open.standing, standing)
    if (open !== undefined && !isMoved && isRunning(standing)) continue
    if (open !== undefined) stretches.push(stretchOf(clock, open, day))
    open = { standing, fromOn: day }
    if (isRunning(standing)) continue
    if (isMoved) stretches.push(stretchOf(clock, open, day))
    return stretches
  }
  if (open !== undefined) stretches.push(stretchOf(clock, open, over))
  return stretches
}

type Open = Readonly<{ standing: Standing; fromOn: PlainDate }>

const stretchOf = (clock: Clock, { standing, fromOn }: Open, untilOn: PlainDate | null): Stretch => ({
  ...{ deadline: deadlineOf(clock, standing), fromOn, untilOn },
})

/** The day on which something ends a clock, or another start takes its place. */
function overOn(clock: Clock): PlainDate | null {
  const [endedOn, yieldsOn] = [firstEnding(clock)?.day ?? null, clock.yieldsOn]
  if (endedOn === null || yieldsOn === null) return endedOn ?? yieldsOn
  return endedOn < yieldsOn ? endedOn : yieldsOn
}

/** The days before its end on which a clock can stand otherwise than the day before. */
function turnsOf({ started, rule }: Clock, calendars: CalendarHistory, over: PlainDate | null): readonly PlainDate[] {
  const turns = new Set<PlainDate>([started.day])
  for (const { since, calendar } of calendars) {
    if (since !== null) turns.add(since)
    if (rule.nature !== 'DUTY') turns.add(addDays(dueDay(started, rule, calendar).day, 1)) // A right is lost, a term over.
  }
  return [...turns].filter((day) => day >= started.day && (over === null || day < over)).sort()
}

const isSame = (one: Standing, other: Standing): boolean =>
  one.dueOn === other.dueOn && one.provisional.join() === other.provisional.join()
