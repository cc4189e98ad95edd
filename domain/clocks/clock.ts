import { type PlainDate, yearOf } from '../kernel/plain-date.ts'
import type { CalendarHistory } from './calendars.ts'
import type { Deadline } from './deadline.ts'
import { type ClockRule, governs } from './rule.ts'
import { type Standing, standingOf } from './standing.ts'
import { type ClockFacts, type Ended, recordKey, type Started, type StartKind } from './started.ts'
import { unknownNote, unknownReportNote, unknownStanding } from './unknown.ts'

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
  const endings = Map.groupBy(ended, ({ record }) => record && recordKey(record))
  const ofAll = endings.get(null) ?? []
  const known = Map.groupBy(
    started.filter(({ presumed }) => !presumed),
    kindOnRecord,
  )
  const clocks: Clock[] = []
  for (const one of started) {
    const ofRecord = endings.get(recordKey(one.record)) ?? []
    const yieldsOn = one.presumed ? yieldOf(one, known.get(kindOnRecord(one)) ?? [], ofRecord) : null
    for (const rule of byStart.get(one.kind) ?? []) {
      if (!governs(rule, one.day)) continue
      const its = endingsOf(one, rule, ofAll.length === 0 ? ofRecord : [...ofRecord, ...ofAll])
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

/** A presumed start gives way to one of its kind on the same record that knows its day, unless that was given up before. */
function yieldOf({ day }: Started, known: readonly Started[], endings: readonly Ended[]): PlainDate | null {
  const isGivenUp = ({ id }: Started): boolean =>
    endings.some((ending) => ending.kind === 'ABANDONED' && ending.startId === id && ending.day <= day)
  const [first] = known
    .filter((one) => !isGivenUp(one))
    .map((one) => (one.day < day ? day : one.day))
    .toSorted()
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
  const { code, version, name, nature, clause, confidence } = rule
  const owedBy = rule.owedByFrom?.[one.kind] ?? rule.owedBy
  const note = noteOf(clock, standing)
  return {
    ...{ id: clockId(clock), code, version, name, nature, record: one.record },
    ...{ eventIds: one.eventIds, startedOn: one.day, presumed: one.presumed },
    ...standing,
    ...{ owedBy, owner: owedBy === 'ENTERPRISE' ? null : one.owner },
    ...{ officer: owedBy === 'ENTERPRISE' ? null : one.officer, clause, confidence, note },
  }
}

/** What is said of a last day in the end of a December whose next year has no notice yet. */
const decemberNote = '届满日在12月下旬，下一年度的放假通知可能调整该段日期，公布之前为暂定。'

function noteOf({ started, rule }: Clock, standing: Standing): string | null {
  if (standing.state !== 'UNKNOWN') return noteOfRunning(rule, standing)
  return [started.unknown ? unknownReportNote : unknownNote, rule.note ?? ''].join('')
}

/** What is said of a clock by its rule and its last day alone. */
export function noteOfRunning({ note }: ClockRule, { dueOn, provisional }: Pick<Standing, 'dueOn' | 'provisional'>) {
  const isOfDecember = provisional.length > 0 && provisional.every((year) => year > yearOf(dueOn))
  return [isOfDecember ? decemberNote : '', note ?? ''].join('') || null
}
