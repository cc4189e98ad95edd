import type { EnterpriseFile } from '../../enterprise/file.ts'
import type { Command } from '../../kernel/decider.ts'
import type { Calendar } from '../../kernel/working-days.ts'
import type { ListCatalogue } from '../catalogue/catalogue.ts'
import type * as E from './events.ts'

/** What the rules look up outside the case's own stream; a command brings it along, and it is not recorded. */
export type CaseWorld = Readonly<{ catalogue: ListCatalogue; file: EnterpriseFile; calendar: Calendar }>

type Step<T extends string, Data> = Command<T, Data> & Readonly<{ world: CaseWorld }>
type Less<Event extends { data: object }, Given extends keyof Event['data']> = Omit<Event['data'], Given>

// Days that are not a party's own are today; what the rules work out is not said.
export type NameCandidate = Step<'NameCandidate', Less<E.ListingCandidateNamed, 'namedOn' | 'version'>>
/** Take over an entry of the past; `termUntil: null` is the list's own term. What the file has of it already decides. */
export type TakeOverListing = Step<'TakeOverListing', Less<E.ListingTakenOver, 'namedOn' | 'version' | 'listingId'>>
export type ConfirmTakeover = Step<'ConfirmTakeover', Less<E.ListingTakeoverConfirmed, 'confirmedOn'>>
export type ServeListingNotice = Step<
  'ServeListingNotice',
  Less<E.ListingNoticeServed, 'statementUntil' | 'provisional' | 'term'>
>
export type RecordListingStatement = Step<'RecordListingStatement', E.ListingStatementReceived['data']>
export type RecordListingWaiver = Step<'RecordListingWaiver', E.ListingStatementWaived['data']>
export type RecordNoticeLapse = Step<'RecordNoticeLapse', Record<never, never>>
export type HoldListingHearing = Step<'HoldListingHearing', E.ListingHearingHeld['data']>
export type ProposeListing = Step<'ProposeListing', Less<E.ListingProposed, 'proposedOn'>>
export type ReturnListing = Step<'ReturnListing', Less<E.ListingReturned, 'returnedOn'>>
export type DecideListing = Step<'DecideListing', Less<E.ListingDecided, 'decidedOn' | 'listingId' | 'termUntil'>>
export type DropCandidate = Step<'DropCandidate', Less<E.ListingDropped, 'droppedOn'>>
export type RecordListingLanded = Step<'RecordListingLanded', Less<E.ListingLanded, 'landedOn'>>
export type PublishListing = Step<'PublishListing', E.ListingPublished['data']>
export type ApplyForExit = Step<'ApplyForExit', E.ListingExitApplied['data']>
export type AcceptExit = Step<'AcceptExit', Less<E.ListingExitAccepted, 'acceptedOn'>>
export type ProposeExit = Step<'ProposeExit', Less<E.ListingExitProposed, 'proposedOn'>>
export type RefuseExit = Step<'RefuseExit', Less<E.ListingExitRefused, 'refusedOn'>>
export type DecideExit = Step<'DecideExit', Less<E.ListingExitDecided, 'decidedOn' | 'ground' | 'law'>>
export type EndListingTerm = Step<'EndListingTerm', Record<never, never>>
export type LetListingFall = Step<'LetListingFall', Pick<E.ListingFell['data'], 'ground'>>
export type RecordRemovalLanded = Step<'RecordRemovalLanded', Less<E.ListingRemovalLanded, 'landedOn'>>

export type ProposeExitRevocation = Step<'ProposeExitRevocation', Less<E.ListingExitRevocationProposed, 'proposedOn'>>
export type ReturnExitRevocation = Step<'ReturnExitRevocation', Less<E.ListingExitRevocationReturned, 'returnedOn'>>
export type RevokeExit = Step<'RevokeExit', Less<E.ListingExitRevoked, 'decidedOn' | 'listingId' | 'termUntil'>>

export type ListingCaseCommand =
  | NameCandidate
  | TakeOverListing
  | ConfirmTakeover
  | ServeListingNotice
  | RecordListingStatement
  | RecordListingWaiver
  | RecordNoticeLapse
  | HoldListingHearing
  | ProposeListing
  | ReturnListing
  | DecideListing
  | DropCandidate
  | RecordListingLanded
  | PublishListing
  | ApplyForExit
  | AcceptExit
  | ProposeExit
  | RefuseExit
  | DecideExit
  | EndListingTerm
  | LetListingFall
  | RecordRemovalLanded
  | ProposeExitRevocation
  | ReturnExitRevocation
  | RevokeExit
