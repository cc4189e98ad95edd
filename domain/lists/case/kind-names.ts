/** How the law calls the kinds of authority that may decide on a list (认定机关). */
const kindNames: Readonly<Record<string, string>> = {
  ...{ MARKET_REGULATION: '市场监督管理部门', HUMAN_RESOURCES: '人力资源社会保障部门', TAX: '税务机关' },
  ...{ EMERGENCY: '应急管理部门', FINANCE: '财政部门', STATISTICS: '统计机构', ECOLOGY: '生态环境主管部门' },
  ...{ FIRE_RESCUE: '消防救援机构', MEDICAL_INSURANCE: '医疗保障部门', INTELLECTUAL_PROPERTY: '知识产权部门' },
  ...{ COMMERCE: '商务主管部门', CUSTOMS: '海关', COURT: '人民法院', DEVELOPMENT_REFORM: '发展改革部门' },
  ...{ CREDIT_OFFICE: '公共信用信息工作机构', HOUSING_CONSTRUCTION: '住房城乡建设部门', TRANSPORT: '交通运输部门' },
  ...{ PLANNING_RESOURCES: '规划资源部门', SCIENCE: '科技部门', EDUCATION: '教育部门', IMMIGRATION: '移民管理机构' },
  FINANCIAL_REGULATION: '金融监督管理机构',
}

/** The name of a kind of authority; of a kind that a newer catalogue brought along, what the catalogue calls it. */
export const kindNameOf = (kind: string): string => kindNames[kind] ?? kind
