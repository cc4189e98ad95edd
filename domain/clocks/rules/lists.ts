import type { PlainDate } from '../../kernel/plain-date.ts'
import { calendarTerm, statedDay, workingDays } from '../counting.ts'
import { type ClockRule, rule } from '../rule.ts'

const order68 = '企业经营异常名录管理暂行办法（原工商总局令第68号）'
const order44 = '市场监督管理严重违法失信名单管理办法（市场监管总局令第44号）'

/** A term in years ends with the corresponding day, the day of entry not being counted (民法典 Art. 201, 202), as listings count. */
const yearsFromEntry = (number: number) => ({ unit: 'YEAR', number, from: 'DAY_AFTER', roll: false }) as const

/** A year is full on the corresponding day: what may be done after it may be done from then on, and it is run the day before. */
const fullYear = { unit: 'YEAR', number: 1, from: 'SAME_DAY', roll: false } as const

/** The clocks of the lists of market regulation (经营异常名录、严重违法失信名单). */
export const listClocks: readonly ClockRule[] = [
  rule('2014-10-01', {
    ...{ code: 'ABN-IN', name: '列入经营异常名录期限', count: workingDays(10), owedBy: 'REGISTRAR' },
    ...{ starts: ['ABNORMALITY_VERIFIED'], ends: ['LISTED'], falls: ['CURED', 'SUBJECT_ENDED', 'BASIS_FELL'] },
    ...{ clause: order68, confidence: 'SOURCED' },
    note: '年报逾期的，自6月30日届满起算（通行做法）。',
  }),
  rule('2014-10-01', {
    ...{ code: 'ABN-OUT', name: '移出经营异常名录期限', count: workingDays(5), owedBy: 'DECIDING_AGENCY' },
    ...{ starts: ['CURE_VERIFIED'], ends: ['DELISTED'], clause: `${order68}；国市监信规〔2021〕3号` },
    falls: ['ABANDONED'],
    note: '补报年报、变更住所之日推定为查实之日；已拟定移出的，以核实之日起算。',
  }),
  rule('2014-10-01', {
    ...{ code: 'ABN-OBJ', name: '对列入经营异常名录提出异议的期限', count: calendarTerm(30, 'DAY') },
    ...{ starts: ['ABNORMAL_LISTING_PUBLISHED'], ends: ['OBJECTED'], falls: ['DELISTED'] },
    ...{ nature: 'RIGHT', owedBy: 'ENTERPRISE', clause: `${order68}第十六条` },
  }),
  rule('2014-10-01', {
    ...{ code: 'LIST-STATE', name: '拟列入告知陈述申辩期限', count: statedDay, nature: 'RIGHT', owedBy: 'ENTERPRISE' },
    ...{ starts: ['LIST_NOTICE_SERVED'], ends: ['STATED'], falls: ['ABANDONED', 'BASIS_FELL'] },
    clause: `${order44}第十三条；各名录、名单清单载明的告知期限`,
    note: '期限以名录、名单清单当日施行的版本为准；条款号未经核实。',
  }),
  rule('2021-09-01', {
    ...{ code: 'SER-PUB', name: '严重违法失信名单公示期限', count: workingDays(20), owedBy: 'DECIDING_AGENCY' },
    ...{ starts: ['SERIOUS_LISTING_DECIDED'], ends: ['PUBLISHED'], falls: ['DELISTED'], clause: order44 },
  }),
  rule('2016-04-01', {
    ...{ code: 'SER-TERM', name: '严重违法企业名单期限', effectiveUntil: '2021-08-31' as PlainDate },
    ...{ starts: ['SERIOUS_LISTING_DECIDED'], ends: ['DELISTED'], count: yearsFromEntry(5), nature: 'TERM' },
    ...{ owedBy: 'DECIDING_AGENCY', confidence: 'SOURCED' },
    clause: '严重违法失信企业名单管理暂行办法（原工商总局令第83号）',
  }),
  rule('2021-09-01', {
    ...{ code: 'SER-TERM', version: 2, name: '严重违法失信名单期限', count: yearsFromEntry(3), nature: 'TERM' },
    ...{ starts: ['SERIOUS_LISTING_DECIDED'], ends: ['DELISTED'], owedBy: 'DECIDING_AGENCY', clause: order44 },
    note: '经营或者从业限制期限更长的，从其期限（以列入决定载明的届满日为准）。',
  }),
  rule('2021-09-01', {
    ...{ code: 'SER-EARLY', name: '可以申请提前移出的起始时间', count: fullYear, nature: 'TERM' },
    ...{ starts: ['SERIOUS_LISTING_DECIDED'], ends: ['DELISTED'], owedBy: 'ENTERPRISE', clause: order44 },
    ...{ confidence: 'SOURCED', note: '届满之次日起可以申请；限制期限未满的除外。' },
  }),
]
