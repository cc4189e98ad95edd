import type { AgencyBook } from '../agencies/directory.ts'
import { agencyKindsOf } from '../agencies/kinds.ts'
import type { Authority } from '../enterprise/parties.ts'
import type { AgencyKind } from '../punishment/agency-kinds.ts'

/**
 * Of which kinds an agency is (机关类别): as the directory says, and only of one that never was there as its official name
 * tells, which whoever signed its officers in vouches for. One that left the directory is of none.
 */
export function authorityKindsOf({ code, name }: Authority, { entries }: Pick<AgencyBook, 'entries'>) {
  const entry = entries.find(({ agency }) => agency.code === code)
  if (entry === undefined) return agencyKindsOf(name)
  return entry.leftOn === null ? entry.kinds : []
}

/** The kind as which an agency decides on a list; one that may not decide is named by the first of its kinds. */
export const decidingKind = (kinds: readonly AgencyKind[], decidedBy: readonly string[]): string =>
  kinds.find((kind) => decidedBy.includes(kind)) ?? kinds[0] ?? ''
