import type { Pool } from 'pg'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { Projection } from '../projection.ts'
import { refreshRows } from '../refresh-rows.ts'
import { type ClockGround, toldUntil } from './deadline.projection.ts'
import { staleDeadlines } from './deadline.queries.ts'
import { punishmentOrderProjection } from '../punishment/punishment.projection.ts'
import { staleOrders } from '../punishment/punishment.queries.ts'
import { refreshStreams } from '../refresh-streams.ts'

/**
 * Tells anew the clocks of files whose rows do not reach a day (that to which they are told at all, where none is named),
 * or that another calendar counts.
 */
export async function refreshDeadlines(
  options: Readonly<{
    store: EventStore
    pool: Pool
    projections: readonly Projection[]
    ground: ClockGround
    until?: PlainDate
    signal?: AbortSignal
  }>,
): Promise<number> {
  const { store, pool, projections, ground, signal } = options
  const projection = projections.find(({ name }) => name === 'deadline')
  const until = options.until ?? toldUntil(ground.today())
  const stale = (filesMax: number) => staleDeadlines(pool, until, ground.calendars().digest, filesMax)
  const rest = { store, pool, ...(signal && { signal }) }
  const refreshed = await refreshRows({ ...rest, projection, stale })
  const orders = (max: number) => staleOrders(pool, ground.calendars().digest, max)
  return refreshed + (await refreshStreams({ ...rest, projection: punishmentOrderProjection(ground), stale: orders }))
}
