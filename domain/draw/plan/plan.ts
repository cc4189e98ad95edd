import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Officer } from '../officer.ts'
import type { PlanEvent, Task } from './events.ts'

/** A task as it now stands in its plan. */
export type PlannedTask = Task &
  Readonly<{
    plannedOn: PlainDate
    plannedBy: Officer
    approvedOn: PlainDate | null
    approvedBy: Officer | null
    droppedOn: PlainDate | null
    drawIds: readonly string[] // One a round.
  }>

/** An annual plan as it now stands (年度抽查工作计划). */
export type Plan = Readonly<{
  planId: string
  year: number
  agency: string
  agencyName: string
  name: string
  draftedOn: PlainDate
  draftedBy: Officer
  approvedOn: PlainDate | null // Of the first approval.
  publishedOn: PlainDate | null
  tasks: readonly PlannedTask[]
}>

/** The plan with one more fact; undefined before the first. */
export function withPlanEvent(plan: Plan | undefined, event: PlanEvent): Plan | undefined {
  if (event.type === 'PlanDrafted') return plan ?? { ...event.data, approvedOn: null, publishedOn: null, tasks: [] }
  if (plan === undefined) return undefined
  const changed = (taskId: string, change: (task: PlannedTask) => PlannedTask): Plan => ({
    ...plan,
    tasks: plan.tasks.map((task) => (task.taskId === taskId ? change(task) : task)),
  })
  switch (event.type) {
    case 'TaskPlanned': {
      const task = { ...event.data, approvedOn: null, approvedBy: null, droppedOn: null, drawIds: [] }
      return { ...plan, tasks: [...plan.tasks, task] }
    }
    case 'TaskDropped':
      return changed(event.data.taskId, (task) => ({ ...task, droppedOn: event.data.droppedOn }))
    case 'PlanApproved': {
      const { taskIds, approvedOn, approvedBy } = event.data
      const tasks = plan.tasks.map((task) =>
        taskIds.includes(task.taskId) ? { ...task, approvedOn, approvedBy } : task,
      )
      return { ...plan, tasks, approvedOn: plan.approvedOn ?? approvedOn }
    }
    case 'PlanPublished':
      return { ...plan, publishedOn: plan.publishedOn ?? event.data.publishedOn }
    case 'RoundBegun':
      return changed(event.data.taskId, (task) => ({ ...task, drawIds: [...task.drawIds, event.data.drawId] }))
  }
}

export const planOf = (events: Iterable<PlanEvent>): Plan | undefined => {
  let plan: Plan | undefined
  for (const event of events) plan = withPlanEvent(plan, event)
  return plan
}
