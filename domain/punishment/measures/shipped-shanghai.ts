import type { MeasureRule } from './measure.ts'
import { line, listed, seriousAskers, seriousLists } from './shipped-line.ts'

const ordinary = {
  ...{ cause: listed('ABNORMAL_OPERATIONS'), clause: '上海市社会信用条例第三十条', from: '2017-10-01' },
  ...{ requesting: ['MARKET_REGULATION'] as const, confidence: 'UNSURE' as const },
  note: '条例未列明哪些情形属于一般失信；以经营异常名录为事由待核实，只作提示。',
}
const serious = {
  ...{ cause: listed(...seriousLists), clause: '上海市社会信用条例第三十一条', from: '2017-10-01' },
  ...{ requesting: seriousAskers, confidence: 'SOURCED' as const },
}
const byLaw = '依照法律、行政法规的规定；法律、行政法规另有要件的须核实。'

/**
 * Shanghai's own measures: for ordinary dishonesty (一般失信, Art. 30) and for serious dishonesty (严重失信, Art. 31); whoever
 * records a serious one records the responsible persons too (Art. 33).
 */
export const shanghaiRules: readonly MeasureRule[] = [
  line('SH-30-1', {
    ...{ ...ordinary, measure: 'SH_KEY_REVIEW' },
    cautions: ['LICENCE', 'QUALIFICATION', 'COMMITMENT_APPROVAL'],
  }),
  line('SH-30-2', { ...ordinary, measure: 'SH_FUNDS', cautions: ['FUNDS'] }),
  line('SH-30-3', { ...ordinary, measure: 'SH_NO_FACILITATION', cautions: ['PREFERENCE'] }),
  line('SH-30-4', { ...ordinary, measure: 'SH_TRADING_POINTS', cautions: ['PUBLIC_TRADING'] }),
  line('SH-30-5', { ...ordinary, measure: 'SH_MORE_SUPERVISION', cautions: ['SUPERVISION'] }),
  line('SH-31-1', {
    ...{ ...serious, measure: 'SH_MARKET_INDUSTRY', executing: ['MARKET_REGULATION'], note: byLaw },
    cautions: ['LICENCE', 'FOOD_LICENCE', 'QUALIFICATION', 'LAND', 'PUBLIC_TRADING'],
  }),
  line('SH-31-2', {
    ...{ ...serious, measure: 'SH_OFFICE', executing: ['MARKET_REGULATION'], cautions: ['OFFICE'] },
    ...{ reaches: 'PERSONS', note: `第三十三条：同时记录责任人员。${byLaw}` },
  }),
  line('SH-31-3', {
    ...{ ...serious, measure: 'SH_FINANCIAL_BUSINESS', executing: ['FINANCIAL_REGULATION'], note: byLaw },
    cautions: ['FINANCIAL_BUSINESS'],
  }),
  line('SH-31-4', {
    ...{ ...serious, measure: 'SH_PUBLIC_POLICY', executing: ['DEVELOPMENT_REFORM', 'COMMERCE', 'SCIENCE'] },
    bars: ['PREFERENCE'],
  }),
  line('SH-31-5', {
    ...{ ...serious, measure: 'SH_HONOURS', executing: ['HUMAN_RESOURCES', 'DEVELOPMENT_REFORM'], bars: ['HONOUR'] },
  }),
]
