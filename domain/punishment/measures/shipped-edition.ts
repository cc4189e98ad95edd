import { plainDate } from '../../kernel/plain-date.ts'
import type { MeasureEdition } from './measure.ts'
import { shippedMatters, shippedMeasures } from './shipped-measures.ts'
import { nationalRules } from './shipped-national.ts'
import { shanghaiRules } from './shipped-shanghai.ts'

/**
 * The catalogue that ships (随系统提供的清单). It goes back before any entry that is asked about, while each rule has the
 * day from which its own clause holds; a new edition of the national list is proposed, enacted, and so an event.
 */
export const shippedEdition: MeasureEdition = {
  ...{ version: 1, name: '全国失信惩戒措施基础清单及上海市补充措施', effectiveFrom: plainDate('2000-01-01') },
  ...{ measures: shippedMeasures, matters: shippedMatters },
  rules: [...nationalRules, ...shanghaiRules],
}
