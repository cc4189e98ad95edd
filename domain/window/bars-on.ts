import { factsAt, legalDayOf } from '../enterprise/facts.ts'
import { type EnterpriseFile, recordsOf } from '../enterprise/file.ts'
import { subjectEndsIn } from '../enterprise/listing/subject-end.ts'
import { addDays, type PlainDate } from '../kernel/plain-date.ts'
import type { MeasureCatalogue } from '../punishment/measures/catalogue.ts'
import type { Bar, FallenBar, RuleVersions, WindowAnswer } from './answer.ts'
import type { Basis, Fall, Judged } from './basis.ts'
import { judgeVersions } from './judge.ts'
import { licenceBases } from './licence-basis.ts'
import type { ListEffects } from './list-effects.ts'
import { listingBasis } from './listing-basis.ts'
import { penaltiesIn, penaltyBases } from './penalty-basis.ts'
import { registrationBases } from './registration-basis.ts'
import { type MatterRule, type MatterRules, rulesOfMatter, type VersionsOfRule } from './rules-of-matter.ts'

/**
 * Whether an enterprise is barred from a matter on a day (窗口核查): a pure function of its file, the catalogue of measures,
 * the list types, and the day. Nothing has to run for a bar to fall; when its ground is gone the next answer says so, and
 * why. For an answer as known at an instant, the file and the catalogues are those of that instant.
 */
export function barsOn(
  file: EnterpriseFile,
  matter: string,
  day: PlainDate,
  measures: MeasureCatalogue,
  listTypes: readonly ListEffects[],
): WindowAnswer {
  const rules = rulesOfMatter(measures, matter, day)
  const { bars, fallen, read } = judgedOn(file, day, rules, listTypes)
  const known = bars.length === 0 ? bars : untilKnownEnds(bars, file, day, rules, listTypes)
  return answerOf(known, fallen, { measures: rules.edition.version, listTypes: [...read] })
}

function judgedOn(file: EnterpriseFile, day: PlainDate, rules: MatterRules, listTypes: readonly ListEffects[]) {
  const bars: Bar[] = []
  const fallen: FallenBar[] = []
  const read = new Set<string>()
  for (const [basis, speaking] of basesOf(file, day, rules, listTypes)) {
    for (const versions of speaking) {
      const [one, judged] = judgeVersions(versions, basis, day) ?? []
      if (one === undefined || judged === undefined) continue
      if (basis.listType !== null) read.add(basis.listType)
      if (judged.fall) fallen.push(fallenBar(one, basis, judged.fall))
      else bars.push(bar(one, basis, judged))
    }
  }
  return { bars, fallen, read }
}

/** For a day that has passed the file knows more: a later exit, amendment, or annulment is the end of what bars then. */
function untilKnownEnds(
  bars: readonly Bar[],
  file: EnterpriseFile,
  day: PlainDate,
  rules: MatterRules,
  listTypes: readonly ListEffects[],
): readonly Bar[] {
  const ends = new Map<string, PlainDate>()
  for (const later of legalDaysAfter(file, day)) {
    const standing = new Set(judgedOn(file, later, rules, listTypes).bars.map(keyOf))
    for (const key of bars.map(keyOf)) if (!standing.has(key) && !ends.has(key)) ends.set(key, addDays(later, -1))
  }
  return bars.map((one) => {
    const end = ends.get(keyOf(one))
    return end === undefined || (one.until !== null && one.until <= end) ? one : { ...one, until: end }
  })
}

const keyOf = ({ rule, effect, ground, eventIds, since }: Bar): string =>
  [rule, effect, ground.section, ground.recordId, eventIds[0], since].join(' ')

function legalDaysAfter(file: EnterpriseFile, day: PlainDate): readonly PlainDate[] {
  const facts = [...file.entries.values()]
  if (!facts.some((fact) => fact.type === 'EntryCorrected' || legalDayOf(fact) > day)) return []
  return [...new Set(factsAt(facts, {}).map(legalDayOf))].filter((one) => one > day).sort()
}

/** The answers of several files of one subject as one: whatever stands in any of them stands (曾用代码). */
export function together(answers: readonly WindowAnswer[]): WindowAnswer {
  const [first, ...others] = answers
  if (first === undefined) throw new RangeError('no answers')
  if (others.length === 0) return first
  const listTypes = [...new Set(answers.flatMap(({ ruleVersions }) => ruleVersions.listTypes))]
  return answerOf(
    answers.flatMap(({ bars }) => bars),
    answers.flatMap(({ fallen }) => fallen),
    { ...first.ruleVersions, listTypes },
  )
}

function answerOf(bars: readonly Bar[], fallen: readonly FallenBar[], versions: RuleVersions): WindowAnswer {
  const isBarred = bars.some(({ effect }) => effect === 'BARS')
  return {
    answer: isBarred ? 'BARRED' : bars.length > 0 ? 'CAUTION' : 'CLEAR',
    bars: bars.toSorted(byWeight),
    fallen: fallen.toSorted((a, b) => order(a.rule, b.rule) || order(a.ground.recordId, b.ground.recordId)),
    ruleVersions: { ...versions, listTypes: versions.listTypes.toSorted() },
  }
}

/** Everything in the file from which the rules' measures may follow; what no rule speaks of is not even read. */
function* basesOf(
  file: EnterpriseFile,
  day: PlainDate,
  { listing, penalty, licence, registration }: MatterRules,
  types: readonly ListEffects[],
): Generator<readonly [Basis, readonly VersionsOfRule[]]> {
  const penaltyOf = penaltiesIn(file, day)
  const subjectEnds = subjectEndsIn(file, day)
  if (listing.length > 0)
    for (const [, facts] of recordsOf(file, 'LISTING')) {
      const basis = listingBasis(facts, day, types, penaltyOf, subjectEnds)
      if (basis) yield [basis, listing]
    }
  if (penalty.length > 0) for (const basis of penaltyBases(file, day)) yield [basis, penalty]
  if (licence.length > 0) for (const basis of licenceBases(file, day, penaltyOf)) yield [basis, licence]
  if (registration.length > 0) for (const basis of registrationBases(file, day)) yield [basis, registration]
}

const named = ({ rule, measure }: MatterRule, { ground }: Basis) => ({
  ...{ rule: rule.code, measure: measure.code, name: measure.name, ground, clause: rule.clause },
})

const bar = (one: MatterRule, basis: Basis, { since, until, effect, note }: Judged): Bar => ({
  ...{ ...named(one, basis), class: one.measure.class, effect, reaches: one.rule.reaches, since, until },
  ...{ eventIds: basis.eventIds, confidence: one.rule.confidence, note: note ?? one.rule.note, agency: basis.agency },
})

const fallenBar = (one: MatterRule, basis: Basis, { reason, on, eventIds }: Fall): FallenBar => ({
  ...{ ...named(one, basis), eventIds: [...new Set([...basis.eventIds, ...eventIds])], reason, on },
})

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What bars before what cautions; then by rule and record, so that the order of recording does not show. */
const byWeight = (a: Bar, b: Bar): number =>
  order(a.effect, b.effect) || order(a.rule, b.rule) || order(a.ground.recordId, b.ground.recordId)
