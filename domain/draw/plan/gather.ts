import { addDays, addMonths, daysBetween, dayOfWeek, type PlainDate } from '../../kernel/plain-date.ts'
import { compareAsBytes, encodeUtf8 } from '../bytes.ts'
import { readObjects } from '../directories.ts'
import { refuseDraw } from '../draw-refusals.ts'
import type { Library } from '../items/events.ts'
import { type Condition, conditions, type ObjectRow, type Scope, scopeMatcher } from './scope.ts'
import { type Dimension, type Stratum, stratifier } from './strata.ts'

/** Who is left out although in scope (排除规则), counted across agencies: 距上次检查过近、本年次数已满. */
export type Limits = Readonly<{ minimumGapDays: number | null; yearlyMax: number | null }>

/** How many visits an enterprise should see at most in a day, a week (from Monday), a month, a year (入企检查频次上限). */
export type VisitCaps = Readonly<Record<'perDay' | 'perWeek' | 'perMonth' | 'perYear', number | null>>

export type GatherRule = Readonly<{
  scope: Scope
  libraries: readonly Library[] // Those that the scope names.
  limits: Limits
  caps: VisitCaps
  stratifyBy: readonly Dimension[]
  salt: string
  day: PlainDate
}>

/** A visit on the day would be one more than a cap allows (频次预警). It warns; `Limits` exclude. */
export type Alarm = Readonly<{ uscc: string; window: keyof VisitCaps; visits: number; cap: number }>

/** The object directory of a draw, and why each enterprise is in it or out of it. */
export type Gathered = Readonly<{
  objects: Uint8Array // `objects.tsv`
  basis: Uint8Array // `basis.tsv`: code, IN or OUT, reason; all that were in scope.
  size: number
  excluded: number
  outOfScope: Readonly<Record<Condition, number>> // How many failed which condition first.
  strata: readonly (Stratum & Readonly<{ size: number }>)[] // In the order of their labels.
  alarms: readonly Alarm[] // The first so many.
  alarmCount: number
}>

export const alarmsMax = 200

/**
 * Gathers the object directory from rows in rising order of their codes, one at a time, so that a city's rows need not be
 * held; an enterprise that comes twice is refused. Pure but for its own buffers.
 */
export function gatherObjects(rule: GatherRule) {
  const match = scopeMatcher(rule.scope, rule.libraries)
  const stratumOf = stratifier(rule.stratifyBy, rule.salt)
  const windows = windowsOf(rule.day)
  const objects = lineBuffer()
  const basis = lineBuffer()
  const strata = new Map<string, Stratum & { size: number }>()
  const outOfScope = Object.fromEntries(conditions.map((one) => [one, 0])) as Record<Condition, number>
  const alarms: Alarm[] = []
  let [alarmCount, size, excluded, last] = [0, 0, 0, '']

  function see(row: ObjectRow): void {
    const { uscc } = row
    if (last !== '' && compareAsBytes(uscc, last) <= 0)
      throw refuseDraw(uscc === last ? 'OBJECT_TWICE' : 'NOT_SORTED', { file: 'objects.tsv', line: size + 1, uscc })
    last = uscc
    const found = match(row)
    if (!found.within) {
      outOfScope[found.failed] += 1
      return
    }
    const barred = exclusionOf(row, rule.limits, rule.day)
    if (barred !== undefined) {
      excluded += 1
      basis.add(`${uscc}\tOUT\t${barred}\n`)
      return
    }
    size += 1
    const stratum = stratumOf(row)
    const known = strata.get(stratum.label)
    if (known) known.size += 1
    else strata.set(stratum.label, { ...stratum, size: 1 })
    objects.add(`${uscc}\t${stratum.label}\n`)
    basis.add(`${uscc}\tIN\t${found.grounds.length === 0 ? 'ALL' : found.grounds.join(';')}\n`)
    if (row.visits.length === 0) return // One visit is above no cap.
    for (const alarm of alarmsOf(row, rule.caps, windows)) {
      alarmCount += 1
      if (alarms.length < alarmsMax) alarms.push(alarm)
    }
  }

  return {
    see,
    end(): Gathered {
      const bytes = objects.bytes()
      readObjects(bytes) // Throws the refusal of what may not stand in the file.
      const inOrder = [...strata.values()].sort((one, other) => compareAsBytes(one.label, other.label))
      return { objects: bytes, basis: basis.bytes(), size, excluded, outOfScope, strata: inOrder, alarms, alarmCount }
    },
  }
}

/** The same of rows that are at hand, in any order. */
export function objectDirectory(rows: readonly ObjectRow[], rule: GatherRule): Gathered {
  const gathering = gatherObjects(rule)
  for (const row of rows.toSorted((one, other) => compareAsBytes(one.uscc, other.uscc))) gathering.see(row)
  return gathering.end()
}

function exclusionOf({ visits }: ObjectRow, { minimumGapDays, yearlyMax }: Limits, day: PlainDate) {
  if (visits.length === 0) return undefined
  if (minimumGapDays !== null) {
    const near = visits.find((visit) => Math.abs(daysBetween(visit, day)) < minimumGapDays)
    if (near !== undefined) return `GAP=${near}`
  }
  const thisYear = visits.filter((visit) => visit.slice(0, 4) === day.slice(0, 4)).length
  if (yearlyMax !== null && thisYear >= yearlyMax) return `YEARLY_MAX=${thisYear}`
  return undefined
}

type Windows = Readonly<Record<keyof VisitCaps, readonly [from: PlainDate, until: PlainDate]>>

function windowsOf(day: PlainDate): Windows {
  const monday = addDays(day, 1 - dayOfWeek(day))
  const first = `${day.slice(0, 8)}01` as PlainDate
  return {
    perDay: [day, day],
    perWeek: [monday, addDays(monday, 6)],
    perMonth: [first, addDays(addMonths(first, 1), -1)],
    perYear: [`${day.slice(0, 4)}-01-01` as PlainDate, `${day.slice(0, 4)}-12-31` as PlainDate],
  }
}

function* alarmsOf({ uscc, visits }: ObjectRow, caps: VisitCaps, windows: Windows): Generator<Alarm> {
  for (const window of ['perDay', 'perWeek', 'perMonth', 'perYear'] as const) {
    const cap = caps[window]
    if (cap === null) continue
    const [from, until] = windows[window]
    const withThis = visits.filter((visit) => from <= visit && visit <= until).length + 1
    if (withThis > cap) yield { uscc, window, visits: withThis, cap }
  }
}

/** Lines as bytes, by pieces, so that neither all strings nor one long one are ever held. */
function lineBuffer() {
  const pieces: Uint8Array[] = []
  let [pending, length] = ['', 0]
  const flush = (): void => {
    const piece = encodeUtf8(pending)
    pieces.push(piece)
    length += piece.length
    pending = ''
  }
  return {
    add(line: string): void {
      pending += line
      if (pending.length > 1 << 20) flush()
    },
    bytes(): Uint8Array {
      flush()
      const whole = new Uint8Array(length)
      let at = 0
      for (const piece of pieces) {
        whole.set(piece, at)
        at += piece.length
      }
      return whole
    },
  }
}
