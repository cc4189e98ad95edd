import type { SectionFact } from '../../enterprise/facts.ts'
import type { ListingEvent } from '../../enterprise/listing/events.ts'
import { listingRecord } from '../../enterprise/listing/record.ts'
import type { ListingCounts } from '../counts.ts'
import { dayNumberOf, never } from '../days.ts'
import type { Rule } from '../prepare.ts'
import type { Source, Timeline } from '../timeline.ts'

/**
 * Counts a listing. One that rests on penalties stands as long as one of them does; one that was wrong or lost its basis
 * is as if it had never been entered.
 */
export function countListing(
  key: string,
  facts: readonly SectionFact<ListingEvent>[],
  rules: readonly Rule<ListingCounts>[],
  timeline: Timeline,
  penaltyStands: (penaltyId: string) => boolean,
): void {
  const record = listingRecord(facts)
  if (record === undefined) return
  const { listType, groundCode, removedOn, removalGround, termUntil, penaltyIds } = record
  if (removalGround === 'CANCELLED_AS_WRONG' || removalGround === 'BASIS_ANNULLED') return
  if (penaltyIds.length > 0 && !penaltyIds.some(penaltyStands)) return
  const source: Source = { key, facts }
  const term = termUntil === null ? never : dayNumberOf(termUntil)
  const removed = removedOn === null ? never : dayNumberOf(removedOn)
  const byTerm = term < removed // The term ended it before anybody removed it.
  for (const rule of rules) {
    const { counts } = rule
    if (counts.lists !== null && !counts.lists.includes(listType)) continue
    if (counts.what === 'LISTED') {
      if (counts.grounds !== null && !counts.grounds.includes(groundCode)) continue
      timeline.count(rule, source, dayNumberOf(record.enteredOn), removed < never ? Math.min(term, removed - 1) : term)
    } else if (byTerm) {
      if (counts.by.includes('TERM_ENDED')) timeline.count(rule, source, term + 1)
    } else if (removalGround !== null && counts.by.includes(removalGround)) timeline.count(rule, source, removed)
  }
}
