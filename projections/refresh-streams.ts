import type { Pool } from 'pg'
import type { RecordedEvent } from '../domain/kernel/event.ts'
import type { EventStore } from '../domain/store/event-store.ts'
import { lockCheckpoints } from './checkpoints.ts'
import type { StreamProjection } from './stream-projection.ts'
import { writeAlone } from './stream-rows.ts'

const streamsPerBatch = 500

/**
 * Tells anew the rows of streams that hold no longer though their streams are the same, `stale` naming them. As with files,
 * each batch locks the checkpoint and tells the streams as they stood there.
 */
export async function refreshStreams(
  options: Readonly<{
    store: EventStore
    pool: Pool
    projection: StreamProjection
    stale: (streamsMax: number) => Promise<readonly string[]>
    signal?: AbortSignal
  }>,
): Promise<number> {
  const { store, pool, projection, stale, signal } = options
  const told = new Set<string>()
  for (;;) {
    const names = (await stale(streamsPerBatch)).filter((name) => !told.has(name))
    if (names.length === 0 || signal?.aborted) return told.size
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const checkpoint = (await lockCheckpoints(client, [projection])).get(projection.name)
      const position = checkpoint?.stopped ? undefined : checkpoint?.position
      if (position !== undefined) {
        const read = await store.readStreams(names)
        const streams = names.map((name): [string, readonly RecordedEvent[]] => [
          name,
          (read.get(name) ?? []).filter((event) => event.position <= position),
        ])
        await writeAlone({ store, client, resting: [] }, projection, streams) // No row rests on these.
      }
      await client.query('COMMIT')
      if (position === undefined) return told.size // Whoever tells it has to begin.
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined)
      throw error
    } finally {
      client.release()
    }
    for (const name of names) told.add(name)
  }
}
