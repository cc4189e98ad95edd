import type { Indicator } from '../model.ts'
import { line } from './line.ts'

const supervision = line('SUPERVISION')
const scheme = 'SPOT_CHECK_2017'
const penaltyLaw = '行政处罚法第九条'
const abnormal = ['ABNORMAL_OPERATIONS'] as const
const seriousLists = [
  'SERIOUS_VIOLATION',
  'JUDGMENT_DEFAULTER',
  'WAGE_ARREARS',
  'MAJOR_TAX_VIOLATION',
  'WORK_SAFETY',
] as const

/** Inspections, licences, and lists (监管信息：检查、许可、名录). */
export const supervisionIndicators: readonly Indicator[] = [
  supervision(
    'INSPECTION_FOUND',
    '检查发现问题',
    -30,
    {
      ...{ section: 'INSPECTION', what: 'FOUND', forms: ['RANDOM', 'DAILY', 'SPECIAL'], results: null },
    },
    { windowMonths: 24, fading: [{ afterMonths: 12, points: -15 }], cap: 90 },
  ),
  supervision(
    'INSPECTION_FOUND_TRIGGERED',
    '投诉举报等触发的检查发现问题',
    -40,
    {
      ...{ section: 'INSPECTION', what: 'FOUND', forms: ['TRIGGERED'], results: null },
    },
    { windowMonths: 24, fading: [{ afterMonths: 12, points: -20 }], cap: 120 },
  ),
  supervision(
    'INSPECTION_OBSTRUCTED',
    '不配合检查情节严重',
    -120,
    {
      ...{
        section: 'INSPECTION',
        what: 'FOUND',
        forms: null,
        results: [
          { scheme, code: '8' },
          { scheme: 'SPOT_CHECK_2014', code: '6' },
        ],
      },
    },
    { windowMonths: 36, fading: [{ afterMonths: 24, points: -60 }] },
  ),
  supervision(
    'INSPECTION_LOST_CONTACT',
    '检查时通过登记的住所无法联系',
    -30,
    {
      ...{
        section: 'INSPECTION',
        what: 'FOUND',
        forms: null,
        results: [
          { scheme, code: '6' },
          { scheme: 'SPOT_CHECK_2014', code: '4' },
        ],
      },
    },
    { windowMonths: 24, cap: 60 },
  ),
  supervision(
    'INSPECTION_CLEAN',
    '检查未发现问题',
    10,
    { section: 'INSPECTION', what: 'CLEAN', forms: null },
    {
      ...{ windowMonths: 24, cap: 20 },
    },
  ),
  supervision(
    'INSPECTION_OPEN',
    '检查发现问题逾三个月未办结',
    -15,
    { section: 'INSPECTION', what: 'OPEN', afterMonths: 3 },
    {
      ...{ windowMonths: 36, cap: 45 },
    },
  ),
  supervision(
    'ORDER_OVERDUE',
    '逾期未改正',
    -40,
    { section: 'INSPECTION', what: 'ORDER_OVERDUE' },
    {
      ...{ cap: 120, clause: '行政处罚法第二十八条' },
    },
  ),
  supervision(
    'NOT_CORRECTED',
    '责令改正未改正',
    -60,
    { section: 'INSPECTION', what: 'NOT_CORRECTED' },
    {
      ...{ windowMonths: 36, cap: 180, clause: '行政处罚法第二十八条' },
    },
  ),
  supervision(
    'LICENCE_SUSPENDED',
    '许可被暂扣',
    -80,
    { section: 'LICENCE', what: 'SUSPENDED' },
    { clause: penaltyLaw },
  ),
  supervision(
    'LICENCE_REVOKED',
    '许可被吊销、撤销',
    -150,
    {
      ...{ section: 'LICENCE', what: 'REVOKED', grounds: ['PENALTY', 'UNLAWFUL_GRANT'] },
    },
    { windowMonths: 36, clause: '行政处罚法第九条；行政许可法第六十九条' },
  ),
  supervision(
    'ABNORMAL_LISTED',
    '在经营异常名录',
    -40,
    { section: 'LISTING', what: 'LISTED', lists: abnormal, grounds: null },
    {
      ...{ cap: 120, clause: '企业信息公示暂行条例第十七条' },
    },
  ),
  supervision(
    'ABNORMAL_LEFT',
    '曾被列入经营异常名录',
    -30,
    { section: 'LISTING', what: 'LEFT', lists: abnormal, by: ['CURED'] },
    {
      ...{
        windowMonths: 36,
        fading: [
          { afterMonths: 12, points: -20 },
          { afterMonths: 24, points: -10 },
        ],
        cap: 60,
      },
      clause: '企业信息公示暂行条例第十七条',
    },
  ),
  supervision(
    'SERIOUS_LEFT',
    '曾被列入严重失信主体名单',
    -100,
    {
      ...{ section: 'LISTING', what: 'LEFT', lists: seriousLists, by: ['CURED', 'EARLY_EXIT', 'TERM_ENDED'] },
    },
    { windowMonths: 24, fading: [{ afterMonths: 12, points: -50 }], cap: 200 },
  ),
]
