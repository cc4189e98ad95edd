import type { Matter, Measure, MeasureClass, MeasureScope } from './measure.ts'

const of =
  (scope: MeasureScope, measureClass: MeasureClass) =>
  (code: string, name: string): Measure => ({ code, name, class: measureClass, scope })
const first = of('NATIONAL', 'I')
const second = of('NATIONAL', 'II')
const third = of('NATIONAL', 'III')
const shanghaiFirst = of('SHANGHAI', 'I')
const shanghaiSecond = of('SHANGHAI', 'II')

/**
 * The measures of the national base list (全国失信惩戒措施基础清单) and of Shanghai's regulation (上海市社会信用条例第三十条、
 * 第三十一条). The national editions of 2021 and 2022 have 14 items; the 11 that are known are here, and a new edition
 * adds the others.
 */
export const shippedMeasures: readonly Measure[] = [
  first('MARKET_ENTRY', '限制市场或者行业准入'),
  first('OFFICE', '限制任职'),
  first('CONSUMPTION', '限制消费'),
  first('EXIT', '限制出境'),
  first('SCHOOL', '限制升学复学'),
  second('FUNDS', '限制申请财政性资金项目'),
  second('HONOURS', '限制参加评先评优'),
  second('BENEFITS', '限制享受优惠政策和便利措施'),
  second('KEY_SUPERVISION', '纳入重点监管范围'),
  third('CREDIT_REPORT', '纳入市场化征信或者评级报告'),
  third('CREDIT_CAUTION', '从严审慎授信'),
  shanghaiSecond('SH_KEY_REVIEW', '列为重点审查对象，不适用简化程序'),
  shanghaiSecond('SH_FUNDS', '财政资金资助等政策扶持中作相应限制'),
  shanghaiSecond('SH_NO_FACILITATION', '行政管理中不适用便利化措施'),
  shanghaiSecond('SH_TRADING_POINTS', '公共资源交易中给予信用减分'),
  shanghaiSecond('SH_MORE_SUPERVISION', '日常监管中增加监管频次'),
  shanghaiFirst('SH_MARKET_INDUSTRY', '限制进入相关市场、相关行业'),
  shanghaiFirst('SH_OFFICE', '限制相关任职资格'),
  shanghaiFirst('SH_FINANCIAL_BUSINESS', '限制开展相关金融业务'),
  shanghaiFirst('SH_PUBLIC_POLICY', '限制享受相关公共政策'),
  shanghaiFirst('SH_HONOURS', '限制获得相关荣誉称号'),
]

/** The matters that windows ask about. */
export const shippedMatters: readonly Matter[] = [
  { code: 'LICENCE', name: '行政许可' },
  { code: 'FOOD_LICENCE', name: '食品生产经营许可' },
  { code: 'COMMITMENT_APPROVAL', name: '告知承诺制审批' },
  { code: 'QUALIFICATION', name: '资质、资格审核' },
  { code: 'GOVERNMENT_PROCUREMENT', name: '政府采购' },
  { code: 'TENDER', name: '工程建设项目招标投标' },
  { code: 'LAND', name: '国有土地出让' },
  { code: 'PUBLIC_TRADING', name: '公共资源交易' },
  { code: 'FUNDS', name: '财政性资金项目' },
  { code: 'HONOUR', name: '评先评优、荣誉称号' },
  { code: 'PREFERENCE', name: '优惠政策、便利措施' },
  { code: 'OFFICE', name: '担任法定代表人、负责人、董事、监事、高级管理人员' },
  { code: 'SIMPLE_DEREGISTRATION', name: '简易注销登记' },
  { code: 'SUPERVISION', name: '监管频次安排' },
  { code: 'LOAN', name: '授信、融资' },
  { code: 'FINANCIAL_BUSINESS', name: '金融业务准入' },
  { code: 'HIGH_CONSUMPTION', name: '高消费及有关消费' },
  { code: 'EXIT', name: '出境' },
  { code: 'SCHOOL', name: '升学、复学' },
]
