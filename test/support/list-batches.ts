import type { System } from '../../api/system/open.ts'
import { naturalId } from '../../domain/kernel/ids.ts'
import { batchDecider, batchStream } from '../../domain/lists/batch/decider.ts'
import type { Context } from '../../domain/store/command.ts'
import { day } from './given.ts'
import { agency } from './wishes.ts'

/** A document by which enterprises are entered together (批量决定); a number decided already is left as it is. */
export async function decideMany(
  { store, handler }: Pick<System, 'store' | 'handler'>,
  context: Context,
  number: string,
  usccs: readonly string[],
): Promise<void> {
  const batchId = naturalId('test-batch', number)
  const stream = batchStream(batchId)
  if (((await store.readStreams([stream])).get(stream) ?? []).length > 0) return
  const members = usccs.map((uscc, place) => ({ caseId: `${place + 1}`, uscc, exitId: null }))
  const kind = { listType: 'SERIOUS_VIOLATION', kind: 'ENTRY', authority: agency } as const
  const head = { batchId, ...kind, members, leftOut: [], proposal: null }
  const by = (officer: string) => ({ agency: agency.code, officer })
  for (const one of [
    { type: 'DrawUpBatch', data: { ...head, drawnUpBy: by('one') } },
    { type: 'BeginBatchDecision', data: { decidedBy: by('other') } },
    { type: 'DecideBatch', data: { number, decidedBy: by('other') } },
    { type: 'FinishBatch', data: { decided: usccs.length, refused: [] } },
  ] as const)
    await handler.submit(batchDecider, stream, { ...one, today: day('2026-11-23'), agency: null }, context)
}
