import { type ListingRecord, listingStanding } from '../enterprise/listing/record.ts'
import type { PenaltyRecord } from '../enterprise/penalty/record.ts'
import { addMonths, addYears, type PlainDate } from '../kernel/plain-date.ts'
import type { ApplicantKind } from './events.ts'
import type { ReportList, ReportLists } from './lists.ts'
import { type Basis, gravityOfKinds, publicationRulesOn, queryPeriod } from './terms.ts'

/**
 * The two readings of a file that leave the house: what is public (公示), and what is given out on authorised query
 * (依申请查询), which goes on after public display has ended. Supervision (监管) is a third, and no report's affair.
 */
export const readings = ['PUBLIC', 'QUERY'] as const
export type Reading = (typeof readings)[number]

export const readingOf = (kind: ApplicantKind): Reading => (kind === 'ANYBODY' ? 'PUBLIC' : 'QUERY')

/** That a record may be given out, by what, and to which day; `publicUntil` is its last day of public display. */
export type Showing = Readonly<{ basis: Basis; until: PlainDate | null; publicUntil: PlainDate | null }>

/** Whether, by what, and how long a penalty is given out. One that was annulled never is. */
export function penaltyShowing(penalty: PenaltyRecord, on: PlainDate, reading: Reading): Showing | undefined {
  const { standing, summaryProcedure, decidedOn, terms } = penalty
  if (standing === 'ANNULLED' || summaryProcedure === true) return undefined // 简易程序: not collected as credit information.
  const display = displayOf(penalty, on)
  const publicUntil = display?.until ?? null
  const isPublic = display !== undefined && on <= display.until
  const queryUntil = addYears(decidedOn, queryPeriod.years)
  const isQueried = reading === 'QUERY' && gravityOfKinds(terms.kinds) !== 'MINOR' && on <= queryUntil
  if (isQueried && (publicUntil === null || queryUntil >= publicUntil))
    return { basis: queryPeriod, until: queryUntil, publicUntil }
  return isPublic ? { basis: display.basis, until: display.until, publicUntil } : undefined
}

/** A record's own end of display counts where it comes first: no rule set lets anybody display longer than it says. */
function displayOf({ decidedOn, terms }: PenaltyRecord, on: PlainDate): { basis: Basis; until: PlainDate } | undefined {
  const rules = publicationRulesOn(on, decidedOn)
  const { kinds, publicUntil: stated, validUntil } = terms
  const gravity = gravityOfKinds(kinds)
  if (rules.warningsHidden && kinds.every((kind) => kind === 'WARNING')) return undefined
  if (gravity === 'MINOR' && rules.minorOnlyIfStated && stated === null) return undefined
  const months = rules.months[gravity]
  if (months === 0) return undefined
  const banned = kinds.includes('RESTRICT_OPERATION') || kinds.includes('RESTRICT_EMPLOYMENT')
  const byRule = addMonths(decidedOn, months)
  const most = rules.banExtends && banned && validUntil !== null && validUntil > byRule ? validUntil : byRule
  return { basis: rules, until: stated !== null && stated < most ? stated : most }
}

/**
 * Whether, by what, and how long a listing is given out: while it stands; on authorised query also after its term, and
 * before its publication (公示), until which it is nothing to the public.
 */
export function listingShowing(
  listing: ListingRecord,
  on: PlainDate,
  reading: Reading,
  penaltyStands: (penaltyId: string) => boolean,
  lists: ReportLists,
): Showing | undefined {
  const { enteredOn, termUntil, removedOn, removalGround, penaltyIds, listingId } = listing
  if (removalGround === 'CANCELLED_AS_WRONG' || removalGround === 'BASIS_ANNULLED') return undefined
  if (penaltyIds.length > 0 && !penaltyIds.some(penaltyStands)) return undefined // What rested on them fell with them.
  if (reading === 'PUBLIC' && lists.unpublished.includes(listingId)) return undefined
  const { basis, mirrored } = listOf(listing, lists)
  const queryUntil = addYears(enteredOn, queryPeriod.years)
  const isQueried = reading === 'QUERY' && !mirrored // A court's entry is the court's to end.
  if (listingStanding(listing, on) === 'LISTED') {
    const goesOn = isQueried && termUntil !== null && termUntil < queryUntil
    return { basis, until: goesOn ? queryUntil : termUntil, publicUntil: termUntil }
  }
  const ranOut = termUntil !== null && (removedOn === null || termUntil < removedOn)
  // Removed on cure or early is repaired, and is not given out again.
  if (!isQueried || !(ranOut || removalGround === 'TERM_ENDED') || on > queryUntil) return undefined
  return { basis: queryPeriod, until: queryUntil, publicUntil: termUntil }
}

type OfList = Pick<ListingRecord, 'listType' | 'enteredOn'>

/** The version of the list in force when the enterprise was entered. */
export const reportListOf = ({ listType, enteredOn }: OfList, { types }: ReportLists): ReportList | undefined =>
  types.find(
    ({ code, effectiveFrom, effectiveUntil }) =>
      code === listType && effectiveFrom <= enteredOn && (effectiveUntil === null || enteredOn <= effectiveUntil),
  )

/** What a list's own version says; one that is not known here is given out on nobody's authority but the decision's. */
function listOf(listing: OfList, lists: ReportLists): Pick<ReportList, 'mirrored' | 'name'> & { basis: Basis } {
  const { listType } = listing
  const list = reportListOf(listing, lists)
  const { name = listType, mirrored = true, legalBasis = '列入决定', confidence = 'UNSURE' } = list ?? {}
  return { name, mirrored, basis: { ruleSet: `LIST-${listType}`, clause: legalBasis, confidence } }
}

/** The name that the list had when the enterprise was entered. */
export const listNameOf = (listing: OfList, lists: ReportLists): string => listOf(listing, lists).name
