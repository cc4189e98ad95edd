import type { Pool } from 'pg'
import { enterpriseStream, usccOf } from '../domain/enterprise/stream.ts'
import type { Uscc } from '../domain/kernel/uscc.ts'
import type { EventStore } from '../domain/store/event-store.ts'
import { lockCheckpoints } from './checkpoints.ts'
import type { Projection } from './projection.ts'
import { liveSchema } from './tables.ts'
import { filesAt, write } from './tell.ts'

const filesPerBatch = 500

/**
 * Tells anew the rows that hold no longer though their file is the same, `stale` naming the files. Each batch locks the
 * checkpoint, so that nobody else tells these rows meanwhile, and tells the files as they stood there.
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
  for (let refreshed = 0; ;) {
    const stale = await options.stale(filesPerBatch)
    if (stale.length === 0 || signal?.aborted) return refreshed
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const checkpoint = (await lockCheckpoints(client, [projection])).get(projection.name)
      if (checkpoint?.position !== undefined && !checkpoint.stopped) {
        const streams = stale.map((uscc) => enterpriseStream(uscc as Uscc))
        const files = await filesAt(store, streams, checkpoint.position)
        const rows = [...files].flatMap(([stream, file]) => [...projection.tell(usccOf(stream), file)])
        const swept = projection.sweeps === true ? stale : []
        await write(client, liveSchema, projection, { rows: rows.map(({ row }) => row), swept })
      }
      await client.query('COMMIT')
      if (checkpoint?.position === undefined || checkpoint.stopped) return refreshed // Whoever tells it has to begin.
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined)
      throw error
    } finally {
      client.release()
    }
    refreshed += stale.length
  }
}
