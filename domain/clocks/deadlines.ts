import type { EnterpriseFile } from '../enterprise/file.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { CalendarHistory } from './calendars.ts'
import { type Deadline, isRunning } from './deadline.ts'
import { clockFactsOf } from './file/clock-facts.ts'
import { type ClockRule, governs } from './rule.ts'
import { type ClockFacts, type Ended, noClockFacts, recordKey, type Started } from './started.ts'
import { type Standing, standingOf } from './standing.ts'
import { unknownNote, unknownStanding } from './unknown.ts'

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
): readonly Deadline[] => deadlinesFrom(together(clockFactsOf(file, day, keptSince), elsewhere), rules, calendars, day)

/** Those of them that still run on the day; the others, which are most, are not even counted. */
export const runningDeadlinesOf = (
  file: EnterpriseFile,
  rules: readonly ClockRule[],
  calendars: CalendarHistory,
  day: PlainDate,
  elsewhere: ClockFacts = noClockFacts,
  keptSince?: PlainDate,
): readonly Deadline[] =>
  tell(together(clockFactsOf(file, day, keptSince), elsewhere), rules, calendars, day, false).filter(isRunning)

const together = (one: ClockFacts, other: ClockFacts): ClockFacts => ({
  started: [...one.started, ...other.started],
  ended: [...one.ended, ...other.ended],
})

/** The clocks of any facts at all: for aggregates without a file. */
export const deadlinesFrom = (
  facts: ClockFacts,
  rules: readonly ClockRule[],
  calendars: CalendarHistory,
  day: PlainDate,
): readonly Deadline[] => tell(facts, rules, calendars, day, true)

function tell(
  { started, ended }: ClockFacts,
  rules: readonly ClockRule[],
  calendars: CalendarHistory,
  day: PlainDate,
  withEnded: boolean,
): readonly Deadline[] {
  const begun = withoutPresumed(started.filter((one) => one.day <= day))
  const endings = Map.groupBy(ended, ({ record }) => recordKey(record))
  const deadlines: Deadline[] = []
  for (const one of begun) {
    for (const rule of rules) {
      if (!rule.starts.includes(one.kind) || !governs(rule, one.day)) continue
      const its = endingsOf(one, rule, endings.get(recordKey(one.record)) ?? [])
      const ending = firstOf(rule, its, day)
      if (ending !== undefined && !withEnded) continue
      const unknown = unknownStanding(one, rule, its, calendars)
      if (unknown === undefined || withEnded)
        deadlines.push(deadlineOf(one, rule, unknown ?? standingOf(one, rule, ending, calendars, day)))
    }
  }
  return deadlines.sort(inOrderOfStart)
}

/** A presumed start gives way to one of its kind on the same record that knows its day. */
function withoutPresumed(started: readonly Started[]): readonly Started[] {
  const keyOf = ({ kind, record }: Started): string => `${kind}/${recordKey(record)}`
  const known = new Set(started.filter(({ presumed }) => !presumed).map(keyOf))
  return started.filter((one) => !one.presumed || !known.has(keyOf(one)))
}

function deadlineOf(one: Started, rule: ClockRule, standing: Standing): Deadline {
  const { code, version, name, nature, owedBy, clause, confidence } = rule
  const note = standing.state === 'UNKNOWN' ? [unknownNote, rule.note ?? ''].join('') : rule.note
  return {
    ...{ id: `${code}/${recordKey(one.record)}/${one.id}`, code, version, name, nature, record: one.record },
    ...{ eventIds: one.eventIds, startedOn: one.day, presumed: one.presumed },
    ...standing,
    ...{ owedBy, owner: owedBy === 'ENTERPRISE' ? null : one.owner },
    ...{ officer: owedBy === 'ENTERPRISE' ? null : one.officer, clause, confidence, note },
  }
}

/** What can have ended a clock, of all that is known of its record. */
const endingsOf = (one: Started, { ends, falls }: ClockRule, endings: readonly Ended[]): readonly Ended[] =>
  endings.filter(
    ({ kind, day, startId }) =>
      (ends.includes(kind) || falls.includes(kind)) && day >= one.day && (startId === null || startId === one.id),
  )

/** What ended a clock first, by a day; of one day, that it was done. */
function firstOf(rule: ClockRule, endings: readonly Ended[], day: PlainDate): Ended | undefined {
  let first: Ended | undefined
  for (const ended of endings) {
    if (ended.day > day) continue
    const done = rule.ends.includes(ended.kind)
    const isFirst = first === undefined || ended.day < first.day
    if (isFirst || (ended.day === first?.day && done && !rule.ends.includes(first.kind))) first = ended
  }
  return first
}

const inOrderOfStart = (a: Deadline, b: Deadline): number =>
  a.startedOn === b.startedOn ? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) : a.startedOn < b.startedOn ? -1 : 1

/**
 * Whether something that cannot be undone may rest on a clock's having run out by a day (不可逆的处理): not before its
 * last day is over, not while that day is provisional, and not where its start is only presumed.
 */
export const mayAct = ({ state, dueOn, provisional, presumed }: Deadline, day: PlainDate): boolean =>
  state !== 'DONE' && state !== 'FALLEN' && state !== 'UNKNOWN' && dueOn < day && provisional.length === 0 && !presumed
