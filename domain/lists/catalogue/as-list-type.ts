import type { ListType } from '../../enterprise/listing/list-types.ts'
import type { ListingRemovalGround } from '../../enterprise/listing/events.ts'
import { initialLists, type ListCatalogue, listsOverTime } from './catalogue.ts'
import { endsWithSubjectOf, type ListDefinition } from './definition.ts'

/** A list as the enterprise's file has to know it (`list-types.ts`). */
export function asListType(definition: ListDefinition): ListType {
  const { code, name, legalBasis, effectiveFrom, effectiveUntil, grounds, mirrored, confidence, term } = definition
  return {
    ...{ code, name, legalBasis, effectiveFrom, effectiveUntil, mirrored, confidence },
    endsWithSubject: endsWithSubjectOf(definition),
    grounds: grounds.map((ground) => ({ code: ground.code, name: ground.name })),
    termYears: term.kind === 'MONTHS' && term.months % 12 === 0 ? term.months / 12 : null,
    removalGrounds: removalGroundsOf(definition),
    onceGrounds: grounds.flatMap(({ code: ground, once }) => (once === null ? [] : [{ code: ground, once }])),
  }
}

/** By what an entry of the list may end: always as wrong or fallen; by cure, exit, or time where the list says so. */
export function removalGroundsOf({ term, earlyExit, mirrored }: ListDefinition): readonly ListingRemovalGround[] {
  const ways: ListingRemovalGround[] = []
  if (term.kind === 'UNTIL_CURED' || mirrored) ways.push('CURED')
  if (earlyExit !== null || mirrored) ways.push('EARLY_EXIT')
  if (term.kind !== 'UNTIL_CURED') ways.push('TERM_ENDED')
  return [...ways, 'CANCELLED_AS_WRONG', 'BASIS_ANNULLED', 'DEREGISTERED']
}

/** Every list of every edition, for the days on which it was in force. */
export const listTypesOf = (catalogue: ListCatalogue): readonly ListType[] => listsOverTime(catalogue).map(asListType)

/** The lists that ship; whoever has the log at hand asks the catalogue that stands there. */
export const shippedListTypes: readonly ListType[] = listTypesOf(initialLists)
