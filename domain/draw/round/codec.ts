import { defineCodec } from '../../store/codec.ts'
import type { DrawEvent } from './events.ts'

/** The versions of the draw's events. A golden file of each is kept for ever (`test/golden/events`). */
export const drawCodec = defineCodec<DrawEvent>({
  DrawPlanned: 1,
  DrawResized: 1,
  DrawCommitted: 1,
  ContributionReceived: 1,
  DrawExecuted: 1,
  ChangeProposed: 1,
  ObjectReplaced: 1,
  InspectorReplaced: 1,
  BundlePublished: 1,
  DrawAbandoned: 1,
})
