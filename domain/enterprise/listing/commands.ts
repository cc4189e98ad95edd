import type { Command } from '../../kernel/decider.ts'
import { naturalId } from '../../kernel/ids.ts'
import { normalDocumentNumber } from '../../kernel/text.ts'
import type { ListingEntered, ListingRemoved } from './events.ts'
import type { ListType } from './list-types.ts'

/** How the source of a mirrored list (镜像名单) names an entry: by its own key, and the how-manieth time it is listed. */
export type MirrorName = Readonly<{ source: string; key: string; spell: number }>

/**
 * Brought along, and not recorded: the list types in force where the catalogue has others than those that ship, and of a
 * mirrored entry the name from which its id follows.
 */
type WithTypes = Readonly<{ types?: readonly ListType[]; mirror?: MirrorName }>

/** Enter on a list (列入). The id follows from list, authority, and decision number: see `listingIdOf`. */
export type EnterListing = Command<
  'EnterListing',
  Omit<ListingEntered['data'], 'listingId' | 'personIds'> & Partial<Pick<ListingEntered['data'], 'personIds'>>
> &
  WithTypes
export type RemoveListing = Command<'RemoveListing', ListingRemoved['data']> & WithTypes

export type ListingCommand = EnterListing | RemoveListing

/** The id of a listing within any file; one decision may rest on several grounds, each cured by itself. */
export const listingIdOf = (listType: string, authorityCode: string, decisionNumber: string, ground: string): string =>
  naturalId('listing', listType, authorityCode, normalDocumentNumber(decisionNumber), ground)

/** The id of a mirrored listing: never that of one that is decided here, whatever document the source names. */
export const mirroredListingIdOf = (listType: string, { source, key, spell }: MirrorName): string =>
  naturalId('mirrored-listing', listType, source, key, String(spell))
