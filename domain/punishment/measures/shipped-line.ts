import { plainDate } from '../../kernel/plain-date.ts'
import type { AgencyKind } from '../agency-kinds.ts'
import type { Cause, MeasureRule, MeasureTerm } from './measure.ts'

/** How a shipped rule is written down: what is usual may be left out. */
type Line = Readonly<{ measure: string; cause: Cause; clause: string; from: string }> &
  Partial<Omit<MeasureRule, 'code' | 'measure' | 'cause' | 'clause' | 'effectiveFrom'>>

/**
 * Days within which feedback is due, where nobody wrote a number down. The provincial systems say only whether feedback is
 * needed; the number is a parameter, to be settled by the edition in force.
 */
const feedbackWorkingDays = 20

export const line = (code: string, { from, ...rule }: Line): MeasureRule => ({
  ...{ code, field: 14, requesting: [], executing: [], term: whileStanding, reaches: 'ENTERPRISE' },
  ...{ bars: [], cautions: [], effectiveUntil: null, confidence: 'WELL_KNOWN', note: null },
  feedbackWorkingDays: (rule.executing ?? []).length === 0 ? null : feedbackWorkingDays,
  ...rule,
  effectiveFrom: plainDate(from),
})

export const whileStanding: MeasureTerm = { kind: 'WHILE_STANDING' }
export const years = (count: number): MeasureTerm => ({ kind: 'YEARS', years: count })
export const asDecided: MeasureTerm = { kind: 'AS_DECIDED' }
export const listed = (...listTypes: readonly string[]): Cause => ({ kind: 'LISTING', listTypes, grounds: null })

/** The lists that the law calls serious dishonesty (严重失信主体名单). */
export const seriousLists = [
  ...['SERIOUS_VIOLATION', 'WAGE_ARREARS', 'MAJOR_TAX_VIOLATION', 'WORK_SAFETY', 'GOVERNMENT_PROCUREMENT'],
  'JUDGMENT_DEFAULTER',
] as const

/** Who keeps one of those lists, and the office that asks for lists that are kept elsewhere. */
export const seriousAskers: readonly AgencyKind[] = [
  ...(['MARKET_REGULATION', 'HUMAN_RESOURCES', 'TAX', 'EMERGENCY', 'FINANCE', 'COURT', 'CREDIT_OFFICE'] as const),
]
