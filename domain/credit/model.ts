import type { Confidence } from '../enterprise/listing/list-types.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { Json } from '../kernel/event.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { CreditClass, IndicatorGroup } from './classes.ts'
import type { Counts } from './counts.ts'

/** What stands in place of a clause where no text of law asks for it (政策选择): whoever enacts the model answers for it. */
export const policyChoice = 'POLICY_CHOICE'

/** From so many months after its day on, a thing counts with these points instead (衰减). */
export type Fade = Readonly<{ afterMonths: number; points: number }>

/** One line of the model (指标): what it counts, and how much each time. Points below zero are deductions. */
export type Indicator = Readonly<{
  code: string
  name: string
  group: IndicatorGroup
  counts: Counts
  points: number
  windowMonths: number | null // Counts up to the day before the corresponding day; null counts as long as it lasts.
  fading: readonly Fade[] // In the order of their months, each weaker than what was before.
  cap: number | null // The most, without its sign, that all together give or take.
  clause: string // Legal basis, or POLICY_CHOICE.
  confidence: Confidence
  note: string | null
}>

/** A fact that outweighs the score (一票否决、直接判定): while it stands the class is no better than this. */
export type OverridingRule = Readonly<{
  code: string
  name: string
  counts: Counts
  noBetterThan: Exclude<CreditClass, 'A'>
  windowMonths: number | null
  clause: string
  confidence: Confidence
  note: string | null
}>

/** The least score of each class; whatever is below the last is D. */
export type CutOffs = Readonly<{ A: number; B: number; C: number }>

/** A model of credit risk (信用风险分类模型): nothing but data, in versions, each in force from a day on. */
export type CreditModel = Readonly<{
  name: string
  version: number
  effectiveFrom: PlainDate
  baseScore: number
  scoreMin: number | null // The score goes no lower; what is cut off stands among the reasons.
  scoreMax: number | null
  cutOffs: CutOffs
  indicators: readonly Indicator[]
  overrides: readonly OverridingRule[]
  note: string | null
}>

/** The one text of a model: two models are the same model where this is the same. */
export const canonicalModel = (model: CreditModel): string => canonicalJson(model as unknown as Json)

export { checkModel } from './check-model.ts'
export * from './classes.ts'
