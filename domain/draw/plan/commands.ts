import type { Command } from '../../kernel/decider.ts'
import type { PlanApproved, PlanDrafted, RoundBegun, Task, TaskDropped } from './events.ts'
import type { Officer } from '../officer.ts'

// The day of each is today.
export type DraftPlan = Command<'DraftPlan', Omit<PlanDrafted['data'], 'draftedOn' | 'planId'>>
export type PlanTask = Command<'PlanTask', Task & { plannedBy: Officer }>
export type DropTask = Command<'DropTask', Omit<TaskDropped['data'], 'droppedOn'>>
export type ApprovePlan = Command<'ApprovePlan', Pick<PlanApproved['data'], 'approvedBy'>>
export type PublishPlan = Command<'PublishPlan', Record<never, never>>
export type BeginRound = Command<'BeginRound', Omit<RoundBegun['data'], 'begunOn'>>

export type PlanCommand = DraftPlan | PlanTask | DropTask | ApprovePlan | PublishPlan | BeginRound
