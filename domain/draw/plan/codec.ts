import { defineCodec } from '../../store/codec.ts'
import type { PlanEvent } from './events.ts'

/** The versions of the plan's events. A golden file of each is kept for ever (`test/golden/events`). */
export const planCodec = defineCodec<PlanEvent>({
  PlanDrafted: 1,
  TaskPlanned: 1,
  TaskDropped: 1,
  PlanApproved: 1,
  PlanPublished: 1,
  RoundBegun: 1,
})
