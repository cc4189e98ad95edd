import type { Command } from '../../kernel/decider.ts'
import type { Calendar } from '../../kernel/working-days.ts'
import type { AgencyKind } from '../agency-kinds.ts'
import type { MeasureEdition } from '../measures/measure.ts'
import type { PunishmentOfficer } from '../officer.ts'
import type * as events from './events.ts'
import type { DirectoryAgency } from './executors.ts'

type By = { by: PunishmentOfficer }

// The day of each is today. `lineIds: null` means every line of the order that is ready for the step.
type OfOrder = By & { agency: string; lineIds: readonly string[] | null }

/** Draft a case (提请). The catalogue of the day comes along, so that nothing outside it is asked for. */
export type DraftCase = Command<
  'DraftCase',
  Omit<events.PunishmentCaseDrafted['data'], 'edition' | 'executors' | 'draftedOn' | 'draftedBy'> & {
    edition: MeasureEdition
    requestingKinds: readonly AgencyKind[] // What kind of agency the requesting one is.
    executors: readonly Omit<events.CaseExecutor, 'feedbackWorkingDays'>[]
    lines: readonly events.CaseLine[]
    listedBy?: readonly PunishmentOfficer[] // Who proposed or decided the entries.
    by: PunishmentOfficer
  }
>
/** Add enterprises to a draft; `linesExpected: null` is as many as there then are. Without lines: as many as there are. */
export type AddCaseLines = Command<
  'AddCaseLines',
  By & { lines: readonly events.CaseLine[]; linesExpected: number | null; listedBy?: readonly PunishmentOfficer[] }
>
/** Say who answers for lines now (责任人员变更), as their files have it. */
export type ChangePersons = Command<'ChangePersons', By & { lines: readonly events.LinePersons[] }>
/** Pass it, with the catalogue and the directory of the day: what was withdrawn and who left since is not ordered. */
export type PassCase = Command<
  'PassCase',
  By & {
    opinion: string | null
    edition: MeasureEdition
    agencies: readonly DirectoryAgency[]
    calendar: Calendar
  }
>
/** A case may be sent back more than once: `requestId` tells a repetition from another time. */
export type ReturnCase = Command<'ReturnCase', By & { requestId: string; reason: string }>
export type ResubmitCase = Command<'ResubmitCase', By & { requestId: string; note: string }>
export type WithdrawCase = Command<'WithdrawCase', By & { reason: string }>

export type AcceptOrder = Command<'AcceptOrder', OfOrder>
export type ObjectToOrder = Command<'ObjectToOrder', OfOrder & { reason: string }>
export type AnswerObjection = Command<'AnswerObjection', OfOrder & { upheld: boolean; reason: string }>
export type ExecuteOrder = Command<'ExecuteOrder', OfOrder & { content: string }>
export type ConfirmRelease = Command<'ConfirmRelease', OfOrder & { note: string | null }>

/** Release lines whose ground fell; `agencies: null` is every agency that had the order. */
export type ReleaseLines = Command<
  'ReleaseLines',
  By & { lines: readonly events.FallenLine[]; agencies: readonly string[] | null; calendar: Calendar }
>

/** The directory of the day comes along, so that a letter goes to nobody who is not there. */
export type SendCopy = Command<
  'SendCopy',
  By & Omit<events.CopyLetterSent['data'], 'sentOn' | 'sentBy'> & { agencies: readonly DirectoryAgency[] }
>
export type ReceiveCopy = Command<'ReceiveCopy', By & { copyId: string; agency: string; feedback: string | null }>

export type CaseCommand =
  | DraftCase
  | AddCaseLines
  | ChangePersons
  | PassCase
  | ReturnCase
  | ResubmitCase
  | WithdrawCase
  | AcceptOrder
  | ObjectToOrder
  | AnswerObjection
  | ExecuteOrder
  | ConfirmRelease
  | ReleaseLines
  | SendCopy
  | ReceiveCopy
