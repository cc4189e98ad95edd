import type { RegistrationStatus } from '../../enterprise/registration/events.ts'
import type { Confidence } from '../../enterprise/listing/list-types.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'

/** A reason for which an entry comes off a list (移出事由), `abnormal_exit_reason.csv`. */
export type CureReason = Readonly<{ code: string; name: string }>

/** Within how many working days of what an entry is made (列入时限); its count is the clock table's. */
export type EntryClock = Readonly<{ from: string; workingDays: number }>

/** A ground of a list (列入事由). */
export type GroundRule = Readonly<{
  code: string
  name: string
  clause: string | null
  /** What may not be entered twice: the report of one year, or whatever is still open (不得重复列入). */
  once: 'REPORT_YEAR' | 'WHILE_OPEN' | null
  clock: EntryClock | null
  cures: readonly CureReason[] // Each ground is cured by itself; none where the list knows no cure.
  replayOnly: boolean // A ground that the law dropped: it stands for the history, and nobody is entered by it any more.
}>

/**
 * What an entry needs in the enterprise's file (列入要件): nothing, a penalty of the deciding authority, or one of the
 * heavier kinds (较重行政处罚, Order 44 Art. 2).
 */
export type PenaltyNeed = 'NONE' | 'ANY' | 'HEAVIER'

/** What comes before the decision (拟列入告知): nobody is listed unheard. */
export type NoticeRule = Readonly<{
  serving: readonly ('SERVICE' | 'ANNOUNCEMENT')[] // 送达; 公告, for hundreds at once.
  days: number // For statement and defence (陈述申辩).
  unit: 'WORKING_DAY' | 'DAY'
  hearing: boolean // 听证 may be asked for.
}>

/** How long an entry stands (期限). */
export type ListTerm =
  | Readonly<{ kind: 'UNTIL_CURED' }> // Until the ground is gone.
  | Readonly<{ kind: 'MONTHS'; months: number; orLongerBan: boolean }> // Or as long as a statutory ban, if that is longer.
  | Readonly<{ kind: 'AS_DECIDED'; monthsMin: number; monthsMax: number }> // Within these the decision says.
  | Readonly<{ kind: 'AS_TOLD' }> // A mirrored list: whoever decides says it, or says none.

/** By how much a term may be made longer, and why (延长). */
export type ListExtension = Readonly<{ monthsMin: number; monthsMax: number; grounds: readonly string[] }>

/** When and on what conditions an entry may end before its term (提前移出). */
export type EarlyExit = Readonly<{
  afterMonths: number
  since: 'ENTRY' | 'CORRECTION'
  conditions: readonly Condition[]
}>
export type Condition = Readonly<{ code: string; name: string }>

/** Where and within what time an entry is published (公示). */
export type ListPublicity = Readonly<{
  isPublic: boolean
  where: string
  workingDays: number | null
  note: string | null
}>

/** The words in the numbers of its decisions (文号字): 异入, 异出, 异更; null for a list that decides nothing here. */
export type NumberWords = Readonly<{ entry: string; exit: string; correction: string }>

/** A type of list (名录、名单) in one dated version: a list may be kept only on such a basis (国办发〔2020〕49号). */
export type ListDefinition = Readonly<{
  code: string
  name: string
  legalBasis: string
  effectiveFrom: PlainDate
  effectiveUntil: PlainDate | null // The last day of this version; null while it is in force.
  decidedBy: readonly string[] // Kinds of authority that may decide (认定机关), as the directory of agencies names them.
  mirrored: boolean // Decided elsewhere (a court, customs): mirrored here, never entered nor repaired.
  grounds: readonly GroundRule[] // None: the deciding authority words them itself.
  penalty: PenaltyNeed
  ownPenalty: boolean // Only the authority that imposed the penalty decides.
  weighing: readonly string[] // What the decision has to weigh (裁量因素).
  notice: NoticeRule | null // null only for a mirrored list.
  term: ListTerm
  extension: ListExtension | null
  earlyExit: EarlyExit | null
  endsWithSubject?: readonly RegistrationStatus[] // States of registration that end an entry by themselves (注销、吊销).
  publicity: ListPublicity
  effects: readonly string[] // Codes of the measures that follow (惩戒措施), each in the catalogue of measures.
  numbers: NumberWords | null
  confidence: Confidence
  note: string | null
}>

/** The whole catalogue in one version (名录清单). */
export type ListEdition = Readonly<{
  version: number
  name: string
  effectiveFrom: PlainDate
  lists: readonly ListDefinition[]
}>

export const groundIn = ({ grounds }: ListDefinition, code: string): GroundRule | undefined =>
  grounds.find((ground) => ground.code === code)

/** An edition from before there was the member names none. */
export const endsWithSubjectOf = ({ endsWithSubject }: ListDefinition): readonly RegistrationStatus[] =>
  endsWithSubject ?? []

export const definitionHolds = ({ effectiveFrom, effectiveUntil }: ListDefinition, day: PlainDate): boolean =>
  effectiveFrom <= day && (effectiveUntil === null || day <= effectiveUntil)
