/**
 * Kinds of agency and court (机关类别) that the law names where it says who decides on a list, who asks for a measure, and
 * who carries it out. Which agency of a district is of which kind is the directory's affair.
 */
export const agencyKindNames = {
  MARKET_REGULATION: '市场监督管理',
  FINANCE: '财政',
  DEVELOPMENT_REFORM: '发展改革',
  CREDIT_OFFICE: '公共信用信息工作机构',
  HOUSING_CONSTRUCTION: '住房城乡建设',
  TRANSPORT: '交通运输',
  PLANNING_RESOURCES: '规划资源',
  HUMAN_RESOURCES: '人力资源社会保障',
  COMMERCE: '商务',
  SCIENCE: '科技',
  ECOLOGY: '生态环境',
  EMERGENCY: '应急管理',
  EDUCATION: '教育',
  TAX: '税务',
  CUSTOMS: '海关',
  IMMIGRATION: '移民管理',
  FINANCIAL_REGULATION: '金融监督管理',
  COURT: '人民法院',
  STATISTICS: '统计',
  FIRE_RESCUE: '消防救援',
  MEDICAL_INSURANCE: '医疗保障',
  INTELLECTUAL_PROPERTY: '知识产权',
  HEALTH: '卫生健康',
  CULTURE_TOURISM: '文化和旅游',
  CIVIL_AFFAIRS: '民政',
  URBAN_MANAGEMENT: '城市管理综合执法',
  PUBLIC_SECURITY: '公安',
  JUSTICE: '司法行政',
  AGRICULTURE: '农业农村',
  WATER: '水务',
} as const
export type AgencyKind = keyof typeof agencyKindNames
export const agencyKinds = Object.keys(agencyKindNames) as readonly AgencyKind[]

/** A kind as a person reads it; one that is none of these as it is written. */
export const kindName = (kind: string): string => agencyKindNames[kind as AgencyKind] ?? kind
