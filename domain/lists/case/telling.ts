import { enterpriseDecider } from '../../enterprise/decider.ts'
import type { EnterListing, RemoveListing } from '../../enterprise/listing/commands.ts'
import { Refused } from '../../kernel/errors.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ListCatalogue } from '../catalogue/catalogue.ts'
import type { CaseWorld } from './commands.ts'
import { entryOf, removalOf, typesOf } from './landing.ts'
import type { ListingCase } from './state.ts'

/** What a case still has to tell the enterprise's file, in the name of the authority that decided; undefined where nothing. */
export function tellingOf(
  known: ListingCase,
  catalogue: ListCatalogue,
  today: PlainDate,
): EnterListing | RemoveListing | undefined {
  const { toLand, decision, named } = known
  if (toLand === null || decision === null) return undefined
  const own = { types: typesOf(known, catalogue), today, agency: named.authority.code }
  return toLand === 'ENTRY'
    ? { type: 'EnterListing', data: entryOf(known), ...own }
    : { type: 'RemoveListing', data: removalOf(known), ...own }
}

/** In a file where the entry has ended, or was struck out, nothing is left to be removed. */
export const isNothingToRemove = (error: unknown): boolean =>
  error instanceof Refused && (error.reason === 'LISTING_REMOVED' || error.reason === 'LISTING_UNKNOWN')

/** What the file would refuse is not decided (决定前核对入档): asked of the file's own rules, which say why. */
export function requireFileTakes(
  decided: ListingCase,
  { world, today }: Readonly<{ world: CaseWorld; today: PlainDate }>,
): void {
  const telling = tellingOf(decided, world.catalogue, today)
  try {
    if (telling) enterpriseDecider.decide(telling, world.file)
  } catch (error) {
    if (telling?.type === 'RemoveListing' && isNothingToRemove(error)) return
    throw error
  }
}
