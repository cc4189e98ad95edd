import type { Pool } from 'pg'
import { enterpriseStream, usccOf } from '../../domain/enterprise/stream.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { lockCheckpoints } from '../checkpoints.ts'
import type { Projection } from '../projection.ts'
import { liveSchema } from '../tables.ts'
import { filesAt, write } from '../tell.ts'
import type { CreditGround } from './credit-profile.projection.ts'
import { staleProfiles } from './credit-profile.queries.ts'

const filesPerBatch = 500

/**
 * Tells anew the rows that hold no longer, because their day has come or the models are others now. Each batch locks the
 * checkpoint, so that nobody else tells these rows meanwhile, and tells the files as they stood there.
 */
export async function refreshProfiles(
  options: Readonly<{
    store: EventStore
    pool: Pool
    projections: readonly Projection[]
    ground: CreditGround
    signal?: AbortSignal
  }>,
): Promise<number> {
  const { store, pool, projections, ground, signal } = options
  const projection = projections.find(({ name }) => name === 'credit_profile')
  if (projection === undefined) return 0
  for (let refreshed = 0; ;) {
    const stale = await staleProfiles(pool, ground.today(), ground.models().digest, filesPerBatch)
    if (stale.length === 0 || signal?.aborted) return refreshed
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const checkpoint = (await lockCheckpoints(client, [projection])).get(projection.name)
      if (checkpoint?.position !== undefined && !checkpoint.stopped) {
        const streams = stale.map((uscc) => enterpriseStream(uscc as Uscc))
        const files = await filesAt(store, streams, checkpoint.position)
        const rows = [...files].flatMap(([stream, file]) => [...projection.tell(usccOf(stream), file)])
        await write(client, liveSchema, projection, { rows: rows.map(({ row }) => row), swept: [] })
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
