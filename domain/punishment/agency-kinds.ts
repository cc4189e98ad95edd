/**
 * Kinds of agency and court that the law names where it says who asks for a measure and who carries it out. Which agency
 * of a district is of which kind is the directory's affair.
 */
export const agencyKinds = [
  'MARKET_REGULATION', // 市场监督管理
  'FINANCE', // 财政
  'DEVELOPMENT_REFORM', // 发展改革
  'CREDIT_OFFICE', // 公共信用信息工作机构（信用办）
  'HOUSING_CONSTRUCTION', // 住房城乡建设
  'TRANSPORT', // 交通运输
  'PLANNING_RESOURCES', // 规划资源
  'HUMAN_RESOURCES', // 人力资源社会保障
  'COMMERCE', // 商务
  'SCIENCE', // 科技
  'ECOLOGY', // 生态环境
  'EMERGENCY', // 应急管理
  'EDUCATION', // 教育
  'TAX', // 税务
  'CUSTOMS', // 海关
  'IMMIGRATION', // 移民管理（出入境）
  'FINANCIAL_REGULATION', // 金融监督管理
  'COURT', // 人民法院
] as const
export type AgencyKind = (typeof agencyKinds)[number]
