import type { EnterListing, RemoveListing } from '../../enterprise/listing/commands.ts'
import type { ListType } from '../../enterprise/listing/list-types.ts'
import { asListType, removalGroundsOf } from '../catalogue/as-list-type.ts'
import { type ListCatalogue, listOn, listVersionIn } from '../catalogue/catalogue.ts'
import { definitionHolds, type ListDefinition } from '../catalogue/definition.ts'
import { enteredOn, lawOfExit } from './check.ts'
import { refuseCase } from './refusals.ts'
import type { CaseEnd, ListingCase } from './state.ts'

/** What the enterprise's file is told of a decision (入档); told twice it is told once, because the id follows from it. */
export function entryOf({ named, decision }: ListingCase): EnterListing['data'] {
  if (decision === null) throw refuseCase('LISTING_NOT_IN_FILE')
  const { listType, groundCode, groundText, reportYear, authority, penaltyIds, personIds } = named
  const { decisionNumber, decidedOn, termUntil } = decision
  return {
    ...{ listType, groundCode, groundText, reportYear, authority, penaltyIds, personIds },
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

/**
 * The list as the file's own rules have to know it: in the version under which the entry was decided, and with the ways
 * out of the law by which its exit was.
 */
export function typesOf(known: ListingCase, catalogue: ListCatalogue): readonly ListType[] {
  const { named, end } = known
  const entered = listOn(catalogue, named.listType, enteredOn(known))
  if (entered === undefined) return []
  const type = asListType(entered.definition)
  const exit = end?.decisionNumber == null ? undefined : definitionBy(known, end, catalogue)
  return [exit ? { ...type, removalGrounds: removalGroundsOf(exit) } : type]
}

/** An older exit does not say its law: then it is that of its day. */
function definitionBy(known: ListingCase, { on, law }: CaseEnd, catalogue: ListCatalogue): ListDefinition | undefined {
  if (law === null) return lawOfExit(catalogue, known, on).definition
  const lists = listVersionIn(catalogue, law.version)?.edition.lists ?? []
  return lists.find((one) => one.code === known.named.listType && definitionHolds(one, law.on))
}
