import type { Authority } from '../enterprise/parties.ts'
import type { AgencyKind } from '../punishment/agency-kinds.ts'
import type { AgencyEntry } from './entry.ts'
import { agencyKindsOf } from './kinds.ts'
import { refuseAgency } from './refusals.ts'

const signs: Partial<Record<AgencyKind, string>> = {
  ...{ MARKET_REGULATION: '市监', HUMAN_RESOURCES: '人社', TAX: '税', EMERGENCY: '应急', FINANCE: '财' },
  ...{ STATISTICS: '统', ECOLOGY: '环', FIRE_RESCUE: '消', MEDICAL_INSURANCE: '医保', COMMERCE: '商' },
  INTELLECTUAL_PROPERTY: '知',
}

/**
 * The mark of an agency in its document numbers (机关代字) as its name tells it, in Shanghai: 徐市监, 徐人社, 沪税. Of another
 * place, or of a kind without a sign, a name tells nothing.
 */
export function markOfName(name: string): string | undefined {
  const sign = signs[agencyKindsOf(name)[0] ?? 'COURT']
  const place =
    /上海市([\u4e00-\u9fff]{1,5}?)[区县]/.exec(name)?.[1]?.charAt(0) ?? (name.includes('上海') ? '沪' : undefined)
  return place !== undefined && sign !== undefined ? `${place}${sign}` : undefined
}

/** What counts as an agency's mark: the one that the directory has, otherwise that of its name. */
export const markOf = ({ agency, mark }: Pick<AgencyEntry, 'agency' | 'mark'>): string | undefined =>
  mark ?? markOfName(agency.name)

/**
 * The mark with which an agency signs (发文字号). Two agencies that sign alike count apart and would give one number twice, so
 * a mark that only the name tells is refused where another agency signs so.
 */
export function signingMark({ code, name }: Authority, entries: readonly AgencyEntry[]): string {
  const here = entries.filter(({ leftOn }) => leftOn === null)
  const own = here.find(({ agency }) => agency.code === code)?.mark
  if (own != null) return own
  const derived = markOfName(name)
  if (derived === undefined) throw refuseAgency('AGENCY_MARK_MISSING', { name })
  const other = here.find((one) => one.agency.code !== code && markOf(one) === derived)
  if (other) throw refuseAgency('AGENCY_MARK_SHARED', { name, mark: derived, other: other.agency.name })
  return derived
}
