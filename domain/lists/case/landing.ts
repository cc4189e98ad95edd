import type { EnterListing, RemoveListing } from '../../enterprise/listing/commands.ts'
import type { ListType } from '../../enterprise/listing/list-types.ts'
import { asListType } from '../catalogue/as-list-type.ts'
import { type ListCatalogue, listOn } from '../catalogue/catalogue.ts'
import { refuseCase } from './refusals.ts'
import type { ListingCase } from './state.ts'

/** What the enterprise's file is told of a decision (入档); told twice it is told once, because the id follows from it. */
export function entryOf({ named, decision }: ListingCase): EnterListing['data'] {
  if (decision === null) throw refuseCase('LISTING_NOT_IN_FILE')
  const { listType, groundCode, groundText, reportYear, authority, penaltyIds } = named
  const { decisionNumber, decidedOn, termUntil } = decision
  return {
    ...{ listType, groundCode, groundText, reportYear, authority, penaltyIds },
    ...{ enteredOn: decidedOn, termUntil, decisionNumber },
  }
}

/** What the file is told of the end (移出). */
export function removalOf({ named, decision, end }: ListingCase): RemoveListing['data'] {
  if (decision === null || end === null || end.ground === 'DROPPED' || end.ground === 'ALREADY_LISTED')
    throw refuseCase('LISTING_NOT_IN_FILE')
  const { ground, on: removedOn, reasonCode: exitReasonCode, decisionNumber } = end
  return {
    listingId: decision.listingId,
    removedOn,
    ground,
    exitReasonCode,
    decisionNumber,
    authority: named.authority,
  }
}

/** The list as the file's own rules have to know it, in the version under which it was decided. */
export function typesOf({ named, decision }: ListingCase, catalogue: ListCatalogue): readonly ListType[] {
  const known = listOn(catalogue, named.listType, decision?.decidedOn ?? named.namedOn)
  return known ? [asListType(known.definition, named.groundCode)] : []
}
