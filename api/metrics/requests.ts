import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '../system/log.ts'
import type { Metrics } from './metrics.ts'
import { statusOf } from './operation.ts'

/** What a request asked of GraphQL, and the codes of the errors it got. */
type Asked = { operation?: string; codes?: readonly string[] }

/** Told by GraphQL's route, which alone knows what a request asked for and how that went. */
export type Requests = Readonly<{
  asked(request: FastifyRequest, operation: string): void
  refused(request: FastifyRequest, codes: readonly string[]): void
}>

/** One line and one measurement for every request: what was asked, how it went, and how long it took. */
export function followRequests(
  app: FastifyInstance,
  { log, metrics }: Readonly<{ log: Log; metrics: Pick<Metrics, 'requestSeconds' | 'requestsUnderWay'> }>,
): Requests {
  const known = new WeakMap<FastifyRequest, Asked>()
  const of = (request: FastifyRequest): Asked => {
    const asked = known.get(request) ?? {}
    known.set(request, asked)
    return asked
  }

  app.addHook('onRequest', (_request, { raw }, done) => {
    let isUnderWay = true
    const end = (): void => {
      if (isUnderWay) metrics.requestsUnderWay.dec()
      isUnderWay = false
    }
    metrics.requestsUnderWay.inc()
    raw.once('finish', end).once('close', end) // The latter alone where a client goes before its answer comes.
    done()
  })

  app.addHook('onResponse', (request, reply, done) => {
    const { operation, codes = [] } = of(request)
    measure(request, reply, operation, codes)
    const { method, url, id: correlationId } = request
    const status = reply.statusCode
    const graphql = operation ? { operation, ...(codes.length > 0 && { codes: [...new Set(codes)] }) } : {}
    const ms = Math.round(reply.elapsedTime)
    const line = { method, path: url.split('?')[0], ...graphql, status, ms, correlationId }
    const isFailure = status >= 500 || codes.some((code) => code === 'UNAVAILABLE' || code === 'INTERNAL')
    if (isFailure) log.warn(line, '请求失败')
    else log.info(line, '请求')
    done()
  })

  function measure(request: FastifyRequest, reply: FastifyReply, operation: string | undefined, codes: Asked['codes']) {
    const isStream = String(reply.getHeader('content-type') ?? reply.raw.getHeader('content-type')).includes(
      'event-stream',
    )
    if (isStream) return // A subscription takes as long as somebody listens.
    const route = request.routeOptions.url ?? 'unknown'
    const status = operation ? statusOf(codes ?? []) : String(reply.statusCode)
    metrics.requestSeconds.observe({ operation: operation ?? route, status }, reply.elapsedTime / 1_000)
  }

  return {
    asked: (request, operation) => void Object.assign(of(request), { operation }),
    refused: (request, codes) => void Object.assign(of(request), { codes }),
  }
}
