import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Authority, SystemCode } from '../parties.ts'

/** Why the inspectors came (检查来源): 双随机、日常、专项、投诉举报等触发. */
export const inspectionForms = ['RANDOM', 'DAILY', 'SPECIAL', 'TRIGGERED'] as const
export type InspectionForm = (typeof inspectionForms)[number]

/** One inspector on a visit: directory id and certificate number (执法证号), never a name. */
export type VisitingInspector = Readonly<{ inspectorId: string; certificateNumber: string }>

/** The result of an inspection was recorded (检查结果). */
export type InspectionRecorded = DomainEvent<
  'InspectionRecorded',
  {
    inspectionId: string
    form: InspectionForm
    planId: string | null // 抽查计划编号, of a planned visit.
    triggerId: string | null // 线索编号, of a triggered one.
    inspectionCode: string | null // 检查码, compulsory in Shanghai since 2025.
    matters: readonly SystemCode[] // 检查事项
    method: string | null // 检查方式, `inspection_method.csv`.
    inspectedOn: PlainDate
    inspectors: readonly VisitingInspector[] // At least two (行政处罚法 Art. 42).
    resultScheme: string // Which list the codes belong to, `inspection_result.csv`.
    results: readonly string[] // 检查结果代码; several may stand together.
    note: string | null
    authority: Authority
  }
>

/** The authority ordered the enterprise to put something right (责令改正); this is no penalty (行政处罚法 Art. 28). */
export type CorrectionOrdered = DomainEvent<
  'CorrectionOrdered',
  { inspectionId: string; orderNumber: string; orderedOn: PlainDate; dueOn: PlainDate; content: string }
>

/** The inspection needs nothing more (办结): what was ordered is done, or was handed on. */
export type InspectionClosed = DomainEvent<
  'InspectionClosed',
  { inspectionId: string; closedOn: PlainDate; corrected: boolean | null; note: string | null }
>

export type InspectionEvent = InspectionRecorded | CorrectionOrdered | InspectionClosed
