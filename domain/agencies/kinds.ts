import { authorityKindOf } from '../lists/authority-kind.ts'
import { type AgencyKind, agencyKinds } from '../punishment/agency-kinds.ts'

/** Endings of official names, and the kinds of agency that they tell; the first that fits counts. */
const endings: readonly (readonly [ending: RegExp, kinds: readonly AgencyKind[]])[] = [
  [/发展和?改革(委员会|委|局)$/, ['DEVELOPMENT_REFORM', 'CREDIT_OFFICE']], // In Shanghai's districts it leads credit affairs.
  [/(公共信用信息(服务)?中心|社会信用体系建设办公室|信用办)$/, ['CREDIT_OFFICE']],
  [/(交通(运输)?(委员会|委|局))$/, ['TRANSPORT']],
  [/(住房(和|保障|城乡).*(局|委员会|委)|建设和?(交通|管理)委员会|建管委)$/, ['HOUSING_CONSTRUCTION']],
  [/规划和?自然资源局$|规划资源局$/, ['PLANNING_RESOURCES']],
  [/科学技术(委员会|局)$|科技委$|科委$/, ['SCIENCE']],
  [/教育(局|委员会)$/, ['EDUCATION']],
  [/(移民|出入境)(检查|管理).*(局|总站|支队|办公室)$/, ['IMMIGRATION']],
  [/金融监(督管理|管)(总局|局|支局|分局).*$|金融监督管理总局.*监管(分局|支局|局)$/, ['FINANCIAL_REGULATION']],
]

/** What kinds of agency an official name tells (机关类别); none where it tells nothing. */
export function agencyKindsOf(name: string): readonly AgencyKind[] {
  const trimmed = name.trim()
  const told = authorityKindOf(trimmed)
  const known = agencyKinds.find((kind) => kind === told)
  if (known) return [known]
  return endings.find(([ending]) => ending.test(trimmed))?.[1] ?? []
}
