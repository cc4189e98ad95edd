import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Json } from '../../kernel/event.ts'
import type { ListingCandidateNamed } from '../case/events.ts'
import { groundIn, type ListDefinition } from '../catalogue/definition.ts'

/**
 * Cases that would enter the same enterprise for the same twice (重复列入): of each later one, the case that comes first. Where
 * the list may enter a ground more than once, only what says the same in every word is a repetition.
 */
export function twinsAmong(
  cases: readonly ListingCandidateNamed['data'][],
  definition: ListDefinition | undefined,
): ReadonlyMap<string, string> {
  const first = new Map<string, string>()
  const twins = new Map<string, string>()
  for (const named of cases) {
    const key = sameness(named, definition)
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, named.caseId)
    else twins.set(named.caseId, earlier)
  }
  return twins
}

function sameness(
  { uscc, groundCode, reportYear, groundText, penaltyIds }: ListingCandidateNamed['data'],
  definition: ListDefinition | undefined,
): string {
  const once = (definition && groundIn(definition, groundCode)?.once) ?? null
  const less = once === 'WHILE_OPEN' ? [] : once === 'REPORT_YEAR' ? [reportYear] : [reportYear, groundText, penaltyIds]
  return canonicalJson([uscc, groundCode, ...less] as unknown as Json)
}
