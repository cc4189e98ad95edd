import { canonicalJson } from '../kernel/canonical-json.ts'
import type { Json } from '../kernel/event.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import { type MeasureCatalogue, measuresOn } from '../punishment/measures/catalogue.ts'
import type { Cause, Measure, MeasureEdition, MeasureRule } from '../punishment/measures/measure.ts'
import { refuseMeasure } from '../punishment/measures/refusals.ts'

/** A rule as it speaks of one matter. */
export type MatterRule = Readonly<{
  rule: MeasureRule
  measure: Measure
  effect: 'BARS' | 'CAUTIONS'
  inCatalogue: boolean // Not where only an earlier edition had it: then it bars nobody, and is told as fallen.
  begunOn?: PlainDate | null // The day of the edition that brought it; null where the first one had it.
  goneOn?: PlainDate | null // The day of the edition that has it no longer.
  goneWhy?: 'MEASURE_WITHDRAWN' | 'RULE_CHANGED'
}>

/** The versions of one rule for one matter, the newest first; what a later edition says alike is one version. */
export type VersionsOfRule = readonly MatterRule[]

/** The rules that speak of a matter on a day, by the kind of their newest cause, each edition made ready once. */
export type MatterRules = Readonly<{
  edition: MeasureEdition
  listing: readonly VersionsOfRule[]
  penalty: readonly VersionsOfRule[]
  licence: readonly VersionsOfRule[]
  registration: readonly VersionsOfRule[]
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
  const begun = [...versionsUntil(catalogue, matter, day).values()]
    .map((versions) => versions.filter(({ rule }) => rule.effectiveFrom <= day))
    .filter((versions) => versions.length > 0)
  const of = (kind: Cause['kind']) => begun.filter((versions) => versions.some(({ rule }) => rule.cause.kind === kind))
  return {
    ...{ edition, listing: of('LISTING'), penalty: of('PENALTY') },
    ...{ licence: of('LICENCE_REVOKED'), registration: of('REGISTRATION') },
  }
}

/** What the editions one after another said of a matter by a day, by the codes of the rules. */
function versionsUntil(catalogue: MeasureCatalogue, matter: string, day: PlainDate): ReadonlyMap<string, MatterRule[]> {
  const known = new Map<string, MatterRule[]>()
  for (const { from, edition } of editionsInTurn(catalogue, day)) {
    const now = new Map(speaking(edition, matter).map((one) => [one.rule.code, one]))
    for (const [code, versions] of known) {
      const [last] = versions
      const next = now.get(code)
      if (!last?.inCatalogue || (next && isAlike(last, next))) continue
      const isThere = edition.rules.some((rule) => rule.code === code)
      versions[0] = {
        ...last,
        inCatalogue: false,
        goneOn: from,
        goneWhy: isThere ? 'RULE_CHANGED' : 'MEASURE_WITHDRAWN',
      }
    }
    for (const [code, one] of now) {
      const versions = known.get(code) ?? []
      const [last] = versions
      if (last?.inCatalogue) versions[0] = { ...one, begunOn: last.begunOn ?? null }
      else versions.unshift({ ...one, begunOn: from })
      known.set(code, versions)
    }
  }
  return known
}

/** Which edition was in force from when on; the first one goes back before any day. */
function* editionsInTurn(
  catalogue: MeasureCatalogue,
  day: PlainDate,
): Generator<Readonly<{ from: PlainDate | null; edition: MeasureEdition }>> {
  const days = catalogue.versions.flatMap(({ effectiveFrom, withdrawnOn }) => [effectiveFrom, withdrawnOn])
  const turns = [...new Set(days.filter((one) => one !== null && one <= day) as PlainDate[])].sort()
  if (turns.length === 0) yield { from: null, edition: measuresOn(catalogue, day) }
  for (const [place, turn] of turns.entries())
    yield { from: place === 0 ? null : turn, edition: measuresOn(catalogue, turn) }
}

/** Whether two versions of a rule make the same of the same grounds. */
const isAlike = (a: MatterRule, b: MatterRule): boolean => canonical(a) === canonical(b)

function canonical({ rule, effect }: MatterRule): string {
  const { measure, cause, term, reaches, effectiveFrom, effectiveUntil } = rule
  return canonicalJson({ effect, measure, cause, term, reaches, effectiveFrom, effectiveUntil } as unknown as Json)
}

function speaking({ rules, measures }: MeasureEdition, matter: string): MatterRule[] {
  return rules.flatMap((rule) => {
    const effect = rule.bars.includes(matter) ? 'BARS' : rule.cautions.includes(matter) ? 'CAUTIONS' : undefined
    const measure = measures.find(({ code }) => code === rule.measure)
    return effect && measure ? [{ rule, measure, effect, inCatalogue: true }] : []
  })
}
