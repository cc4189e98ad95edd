import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import { type ExecutionResult, GraphQLError } from 'graphql'
import mercurius from 'mercurius'
import { mercuriusUpload } from 'mercurius-upload'
import type { Tokens } from './auth/tokens.ts'
import { publicViewer, type Viewer } from './auth/viewer.ts'
import { baseResolvers } from './base/base.resolvers.ts'
import { readSdl } from './base/sdl.ts'
import { compilable } from './compilable.ts'
import type { Context } from './context.ts'
import { serveGraphiql } from './graphiql/graphiql.ts'
import { subscriptionStreams } from './graphql-sse.ts'
import { serveGraphql } from './graphql-http.ts'
import { withinCost } from './limits.ts'
import { type Metrics, openMetrics } from './metrics/metrics.ts'
import { operationNames } from './metrics/operation.ts'
import { followRequests } from './metrics/requests.ts'
import { composeSchema, type SchemaPart } from './schema.ts'
import { correlationIdOf } from './system/correlation.ts'
import type { Log } from './system/log.ts'

export type ServerOptions = Readonly<{
  parts: readonly SchemaPart[]
  services: unknown
  tokens: Tokens
  clock: () => Date
  log: Log
  metrics?: Pick<Metrics, 'requestSeconds' | 'requestsUnderWay'>
  rowsAsOf?: () => Date | undefined // Told with every answer.
  uploadBytesMax?: number
}>

export const graphqlPath = '/graphql'
const bodyBytesMax = 1_048_576
const uploadBytesMax = 512 * 1_048_576

/** The API: GraphQL at /graphql, GraphiQL for browsers. It listens to nobody yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { parts, services, tokens, clock, log, metrics = openMetrics(), rowsAsOf = () => undefined } = options
  const loggerInstance: FastifyBaseLogger = log
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    genReqId: ({ headers }) => correlationIdOf(headers['x-correlation-id'], headers['x-request-id']),
    requestIdHeader: false,
    forceCloseConnections: 'idle', // Requests under way are answered, idle connections are not waited for.
  })
  const requests = followRequests(app, { log, metrics })
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('x-correlation-id', request.id)
    const asOf = request.routeOptions.url === graphqlPath ? rowsAsOf() : undefined // As of before the rows are read.
    if (asOf) reply.header('x-yidang-rows-as-of', asOf.toISOString())
    done()
  })
  let isEnding = false
  app.addHook('preClose', async () => {
    isEnding = true
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isEnding) reply.header('connection', 'close') // Kept alive, it would keep the server from ending.
    done()
  })
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) log.error({ err: error, correlationId: request.id }, '未预料的错误')
    const message = status >= 500 ? '系统内部错误，请凭编号联系管理员。' : `请求无法处理：${error.message}`
    const extensions = { code: status >= 500 ? 'INTERNAL' : 'BAD_USER_INPUT', correlationId: request.id }
    return reply.code(status).send({ errors: [{ message, extensions }] })
  })
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ errors: [{ message: `没有“${request.url.split('?')[0]}”这个地址，接口在 ${graphqlPath}。` }] }),
  )

  const base: SchemaPart = { typeDefs: readSdl(import.meta.url, 'base/base.graphql'), resolvers: baseResolvers(tokens) }
  const schema = composeSchema([base, ...parts])
  const operationOf = operationNames(schema)
  await app.register(mercurius, {
    ...{ schema, routes: false, jit: 1, validationRules: [withinCost] },
    errorFormatter: (execution) => ({ statusCode: 200, response: execution }), // `errors.ts` needs them as they were.
  })
  const mayCompile = compilable(schema)
  // A document handed back is carried out as it stands, and not compiled.
  app.graphql.addHook('preExecution', async (_schema, document) => (mayCompile(document) ? undefined : { document }))
  await app.register(mercuriusUpload, { maxFileSize: options.uploadBytesMax ?? uploadBytesMax, maxFiles: 1 })

  const streams = subscriptionStreams(schema, log)
  app.addHook('preClose', async () => streams.close()) // A stream never ends by itself.
  const page = await serveGraphiql(app, tokens.sign !== undefined)
  serveGraphql(app, graphqlPath, {
    execute: ({ query, variables, operationName }, context) => execute(app, query, context, variables, operationName),
    contextOf: async (request: FastifyRequest): Promise<Context> => ({
      viewer: await viewerBy(tokens, request.headers.authorization),
      correlationId: request.id,
      clock,
      services,
    }),
    onAsked: (request, query, operationName) => requests.asked(request, operationOf(query, operationName)),
    onRefused: requests.refused,
    ...{ log, page, streams },
  })
  app.get('/', (_request, reply) => reply.redirect(graphqlPath))
  return app
}

/** Who asks, by the Authorization header of the request; nobody in particular without one. */
export async function viewerBy(tokens: Tokens, authorization: string | undefined): Promise<Viewer> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  return token === undefined ? publicViewer : tokens.verify(token)
}

/** Mercurius throws what does not parse or validate; to a client that is a result like any other. */
async function execute(
  app: FastifyInstance,
  query: string,
  context: Context,
  variables?: Record<string, unknown>,
  operationName?: string,
): Promise<ExecutionResult> {
  try {
    return await app.graphql(query, context as unknown as Record<string, unknown>, variables, operationName)
  } catch (error) {
    const { errors } = error as { errors?: readonly GraphQLError[] }
    if (errors && errors.length > 0) return { errors }
    if (error instanceof GraphQLError) return { errors: [error] }
    throw error
  }
}
