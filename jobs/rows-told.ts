import { Unavailable } from '../domain/kernel/errors.ts'
import { waitUntilTold } from '../projections/runner.ts'
import type { JobWorld } from './job.ts'

const waitMs = 60_000

/** Waits until the rows tell all that the log holds now: whoever then looks for what is due misses nothing recorded before. */
export async function rowsTold({ store, pool }: Pick<JobWorld, 'store' | 'pool'>): Promise<void> {
  const head = await store.head()
  if (head !== undefined && !(await waitUntilTold(pool, head, waitMs)))
    throw new Unavailable('各行落后于事件库，稍后再办')
}
