import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError, getOperationAST, parse } from 'graphql'
import type { Context } from './context.ts'
import { type ErrorLog, toClientError } from './errors.ts'
import { eventStream, type subscriptionStreams } from './graphql-sse.ts'

/** A request as the GraphQL over HTTP specification (2024 draft) describes it. */
type Params = Readonly<{
  query: string
  variables: Record<string, unknown> | undefined
  operationName: string | undefined
}>

type Execute = (params: Params, context: Context) => Promise<ExecutionResult>
type Media = 'application/graphql-response+json' | 'application/json'

/** Serves GraphQL at a path over GET and POST, to the letter of the specification's MUST, SHOULD, and MAY. */
export function serveGraphql(
  app: FastifyInstance,
  path: string,
  options: Readonly<{
    execute: Execute
    contextOf: (request: FastifyRequest) => Promise<Context>
    log: ErrorLog
    onAsked: (request: FastifyRequest, query: string, operationName: string | undefined) => void
    onRefused: (request: FastifyRequest, codes: readonly string[]) => void
    page: (reply: FastifyReply) => unknown // What a browser gets.
    streams: Pick<ReturnType<typeof subscriptionStreams>, 'serve'>
  }>,
): void {
  const { execute, contextOf, log, onAsked, onRefused, page, streams } = options

  const answer = async (request: FastifyRequest, reply: FastifyReply, given: unknown) => {
    const accept = request.headers.accept
    if (accept?.includes(eventStream)) return subscribed(request, reply, given)
    const media = mediaOf(accept)
    if (media === undefined)
      return reply.code(406).header('accept', 'application/graphql-response+json, application/json').send()
    try {
      const params = paramsOf(given)
      onAsked(request, params.query, params.operationName)
      if (request.method === 'GET' && operationOf(params) === 'mutation') {
        return send(reply.code(405).header('allow', 'POST'), media, failure('GET 请求只能查询，不能办理。'))
      }
      if (params.query.includes('subscription') && operationOf(params) === 'subscription')
        return send(reply.code(400), media, failure(`订阅须以 ${eventStream} 接收。`))
      const context = await contextOf(request)
      const result = await execute(params, context)
      const errors = result.errors?.map((error) => toClientError(error, context.correlationId, log))
      if (errors) onRefused(request, errors.map(codeIn))
      const status = result.data === undefined && media !== 'application/json' ? 400 : 200
      return send(reply.code(status), media, errors ? { ...result, errors } : result)
    } catch (error) {
      const told = toClientError(error as Error, request.id, log)
      onRefused(request, [codeIn(told)])
      return send(reply.code(statusOf(told)), media, { errors: [told] })
    }
  }

  const subscribed = async (request: FastifyRequest, reply: FastifyReply, given: unknown) => {
    try {
      const { query, variables, operationName } = paramsOf(given)
      onAsked(request, query, operationName)
      const document = parse(query)
      if (getOperationAST(document, operationName)?.operation !== 'subscription')
        throw bad(`${eventStream} 只用于订阅；查询与办理请接收 application/json。`)
      return await streams.serve(request, reply, { document, variables, operationName }, await contextOf(request))
    } catch (error) {
      const told = toClientError(error as Error, request.id, log)
      onRefused(request, [codeIn(told)])
      return send(reply.code(statusOf(told)), 'application/json', { errors: [told] })
    }
  }

  app.get(path, (request, reply) => {
    const query = request.query as Record<string, string>
    if (query.query === undefined && request.headers.accept?.includes('text/html')) return page(reply)
    return answer(request, reply, fromSearch(query))
  })
  app.post(path, (request, reply) => answer(request, reply, request.body))
}

const statuses: Readonly<Record<string, number>> = { FORBIDDEN: 401, BAD_USER_INPUT: 400, UNAVAILABLE: 503 }
const statusOf = ({ extensions }: GraphQLFormattedError): number => statuses[String(extensions?.code)] ?? 500

const codeIn = ({ extensions }: GraphQLFormattedError): string => String(extensions?.code)

const failure = (message: string) => ({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] })

const send = (reply: FastifyReply, media: Media, body: object): FastifyReply =>
  reply.header('content-type', `${media}; charset=utf-8`).send(JSON.stringify(body))

function mediaOf(accept: string | undefined): Media | undefined {
  if (accept === undefined || accept.trim() === '') return 'application/json'
  const types = accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase())
  if (types.includes('application/graphql-response+json')) return 'application/graphql-response+json'
  return types.some((type) => type === 'application/json' || type === 'application/*' || type === '*/*')
    ? 'application/json'
    : undefined
}

const bad = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

function fromSearch(query: Record<string, string>): unknown {
  return { ...query, variables: fromJson(query.variables), extensions: fromJson(query.extensions) }
}

function fromJson(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text // Not an object, and refused as such.
  }
}

function paramsOf(given: unknown): Params {
  if (!isObject(given)) throw bad('请求体应为 JSON 对象，载有 query。')
  const { query, variables, operationName, extensions } = given
  if (typeof query !== 'string' || query === '') throw bad('缺少 query，或者它不是文本。')
  if (!isAbsent(variables) && !isObject(variables)) throw bad('variables 应为对象。')
  if (!isAbsent(operationName) && typeof operationName !== 'string') throw bad('operationName 应为文本。')
  if (!isAbsent(extensions) && !isObject(extensions)) throw bad('extensions 应为对象。')
  return {
    query,
    variables: isObject(variables) ? variables : undefined,
    operationName: typeof operationName === 'string' ? operationName : undefined,
  }
}

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function operationOf({ query, operationName }: Params): string | undefined {
  try {
    return getOperationAST(parse(query), operationName)?.operation
  } catch {
    return undefined // A syntax error, which execution tells about.
  }
}
