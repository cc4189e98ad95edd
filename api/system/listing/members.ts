import type { ListBatch } from '../../../domain/lists/batch/batch.ts'
import type {
  BatchMember,
  ListBatchDecided,
  ListBatchDrawnUp,
  ListBatchReturned,
} from '../../../domain/lists/batch/events.ts'
import { refuseCase } from '../../../domain/lists/case/refusals.ts'
import type { ListingCase } from '../../../domain/lists/case/state.ts'
import type { Step } from './steps.ts'

/** What a batch proposes of one member. */
export function proposalStep(
  { batchId, proposal, drawnUpBy: proposedBy }: Pick<ListBatchDrawnUp['data'], 'batchId' | 'proposal' | 'drawnUpBy'>,
  { exitId }: BatchMember,
): Step {
  if (proposal === null) throw new Error(`batch ${batchId} was drawn up of proposals`)
  return 'ground' in proposal
    ? { type: 'ProposeExit', data: { ...proposal, exitId: exitId ?? batchId, batchId, proposedBy } }
    : { type: 'ProposeListing', data: { ...proposal, decisionId: batchId, batchId, proposedBy } }
}

/** What is decided of one member, under its own number. */
export function decisionStep(
  { drawnUp: { batchId, kind } }: ListBatch,
  member: BatchMember,
  known: ListingCase,
  { number: decisionNumber, decidedBy }: Pick<ListBatchDecided['data'], 'number' | 'decidedBy'>,
): Step {
  const by = { decisionNumber, decidedBy }
  return kind === 'ENTRY'
    ? { type: 'DecideListing', data: { decisionId: batchId, ...by } }
    : { type: 'DecideExit', data: { exitId: exitOf(batchId, member, known), ...by } }
}

export function returnStep(
  { drawnUp: { batchId, kind } }: ListBatch,
  member: BatchMember,
  known: ListingCase,
  { reason, returnedBy }: Pick<ListBatchReturned['data'], 'reason' | 'returnedBy'>,
): Step {
  return kind === 'ENTRY'
    ? { type: 'ReturnListing', data: { decisionId: batchId, reason, returnedBy } }
    : { type: 'RefuseExit', data: { exitId: exitOf(batchId, member, known), reason, refusedBy: returnedBy } }
}

/** The exit that the batch is about, and no other: an application may have been proposed again by another batch. */
function exitOf(batchId: string, { exitId }: BatchMember, known: ListingCase): string {
  if (exitId === null) return known.exitId ?? batchId // An older batch does not say.
  const isOthers = known.exitId === exitId && known.exit !== null && known.exit.batchId !== batchId
  if (isOthers) throw refuseCase('EXIT_OTHER')
  return exitId
}
