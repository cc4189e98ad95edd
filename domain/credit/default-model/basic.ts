import type { Indicator } from '../model.ts'
import { line } from './line.ts'

const basic = line('BASIC')

/** What the subject is (基础属性信息). */
export const basicIndicators: readonly Indicator[] = [
  basic('AGE_5_YEARS', '存续满五年', 10, { section: 'REGISTRATION', what: 'AGE', fromMonths: 60, belowMonths: null }),
  basic('AGE_BELOW_1_YEAR', '设立未满一年', -25, {
    section: 'REGISTRATION',
    what: 'AGE',
    fromMonths: 0,
    belowMonths: 12,
  }),
  basic(
    'DORMANT',
    '歇业',
    -20,
    { section: 'REGISTRATION', what: 'STATUS', statuses: ['DORMANT'] },
    {
      clause: '市场主体登记管理条例实施细则第四十条',
    },
  ),
  basic('PROVISIONAL', '未归集到登记信息', -40, { section: 'REGISTRATION', what: 'PROVISIONAL' }),
  basic('TERM_ENDED', '营业期限届满未办理延期', -40, {
    section: 'REGISTRATION',
    what: 'TERM_ENDED',
    subjectKinds: null,
  }),
  basic('LICENCE_VALID', '持有有效行政许可', 10, { section: 'LICENCE', what: 'VALID', classes: null }, { cap: 20 }),
]
