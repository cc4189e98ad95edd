import { addYears, type PlainDate } from '../../kernel/plain-date.ts'
import { shippedListTypes } from '../../lists/catalogue/as-list-type.ts'
import { refuse } from '../../refusals.ts'
import { found, requireOrder } from '../command.ts'
import { effectiveFacts } from '../facts.ts'
import { type EnterpriseFile, factsOf, recordsOf } from '../file.ts'
import type { PenaltyEvent } from '../penalty/events.ts'
import { penaltyRecord } from '../penalty/record.ts'
import {
  type EnterListing,
  type ListingCommand,
  listingIdOf,
  mirroredListingIdOf,
  type RemoveListing,
} from './commands.ts'
import { annulmentsIn, endedWithBasis } from './basis-end.ts'
import type { ListingEntered, ListingEvent } from './events.ts'
import { type ListType, listTypeOn, type OnceGround } from './list-types.ts'
import { type ListingRecord, listingRecord, listingStanding } from './record.ts'

const recordIn = (file: EnterpriseFile, listingId: string): ListingRecord | undefined =>
  listingRecord(factsOf<ListingEvent>(file, 'LISTING', listingId))

/** The rules of the listing section (名录、名单). Which lists there are, and on what basis, is data. */
export function decideListing(
  command: ListingCommand,
  file: EnterpriseFile,
  types: readonly ListType[] = command.types ?? shippedListTypes,
): readonly ListingEvent[] {
  return command.type === 'EnterListing' ? enter(command, file, types) : remove(command, file, types)
}

function enter({ data, mirror }: EnterListing, file: EnterpriseFile, types: readonly ListType[]): ListingEvent[] {
  const { listType, groundCode, enteredOn } = data
  const listingId = mirror
    ? mirroredListingIdOf(listType, mirror)
    : listingIdOf(listType, data.authority.code, data.decisionNumber, groundCode)
  if (recordIn(file, listingId)) return []
  const type = listTypeOn(types, listType, enteredOn)
  if (type === undefined) throw refuse('LIST_TYPE_UNKNOWN', { listType, day: enteredOn })
  if (type.grounds.length > 0 && !type.grounds.some((ground) => ground.code === groundCode)) {
    throw refuse('LIST_GROUND_UNKNOWN', { ground: groundCode, listType: type.name })
  }
  const once = type.onceGrounds.find(({ code }) => code === groundCode)
  if (once) requireNoTwin(data, once, file)
  for (const penaltyId of data.penaltyIds) {
    const penalty = penaltyRecord(factsOf<PenaltyEvent>(file, 'PENALTY', penaltyId))
    if (penalty === undefined || penalty.standing === 'ANNULLED') throw refuse('LISTING_BASIS_UNKNOWN', { penaltyId })
  }
  const termUntil = data.termUntil ?? termOf(type, enteredOn)
  requireOrder('列入决定日期', enteredOn, '期限届满日', termUntil)
  return [{ type: 'ListingEntered', data: { ...data, personIds: data.personIds ?? [], listingId, termUntil } }]
}

/** The term in years ends with the corresponding day, the day of the entry not being counted (民法典 Art. 201, 202). */
const termOf = ({ termYears }: ListType, enteredOn: PlainDate): PlainDate | null =>
  termYears === null ? null : addYears(enteredOn, termYears)

/** No second entry for an address still lost, nor for the report of the same year. */
function requireNoTwin(data: EnterListing['data'], { once }: OnceGround, file: EnterpriseFile): void {
  const annulledOn = annulmentsIn(file)
  for (const [, facts] of recordsOf(file, 'LISTING')) {
    const recorded = listingRecord(effectiveFacts<ListingEvent>(facts))
    const other = recorded && endedWithBasis(recorded, annulledOn)
    if (other === undefined || listingStanding(other, data.enteredOn) !== 'LISTED') continue
    if (isTwin(other, data, once)) throw refuse('LISTING_DUPLICATE', { decisionNumber: other.decisionNumber })
  }
}

type Ground = Pick<ListingEntered['data'], 'listType' | 'groundCode' | 'reportYear'>
const isTwin = (a: Ground, b: Ground, once: OnceGround['once']): boolean =>
  a.listType === b.listType && a.groundCode === b.groundCode && (once === 'WHILE_OPEN' || a.reportYear === b.reportYear)

function remove({ data }: RemoveListing, file: EnterpriseFile, types: readonly ListType[]): readonly ListingEvent[] {
  const listing = found(recordIn(file, data.listingId), 'LISTING_UNKNOWN')
  if (listing.removedOn === data.removedOn && listing.removalGround === data.ground) return []
  if (listing.removedOn !== null) throw refuse('LISTING_REMOVED', { removedOn: listing.removedOn })
  requireOrder('列入决定日期', listing.enteredOn, '移出日期', data.removedOn)
  const type = listTypeOn(types, listing.listType, listing.enteredOn)
  if (type && !type.removalGrounds.includes(data.ground)) {
    throw refuse('EXIT_GROUND_NOT_ALLOWED', { ground: data.ground })
  }
  return [{ type: 'ListingRemoved', data }]
}
