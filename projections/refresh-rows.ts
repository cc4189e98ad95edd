import type { Pool } from 'pg'
import type { EventStore } from '../domain/store/event-store.ts'
import { retellFiles } from './beside.ts'
import { lockCheckpoints } from './checkpoints.ts'
import type { Projection } from './projection.ts'

const filesPerBatch = 500

/**
 * Tells anew the rows that hold no longer though their file is the same, `stale` naming the files. Each batch locks the
 * checkpoint, so that nobody else tells these rows meanwhile, and tells the files as they stood there. Each file is told
 * once: what came out so that it is named again waits for the next time.
 */
export async function refreshRows(
  options: Readonly<{
    store: EventStore
    pool: Pool
    projection: Projection | undefined
    stale: (filesMax: number) => Promise<readonly string[]>
    signal?: AbortSignal
  }>,
): Promise<number> {
  const { store, pool, projection, signal } = options
  if (projection === undefined) return 0
  const told = new Set<string>()
  for (;;) {
    const stale = (await options.stale(filesPerBatch)).filter((uscc) => !told.has(uscc))
    if (stale.length === 0 || signal?.aborted) return told.size
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const { stopped } = (await lockCheckpoints(client, [projection])).get(projection.name) ?? {}
      const isTold = !stopped && (await retellFiles({ store, client, projection }, stale))
      await client.query('COMMIT')
      if (!isTold) return told.size // Whoever tells it has to begin.
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined)
      throw error
    } finally {
      client.release()
    }
    for (const uscc of stale) told.add(uscc)
  }
}
