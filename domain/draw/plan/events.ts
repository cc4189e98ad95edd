import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Officer } from '../officer.ts'
import type { Limits, VisitCaps } from './gather.ts'
import type { Scope } from './scope.ts'
import type { Dimension, QuotaRule } from './strata.ts'

/** 不定向: no condition beyond belonging to the library; 定向: by conditions, then at random within them. */
export const taskKinds = ['UNDIRECTED', 'DIRECTED'] as const
/** 年度计划内的任务、临时任务. */
export const taskOrigins = ['ANNUAL', 'AD_HOC'] as const

/** An agency that takes part in a task, and how many officers it sends to each visit (参与部门). */
export type TaskTeam = Readonly<{
  agency: string
  agencyName: string
  inspectors: number
  matters?: readonly string[] // Of the task's, those that its officers check; all of them where it does not say.
}>

/** A task of the plan (抽查任务): what is checked, at whom, by whom, how many, and when. */
export type Task = Readonly<{
  taskId: string
  number: string // 任务编号, such as 徐市监抽查〔2026〕1号.
  name: string
  kind: (typeof taskKinds)[number]
  origin: (typeof taskOrigins)[number]
  reason: string | null // Of an ad hoc task.
  matters: readonly string[]
  scope: Scope
  teams: readonly TaskTeam[] // In order; the first one leads.
  stratifyBy: readonly Dimension[]
  quotas: readonly QuotaRule[] // None: the shares of the class table.
  limits: Limits
  caps: VisitCaps
  loadCap: number // How many visits one officer may have in the draw.
  from: PlainDate
  until: PlainDate // By when the visits are made.
}>

/** An annual plan was drafted (年度抽查工作计划). */
export type PlanDrafted = DomainEvent<
  'PlanDrafted',
  {
    planId: string
    year: number
    agency: string
    agencyName: string
    name: string
    draftedOn: PlainDate
    draftedBy: Officer
  }
>

export type TaskPlanned = DomainEvent<'TaskPlanned', Task & { plannedOn: PlainDate; plannedBy: Officer }>
export type TaskDropped = DomainEvent<
  'TaskDropped',
  { taskId: string; reason: string; droppedOn: PlainDate; droppedBy: Officer }
>

/** Another officer than those who planned approved the plan, with the tasks named (批准计划). */
export type PlanApproved = DomainEvent<
  'PlanApproved',
  { taskIds: readonly string[]; approvedOn: PlainDate; approvedBy: Officer }
>

/** The plan was published (公示计划): in Shanghai by the end of March (上海市优化营商环境条例). */
export type PlanPublished = DomainEvent<'PlanPublished', { publishedOn: PlainDate }>

/** A draw was begun for a task; a further round says why (重新抽取). */
export type RoundBegun = DomainEvent<
  'RoundBegun',
  { taskId: string; drawId: string; reason: string | null; begunOn: PlainDate; begunBy: Officer }
>

export type PlanEvent = PlanDrafted | TaskPlanned | TaskDropped | PlanApproved | PlanPublished | RoundBegun
