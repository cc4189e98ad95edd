import { batchDecider, batchStream, type ListBatch } from '../../domain/lists/batch/decider.ts'
import type { BatchMember } from '../../domain/lists/batch/events.ts'
import { finishBatch, getBatch, takeNumber } from '../system/listing/batches.ts'
import type { CaseOutcome } from './case-desk.ts'
import { acting, type Ctx, getCase, readCatalogue } from './services.ts'

/** Decides a batch: the rules first, then its number, then every member, each with its file. */
export async function decideBatch(ctx: Ctx, batchId: string): Promise<readonly CaseOutcome[]> {
  const { services } = ctx
  const { today, agency, officer, context } = acting(ctx)
  const batch = await getBatch(services, batchId)
  const catalogue = await readCatalogue(services)
  const said = { decidedBy: officer, number: batch.decided?.number ?? '—' }
  const command = { type: 'DecideBatch', data: said, today, agency } as const
  batchDecider.decide(command, batch) // Who may not decide takes no number.
  const number = batch.decided?.number ?? (await takeNumber(services, batch, catalogue, context))
  const decision = { ...command, data: { number, decidedBy: officer } }
  await services.handler.submit(batchDecider, batchStream(batchId), decision, context)
  return finishBatch(services, batchId, context)
}

/** Draws a batch up from cases whose proposals were taken. */
export async function drawUpBatch(
  ctx: Ctx,
  batchId: string,
  kind: ListBatch['drawnUp']['kind'],
  members: readonly BatchMember[],
): Promise<void> {
  const { services } = ctx
  const { today, agency, officer, context } = acting(ctx)
  const [first] = members
  if (first === undefined) return
  const { authority, listType } = (await getCase(services.store, first.caseId)).named
  const data = { batchId, listType, kind, authority, members, drawnUpBy: officer }
  const command = { type: 'DrawUpBatch', data, today, agency } as const
  await services.handler.submit(batchDecider, batchStream(batchId), command, context)
}
