import type { Indicator } from '../model.ts'
import { line } from './line.ts'

const relations = line('RELATIONS')
const social = line('SOCIAL')

/** Whom the subject is bound to (关联关系信息), and what others say of it (社会评价信息). */
export const relationsAndSocialIndicators: readonly Indicator[] = [
  relations(
    'REPRESENTATIVE_CHANGED',
    '法定代表人变更',
    -15,
    { section: 'REGISTRATION', what: 'CHANGES', items: ['03'] },
    {
      ...{ windowMonths: 24, fading: [{ afterMonths: 12, points: -5 }], cap: 45 },
    },
  ),
  relations(
    'SHAREHOLDERS_CHANGED',
    '投资人（股权）变更',
    -10,
    { section: 'REGISTRATION', what: 'CHANGES', items: ['10'] },
    {
      ...{ windowMonths: 12, cap: 30 },
    },
  ),
  relations(
    'REGISTRAR_CHANGED',
    '迁移登记机关',
    -10,
    { section: 'REGISTRATION', what: 'CHANGES', items: ['14'] },
    {
      ...{ windowMonths: 24, cap: 20 },
    },
  ),

  social(
    'HONOUR_HIGH',
    '国家级、省级荣誉',
    40,
    { section: 'HONOUR', what: 'VALID', levels: ['NATIONAL', 'PROVINCIAL'] },
    {
      cap: 80,
    },
  ),
  social(
    'HONOUR_LOCAL',
    '市级、区县级荣誉',
    20,
    { section: 'HONOUR', what: 'VALID', levels: ['CITY', 'COUNTY'] },
    { cap: 40 },
  ),
  social(
    'HONOUR_WITHDRAWN',
    '荣誉被撤销',
    -40,
    { section: 'HONOUR', what: 'WITHDRAWN', levels: null },
    {
      ...{ windowMonths: 24, cap: 80 },
    },
  ),
  social(
    'COMMITMENT_KEPT',
    '信用承诺已履行',
    10,
    { section: 'COMMITMENT', what: 'KEPT', kinds: null },
    {
      ...{ windowMonths: 36, cap: 20 },
    },
  ),
  social(
    'COMMITMENT_BROKEN',
    '信用承诺未履行',
    -80,
    { section: 'COMMITMENT', what: 'BROKEN', kinds: null },
    {
      ...{
        windowMonths: 36,
        fading: [
          { afterMonths: 12, points: -50 },
          { afterMonths: 24, points: -25 },
        ],
        cap: 160,
      },
    },
  ),
  social(
    'COMMITMENT_UNCHECKED',
    '信用承诺逾期未核查',
    -5,
    { section: 'COMMITMENT', what: 'UNCHECKED', kinds: null },
    {
      ...{ windowMonths: 12, cap: 10 },
    },
  ),
]
