import type { FastifyInstance } from 'fastify'
import type { Reach, Watch } from './operations/watch.ts'
import type { LogKind } from './system/log-kind.ts'

const behindMax = 10_000 // Milliseconds that rows may lag before the installation is not called ready.

const told = ({ reachable, since }: Reach, kind: string) => ({ kind, reachable, since: since.toISOString() })

/**
 * Serves what operators' tools look at: /health/live says that the process answers, /health whether all is well: both
 * stores are in reach and every projection keeps up; a projection that stands still is named with the event it met.
 * /health/read says whether rows answer, which they do without the log: a balancer that goes by it keeps readers served.
 */
export function serveHealth(app: FastifyInstance, { watch, kind }: Readonly<{ watch: Watch; kind: LogKind }>): void {
  app.get('/health/live', async () => ({ live: true }))
  app.get('/health/read', async (_request, reply) => {
    const { rows, rowsAsOf } = await watch.look()
    return reply
      .code(rows.reachable ? 200 : 503)
      .send({ ready: rows.reachable, rowsAsOf: rowsAsOf?.toISOString() ?? null })
  })
  app.get('/health', async (_request, reply) => {
    const { log, rows, rowsAsOf, caughtUp, projections } = await watch.look()
    const stopped = projections.flatMap(({ name, stopped }) =>
      stopped ? [{ name, eventId: stopped.eventId, at: stopped.at }] : [],
    )
    const behindMs = Math.max(0, ...projections.filter((one) => !one.stopped).map(({ lagMs }) => lagMs))
    const reason = reasonOf(log, rows)
    const ready = reason === undefined && stopped.length === 0 && behindMs < behindMax
    return reply.code(ready ? 200 : 503).send({
      ...{ ready, ...(reason && { reason }), caughtUp, behindMs, log: log.head ?? null, stopped },
      rowsAsOf: rowsAsOf?.toISOString() ?? null,
      stores: { log: told(log, kind.name), rows: told(rows, 'postgresql') },
    })
  })
}

function reasonOf(log: Reach, rows: Reach): string | undefined {
  if (!rows.reachable) return '数据库连接不上'
  return log.reachable ? undefined : '事件库连接不上；现行各行仍可查询'
}
