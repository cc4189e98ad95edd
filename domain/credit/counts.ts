import type { CommitmentKind } from '../enterprise/commitment/events.ts'
import type { HonourLevel } from '../enterprise/honour/events.ts'
import type { InspectionForm } from '../enterprise/inspection/events.ts'
import type { LicenceClass, LicenceRevocationGround } from '../enterprise/licence/events.ts'
import type { ListingRemovalGround } from '../enterprise/listing/events.ts'
import type { PenaltyKind } from '../enterprise/penalty/events.ts'
import type { RegistrationStatus, SubjectKind } from '../enterprise/registration/events.ts'

/**
 * What of a file an indicator or an overriding fact counts (计入事项): a section, what is looked at there, and which
 * records are meant. A filter of `null` means all. Each `what` has one day of its own (起算日), on which it begins and
 * from which the window and the fading are counted; it ends by itself where the law says so.
 */
export type Counts =
  | RegistrationCounts
  | LicenceCounts
  | PenaltyCounts
  | InspectionCounts
  | ListingCounts
  | ReportCounts
  | HonourCounts
  | CommitmentCounts

export type RegistrationCounts =
  // In one of these states, from the day of the state on; dormancy ends after three years by itself.
  | Readonly<{ section: 'REGISTRATION'; what: 'STATUS'; statuses: readonly RegistrationStatus[] }>
  // Registered for so many months and not yet so many, and still alive (active or dormant).
  | Readonly<{ section: 'REGISTRATION'; what: 'AGE'; fromMonths: number; belowMonths: number | null }>
  // Each change of one of these items (变更事项), from its day on.
  | Readonly<{ section: 'REGISTRATION'; what: 'CHANGES'; items: readonly string[] | null }>
  // A file without a registration behind it (临时建档), from its opening on.
  | Readonly<{ section: 'REGISTRATION'; what: 'PROVISIONAL' }>
  // The operating term (营业期限) has run out while the subject is still alive.
  | Readonly<{ section: 'REGISTRATION'; what: 'TERM_ENDED'; subjectKinds: readonly SubjectKind[] | null }>

export type LicenceCounts =
  // In force: granted, not suspended, its term not over.
  | Readonly<{ section: 'LICENCE'; what: 'VALID'; classes: readonly LicenceClass[] | null }>
  // Its term ran out and nobody renewed it or gave it up, while the subject is still alive.
  | Readonly<{ section: 'LICENCE'; what: 'EXPIRED'; classes: readonly LicenceClass[] | null }>
  | Readonly<{ section: 'LICENCE'; what: 'SUSPENDED' }>
  | Readonly<{ section: 'LICENCE'; what: 'REVOKED'; grounds: readonly LicenceRevocationGround[] | null }>

export type PenaltyCounts =
  // Imposed and not annulled, from the day of the decision on; `fineFrom` and `fineBelow` in fen, the latter excluded.
  | Readonly<{
      section: 'PENALTY'
      what: 'IMPOSED'
      kinds: readonly PenaltyKind[] | null // Any one of these.
      notKinds: readonly PenaltyKind[] | null // None of these.
      fineFrom: number | null
      fineBelow: number | null
    }>
  // Neither annulled nor performed so many months after the decision.
  | Readonly<{ section: 'PENALTY'; what: 'UNPERFORMED'; afterMonths: number }>

export type InspectionCounts =
  // Found something to follow up; `results` are codes of the schemes' lists.
  | Readonly<{
      section: 'INSPECTION'
      what: 'FOUND'
      forms: readonly InspectionForm[] | null
      results: readonly Readonly<{ scheme: string; code: string }>[] | null
    }>
  // Found nothing to follow up.
  | Readonly<{ section: 'INSPECTION'; what: 'CLEAN'; forms: readonly InspectionForm[] | null }>
  // Still not closed so many months after the visit.
  | Readonly<{ section: 'INSPECTION'; what: 'OPEN'; afterMonths: number }>
  // Ordered to put something right, the last day is over, and the visit is not closed.
  | Readonly<{ section: 'INSPECTION'; what: 'ORDER_OVERDUE' }>
  // Closed with the finding that it was not put right.
  | Readonly<{ section: 'INSPECTION'; what: 'NOT_CORRECTED' }>

export type ListingCounts =
  // On the list: its term not over, not removed, and one of the penalties on which it rests still stands.
  | Readonly<{
      section: 'LISTING'
      what: 'LISTED'
      lists: readonly string[] | null
      grounds: readonly string[] | null
    }>
  // No longer on the list, from the day of leaving it; entries that were wrong or lost their basis never counted.
  | Readonly<{ section: 'LISTING'; what: 'LEFT'; lists: readonly string[] | null; by: readonly ListingRemovalGround[] }>

export type ReportCounts =
  | Readonly<{ section: 'REPORT'; what: 'ON_TIME' }>
  | Readonly<{ section: 'REPORT'; what: 'LATE' }>
  | Readonly<{ section: 'REPORT'; what: 'AMENDED' }>
  // Due from a subject that was alive on the last day for it, and not filed; from the day after that on.
  | Readonly<{ section: 'REPORT'; what: 'MISSING' }>

export type HonourCounts =
  | Readonly<{ section: 'HONOUR'; what: 'VALID'; levels: readonly HonourLevel[] | null }>
  | Readonly<{ section: 'HONOUR'; what: 'WITHDRAWN'; levels: readonly HonourLevel[] | null }>

export type CommitmentCounts =
  | Readonly<{ section: 'COMMITMENT'; what: 'KEPT'; kinds: readonly CommitmentKind[] | null }>
  | Readonly<{ section: 'COMMITMENT'; what: 'BROKEN'; kinds: readonly CommitmentKind[] | null }>
  // Nobody settled it by the day by which it had to be checked.
  | Readonly<{ section: 'COMMITMENT'; what: 'UNCHECKED'; kinds: readonly CommitmentKind[] | null }>
