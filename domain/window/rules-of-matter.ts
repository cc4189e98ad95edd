import type { PlainDate } from '../kernel/plain-date.ts'
import { editionsUntil, type MeasureCatalogue, measuresOn } from '../punishment/measures/catalogue.ts'
import type { Cause, Measure, MeasureEdition, MeasureRule } from '../punishment/measures/measure.ts'
import { refuseMeasure } from '../punishment/measures/refusals.ts'

/** A rule as it speaks of one matter. */
export type MatterRule = Readonly<{
  rule: MeasureRule
  measure: Measure
  effect: 'BARS' | 'CAUTIONS'
  inCatalogue: boolean // Not where only an earlier edition had it: then it bars nobody, and is told as fallen.
}>

/** The rules that speak of a matter on a day, by the kind of their cause, each edition made ready once. */
export type MatterRules = Readonly<{
  edition: MeasureEdition
  listing: readonly MatterRule[]
  penalty: readonly MatterRule[]
  licence: readonly MatterRule[]
  registration: readonly MatterRule[]
}>

type Known = { key: string; rules: MatterRules }
const known = new WeakMap<MeasureCatalogue, Known>() // Thousands of files are asked about one matter on one day.

export function rulesOfMatter(catalogue: MeasureCatalogue, matter: string, day: PlainDate): MatterRules {
  const key = `${matter} ${day}`
  const before = known.get(catalogue)
  if (before?.key === key) return before.rules
  const rules = made(catalogue, matter, day)
  known.set(catalogue, { key, rules })
  return rules
}

function made(catalogue: MeasureCatalogue, matter: string, day: PlainDate): MatterRules {
  const edition = measuresOn(catalogue, day)
  if (!edition.matters.some(({ code }) => code === matter))
    throw refuseMeasure('MATTER_UNKNOWN', { matter, version: edition.version })
  const rules = speaking(edition, matter, true)
  const codes = new Set(edition.rules.map(({ code }) => code))
  for (const earlier of editionsUntil(catalogue, day).toReversed()) {
    for (const gone of speaking(earlier, matter, false)) {
      if (codes.has(gone.rule.code)) continue
      codes.add(gone.rule.code)
      rules.push(gone)
    }
  }
  const begun = rules.filter(({ rule }) => rule.effectiveFrom <= day)
  const of = (kind: Cause['kind']) => begun.filter(({ rule }) => rule.cause.kind === kind)
  return {
    ...{ edition, listing: of('LISTING'), penalty: of('PENALTY') },
    ...{ licence: of('LICENCE_REVOKED'), registration: of('REGISTRATION') },
  }
}

function speaking({ rules, measures }: MeasureEdition, matter: string, inCatalogue: boolean): MatterRule[] {
  return rules.flatMap((rule) => {
    const effect = rule.bars.includes(matter) ? 'BARS' : rule.cautions.includes(matter) ? 'CAUTIONS' : undefined
    const measure = measures.find(({ code }) => code === rule.measure)
    return effect && measure ? [{ rule, measure, effect, inCatalogue }] : []
  })
}
