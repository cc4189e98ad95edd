import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { collectDefaultMetrics } from 'prom-client'
import type { Standing, Watch } from '../operations/watch.ts'
import type { LogKind } from '../system/log-kind.ts'
import type { Metrics } from './metrics.ts'

export const lagCountMax = 10_000 // Where events have to be read to be counted, no more are.

type Served = Readonly<{
  metrics: Metrics
  watch: Watch
  kind: LogKind
  pool: Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>
  clock: () => Date
  token?: string | undefined // Whoever asks has to bring it, where there is one.
}>

/** Serves /metrics in Prometheus' text format: what was counted, and both stores as they stand at this moment. */
export function serveMetrics(app: FastifyInstance, served: Served): void {
  const { metrics, watch, token } = served
  const { registry } = metrics
  collectDefaultMetrics({ register: registry })
  app.get('/metrics', async (request, reply) => {
    if (token !== undefined && !isSame(request.headers.authorization, `Bearer ${token}`))
      return reply.code(401).header('www-authenticate', 'Bearer').send()
    await tell(served, await watch.look())
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

const isSame = (given: string | undefined, wanted: string): boolean => {
  const [one, other] = [given ?? '', wanted].map((text) => createHash('sha256').update(text).digest())
  return one !== undefined && other !== undefined && timingSafeEqual(one, other)
}

async function tell({ metrics, kind, pool, clock }: Served, standing: Standing): Promise<void> {
  const { log, rows, projections, rowsAsOf, rebuilds } = standing
  metrics.reachable.set({ store: 'log', kind: kind.name }, log.reachable ? 1 : 0)
  metrics.reachable.set({ store: 'rows', kind: 'postgresql' }, rows.reachable ? 1 : 0)
  metrics.reconnections.set({ store: 'log' }, log.reconnections)
  metrics.reconnections.set({ store: 'rows' }, rows.reconnections)
  metrics.logHead.set(log.head === undefined ? 0 : kind.placeOf(log.head))
  if (rowsAsOf !== undefined) metrics.rowsAge.set(Math.max(0, clock().getTime() - rowsAsOf.getTime()) / 1_000)
  for (const perProjection of [metrics.lagEvents, metrics.lagSeconds, metrics.stopped, metrics.rebuilds])
    perProjection.reset()
  const lags = await lagsOf(standing, kind)
  for (const [n, { name: projection, lagMs, stopped }] of projections.entries()) {
    metrics.lagSeconds.set({ projection }, lagMs / 1_000)
    metrics.stopped.set({ projection }, stopped ? 1 : 0)
    metrics.rebuilds.set({ projection }, rebuilds.get(projection) ?? 0)
    const lag = lags[n]
    if (lag !== undefined) metrics.lagEvents.set({ projection }, lag)
  }
  metrics.connections.set({ state: 'open' }, pool.totalCount)
  metrics.connections.set({ state: 'idle' }, pool.idleCount)
  metrics.connections.set({ state: 'waiting' }, pool.waitingCount)
}

/** How many events each projection is behind, in their order; undefined where the log has to be asked and is away. */
export async function lagsOf({ log, projections }: Standing, kind: LogKind): Promise<readonly (number | undefined)[]> {
  const { head, reachable } = log
  if (head === undefined) return projections.map(() => 0)
  const counts = new Map<string, Promise<number | undefined>>()
  const countFrom = (position: (typeof projections)[number]['position']) => {
    if (position !== undefined && position >= head) return Promise.resolve(0)
    if (!reachable) return Promise.resolve(undefined)
    const count = counts.get(position ?? '') ?? kind.countBetween(position, head, lagCountMax).catch(() => undefined)
    counts.set(position ?? '', count)
    return count
  }
  return Promise.all(projections.map(({ position }) => countFrom(position)))
}
