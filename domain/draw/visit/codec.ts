import { defineCodec } from '../../store/codec.ts'
import type { VisitEvent } from './events.ts'

/** The versions of the visit's events. A golden file of each is kept for ever (`test/golden/events`). */
export const visitCodec = defineCodec<VisitEvent>({
  VisitDispatched: 1,
  VisitTeamChanged: 1,
  VisitCancelled: 1,
  ResultRecorded: 1,
  ResultReviewed: 1,
  ResultFiled: 1,
  ResultPublished: 1,
  LeadOpened: 1,
  LeadClosed: 1,
})
