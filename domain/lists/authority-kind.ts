/**
 * What kind of authority an agency is (机关类别), told by the end of its official name, which whoever signed its officers in
 * vouches for. The longer ending goes first.
 */
const endings: readonly (readonly [ending: string, kind: string])[] = [
  ['市场监督管理局', 'MARKET_REGULATION'],
  ['人力资源和社会保障局', 'HUMAN_RESOURCES'],
  ['人力资源社会保障局', 'HUMAN_RESOURCES'],
  ['税务局', 'TAX'],
  ['税务局稽查局', 'TAX'],
  ['应急管理局', 'EMERGENCY'],
  ['财政局', 'FINANCE'],
  ['统计局', 'STATISTICS'],
  ['生态环境局', 'ECOLOGY'],
  ['消防救援支队', 'FIRE_RESCUE'],
  ['消防救援总队', 'FIRE_RESCUE'],
  ['医疗保障局', 'MEDICAL_INSURANCE'],
  ['知识产权局', 'INTELLECTUAL_PROPERTY'],
  ['商务委员会', 'COMMERCE'],
  ['商务委', 'COMMERCE'],
  ['海关', 'CUSTOMS'],
  ['法院', 'COURT'], // 人民法院, and the special ones: 海事法院, 金融法院, 知识产权法院, 铁路运输法院.
]

export const authorityKindOf = (name: string): string | undefined =>
  endings.find(([ending]) => name.trim().endsWith(ending))?.[1]

/** The sign of an agency in its document numbers (机关代字) where nobody set another: 徐市监, 徐人社. */
export function authorityMarkOf(name: string): string {
  const place = /上海市([\u4e00-\u9fff]{1,5}?)[区县]/.exec(name)?.[1]?.charAt(0) ?? '沪'
  const signs: Readonly<Record<string, string>> = {
    ...{ MARKET_REGULATION: '市监', HUMAN_RESOURCES: '人社', TAX: '税', EMERGENCY: '应急', FINANCE: '财' },
    ...{ STATISTICS: '统', ECOLOGY: '环', FIRE_RESCUE: '消', MEDICAL_INSURANCE: '医保', COMMERCE: '商' },
    INTELLECTUAL_PROPERTY: '知',
  }
  return `${place}${signs[authorityKindOf(name) ?? ''] ?? ''}`
}
