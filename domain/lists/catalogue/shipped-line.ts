import { plainDate } from '../../kernel/plain-date.ts'
import type { Condition, GroundRule, ListDefinition, NoticeRule } from './definition.ts'

/** How a shipped list is written down: what is usual may be left out. */
type Line = Readonly<{ code: string; name: string; legalBasis: string; from: string; until?: string }> &
  Pick<ListDefinition, 'decidedBy' | 'term' | 'publicity'> &
  Partial<Omit<ListDefinition, 'code' | 'name' | 'legalBasis' | 'effectiveFrom' | 'effectiveUntil'>>

export const list = ({ from, until, ...written }: Line): ListDefinition => ({
  ...{ mirrored: false, grounds: [], penalty: 'NONE', ownPenalty: false, weighing: [], notice: fiveDays },
  ...{ extension: null, earlyExit: null, effects: [], numbers: null, confidence: 'WELL_KNOWN', note: null },
  ...written,
  effectiveFrom: plainDate(from),
  effectiveUntil: until === undefined ? null : plainDate(until),
})

export const ground = (code: string, name: string, more: Partial<GroundRule> = {}): GroundRule => ({
  ...{ code, name, clause: null, once: null, clock: null, cures: [], replayOnly: false },
  ...more,
})

/**
 * Notice with five working days for statement and defence: the number of the 2025 draft of Order 44, and of no text in
 * force that was read (待核实), so a parameter of each version.
 */
export const fiveDays: NoticeRule = {
  serving: ['SERVICE', 'ANNOUNCEMENT'],
  days: 5,
  unit: 'WORKING_DAY',
  hearing: false,
}

/** Publicity on a site; `workingDays` null where no number was read. */
export const published = (where: string, workingDays: number | null = null, note: string | null = null) => ({
  ...{ isPublic: true, where, workingDays, note },
})

/** Conditions of an early exit as the rules name them. */
export const conditions = {
  PERFORMED: { code: 'PERFORMED', name: '履行行政处罚决定等规定的义务' },
  HARM_REMOVED: { code: 'HARM_REMOVED', name: '已消除危害后果和不良影响' },
  NO_FURTHER_PENALTY: { code: 'NO_FURTHER_PENALTY', name: '未再受到市场监督管理部门较重行政处罚' },
  CORRECTED: { code: 'CORRECTED', name: '改正违法行为' },
  COMMITTED: { code: 'COMMITTED', name: '作出信用承诺' },
  PAID: { code: 'PAID', name: '缴清税款、滞纳金和罚款' },
} as const satisfies Readonly<Record<string, Condition>>

/** Kept for the authorities alone, until an edition settles what is to be published. */
export const unsettled = (where: string) => ({
  ...{ isPublic: false, where, workingDays: null, note: '是否公示待核实，核实前不向社会公示。' },
})

export const creditChina = '信用中国'
export const publicitySystem = '国家企业信用信息公示系统'
export const markets = ['MARKET_REGULATION'] as const

/** The measures of the national list and of Shanghai's regulation (Art. 31) that follow every serious list. */
export const seriousEffects = [
  ...['FUNDS', 'CREDIT_REPORT', 'CREDIT_CAUTION'],
  ...['SH_MARKET_INDUSTRY', 'SH_OFFICE', 'SH_FINANCIAL_BUSINESS', 'SH_PUBLIC_POLICY', 'SH_HONOURS'],
] as const
