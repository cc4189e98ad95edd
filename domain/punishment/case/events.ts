import type { Authority } from '../../enterprise/parties.ts'
import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { FallReason } from '../../window/answer.ts'
import type { AgencyKind } from '../agency-kinds.ts'
import type { PunishmentOfficer } from '../officer.ts'

/** A person responsible for what was listed (责任人员), by the ids of their sealed entry in the enterprise's file only. */
export type CasePerson = Readonly<{ personId: string; keyId: string }>

/** One enterprise of a case (惩戒明细), and the listing in its file from which the measures follow. */
export type CaseLine = Readonly<{
  lineId: string
  uscc: string
  name: string
  listingId: string
  eventId: string // The entry in the file.
  termUntil: PlainDate | null
  persons: readonly CasePerson[]
}>

/** What one agency is to carry out (执行部门及其措施). */
export type CaseExecutor = Readonly<{
  agency: Authority
  rules: readonly string[] // Codes of the catalogue.
  feedbackWorkingDays: number | null
}>

/** A case was drafted (提请联合惩戒): one decision to enter on a list, and all the measures that follow from it. */
export type PunishmentCaseDrafted = DomainEvent<
  'PunishmentCaseDrafted',
  {
    caseId: string
    requesting: Authority // 提请部门
    onBehalfOf: Authority | null // Who decided, where the coordinating agency asks for another (代为提请).
    listType: string
    groundCode: string
    decisionNumber: string // Without the place of one enterprise in a batch.
    decidedOn: PlainDate
    edition: number // The version of the catalogue of measures.
    rules: readonly string[] // All that is asked for, also of kinds of agency that nobody is yet.
    unasked: readonly string[] // What follows from the list too, and no agency here may ask for.
    executors: readonly CaseExecutor[]
    missing: readonly AgencyKind[] // Kinds that the rules name and nobody in the directory is.
    linesExpected: number // It cannot be passed before all of them are there.
    draftedOn: PlainDate
    draftedBy: PunishmentOfficer
  }
>

/** Enterprises of the case, in portions that the log can hold. */
export type PunishmentLinesAdded = DomainEvent<
  'PunishmentLinesAdded',
  {
    lines: readonly CaseLine[]
    linesExpected: number // As it now stands: entries of one decision may become known one after another.
    listedBy: readonly PunishmentOfficer[] // Who proposed or decided the entries, as far as they were decided here.
    addedOn: PlainDate
    addedBy: PunishmentOfficer
  }
>

/** Who answers for a line, as the enterprise's file now has it. */
export type LinePersons = Pick<CaseLine, 'lineId' | 'persons'>

/** Other persons answer for some lines than the case had (责任人员变更), recorded or removed since it was drafted. */
export type PunishmentPersonsChanged = DomainEvent<
  'PunishmentPersonsChanged',
  { lines: readonly LinePersons[]; changedOn: PlainDate; changedBy: PunishmentOfficer }
>

/** Lines whose ground fell before the case was passed: nobody is ordered anything for them (撤回明细). */
export type PunishmentLinesWithdrawn = DomainEvent<
  'PunishmentLinesWithdrawn',
  { lines: readonly FallenLine[]; withdrawnOn: PlainDate; withdrawnBy: PunishmentOfficer }
>

/** A second person of the requesting agency passed the case (审核通过). */
export type PunishmentCasePassed = DomainEvent<
  'PunishmentCasePassed',
  {
    opinion: string | null
    missing: readonly AgencyKind[] | null // As the directory was on that day; older facts do not say.
    passedOn: PlainDate
    passedBy: PunishmentOfficer
  }
>

/** A second person sent the case back (退回). */
export type PunishmentCaseReturned = DomainEvent<
  'PunishmentCaseReturned',
  {
    requestId: string | null // Older facts do not say.
    reason: string
    returnedOn: PlainDate
    returnedBy: PunishmentOfficer
  }
>

/** A case that was sent back is handed in again (重新提请). */
export type PunishmentCaseResubmitted = DomainEvent<
  'PunishmentCaseResubmitted',
  {
    requestId: string | null // Older facts do not say.
    note: string
    resubmittedOn: PlainDate
    resubmittedBy: PunishmentOfficer
  }
>

/** The requesting agency gave the case up before it was passed (撤回提请); by hand its entries may be asked for anew. */
export type PunishmentCaseWithdrawn = DomainEvent<
  'PunishmentCaseWithdrawn',
  { reason: string; withdrawnOn: PlainDate; withdrawnBy: PunishmentOfficer }
>

/** An executing agency has its order (惩戒任务): for every line that stood when the case was passed. */
export type PunishmentOrderIssued = DomainEvent<
  'PunishmentOrderIssued',
  CaseExecutor & { feedbackDueOn: PlainDate | null; provisional: readonly number[]; issuedOn: PlainDate }
>

type OrderStep<Who extends string> = { agency: string; lineIds: readonly string[] } & Readonly<
  Record<Who, PunishmentOfficer>
>

/** The executing agency takes the order on (签收). */
export type PunishmentOrderAccepted = DomainEvent<
  'PunishmentOrderAccepted',
  OrderStep<'acceptedBy'> & { acceptedOn: PlainDate }
>

/** The executing agency objects, and says why (提出异议). */
export type PunishmentOrderObjected = DomainEvent<
  'PunishmentOrderObjected',
  OrderStep<'objectedBy'> & { reason: string; objectedOn: PlainDate }
>

/** The requesting agency answered an objection: upheld, and the agency is excused; or not, and the order stands. */
export type PunishmentObjectionAnswered = DomainEvent<
  'PunishmentObjectionAnswered',
  OrderStep<'answeredBy'> & { upheld: boolean; reason: string; answeredOn: PlainDate }
>

/** The executing agency carried the measures out, and says what it did (执行反馈). */
export type PunishmentOrderExecuted = DomainEvent<
  'PunishmentOrderExecuted',
  OrderStep<'executedBy'> & { content: string; executedOn: PlainDate }
>

/** Why a line's measures are over: its ground in the enterprise's file fell. */
export type FallenLine = Readonly<{
  lineId: string
  reason: FallReason
  fellOn: PlainDate | null // null where it never stood.
  eventIds: readonly string[] // The facts by which it fell.
}>

/** The ground of some lines fell (惩戒依据失效): the measures are over in law; what follows only tells everybody. */
export type PunishmentGroundFell = DomainEvent<
  'PunishmentGroundFell',
  { lines: readonly FallenLine[]; recordedOn: PlainDate; recordedBy: PunishmentOfficer }
>

/** An agency that had the order is told to release (解除惩戒). */
export type PunishmentReleaseOrdered = DomainEvent<
  'PunishmentReleaseOrdered',
  OrderStep<'releasedBy'> & { confirmDueOn: PlainDate; provisional: readonly number[]; releasedOn: PlainDate }
>

/** The agency confirmed that nothing of its measures is left (确认解除). */
export type PunishmentReleaseConfirmed = DomainEvent<
  'PunishmentReleaseConfirmed',
  OrderStep<'confirmedBy'> & { note: string | null; confirmedOn: PlainDate }
>

/** Something that goes along with a copy letter (证据材料): the file itself lies elsewhere. */
export type CopyEvidence = Readonly<{ name: string; sha256: string }>

/** An agency of the case told others of it (抄告). */
export type CopyLetterSent = DomainEvent<
  'CopyLetterSent',
  {
    copyId: string
    number: string // 抄告单号
    from: string
    to: readonly Authority[]
    matter: string
    content: string
    evidence: readonly CopyEvidence[]
    feedbackNeeded: boolean
    sentOn: PlainDate
    sentBy: PunishmentOfficer
  }
>

/** A receiver has the letter (抄告回执), with its feedback where that was asked for. */
export type CopyLetterReceived = DomainEvent<
  'CopyLetterReceived',
  { copyId: string; agency: string; feedback: string | null; receivedOn: PlainDate; receivedBy: PunishmentOfficer }
>

export type CaseEvent =
  | PunishmentCaseDrafted
  | PunishmentLinesAdded
  | PunishmentPersonsChanged
  | PunishmentLinesWithdrawn
  | PunishmentCasePassed
  | PunishmentCaseReturned
  | PunishmentCaseResubmitted
  | PunishmentCaseWithdrawn
  | PunishmentOrderIssued
  | PunishmentOrderAccepted
  | PunishmentOrderObjected
  | PunishmentObjectionAnswered
  | PunishmentOrderExecuted
  | PunishmentGroundFell
  | PunishmentReleaseOrdered
  | PunishmentReleaseConfirmed
  | CopyLetterSent
  | CopyLetterReceived
