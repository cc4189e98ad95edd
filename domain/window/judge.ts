import { addDays, addYears, type PlainDate } from '../kernel/plain-date.ts'
import type { MeasureRule } from '../punishment/measures/measure.ts'
import type { Basis, Fall, Judged } from './basis.ts'
import type { MatterRule } from './rules-of-matter.ts'

/** What a rule makes of a ground on a day; undefined where it never made anything of it. */
export function judge({ rule, effect, inCatalogue }: MatterRule, basis: Basis, day: PlainDate): Judged | undefined {
  const isCause = basis.causes(rule)
  if (!isCause && !basis.caused(rule)) return undefined
  const ownEnd = ownEndOf(rule, basis)
  const fall =
    basis.fall ??
    (isCause ? null : corrected) ??
    (inCatalogue ? null : withdrawn) ??
    ended(ownEnd, day, 'MEASURE_TERM_ENDED') ??
    ended(rule.effectiveUntil, day, 'MEASURE_ENDED')
  if (fall?.on != null && fall.on <= rule.effectiveFrom) return undefined // It fell before there was such a rule.
  const isOpen = rule.term.kind === 'AS_DECIDED' && basis.decidedUntil === null
  return {
    since: basis.from > rule.effectiveFrom ? basis.from : rule.effectiveFrom,
    until: earliest(basis.until, ownEnd, rule.effectiveUntil),
    effect: isOpen ? 'CAUTIONS' : effect,
    fall,
  }
}

const corrected: Fall = { reason: 'CORRECTED', on: null, eventIds: [] }
const withdrawn: Fall = { reason: 'MEASURE_WITHDRAWN', on: null, eventIds: [] }

/** The last day of the measure's own term; a term of years ends with the corresponding day (民法典 Art. 201, 202). */
function ownEndOf({ term }: MeasureRule, { from, decidedUntil }: Basis): PlainDate | null {
  if (term.kind === 'YEARS') return addYears(from, term.years)
  return term.kind === 'AS_DECIDED' ? decidedUntil : null
}

const ended = (last: PlainDate | null, day: PlainDate, reason: Fall['reason']): Fall | null =>
  last !== null && last < day ? { reason, on: addDays(last, 1), eventIds: [] } : null

function earliest(...days: readonly (PlainDate | null)[]): PlainDate | null {
  let first: PlainDate | null = null
  for (const day of days) if (day !== null && (first === null || day < first)) first = day
  return first
}
