import type { Decider } from '../../kernel/decider.ts'
import type { Json } from '../../kernel/event.ts'
import { holdsIdentityNumber } from '../../kernel/personal-numbers.ts'
import { refuse } from '../../refusals.ts'
import { wasSaid } from './check.ts'
import type { ListingCaseCommand, NameCandidate, TakeOverListing } from './commands.ts'
import * as decision from './decision.ts'
import type { ListingCaseEvent } from './events.ts'
import * as exit from './exit.ts'
import * as hearing from './hearing.ts'
import { outOfOrder, refuseCase } from './refusals.ts'
import * as revocation from './revocation.ts'
import { confirm, takeOver } from './taking-over.ts'
import { requireFileTakes } from './telling.ts'
import { stageNames, stepsFrom } from './stages.ts'
import { type ListingCase, withListingCaseEvent } from './state.ts'

/** The due process of a listing (列入程序): heard first, decided by two, in the file, published, and ended for a reason. */
export const listingCaseDecider: Decider<ListingCaseCommand, ListingCase | undefined, ListingCaseEvent> = {
  initialState: undefined,
  decide(command, known) {
    const events = decideStep(command, known)
    for (const { data } of events) requireNothingPersonal(data)
    return events
  },
  evolve: withListingCaseEvent,
}

function decideStep(command: ListingCaseCommand, known: ListingCase | undefined): readonly ListingCaseEvent[] {
  if (command.type === 'NameCandidate' || command.type === 'TakeOverListing') return open(command, known)
  if (known === undefined) throw refuseCase('LISTING_CASE_UNKNOWN')
  if (isRepeated(command, known)) return []
  if (!stepsFrom[command.type].includes(known.stage)) {
    throw refuseCase(outOfOrder[command.type], { stage: stageNames[known.stage] })
  }
  const events = take(command, known)
  if (isForFile(command)) requireFileTakes(events.reduce(grown, known), command)
  return events
}

/** As in the file: what may have to be forgotten never enters the log in the clear, whoever stated or noted it. */
function requireNothingPersonal(data: ListingCaseEvent['data']): void {
  if (holdsIdentityNumber(data as Json)) throw refuse('IDENTITY_NUMBER_IN_CLEAR')
}

/** The steps after which the enterprise's file has to be told. */
const isForFile = ({ type }: Later): boolean =>
  type === 'DecideListing' || type === 'ConfirmTakeover' || type === 'DecideExit' || type === 'RevokeExit'

const grown = (known: ListingCase, event: ListingCaseEvent): ListingCase => withListingCaseEvent(known, event) ?? known

function open(command: Opening, known: ListingCase | undefined): readonly ListingCaseEvent[] {
  if (known === undefined) return command.type === 'NameCandidate' ? hearing.name(command) : takeOver(command)
  if (wasOpenedBy(command, known)) return []
  throw refuseCase('LISTING_CASE_TAKEN')
}

/** Of a batch's exit the case kept its application's id; after the end nobody can tell any more, so the batch's counts. */
function isRepeated(command: Later, known: ListingCase): boolean {
  if (command.type !== 'ProposeExit' || command.data.batchId === null) {
    return wasSaid(known, eventOf[command.type], command.data)
  }
  const { exitId: _id, ...said } = command.data
  return wasSaid(known, 'ListingExitProposed', said)
}

/** The name is the register's, and may have changed since; a term that a takeover left to the list came to a day. */
function wasOpenedBy(command: Opening, known: ListingCase): boolean {
  if (command.type === 'NameCandidate') {
    const { subjectName: _name, ...said } = command.data
    return wasSaid(known, 'ListingCandidateNamed', said)
  }
  const { subjectName: _name, termUntil, ...said } = command.data
  return wasSaid(known, 'ListingTakenOver', termUntil === null ? said : { ...said, termUntil })
}

type Opening = NameCandidate | TakeOverListing
type Later = Exclude<ListingCaseCommand, Opening>

const eventOf: Readonly<Record<Later['type'], ListingCaseEvent['type']>> = {
  ConfirmTakeover: 'ListingTakeoverConfirmed',
  ServeListingNotice: 'ListingNoticeServed',
  RecordListingStatement: 'ListingStatementReceived',
  RecordListingWaiver: 'ListingStatementWaived',
  RecordNoticeLapse: 'ListingNoticeLapsed',
  HoldListingHearing: 'ListingHearingHeld',
  ProposeListing: 'ListingProposed',
  ReturnListing: 'ListingReturned',
  DecideListing: 'ListingDecided',
  DropCandidate: 'ListingDropped',
  RecordListingLanded: 'ListingLanded',
  PublishListing: 'ListingPublished',
  ApplyForExit: 'ListingExitApplied',
  AcceptExit: 'ListingExitAccepted',
  ProposeExit: 'ListingExitProposed',
  RefuseExit: 'ListingExitRefused',
  DecideExit: 'ListingExitDecided',
  EndListingTerm: 'ListingTermEnded',
  LetListingFall: 'ListingFell',
  RecordRemovalLanded: 'ListingRemovalLanded',
  ProposeExitRevocation: 'ListingExitRevocationProposed',
  ReturnExitRevocation: 'ListingExitRevocationReturned',
  RevokeExit: 'ListingExitRevoked',
}

function take(command: Later, known: ListingCase): readonly ListingCaseEvent[] {
  switch (command.type) {
    case 'ConfirmTakeover':
      return confirm(command, known)
    case 'ServeListingNotice':
      return hearing.serve(command, known)
    case 'RecordListingStatement':
      return hearing.state(command, known)
    case 'RecordListingWaiver':
      return hearing.waive(command, known)
    case 'RecordNoticeLapse':
      return hearing.lapse(command, known)
    case 'HoldListingHearing':
      return hearing.hold(command, known)
    case 'DropCandidate':
      return hearing.drop(command, known)
    case 'ProposeListing':
      return decision.propose(command, known)
    case 'ReturnListing':
      return decision.giveBack(command, known)
    case 'DecideListing':
      return decision.decideIt(command, known)
    case 'RecordListingLanded':
      return decision.land(command, known)
    case 'PublishListing':
      return decision.publish(command, known)
    case 'ApplyForExit':
      return exit.apply(command, known)
    case 'AcceptExit':
      return exit.accept(command, known)
    case 'ProposeExit':
      return exit.proposeExit(command, known)
    case 'RefuseExit':
      return exit.refuseExit(command, known)
    case 'DecideExit':
      return exit.decideExit(command, known)
    case 'EndListingTerm':
      return exit.endTerm(command, known)
    case 'LetListingFall':
      return exit.fall(command, known)
    case 'RecordRemovalLanded':
      return exit.landRemoval(command, known)
    case 'ProposeExitRevocation':
      return revocation.proposeRevocation(command, known)
    case 'ReturnExitRevocation':
      return revocation.returnRevocation(command, known)
    case 'RevokeExit':
      return revocation.revokeExit(command, known)
  }
}
