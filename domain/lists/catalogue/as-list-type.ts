import type { ListType } from '../../enterprise/listing/list-types.ts'
import type { ListingRemovalGround } from '../../enterprise/listing/events.ts'
import { groundIn, type ListDefinition } from './definition.ts'

/** A list as the enterprise's file has to know it (`list-types.ts`), for the ground of one entry. */
export function asListType(definition: ListDefinition, groundCode: string): ListType {
  const { code, name, legalBasis, effectiveFrom, effectiveUntil, grounds, mirrored, confidence, term } = definition
  const once = groundIn(definition, groundCode)?.once ?? null
  return {
    ...{ code, name, legalBasis, effectiveFrom, effectiveUntil, mirrored, confidence },
    grounds: grounds.map((ground) => ({ code: ground.code, name: ground.name })),
    termYears: term.kind === 'MONTHS' && term.months % 12 === 0 ? term.months / 12 : null,
    removalGrounds: removalGroundsOf(definition),
    ...{ onePerGround: once !== null, once },
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
