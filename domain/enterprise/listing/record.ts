import type { PlainDate } from '../../kernel/plain-date.ts'
import { originFirst, type SectionFact } from '../facts.ts'
import type { ListingEntered, ListingEvent, ListingRemovalGround } from './events.ts'

export const listingStandings = ['LISTED', 'TERM_ENDED', 'REMOVED'] as const
/** Where a listing stands on a day (列入状态): 在列、期满、已移出. */
export type ListingStanding = (typeof listingStandings)[number]

/** A listing as its facts tell it (名录信息). */
export type ListingRecord = ListingEntered['data'] &
  Readonly<{
    removedOn: PlainDate | null
    removalGround: ListingRemovalGround | null
    exitReasonCode: string | null
    removalDecisionNumber: string | null
  }>

/** Tells a listing from its facts in legal order; undefined where none was entered (or it was struck out). */
export function listingRecord(facts: readonly SectionFact<ListingEvent>[]): ListingRecord | undefined {
  let record: ListingRecord | undefined
  for (const fact of originFirst(facts, 'ListingEntered')) {
    if (fact.type === 'ListingEntered') {
      record ??= {
        ...fact.data,
        removedOn: null,
        removalGround: null,
        exitReasonCode: null,
        removalDecisionNumber: null,
      }
    } else if (record !== undefined) {
      fact.type satisfies 'ListingRemoved'
      const { removedOn, ground, exitReasonCode, decisionNumber } = fact.data
      record = { ...record, removedOn, removalGround: ground, exitReasonCode, removalDecisionNumber: decisionNumber }
    }
  }
  return record
}

/** Where the listing stands on a day: its term ends it by itself, whether or not anybody records that. */
export function listingStanding({ removedOn, termUntil }: ListingRecord, day: PlainDate): ListingStanding {
  if (removedOn !== null && removedOn <= day) return 'REMOVED'
  return termUntil !== null && termUntil < day ? 'TERM_ENDED' : 'LISTED'
}
