import type { PlainDate } from '../kernel/plain-date.ts'
import type { CalendarHistory } from './calendars.ts'
import type { Deadline } from './deadline.ts'
import { type ClockRule, governs } from './rule.ts'
import { type Standing, standingOf } from './standing.ts'
import { type ClockFacts, type Ended, recordKey, type Started, type StartKind } from './started.ts'
import { unknownNote, unknownStanding } from './unknown.ts'

/** A clock that was started, by one rule, with all that can end it, whatever day that falls on. */
export type Clock = Readonly<{
  started: Started
  rule: ClockRule
  endings: readonly Ended[]
  yieldsOn: PlainDate | null // From this day on, a start that knows its day stands in the place of this presumed one.
}>

/** Every clock that the facts start, in no order. */
export function clocksOf({ started, ended }: ClockFacts, rules: readonly ClockRule[]): readonly Clock[] {
  const byStart = rulesByStart(rules)
  const endings = Map.groupBy(ended, ({ record }) => recordKey(record))
  const known = Map.groupBy(
    started.filter(({ presumed }) => !presumed),
    kindOnRecord,
  )
  const clocks: Clock[] = []
  for (const one of started) {
    const yieldsOn = one.presumed ? yieldOf(one, known.get(kindOnRecord(one)) ?? []) : null
    for (const rule of byStart.get(one.kind) ?? []) {
      if (!governs(rule, one.day)) continue
      const its = endingsOf(one, rule, endings.get(recordKey(one.record)) ?? [])
      clocks.push({ started: one, rule, endings: its, yieldsOn })
    }
  }
  return clocks
}

const byStartOf = new WeakMap<readonly ClockRule[], ReadonlyMap<StartKind, readonly ClockRule[]>>()

/** Rules are few and asked for with every start of every file. */
function rulesByStart(rules: readonly ClockRule[]): ReadonlyMap<StartKind, readonly ClockRule[]> {
  const known = byStartOf.get(rules)
  if (known !== undefined) return known
  const byStart = Map.groupBy(
    rules.flatMap((rule) => rule.starts.map((kind) => ({ kind, rule }))),
    ({ kind }) => kind,
  )
  const fresh = new Map([...byStart].map(([kind, pairs]) => [kind, pairs.map(({ rule }) => rule)]))
  byStartOf.set(rules, fresh)
  return fresh
}

const kindOnRecord = ({ kind, record }: Started): string => `${kind}/${recordKey(record)}`

/** A presumed start gives way to one of its kind on the same record that knows its day. */
function yieldOf({ day }: Started, known: readonly Started[]): PlainDate | null {
  const [first] = known.map((one) => (one.day < day ? day : one.day)).toSorted()
  return first ?? null
}

/** What can have ended a clock, of all that is known of its record. */
const endingsOf = (one: Started, { ends, falls }: ClockRule, endings: readonly Ended[]): readonly Ended[] =>
  endings.filter(
    ({ kind, day, startId }) =>
      (ends.includes(kind) || falls.includes(kind)) && day >= one.day && (startId === null || startId === one.id),
  )

/** What ended a clock first; of one day, that it was done. */
export function firstEnding({ rule, endings }: Clock): Ended | undefined {
  let first: Ended | undefined
  for (const ended of endings) {
    const done = rule.ends.includes(ended.kind)
    const isFirst = first === undefined || ended.day < first.day
    if (isFirst || (ended.day === first?.day && done && !rule.ends.includes(first.kind))) first = ended
  }
  return first
}

/** Where a clock stands on a day; undefined where there is none on that day. */
export function standingOn(clock: Clock, calendars: CalendarHistory, day: PlainDate): Standing | undefined {
  const { started, rule, endings, yieldsOn } = clock
  if (started.day > day || (yieldsOn !== null && yieldsOn <= day)) return undefined
  const unknown = unknownStanding(started, rule, endings, calendars)
  if (unknown !== undefined) return unknown
  const first = firstEnding(clock)
  return standingOf(started, rule, first !== undefined && first.day <= day ? first : undefined, calendars, day)
}

/** The same on every day. */
export const clockId = ({ started: { id, record }, rule: { code } }: Clock): string =>
  `${code}/${recordKey(record)}/${id}`

/** A clock with where it stands, as it is shown. */
export function deadlineOf(clock: Clock, standing: Standing): Deadline {
  const { started: one, rule } = clock
  const { code, version, name, nature, owedBy, clause, confidence } = rule
  const note = standing.state === 'UNKNOWN' ? [unknownNote, rule.note ?? ''].join('') : rule.note
  return {
    ...{ id: clockId(clock), code, version, name, nature, record: one.record },
    ...{ eventIds: one.eventIds, startedOn: one.day, presumed: one.presumed },
    ...standing,
    ...{ owedBy, owner: owedBy === 'ENTERPRISE' ? null : one.owner },
    ...{ officer: owedBy === 'ENTERPRISE' ? null : one.officer, clause, confidence, note },
  }
}
