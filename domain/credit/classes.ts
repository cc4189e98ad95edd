/** Credit risk classes (信用风险分类), the best first: 信用风险低、一般、较高、高 (国市监信发〔2022〕6号). */
export const creditClasses = ['A', 'B', 'C', 'D'] as const
export type CreditClass = (typeof creditClasses)[number]

export const creditClassNames: Readonly<Record<CreditClass, string>> = {
  A: '信用风险低',
  B: '信用风险一般',
  C: '信用风险较高',
  D: '信用风险高',
}

/** The five groups of the general system (一级指标, domain sheet §6.1). */
export const indicatorGroups = ['BASIC', 'DYNAMICS', 'SUPERVISION', 'RELATIONS', 'SOCIAL'] as const
export type IndicatorGroup = (typeof indicatorGroups)[number]

export const indicatorGroupNames: Readonly<Record<IndicatorGroup, string>> = {
  BASIC: '基础属性信息',
  DYNAMICS: '企业动态信息',
  SUPERVISION: '监管信息',
  RELATIONS: '关联关系信息',
  SOCIAL: '社会评价信息',
}
