import type { Command } from '../../kernel/decider.ts'
import { naturalId } from '../../kernel/ids.ts'
import { normalDocumentNumber } from '../../kernel/text.ts'
import type { ListingEntered, ListingRemoved } from './events.ts'
import type { ListType } from './list-types.ts'

/** The list types in force where the catalogue has others than those that ship; brought along, and not recorded. */
type WithTypes = Readonly<{ types?: readonly ListType[] }>

/** Enter on a list (列入). The id follows from list, authority, and decision number: see `listingIdOf`. */
export type EnterListing = Command<'EnterListing', Omit<ListingEntered['data'], 'listingId'>> & WithTypes
export type RemoveListing = Command<'RemoveListing', ListingRemoved['data']> & WithTypes

export type ListingCommand = EnterListing | RemoveListing

/** The id of a listing within any file; one decision may rest on several grounds, each cured by itself. */
export const listingIdOf = (listType: string, authorityCode: string, decisionNumber: string, ground: string): string =>
  naturalId('listing', listType, authorityCode, normalDocumentNumber(decisionNumber), ground)
