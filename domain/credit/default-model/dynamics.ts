import type { Indicator } from '../model.ts'
import { line } from './line.ts'

const dynamics = line('DYNAMICS')
const reports = '企业信息公示暂行条例第八条'

/** What the subject does by itself (企业动态信息): changes, reports, terms of licences. */
export const dynamicsIndicators: readonly Indicator[] = [
  dynamics(
    'ADDRESS_CHANGED',
    '住所变更',
    -15,
    { section: 'REGISTRATION', what: 'CHANGES', items: ['02'] },
    {
      ...{ windowMonths: 24, fading: [{ afterMonths: 12, points: -5 }], cap: 30 },
    },
  ),
  dynamics(
    'NAME_CHANGED',
    '名称变更',
    -10,
    { section: 'REGISTRATION', what: 'CHANGES', items: ['01'] },
    {
      ...{ windowMonths: 24, fading: [{ afterMonths: 12, points: -5 }], cap: 20 },
    },
  ),
  dynamics(
    'LICENCE_EXPIRED',
    '许可到期未延续',
    -25,
    { section: 'LICENCE', what: 'EXPIRED', classes: null },
    {
      ...{ windowMonths: 36, fading: [{ afterMonths: 12, points: -10 }], cap: 50, clause: '行政许可法第五十条' },
    },
  ),
  dynamics(
    'REPORT_ON_TIME',
    '按期报送年度报告',
    5,
    { section: 'REPORT', what: 'ON_TIME' },
    {
      ...{ windowMonths: 36, cap: 15, clause: reports },
    },
  ),
  dynamics(
    'REPORT_LATE',
    '逾期报送年度报告',
    -30,
    { section: 'REPORT', what: 'LATE' },
    {
      ...{
        windowMonths: 36,
        fading: [
          { afterMonths: 12, points: -20 },
          { afterMonths: 24, points: -10 },
        ],
        clause: reports,
      },
    },
  ),
  dynamics(
    'REPORT_MISSING',
    '未报送年度报告',
    -60,
    { section: 'REPORT', what: 'MISSING' },
    {
      ...{
        windowMonths: 36,
        fading: [
          { afterMonths: 12, points: -40 },
          { afterMonths: 24, points: -20 },
        ],
        clause: reports,
      },
    },
  ),
  dynamics(
    'REPORT_AMENDED',
    '更正年度报告',
    -5,
    { section: 'REPORT', what: 'AMENDED' },
    {
      ...{ windowMonths: 12, cap: 10 },
    },
  ),
]
