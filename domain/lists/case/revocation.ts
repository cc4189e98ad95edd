import { listingIdOf } from '../../enterprise/listing/commands.ts'
import { requireStillGrounded } from './basis.ts'
import { listToday, requireOtherPerson, requireOwnAgency, requireReason } from './check.ts'
import type { ProposeExitRevocation, ReturnExitRevocation, RevokeExit } from './commands.ts'
import { termUntil } from './decision.ts'
import type { ListingCaseEvent, ListingExitRevocationProposed } from './events.ts'
import { refuseCase } from './refusals.ts'
import type { ListingCase } from './state.ts'

/**
 * 撤销移出: an exit that was obtained by fraud is cancelled, the listing restored, and its term starts anew, from the day of
 * the decision and by the law of that day. The file has the exit, and then the new entry: neither is rewritten.
 */
export function proposeRevocation(
  { data, world, agency, today }: ProposeExitRevocation,
  known: ListingCase,
): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.proposedBy)
  const isTaken = known.said.some(
    (one) => one.type === 'ListingExitRevocationProposed' && one.data.revocationId === data.revocationId,
  )
  if (isTaken) throw refuseCase('REVOCATION_ID_TAKEN')
  requireReason(data.findings)
  newTerm(known, data, { world, today })
  return [{ type: 'ListingExitRevocationProposed', data: { ...data, proposedOn: today } }]
}

/** Until when the entry would stand anew; throws where it could not be made again. */
function newTerm(
  known: ListingCase,
  { months }: Pick<ListingExitRevocationProposed['data'], 'months'>,
  { world, today }: Pick<RevokeExit, 'world' | 'today'>,
) {
  const { named, decision, toLand } = known
  if (toLand !== null) throw refuseCase('REVOCATION_BEFORE_REMOVAL')
  const definition = listToday(world.catalogue, known, today)
  requireStillGrounded(named, definition, world.file, today, decision?.listingId)
  return termUntil(definition, { months, banUntil: null }, today) // No entry ends early while a ban runs.
}

const requireRevocation = ({ revocation }: ListingCase, revocationId: string) => {
  if (revocation?.revocationId !== revocationId) throw refuseCase('REVOCATION_OTHER')
  return revocation
}

export function returnRevocation(
  { data, agency, today }: ReturnExitRevocation,
  known: ListingCase,
): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.returnedBy)
  requireOtherPerson(requireRevocation(known, data.revocationId).proposedBy, data.returnedBy)
  requireReason(data.reason)
  return [{ type: 'ListingExitRevocationReturned', data: { ...data, returnedOn: today } }]
}

/** The second person, and a number of its own, which makes the entry another than the one that ended. */
export function revokeExit(
  { data, world, agency, today }: RevokeExit,
  known: ListingCase,
): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.decidedBy)
  const proposal = requireRevocation(known, data.revocationId)
  requireOtherPerson(proposal.proposedBy, data.decidedBy)
  if (data.decisionNumber.trim() === '') throw refuseCase('DECISION_NUMBER_MISSING')
  const until = newTerm(known, proposal, { world, today })
  const { listType, authority, groundCode } = known.named
  const listingId = listingIdOf(listType, authority.code, data.decisionNumber, groundCode)
  return [{ type: 'ListingExitRevoked', data: { ...data, listingId, termUntil: until, decidedOn: today } }]
}
