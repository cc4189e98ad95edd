import type { Pool } from 'pg'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { Projection } from '../projection.ts'
import { refreshRows } from '../refresh-rows.ts'
import { refreshStreams } from '../refresh-streams.ts'
import type { ClockGround } from './deadline.projection.ts'
import { staleDeadlines, staleElsewhere } from './deadline.queries.ts'
import { punishmentOrderProjection } from '../punishment/punishment.projection.ts'
import { staleOrders } from '../punishment/punishment.queries.ts'
import { elsewhereProjections } from './elsewhere.projection.ts'

/** Tells anew the clocks of files in which one may have started by itself, or that another calendar counts. */
export async function refreshDeadlines(
  options: Readonly<{
    store: EventStore
    pool: Pool
    projections: readonly Projection[]
    ground: ClockGround
    signal?: AbortSignal
  }>,
): Promise<number> {
  const { store, pool, projections, ground, signal } = options
  await ground.logSince.look()
  const projection = projections.find(({ name }) => name === 'deadline')
  const stale = (filesMax: number) => staleDeadlines(pool, ground.today(), ground.calendars().digest, filesMax)
  const rest = { store, pool, ...(signal && { signal }) }
  let refreshed = await refreshRows({ ...rest, projection, stale })
  for (const elsewhere of elsewhereProjections(ground)) {
    const streams = (max: number) => staleElsewhere(pool, elsewhere.name, ground.calendars().digest, max)
    refreshed += await refreshStreams({ ...rest, projection: elsewhere, stale: streams })
  }
  const orders = (max: number) => staleOrders(pool, ground.calendars().digest, max)
  refreshed += await refreshStreams({ ...rest, projection: punishmentOrderProjection(ground), stale: orders })
  return refreshed
}
