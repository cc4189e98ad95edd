import { defineCodec } from '../store/codec.ts'
import type { InspectorEvent } from './events.ts'

/** The versions of the directory's events. A golden file of each is kept for ever (`test/golden/events`). */
export const inspectorCodec = defineCodec<InspectorEvent>({
  InspectorEntered: 1,
  CertificateRenewed: 1,
  RangeChanged: 1,
  LeaveTaken: 1,
  LeaveCancelled: 1,
  InterestDeclared: 1,
  InterestEnded: 1,
  InspectorSuspended: 1,
  InspectorReinstated: 1,
})
