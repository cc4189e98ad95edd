import type { Command } from '../../kernel/decider.ts'
import { naturalId } from '../../kernel/ids.ts'
import { normalDocumentNumber } from '../../kernel/text.ts'
import type { ListingEntered, ListingRemoved } from './events.ts'

/** Enter on a list (列入). The id follows from list, authority, and decision number: see `listingIdOf`. */
export type EnterListing = Command<'EnterListing', Omit<ListingEntered['data'], 'listingId'>>
export type RemoveListing = Command<'RemoveListing', ListingRemoved['data']>

export type ListingCommand = EnterListing | RemoveListing

/** The id of a listing within any file; one decision may rest on several grounds, each cured by itself. */
export const listingIdOf = (listType: string, authorityCode: string, decisionNumber: string, ground: string): string =>
  naturalId('listing', listType, authorityCode, normalDocumentNumber(decisionNumber), ground)
