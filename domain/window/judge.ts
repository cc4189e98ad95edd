import { addDays, addYears, type PlainDate } from '../kernel/plain-date.ts'
import type { MeasureRule } from '../punishment/measures/measure.ts'
import type { FallReason } from './answer.ts'
import type { Basis, Fall, Judged } from './basis.ts'
import type { MatterRule } from './rules-of-matter.ts'

/** What a rule makes of a ground on a day; undefined where it never made anything of it. */
export function judge(one: MatterRule, basis: Basis, day: PlainDate): Judged | undefined {
  const { rule } = one
  const held = stretchOf(basis, rule)
  if (held === undefined) return undefined
  const ownEnd = ownEndOf(rule, basis, held.from)
  const ofRule = [goneOf(one), ended(rule.effectiveUntil, day, 'MEASURE_ENDED')]
  const fall = first(basis.fall, held.fall, ended(ownEnd, day, 'MEASURE_TERM_ENDED'), ...ofRule)
  const ruleFrom = latest(rule.effectiveFrom, one.begunOn ?? rule.effectiveFrom)
  if (fall?.on != null) {
    if (fall.on <= ruleFrom) return undefined // It fell before there was such a rule.
    if (ofRule.includes(fall) && fall.on <= held.from) return undefined // The rule was gone before the ground came.
  }
  const isOpen = rule.term.kind === 'AS_DECIDED' && basis.decidedUntil === null
  const isUnsure = basis.isUnsure?.(rule) ?? false
  return {
    since: latest(held.from, ruleFrom),
    until: earliest(basis.until, ownEnd, rule.effectiveUntil),
    effect: isOpen || isUnsure ? 'CAUTIONS' : one.effect,
    note: isUnsure ? unsure : null,
    fall,
  }
}

/**
 * What the versions of one rule make of a ground, the newest first: where the newest makes nothing of it, an earlier one
 * tells what fell with it; where it stands, it stands since the first of those that followed each other without a gap.
 */
export function judgeVersions(
  versions: readonly MatterRule[],
  basis: Basis,
  day: PlainDate,
): readonly [MatterRule, Judged] | undefined {
  for (const [place, one] of versions.entries()) {
    const judged = judge(one, basis, day)
    if (judged === undefined) continue
    if (judged.fall) return [one, judged]
    let [since, next] = [judged.since, one]
    for (const older of versions.slice(place + 1)) {
      const before = judge(older, basis, day)
      const reaches =
        older.goneOn === next.begunOn && before?.fall?.on === older.goneOn && before?.effect === judged.effect
      if (before === undefined || !reaches) break
      since = before.since
      next = older
    }
    return [one, { ...judged, since }]
  }
  return undefined
}

const corrected: Fall = { reason: 'CORRECTED', on: null, eventIds: [] }
const unsure = '依据的文字中出现该法律的名称，但未写明条款，仅作提示，须由窗口核实。'

/** Since when the record last was what the rule follows from, and by which amendment it is so no more. */
function stretchOf(basis: Basis, rule: MeasureRule): Readonly<{ from: PlainDate; fall: Fall | null }> | undefined {
  let held: { from: PlainDate; fall: Fall | null } | undefined
  for (const { from, eventId, causes } of basis.stages ?? [{ from: basis.from, eventId: '', causes: basis.causes }]) {
    if (causes(rule)) held = held === undefined || held.fall ? { from, fall: null } : held
    else if (held) held.fall ??= { reason: 'AMENDED', on: from, eventIds: [eventId] }
  }
  return held ?? (basis.caused(rule) ? { from: basis.from, fall: corrected } : undefined)
}

const goneOf = ({ inCatalogue, goneOn, goneWhy }: MatterRule): Fall | null =>
  inCatalogue ? null : { reason: goneWhy ?? 'MEASURE_WITHDRAWN', on: goneOn ?? null, eventIds: [] }

/** The last day of the measure's own term; a term of years ends with the corresponding day (民法典 Art. 201, 202). */
function ownEndOf({ term }: MeasureRule, { decidedUntil }: Basis, from: PlainDate): PlainDate | null {
  if (term.kind === 'YEARS') return addYears(from, term.years)
  return term.kind === 'AS_DECIDED' ? decidedUntil : null
}

const ended = (last: PlainDate | null, day: PlainDate, reason: FallReason): Fall | null =>
  last !== null && last < day ? { reason, on: addDays(last, 1), eventIds: [] } : null

const wrongFromTheStart: readonly FallReason[] = ['STRUCK_OUT', 'BASIS_STRUCK_OUT', 'CORRECTED', 'LIST_WITHOUT_BASIS']

/** What was wrong from the start never held; otherwise what came first ended it. */
function first(ofBasis: Fall | null, ...others: readonly (Fall | null)[]): Fall | null {
  if (ofBasis && wrongFromTheStart.includes(ofBasis.reason)) return ofBasis
  let found: Fall | null = null
  for (const one of [ofBasis, ...others])
    if (one && (found === null || (one.on !== null && (found.on === null || one.on < found.on)))) found = one
  return found
}

const latest = (a: PlainDate, b: PlainDate): PlainDate => (a > b ? a : b)

function earliest(...days: readonly (PlainDate | null)[]): PlainDate | null {
  let found: PlainDate | null = null
  for (const day of days) if (day !== null && (found === null || day < found)) found = day
  return found
}
