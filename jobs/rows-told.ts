import { Unavailable } from '../domain/kernel/errors.ts'
import { readCheckpoints } from '../projections/checkpoints.ts'
import { waitUntilTold } from '../projections/runner.ts'
import type { JobWorld } from './job.ts'

const waitMs = 60_000

/**
 * Waits until the rows tell all that the log holds now: whoever then looks for what is due misses nothing recorded before.
 * Rows that are told no further would say that nothing is due, so that a job whose own they are fails instead.
 */
export async function rowsTold(
  { store, pool }: Pick<JobWorld, 'store' | 'pool'>,
  projections: readonly string[],
): Promise<void> {
  const head = await store.head()
  if (head !== undefined && !(await waitUntilTold(pool, head, waitMs)))
    throw new Unavailable('各行落后于事件库，稍后再办')
  const checkpoints = await readCheckpoints(pool)
  const stopped = projections.filter((name) => checkpoints.get(name)?.stopped !== undefined)
  if (stopped.length > 0) throw new Unavailable(`投影（${stopped.join('、')}）已停止，其各行不是最新，不能据以办理`)
}
