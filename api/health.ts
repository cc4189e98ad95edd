import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import type { EventStore } from '../domain/store/event-store.ts'
import { readCheckpoints } from '../projections/checkpoints.ts'

const behindMax = 10_000 // Milliseconds that rows may lag before the installation is not called ready.

/**
 * Serves what operators' tools look at: /health/live says that the process answers, /health whether it can serve: both
 * stores are in reach and every projection keeps up. A projection that stands still is named with the event it met.
 */
export function serveHealth(app: FastifyInstance, { store, pool }: Readonly<{ store: EventStore; pool: Pool }>): void {
  let behindSince: number | undefined

  app.get('/health/live', async () => ({ live: true }))
  app.get('/health', async (_request, reply) => {
    try {
      const head = await store.head()
      const checkpoints = [...(await readCheckpoints(pool)).values()]
      const isBehind = checkpoints.some(
        ({ position }) => head !== undefined && (position === undefined || position < head),
      )
      behindSince = isBehind ? (behindSince ?? performance.now()) : undefined
      const behindMs = behindSince === undefined ? 0 : Math.round(performance.now() - behindSince)
      const stopped = checkpoints.flatMap(({ name, stopped }) =>
        stopped ? [{ name, eventId: stopped.eventId, at: stopped.at }] : [],
      )
      const ready = stopped.length === 0 && behindMs < behindMax
      return reply.code(ready ? 200 : 503).send({ ready, caughtUp: !isBehind, behindMs, log: head ?? null, stopped })
    } catch {
      return reply.code(503).send({ ready: false, reason: '事件库或者数据库连接不上' })
    }
  })
}
