import type { AgencyKind } from '../punishment/agency-kinds.ts'

/** Endings of official names, and the kinds of agency that they tell; the first that fits counts. */
const endings: readonly (readonly [ending: RegExp, kinds: readonly AgencyKind[]])[] = [
  [/市场监督管理局$/, ['MARKET_REGULATION']],
  [/人力资源和?社会保障局$/, ['HUMAN_RESOURCES']],
  [/税务局(稽查局)?$/, ['TAX']],
  [/应急管理局$/, ['EMERGENCY']],
  [/财政局$/, ['FINANCE']],
  [/统计局$/, ['STATISTICS']],
  [/生态环境局$/, ['ECOLOGY']],
  [/消防救援[支总]队$/, ['FIRE_RESCUE']],
  [/医疗保障局$/, ['MEDICAL_INSURANCE']],
  [/知识产权局$/, ['INTELLECTUAL_PROPERTY']],
  [/商务委(员会)?$/, ['COMMERCE']],
  [/海关$/, ['CUSTOMS']],
  [/法院$/, ['COURT']], // 人民法院, and the special ones: 海事法院, 金融法院, 知识产权法院, 铁路运输法院.
  [/发展和?改革(委员会|委|局)$/, ['DEVELOPMENT_REFORM', 'CREDIT_OFFICE']], // In Shanghai's districts it leads credit affairs.
  [/(公共信用信息(服务)?中心|社会信用体系建设办公室|信用办)$/, ['CREDIT_OFFICE']],
  [/(交通(运输)?(委员会|委|局))$/, ['TRANSPORT']],
  [/(住房(和|保障|城乡).*(局|委员会|委)|建设和?(交通|管理)委员会|建管委)$/, ['HOUSING_CONSTRUCTION']],
  [/规划和?自然资源局$|规划资源局$/, ['PLANNING_RESOURCES']],
  [/科学技术(委员会|局)$|科技委$|科委$/, ['SCIENCE']],
  [/教育(局|委员会)$/, ['EDUCATION']],
  [/(移民|出入境)(检查|管理).*(局|总站|支队|办公室)$/, ['IMMIGRATION']],
  [/金融监(督管理|管)(总局|局|支局|分局).*$|金融监督管理总局.*监管(分局|支局|局)$/, ['FINANCIAL_REGULATION']],
  [/卫生健康(委员会|委)$/, ['HEALTH']],
  [/文化和旅游局$/, ['CULTURE_TOURISM']],
  [/民政局$/, ['CIVIL_AFFAIRS']],
  [/城市管理(行政|综合)执法局$/, ['URBAN_MANAGEMENT']],
  [/公安局$|公安分局$/, ['PUBLIC_SECURITY']],
  [/司法局$/, ['JUSTICE']],
  [/农业农村(委员会|局)$/, ['AGRICULTURE']],
  [/水务局$/, ['WATER']],
]

/** What kinds of agency an official name tells (机关类别); none where it tells nothing. */
export const agencyKindsOf = (name: string): readonly AgencyKind[] =>
  endings.find(([ending]) => ending.test(name.trim()))?.[1] ?? []
