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

/** An entry that was wrong, or whose basis fell, was never on the list: no later end changes that. */
const never: readonly ListingRecord['removalGround'][] = ['CANCELLED_AS_WRONG', 'BASIS_ANNULLED']

/**
 * The entry as an end that nobody has to decide leaves it: off the list from that day on without a document, unless it was
 * over before. An entry whose end came before it stands on no day.
 */
export function endedOn(record: ListingRecord, on: PlainDate, ground: ListingRemovalGround): ListingRecord {
  const { enteredOn, removedOn, removalGround, termUntil } = record
  const end = on < enteredOn ? enteredOn : on
  if (never.includes(removalGround)) return record
  if ((removedOn !== null && removedOn <= end) || (termUntil !== null && termUntil < end)) return record
  return { ...record, removedOn: end, removalGround: ground, exitReasonCode: null, removalDecisionNumber: null }
}

/** Where the listing stands on a day: its term ends it by itself, whether or not anybody records that. */
export function listingStanding({ removedOn, termUntil }: ListingRecord, day: PlainDate): ListingStanding {
  if (removedOn !== null && removedOn <= day) return 'REMOVED'
  return termUntil !== null && termUntil < day ? 'TERM_ENDED' : 'LISTED'
}
