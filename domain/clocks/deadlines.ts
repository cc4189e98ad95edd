import type { EnterpriseFile } from '../enterprise/file.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { CalendarHistory } from './calendars.ts'
import { clocksOf, deadlineOf, standingOn } from './clock.ts'
import type { Deadline } from './deadline.ts'
import { clockFactsOf } from './file/clock-facts.ts'
import type { ClockRule } from './rule.ts'
import { type ClockFacts, type Ended, noClockFacts, recordKey, type Started } from './started.ts'
import { type Stretch, stretchesFrom } from './stretches.ts'

/**
 * Every clock that a file has started by a day, as it stands on that day, in the order of their starts. What other
 * aggregates know of the same enterprise (repairs, objections, orders) comes in beside the file. What is older than the
 * log (`keptSince`), or came by an import, was published elsewhere: when, the file does not know.
 */
export const deadlinesOf = (
  file: EnterpriseFile,
  rules: readonly ClockRule[],
  calendars: CalendarHistory,
  day: PlainDate,
  elsewhere: ClockFacts = noClockFacts,
  keptSince?: PlainDate,
): readonly Deadline[] => deadlinesFrom(beside(clockFactsOf(file, day, keptSince), elsewhere), rules, calendars, day)

/** When each of them ran, and runs: what starts by itself included, up to a day that may be still to come. */
export const stretchesOf = (
  file: EnterpriseFile,
  rules: readonly ClockRule[],
  calendars: CalendarHistory,
  until: PlainDate,
  elsewhere: ClockFacts = noClockFacts,
  keptSince?: PlainDate,
): readonly Stretch[] => stretchesFrom(beside(clockFactsOf(file, until, keptSince), elsewhere), rules, calendars)

/** Facts of several sources as one. */
export const together = (...all: readonly ClockFacts[]): ClockFacts => ({
  started: all.flatMap(({ started }) => started),
  ended: all.flatMap(({ ended }) => ended),
  knows: all.flatMap(({ knows = [] }) => knows),
})

/**
 * The facts of a file together with those of streams beside it. Where one of them records itself what became of a record,
 * the file's word on it gives way: what it says was done does not count, and a start stands until there is a better one.
 */
function beside(file: ClockFacts, elsewhere: ClockFacts): ClockFacts {
  const known = new Set((elsewhere.knows ?? []).map(({ kind, record }) => `${kind}/${recordKey(record)}`))
  if (known.size === 0) return together(file, elsewhere)
  const isKnown = ({ kind, record }: Started | Ended) => record !== null && known.has(`${kind}/${recordKey(record)}`)
  const started = file.started.map((one) => (isKnown(one) ? { ...one, presumed: true } : one))
  return together({ started, ended: file.ended.filter((one) => !isKnown(one)) }, elsewhere)
}

/** The clocks of any facts at all: for aggregates without a file. */
export function deadlinesFrom(
  facts: ClockFacts,
  rules: readonly ClockRule[],
  calendars: CalendarHistory,
  day: PlainDate,
): readonly Deadline[] {
  const deadlines: Deadline[] = []
  for (const clock of clocksOf(facts, rules)) {
    const standing = standingOn(clock, calendars, day)
    if (standing !== undefined) deadlines.push(deadlineOf(clock, standing))
  }
  return deadlines.sort(inOrderOfStart)
}

const inOrderOfStart = (a: Deadline, b: Deadline): number =>
  a.startedOn === b.startedOn ? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) : a.startedOn < b.startedOn ? -1 : 1

/**
 * Whether something that cannot be undone may rest on a clock's having run out by a day (不可逆的处理): not before its
 * last day is over, not while that day is provisional, and not where its start is only presumed.
 */
export const mayAct = ({ state, dueOn, provisional, presumed }: Deadline, day: PlainDate): boolean =>
  state !== 'DONE' && state !== 'FALLEN' && state !== 'UNKNOWN' && dueOn < day && provisional.length === 0 && !presumed
