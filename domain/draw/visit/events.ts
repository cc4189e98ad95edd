import type { Authority } from '../../enterprise/parties.ts'
import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Need } from '../../inspectors/inspector.ts'
import type { Officer } from '../officer.ts'

/** An agency's officers on a visit, in the order in which they were drawn. */
export type VisitTeam = Readonly<{
  authority: Authority
  inspectors: readonly Readonly<{ inspectorId: string; account: string; certificateNumber: string }>[]
  need?: Need // What its own matters ask of its officers; those of the whole visit where the plan does not divide them.
}>

/** A visit was ordered (下发任务): one to each drawn enterprise, with a team from each agency. */
export type VisitDispatched = DomainEvent<
  'VisitDispatched',
  {
    visitId: string
    drawId: string
    planId: string
    taskId: string
    taskNumber: string
    uscc: string
    name: string // The enterprise's name on that day.
    matters: readonly string[]
    qualifications: readonly string[] // That every officer on it must have.
    teams: readonly VisitTeam[]
    dispatchedOn: PlainDate
    dueOn: PlainDate // By when it is to be made.
  }
>

/** An officer left the visit and another came, as the draw's rule decided (更换检查人员). */
export type VisitTeamChanged = DomainEvent<
  'VisitTeamChanged',
  {
    agency: string
    removed: string
    added: VisitTeam['inspectors'][number] | null
    reason: string
    changedOn: PlainDate
  }
>

/** The visit will not be made (撤回任务): the enterprise left the draw. */
export type VisitCancelled = DomainEvent<'VisitCancelled', { reason: string; cancelledOn: PlainDate }>

/** An answer of the checklist (检查表单项结果): 合格、不合格、未检查、合理缺项. */
export const checklistAnswers = ['PASS', 'FAIL', 'NOT_CHECKED', 'NOT_APPLICABLE'] as const
export type ChecklistLine = Readonly<{
  item: string
  answer: (typeof checklistAnswers)[number]
  note: string | null
}>

/** A photograph, paper, or recording that is kept elsewhere, by its hash (证据). */
export type Evidence = Readonly<{ sha256: string; kind: string; name: string }>

/** What an agency's team found (检查结果). */
export type VisitResult = Readonly<{
  resultId: string
  agency: string
  inspectorId: string // The officer on the visit who records it.
  inspectedOn: PlainDate
  inspectionCode: string | null // 检查码, compulsory in Shanghai since 2025.
  method: string | null // 检查方式
  resultScheme: string
  results: readonly string[] // Codes of the scheme; several where it allows.
  checklist: readonly ChecklistLine[]
  order: Readonly<{ orderNumber: string; orderedOn: PlainDate; dueOn: PlainDate; content: string }> | null // 责令改正
  evidence: readonly Evidence[]
  disposal: string | null // 后续处置, `inspection_disposal.csv`.
  note: string | null
}>

export type ResultRecorded = DomainEvent<'ResultRecorded', VisitResult & { recordedOn: PlainDate; recordedBy: Officer }>

/** Another officer looked at the result (审核): 通过、退回、不通过. */
export const reviewVerdicts = ['APPROVED', 'RETURNED', 'REJECTED'] as const
export type ResultReviewed = DomainEvent<
  'ResultReviewed',
  {
    agency: string
    resultId: string
    verdict: (typeof reviewVerdicts)[number]
    opinion: string | null
    reviewedOn: PlainDate
    reviewedBy: Officer
  }
>

/** An approved result stands in the enterprise's file as the inspection of this id (归档). */
export type ResultFiled = DomainEvent<
  'ResultFiled',
  { agency: string; resultId: string; inspectionId: string; filedOn: PlainDate }
>

/** The result was published (公示), within 20 working days or later. */
export type ResultPublished = DomainEvent<
  'ResultPublished',
  { agency: string; resultId: string; publishedOn: PlainDate; dueOn: PlainDate; workingDaysLate: number }
>

/** 通过登记的住所无法联系 (列入经营异常名录的线索), 不配合检查情节严重 (公示). */
export const leadGrounds = ['UNREACHABLE', 'NON_COOPERATION'] as const
export type LeadGround = (typeof leadGrounds)[number]

/** What was found is a lead for the officer of the lists (移送线索); it lists nobody by itself. */
export type LeadOpened = DomainEvent<
  'LeadOpened',
  { leadId: string; agency: string; resultId: string; ground: LeadGround; openedOn: PlainDate }
>

/** The list officer dealt with the lead (线索办结). */
export type LeadClosed = DomainEvent<
  'LeadClosed',
  { leadId: string; listed: boolean; note: string; closedOn: PlainDate; closedBy: Officer }
>

export type VisitEvent =
  | VisitDispatched
  | VisitTeamChanged
  | VisitCancelled
  | ResultRecorded
  | ResultReviewed
  | ResultFiled
  | ResultPublished
  | LeadOpened
  | LeadClosed
