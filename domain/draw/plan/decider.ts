import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Decider } from '../../kernel/decider.ts'
import { Forbidden } from '../../kernel/errors.ts'
import { isSameOfficer } from '../officer.ts'
import { checkTask } from './check-task.ts'
import type { ApprovePlan, BeginRound, DraftPlan, DropTask, PlanCommand, PlanTask } from './commands.ts'
import type { PlanEvent } from './events.ts'
import { type Plan, type PlannedTask, withPlanEvent } from './plan.ts'
import { refusePlan } from './refusals.ts'

export const planPrefix = 'plan-'

/** One plan a year for each agency that organises. */
export const planIdOf = (year: number, agency: string): string => `${year}-${agency}`
export const planStream = (planId: string): string => `${planPrefix}${planId}`

/** The rules of the annual plan: planned by one officer, approved by another, and drawn only as approved. */
export const planDecider: Decider<PlanCommand, Plan | undefined, PlanEvent> = {
  initialState: undefined,
  decide(command, plan) {
    const { agency, today } = command
    if (command.type === 'DraftPlan') return draft(command, plan)
    if (plan === undefined) throw refusePlan('PLAN_UNKNOWN')
    if (agency !== null && agency !== plan.agency) throw new Forbidden('只能办理本机关的抽查计划。')
    switch (command.type) {
      case 'PlanTask':
        return planTask(command, plan)
      case 'DropTask':
        return drop(command, plan)
      case 'ApprovePlan':
        return approve(command, plan)
      case 'PublishPlan':
        if (plan.publishedOn !== null) return []
        if (plan.approvedOn === null) throw refusePlan('PLAN_NOT_APPROVED')
        return [{ type: 'PlanPublished', data: { publishedOn: today } }]
      case 'BeginRound':
        return begin(command, plan)
    }
  },
  evolve: withPlanEvent,
}

function draft({ data, agency, today }: DraftPlan, plan: Plan | undefined): readonly PlanEvent[] {
  if (agency !== null && agency !== data.agency) throw new Forbidden('只能办理本机关的抽查计划。')
  if (plan) {
    if (plan.name === data.name && isSameOfficer(plan.draftedBy, data.draftedBy)) return []
    throw refusePlan('PLAN_EXISTS', { year: plan.year })
  }
  if (data.name.trim() === '') throw refusePlan('PLAN_NAME_MISSING')
  return [{ type: 'PlanDrafted', data: { ...data, planId: planIdOf(data.year, data.agency), draftedOn: today } }]
}

function planTask({ data, today }: PlanTask, plan: Plan): readonly PlanEvent[] {
  const known = plan.tasks.find(({ taskId }) => taskId === data.taskId)
  if (known) {
    const { plannedOn: _on, approvedOn: _a, approvedBy: _b, droppedOn: _d, drawIds: _r, ...before } = known
    if (canonicalJson(before) === canonicalJson(data)) return []
    throw refusePlan('TASK_ID_TAKEN')
  }
  if (plan.approvedOn !== null && data.origin !== 'AD_HOC') throw refusePlan('AD_HOC_ONLY')
  checkTask(data)
  return [{ type: 'TaskPlanned', data: { ...data, plannedOn: today } }]
}

function drop({ data, today }: DropTask, plan: Plan): readonly PlanEvent[] {
  const task = taskIn(plan, data.taskId)
  if (task.droppedOn !== null) return []
  if (task.drawIds.length > 0) throw refusePlan('TASK_BEGUN')
  if (data.reason.trim() === '') throw refusePlan('DROP_WITHOUT_REASON')
  return [{ type: 'TaskDropped', data: { ...data, droppedOn: today } }]
}

function approve({ data, today }: ApprovePlan, plan: Plan): readonly PlanEvent[] {
  const waiting = plan.tasks.filter(({ approvedOn, droppedOn }) => approvedOn === null && droppedOn === null)
  if (waiting.length === 0) {
    if (plan.approvedOn !== null) return []
    throw refusePlan('PLAN_NOTHING_TO_APPROVE')
  }
  const planners = [plan.draftedBy, ...waiting.map(({ plannedBy }) => plannedBy)]
  if (planners.some((planner) => isSameOfficer(planner, data.approvedBy))) throw refusePlan('PLAN_OWN_APPROVAL')
  const taskIds = waiting.map(({ taskId }) => taskId)
  return [{ type: 'PlanApproved', data: { taskIds, approvedOn: today, approvedBy: data.approvedBy } }]
}

/** Being drawn again until it pleases is what a further round must not be: its reason stands in the published plan. */
function begin({ data, today }: BeginRound, plan: Plan): readonly PlanEvent[] {
  const task = taskIn(plan, data.taskId)
  if (task.drawIds.includes(data.drawId)) return []
  if (task.droppedOn !== null) throw refusePlan('TASK_DROPPED')
  if (task.approvedOn === null) throw refusePlan('TASK_NOT_APPROVED')
  const last = task.drawIds.at(-1)
  if (last !== undefined && (data.reason ?? '').trim() === '')
    throw refusePlan('ROUND_WITHOUT_REASON', { drawId: last })
  return [{ type: 'RoundBegun', data: { ...data, begunOn: today } }]
}

/** The task of an id; throws the refusal where there is none. */
export function taskIn(plan: Plan, taskId: string): PlannedTask {
  const task = plan.tasks.find((one) => one.taskId === taskId)
  if (task === undefined) throw refusePlan('TASK_UNKNOWN')
  return task
}
