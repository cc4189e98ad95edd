import type { Confidence } from '../enterprise/listing/list-types.ts'
import { type PenaltyKind, penaltyKinds } from '../enterprise/penalty/events.ts'
import type { PlainDate } from '../kernel/plain-date.ts'

/** By what a record may be given out (提供依据): the clause, and the rule set that says so. */
export type Basis = Readonly<{ ruleSet: string; clause: string; confidence: Confidence }>

/** How grave a penalty is (失信程度): 轻微、一般、严重. Each sector may set its own; this is the national default. */
export const gravities = ['MINOR', 'GENERAL', 'SERIOUS'] as const
export type Gravity = (typeof gravities)[number]

const minor: readonly PenaltyKind[] = ['WARNING', 'CIRCULATED_CRITICISM']
const serious: readonly PenaltyKind[] = [
  ...(['REVOKE_PERMIT', 'RESTRICT_OPERATION', 'ORDER_SUSPENSION', 'ORDER_CLOSURE'] as const),
  ...(['RESTRICT_EMPLOYMENT', 'DETENTION'] as const),
]

/** The default of the draft of 2025-09 (domain sheet §4.1); no sector here has called any fine minor or serious. */
const gravityOf: Readonly<Record<PenaltyKind, Gravity>> = Object.fromEntries(
  penaltyKinds.map((kind) => [kind, minor.includes(kind) ? 'MINOR' : serious.includes(kind) ? 'SERIOUS' : 'GENERAL']),
) as Record<PenaltyKind, Gravity>

/** Several penalties of one decision are as grave as the gravest of them. */
export const gravityOfKinds = (kinds: readonly PenaltyKind[]): Gravity =>
  gravities.findLast((gravity) => kinds.some((kind) => gravityOf[kind] === gravity)) ?? 'MINOR'

/** How long penalties are on public display (公示期限), by one rule set. Of several kinds the longest term governs. */
export type PublicationRules = Basis &
  Readonly<{
    effectiveFrom: PlainDate
    reachesBack: boolean // Whether it governs decisions made before it; unsure for every one of them.
    months: Readonly<Record<Gravity, number>> // At most; zero is no display.
    warningsHidden: boolean // A decision of nothing but a warning is not displayed at all.
    minorOnlyIfStated: boolean // Minor ones are displayed only where the record itself says until when.
    banExtends: boolean // A ban on operating or on employment is displayed as long as it lasts.
  }>

const day = (text: string): PlainDate => text as PlainDate

/** The rule sets, oldest first (domain sheet §0 and §4.1). Where several are in force, the latest governs. */
export const publicationRules: readonly PublicationRules[] = [
  {
    ruleSet: 'SAMR-45-2021',
    clause: '市场监督管理行政处罚信息公示规定（市场监管总局令第45号）第十三条',
    effectiveFrom: day('2021-09-01'),
    reachesBack: true, // Nothing older is known here.
    months: { MINOR: 3, GENERAL: 36, SERIOUS: 36 },
    ...{ warningsHidden: true, minorOnlyIfStated: false, banExtends: true, confidence: 'SOURCED' },
  },
  {
    ruleSet: 'NDRC-58-2023',
    clause:
      '失信行为纠正后的信用信息修复管理办法（试行）（国家发展改革委令第58号）；上海市优化营商环境条例第六十五条、第六十七条',
    effectiveFrom: day('2023-05-01'),
    reachesBack: false,
    months: { MINOR: 0, GENERAL: 36, SERIOUS: 36 },
    ...{ warningsHidden: true, minorOnlyIfStated: false, banExtends: false, confidence: 'SOURCED' },
  },
  {
    ruleSet: 'GBF-2025-22',
    clause: '国办发〔2025〕22号《关于进一步完善信用修复制度的实施方案》',
    effectiveFrom: day('2025-06-22'),
    reachesBack: true,
    months: { MINOR: 3, GENERAL: 12, SERIOUS: 36 },
    ...{ warningsHidden: false, minorOnlyIfStated: true, banExtends: false, confidence: 'UNSURE' },
  },
  {
    ruleSet: 'NDRC-36-2026',
    clause: '信用修复管理办法（国家发展改革委令第36号）',
    effectiveFrom: day('2026-04-01'),
    reachesBack: true,
    months: { MINOR: 3, GENERAL: 12, SERIOUS: 36 },
    ...{ warningsHidden: false, minorOnlyIfStated: true, banExtends: false, confidence: 'UNSURE' },
  },
]

/** The rule set that governs, on a day, the display of a decision of another day. */
export function publicationRulesOn(on: PlainDate, decidedOn: PlainDate): PublicationRules {
  const governs = ({ effectiveFrom, reachesBack }: PublicationRules) =>
    effectiveFrom <= on && (reachesBack || effectiveFrom <= decidedOn)
  const rules = publicationRules.findLast(governs) ?? publicationRules[0]
  if (rules === undefined) throw new RangeError('there is no rule set for publication')
  return rules
}

/**
 * How long dishonesty information is given out on authorised query (查询期限): five years from the end of the conduct. A
 * record names no such end; the decision, by which the conduct had ended, stands for it.
 */
export const queryPeriod: Basis & Readonly<{ years: number }> = {
  ruleSet: 'SH-CREDIT-2017',
  clause: '上海市社会信用条例第九条、第三十五条',
  confidence: 'SOURCED',
  years: 5,
}

const basis = (ruleSet: string, clause: string, confidence: Confidence): Basis => ({ ruleSet, clause, confidence })

/** By what the sections without a term of their own are given out. */
export const bases = {
  registration: basis('EIR-2014', '企业信息公示暂行条例第六条', 'WELL_KNOWN'),
  annualReport: basis('EIR-2014', '企业信息公示暂行条例第八条', 'SOURCED'),
  licence: basis('ALL-2019', '行政许可法第四十条', 'SOURCED'),
  honour: basis('CATALOGUE', '全国公共信用信息基础目录：诚实守信相关荣誉信息', 'WELL_KNOWN'),
  commitment: basis('CATALOGUE', '全国公共信用信息基础目录：信用承诺及履行情况信息', 'WELL_KNOWN'),
} as const
