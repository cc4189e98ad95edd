import { dayInChina } from '../../../domain/kernel/plain-date.ts'
import type { Context } from '../../../domain/store/command.ts'
import { findBatchesUnderWay, findUnlanded } from '../../../projections/lists/lists.queries.ts'
import type { Log } from '../log.ts'
import { carryOn } from './batches.ts'
import { landCase } from './landing.ts'
import { type ListWorld, readCatalogue } from './reading.ts'
import { eachOf, type Hand } from './steps.ts'

const unlandedMax = 10_000

/** What was taken up again: batches, and cases whose file was told, or does not take what was decided. */
export type TakenUp = Readonly<{ batches: number; landed: number; refused: number; faults: readonly Fault[] }>

/** What went wrong with one of them, by its id. */
type Fault = Readonly<{ id: string; error: unknown }>

/**
 * What was interrupted before every file knew (补办入档). Each by itself: what one file refuses, or one fault, holds nothing
 * else up; faults are told when all had their turn, so that they are tried again.
 */
export async function finishLeftOver(
  world: ListWorld,
  context: Context,
  log: Pick<Log, 'warn'>,
  signal?: AbortSignal,
): Promise<TakenUp> {
  const counts = { batches: 0, landed: 0, refused: 0 }
  const faults: Fault[] = []
  const alone = (what: Readonly<Record<string, string>>, work: () => Promise<void>) =>
    signal?.aborted
      ? undefined
      : work().catch((error: unknown) => {
          faults.push({ id: Object.values(what).join(' '), error })
          log.warn({ ...what, err: error }, '列入、移出未能补办，稍后再办')
        })
  for (const batchId of await findBatchesUnderWay(world.pool))
    await alone({ batchId }, async () => {
      await carryOn(world, batchId, context)
      counts.batches++
    })
  const catalogue = await readCatalogue(world)
  const hand: Hand = { today: dayInChina(context.clock()), agency: null, context }
  await eachOf(await findUnlanded(world.pool, unlandedMax), async (caseId) =>
    alone({ caseId }, async () => {
      const { known, fault } = await landCase(world, caseId, hand, catalogue)
      if (fault)
        log.warn({ caseId, reason: fault.reason, toLand: known.toLand }, '档案不接受已作出的决定，须由两人更正')
      counts[fault ? 'refused' : 'landed']++
    }),
  )
  return { ...counts, faults }
}
