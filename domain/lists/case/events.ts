import type { Authority } from '../../enterprise/parties.ts'
import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ListOfficer } from '../officer.ts'

/** A fine of the discretion benchmark's heavier grade (从重), and where the benchmark says so. */
export type HeavierFine = Readonly<{ penaltyId: string; benchmark: string }>

/** An enterprise was named as a candidate for a list (拟列入). */
export type ListingCandidateNamed = DomainEvent<
  'ListingCandidateNamed',
  {
    caseId: string
    uscc: string
    subjectName: string
    listType: string
    version: number // Of the catalogue of lists in force on that day.
    groundCode: string
    groundText: string // As the decision will say it.
    reportYear: number | null // For a missing annual report: its year.
    authority: Authority
    authorityKind: string // The kind of authority that it is, as the catalogue names those who may decide.
    penaltyIds: readonly string[] // Penalties in the file on which the entry will rest.
    heavierFines: readonly HeavierFine[]
    personIds: readonly string[] // Responsible persons (责任人员), by the ids of their sealed records in the file.
    namedOn: PlainDate
    namedBy: ListOfficer
  }
>

/**
 * An entry that was decided before its file was kept here is taken over (承接历史列入), as its document says it. It is a
 * case from now on, so that it ends by two persons, as any other; and nothing until a second person has compared it.
 */
export type ListingTakenOver = DomainEvent<
  'ListingTakenOver',
  ListingCandidateNamed['data'] & {
    listingId: string
    decisionNumber: string
    enteredOn: PlainDate
    termUntil: PlainDate | null
  }
>

/** A second person compared the entry with its document (核对承接). */
export type ListingTakeoverConfirmed = DomainEvent<
  'ListingTakeoverConfirmed',
  { listingId: string; confirmedOn: PlainDate; confirmedBy: ListOfficer }
>

/** The enterprise was told that it is to be listed, why, and what it may do (拟列入告知). */
export type ListingNoticeServed = DomainEvent<
  'ListingNoticeServed',
  {
    noticeNumber: string // 告知书文号; of an announcement, its number.
    serving: 'SERVICE' | 'ANNOUNCEMENT'
    servedOn: PlainDate
    statementUntil: PlainDate // As counted on the day of recording, and promised: no later count ends it sooner.
    provisional: readonly number[] // Years without a calendar that the count met (暂定).
    term: Readonly<{ days: number; unit: 'WORKING_DAY' | 'DAY' }> | null // By which it was counted; older notices do not say.
    servedBy: ListOfficer
  }
>

/** The enterprise stated and defended itself (陈述申辩). */
export type ListingStatementReceived = DomainEvent<
  'ListingStatementReceived',
  { receivedOn: PlainDate; statement: string; asksHearing: boolean; receivedBy: ListOfficer }
>

/** The enterprise waived statement and defence (放弃陈述申辩). */
export type ListingStatementWaived = DomainEvent<
  'ListingStatementWaived',
  { waivedOn: PlainDate; receivedBy: ListOfficer }
>

/** The time for a statement went by (逾期未陈述申辩). */
export type ListingNoticeLapsed = DomainEvent<'ListingNoticeLapsed', { until: PlainDate; lapsedOn: PlainDate }>

export type ListingHearingHeld = DomainEvent<
  'ListingHearingHeld',
  { heldOn: PlainDate; record: string; heldBy: ListOfficer }
>

/** One officer proposed to decide (拟定列入决定): what was weighed, what became of the statement, and for how long. */
export type ListingProposed = DomainEvent<
  'ListingProposed',
  {
    decisionId: string
    reasons: string
    weighed: readonly string[]
    statementView: string | null // 复核意见 on what the enterprise said.
    months: number | null // Where the list leaves the term to the decision.
    banUntil: PlainDate | null // Last day of a statutory ban that runs longer (限制期限).
    batchId: string | null
    proposedOn: PlainDate
    proposedBy: ListOfficer
  }
>

export type ListingReturned = DomainEvent<
  'ListingReturned',
  { decisionId: string; reason: string; returnedOn: PlainDate; returnedBy: ListOfficer }
>

/** Another officer of the deciding authority decided (作出列入决定). */
export type ListingDecided = DomainEvent<
  'ListingDecided',
  {
    decisionId: string
    decisionNumber: string
    listingId: string // Of the entry that lands in the enterprise's file.
    termUntil: PlainDate | null
    decidedOn: PlainDate
    decidedBy: ListOfficer
  }
>

/** The candidate is not listed after all (不予列入). */
export type ListingDropped = DomainEvent<
  'ListingDropped',
  { reason: string; droppedOn: PlainDate; droppedBy: ListOfficer }
>

/** The entry stands in the enterprise's file (已列入). */
export type ListingLanded = DomainEvent<'ListingLanded', { listingId: string; landedOn: PlainDate }>

export type ListingPublished = DomainEvent<
  'ListingPublished',
  { publishedOn: PlainDate; where: string; publishedBy: ListOfficer }
>

/** The edition of the catalogue by which something was judged, and the day on which it was read (适用的清单). */
export type ListLaw = Readonly<{ version: number; on: PlainDate }>

/** For what an entry may be ended by decision (移出事由类别). */
export const exitGrounds = ['CURED', 'EARLY_EXIT', 'CANCELLED_AS_WRONG'] as const
export type ExitGround = (typeof exitGrounds)[number]

/** The enterprise applied to come off the list (申请移出). */
export type ListingExitApplied = DomainEvent<
  'ListingExitApplied',
  { exitId: string; ground: ExitGround; statement: string; appliedOn: PlainDate; recordedBy: ListOfficer }
>

export type ListingExitAccepted = DomainEvent<
  'ListingExitAccepted',
  { exitId: string; acceptedOn: PlainDate; acceptedBy: ListOfficer }
>

/** One officer verified and proposed the exit (核实并拟定移出). */
export type ListingExitProposed = DomainEvent<
  'ListingExitProposed',
  {
    exitId: string
    ground: ExitGround
    reasonCode: string | null // 移出事由, of the ground's own cures.
    conditionsMet: readonly string[] // Of an early exit, by the codes of its list.
    correctedOn: PlainDate | null
    heavierFines: readonly HeavierFine[] // Of the penalties since the entry, which forbid an early exit.
    batchId: string | null // The batch proposes one exit of each case, whoever's application that is.
    findings: string
    proposedOn: PlainDate
    proposedBy: ListOfficer
  }
>

export type ListingExitRefused = DomainEvent<
  'ListingExitRefused',
  { exitId: string; reason: string; refusedOn: PlainDate; refusedBy: ListOfficer }
>

/** Another officer decided the exit (移出决定). */
export type ListingExitDecided = DomainEvent<
  'ListingExitDecided',
  {
    exitId: string
    ground: ExitGround
    decisionNumber: string
    law: ListLaw | null // By which it may end so, here and in the file; older decisions do not say.
    decidedOn: PlainDate
    decidedBy: ListOfficer
  }
>

/** The term is over (期满): the entry had ended by itself, this says that it was noticed. */
export type ListingTermEnded = DomainEvent<'ListingTermEnded', { endedOn: PlainDate; notedOn: PlainDate }>

/** Why an entry falls without a decision about it (依据失效). */
export const fallGrounds = ['BASIS_ANNULLED', 'DEREGISTERED', 'ALREADY_LISTED'] as const
export type FallGround = (typeof fallGrounds)[number]
export type ListingFell = DomainEvent<
  'ListingFell',
  { ground: FallGround; fellOn: PlainDate; penaltyIds: readonly string[]; notedOn: PlainDate }
>

/** The end of the entry stands in the enterprise's file, too. */
export type ListingRemovalLanded = DomainEvent<'ListingRemovalLanded', { listingId: string; landedOn: PlainDate }>

/** One officer found that an exit was obtained by fraud, and proposed to cancel it (拟撤销移出). */
export type ListingExitRevocationProposed = DomainEvent<
  'ListingExitRevocationProposed',
  {
    revocationId: string
    findings: string // What was false, and how it was found.
    months: number | null // Where the list leaves the term to the decision.
    proposedOn: PlainDate
    proposedBy: ListOfficer
  }
>

export type ListingExitRevocationReturned = DomainEvent<
  'ListingExitRevocationReturned',
  { revocationId: string; reason: string; returnedOn: PlainDate; returnedBy: ListOfficer }
>

/** Another officer cancelled the exit (撤销移出决定): the enterprise is listed again, and the term begins anew. */
export type ListingExitRevoked = DomainEvent<
  'ListingExitRevoked',
  {
    revocationId: string
    decisionNumber: string
    listingId: string // Of the new entry in the enterprise's file; the old one and its exit stay what they were.
    termUntil: PlainDate | null
    decidedOn: PlainDate
    decidedBy: ListOfficer
  }
>

export type ListingCaseEvent =
  | ListingCandidateNamed
  | ListingTakenOver
  | ListingTakeoverConfirmed
  | ListingNoticeServed
  | ListingStatementReceived
  | ListingStatementWaived
  | ListingNoticeLapsed
  | ListingHearingHeld
  | ListingProposed
  | ListingReturned
  | ListingDecided
  | ListingDropped
  | ListingLanded
  | ListingPublished
  | ListingExitApplied
  | ListingExitAccepted
  | ListingExitProposed
  | ListingExitRefused
  | ListingExitDecided
  | ListingTermEnded
  | ListingFell
  | ListingRemovalLanded
  | ListingExitRevocationProposed
  | ListingExitRevocationReturned
  | ListingExitRevoked
