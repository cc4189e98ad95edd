import { listingIdOf } from '../../enterprise/listing/commands.ts'
import { addMonths, type PlainDate } from '../../kernel/plain-date.ts'
import type { ListDefinition } from '../catalogue/definition.ts'
import { listingIn, requireBasis } from './basis.ts'
import { lawOfExit, listToday, requireDays, requireOtherPerson, requireOwnAgency, requireReason } from './check.ts'
import type { DecideListing, ProposeListing, PublishListing, RecordListingLanded, ReturnListing } from './commands.ts'
import type { ListingCaseEvent, ListingProposed } from './events.ts'
import { refuseCase } from './refusals.ts'
import type { ListingCase } from './state.ts'

export function propose(
  { data, world, agency, today }: ProposeListing,
  known: ListingCase,
): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.proposedBy)
  if (known.stage === 'STATED' && known.asksHearing) throw refuseCase('HEARING_OWED')
  const isHeard = known.stage === 'STATED' || known.stage === 'HEARD'
  if (isHeard && (data.statementView ?? '').trim() === '') throw refuseCase('STATEMENT_VIEW_MISSING')
  requireReason(data.reasons)
  const definition = listToday(world.catalogue, known, today)
  const factor = definition.weighing.find((one) => !data.weighed.includes(one))
  if (factor !== undefined) throw refuseCase('WEIGHING_MISSING', { factor })
  termUntil(definition, data, today)
  return [{ type: 'ListingProposed', data: { ...data, proposedOn: today } }]
}

/**
 * The last day of an entry made on a day, the corresponding one, as the day of the decision itself is not counted (民法典
 * Art. 201, 202); null where it stands until cured. Throws where the decision may not say so.
 */
export function termUntil(
  { name: list, term }: ListDefinition,
  { months, banUntil }: Pick<ListingProposed['data'], 'months' | 'banUntil'>,
  decidedOn: PlainDate,
): PlainDate | null {
  const mayFollowBan = term.kind === 'MONTHS' && term.orLongerBan
  if (banUntil !== null && !mayFollowBan) throw refuseCase('BAN_NOT_FOR_LIST', { list })
  if (term.kind === 'AS_DECIDED') {
    const { monthsMin: min, monthsMax: max } = term
    const isWithin = months !== null && Number.isSafeInteger(months) && months >= min && months <= max
    if (!isWithin) throw refuseCase('TERM_OUT_OF_RANGE', { list, min, max })
    return addMonths(decidedOn, months)
  }
  if (months !== null) throw refuseCase('TERM_NOT_FREE', { list })
  if (term.kind !== 'MONTHS') return null
  const last = addMonths(decidedOn, term.months)
  return banUntil !== null && banUntil > last ? banUntil : last
}

const requireProposal = (known: ListingCase, decisionId: string): ListingProposed['data'] => {
  const { proposal } = known
  if (proposal?.decisionId !== decisionId) throw refuseCase('PROPOSAL_OTHER')
  return proposal
}

export function giveBack({ data, agency, today }: ReturnListing, known: ListingCase): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.returnedBy)
  requireOtherPerson(requireProposal(known, data.decisionId).proposedBy, data.returnedBy)
  requireReason(data.reason)
  return [{ type: 'ListingReturned', data: { ...data, returnedOn: today } }]
}

/** The second person: the list still in force, its ground still in the file, and a number of its own. */
export function decideIt({ data, world, agency, today }: DecideListing, known: ListingCase): ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.decidedBy)
  const proposal = requireProposal(known, data.decisionId)
  requireOtherPerson(proposal.proposedBy, data.decidedBy)
  if (data.decisionNumber.trim() === '') throw refuseCase('DECISION_NUMBER_MISSING')
  const definition = listToday(world.catalogue, known, today)
  const { named } = known
  requireBasis(named, definition, world.file, today)
  const listingId = listingIdOf(named.listType, named.authority.code, data.decisionNumber, named.groundCode)
  const until = termUntil(definition, proposal, today)
  return [{ type: 'ListingDecided', data: { ...data, listingId, termUntil: until, decidedOn: today } }]
}

export function land({ data, world, today }: RecordListingLanded, known: ListingCase): readonly ListingCaseEvent[] {
  const isInFile = data.listingId === known.decision?.listingId && listingIn(world.file, data.listingId) !== undefined
  if (!isInFile) throw refuseCase('LISTING_NOT_IN_FILE')
  return [{ type: 'ListingLanded', data: { ...data, landedOn: today } }]
}

export function publish(
  { data, world, agency, today }: PublishListing,
  known: ListingCase,
): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.publishedBy)
  const { name: list, publicity } = lawOfExit(world.catalogue, known, today).definition // Today's, as for a way out.
  if (!publicity.isPublic) throw refuseCase('LIST_NOT_PUBLIC', { list })
  requireDays(['列入决定日期', known.decision?.decidedOn ?? known.named.namedOn], ['公示日期', data.publishedOn], today)
  return [{ type: 'ListingPublished', data }]
}
