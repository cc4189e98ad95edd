import type { Authority } from '../enterprise/parties.ts'
import type { AgencyDirectory } from '../punishment/case/draft.ts'
import type { DirectoryAgency } from '../punishment/case/executors.ts'
import type { AgencyEntry } from './entry.ts'

/** Every agency that is or ever was in the directory, and which of them coordinates (机关名录). */
export type AgencyBook = Readonly<{ entries: readonly AgencyEntry[]; coordinator: Authority | null }>

/** Why no case can be drafted with a directory as it stands. */
export const directoryFaults = {
  DIRECTORY_EMPTY: '机关名录是空的，不能提请联合惩戒；请先登记机关。',
  COORDINATOR_MISSING: '没有指定信用牵头部门，不能提请联合惩戒；请先指定。',
  COORDINATOR_LEFT: '信用牵头部门已不在机关名录中，不能提请联合惩戒；请另行指定。',
} as const
export type DirectoryFault = keyof typeof directoryFaults

/** What is wrong with a directory; undefined where it serves. */
export function faultOf({ entries, coordinator }: AgencyBook): DirectoryFault | undefined {
  const here = entries.filter(({ leftOn }) => leftOn === null)
  if (here.length === 0) return 'DIRECTORY_EMPTY'
  if (coordinator === null) return 'COORDINATOR_MISSING'
  return here.some(({ agency }) => agency.code === coordinator.code) ? undefined : 'COORDINATOR_LEFT'
}

/** The agencies that are in the directory now, in the order of codes. */
export const livingAgencies = ({ entries }: AgencyBook): readonly DirectoryAgency[] =>
  entries
    .filter(({ leftOn }) => leftOn === null)
    .map(({ agency, kinds }) => ({ agency, kinds }))
    .toSorted((a, b) => (a.agency.code < b.agency.code ? -1 : 1))

/** The directory by which cases are drafted; undefined where it has a fault. */
export function directoryOf(book: AgencyBook): AgencyDirectory | undefined {
  if (faultOf(book) !== undefined) return undefined
  const agencies = livingAgencies(book)
  const coordinator = agencies.find(({ agency }) => agency.code === book.coordinator?.code)?.agency
  return coordinator && { agencies, coordinator }
}
