import type {
  CommitmentCounts,
  Counts,
  HonourCounts,
  InspectionCounts,
  LicenceCounts,
  ListingCounts,
  PenaltyCounts,
  RegistrationCounts,
  ReportCounts,
} from './counts.ts'
import { type CreditModel, creditClasses, type Fade } from './model.ts'

/** A line of the model as the count goes by it: an indicator, or an overriding fact (`floor` above 0). */
export type Rule<C extends Counts = Counts> = Readonly<{
  place: number // Among all rules: the indicators in the model's order, then the overriding facts in theirs.
  counts: C
  points: number
  fading: readonly Fade[]
  windowMonths: number // 0 for none.
  cap: number // 0 for none.
  floor: number // Place of the class than which the profile is no better; 0 for an indicator.
}>

/** A model made ready for counting: each section finds its own rules. */
export type PreparedModel = Readonly<{
  model: CreditModel
  registration: readonly Rule<RegistrationCounts>[]
  licence: readonly Rule<LicenceCounts>[]
  penalty: readonly Rule<PenaltyCounts>[]
  inspection: readonly Rule<InspectionCounts>[]
  listing: readonly Rule<ListingCounts>[]
  report: readonly Rule<ReportCounts>[]
  honour: readonly Rule<HonourCounts>[]
  commitment: readonly Rule<CommitmentCounts>[]
  missingMonths: number // The longest window of a rule about reports that were not filed; 0 where there is no such rule.
}>

const prepared = new WeakMap<CreditModel, PreparedModel>()

/** Makes a model ready; the same model object is made ready once. */
export function prepareModel(model: CreditModel): PreparedModel {
  const known = prepared.get(model)
  if (known) return known
  const made = prepare(model)
  prepared.set(model, made)
  return made
}

function prepare(model: CreditModel): PreparedModel {
  const indicators = model.indicators.map(({ counts, points, fading, windowMonths, cap }, place): Rule => {
    return { place, counts, points, fading, windowMonths: windowMonths ?? 0, cap: cap ?? 0, floor: 0 }
  })
  const overrides = model.overrides.map(({ counts, windowMonths, noBetterThan }, place): Rule => {
    const floor = creditClasses.indexOf(noBetterThan)
    return {
      place: indicators.length + place,
      counts,
      points: 1,
      fading: [],
      windowMonths: windowMonths ?? 0,
      cap: 0,
      floor,
    }
  })
  const rules = [...indicators, ...overrides]
  const of = <S extends Counts['section']>(section: S) =>
    rules.filter((rule): rule is Rule<Extract<Counts, { section: S }>> => rule.counts.section === section)
  const report = of('REPORT')
  return {
    model,
    ...{ registration: of('REGISTRATION'), licence: of('LICENCE'), penalty: of('PENALTY') },
    ...{ inspection: of('INSPECTION'), listing: of('LISTING'), report, honour: of('HONOUR') },
    commitment: of('COMMITMENT'),
    missingMonths: Math.max(
      0,
      ...report.filter(({ counts }) => counts.what === 'MISSING').map((rule) => rule.windowMonths),
    ),
  }
}
