import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  specifiedRules,
  subscribe,
  validate,
} from 'graphql'
import type { Context } from './context.ts'
import { type ErrorLog, toClientError } from './errors.ts'
import { withinCost } from './limits.ts'

export const eventStream = 'text/event-stream'

/** A subscription as it comes in. */
export type Subscription = Readonly<{
  document: DocumentNode
  variables: Record<string, unknown> | undefined
  operationName: string | undefined
}>

const keepAliveMs = 15_000
const streamsMax = 2_000

/**
 * Serves subscriptions as server-sent events, one connection each (GraphQL over SSE, distinct connections mode): `next`
 * for every answer, `complete` at the end. They pass through any proxy that passes HTTP, and need no library.
 */
export function subscriptionStreams(schema: GraphQLSchema, log: ErrorLog) {
  const open = new Set<ServerResponse>()

  async function serve(
    request: FastifyRequest,
    reply: FastifyReply,
    { document, variables, operationName }: Subscription,
    context: Context,
  ): Promise<FastifyReply> {
    const refuse = (status: number, errors: readonly Error[]): FastifyReply => {
      const told = errors.map((error) => toClientError(error, request.id, log))
      return reply.code(status).type('application/json; charset=utf-8').send({ errors: told })
    }
    const faults = validate(schema, document, [...specifiedRules, withinCost])
    if (faults.length > 0) return refuse(400, faults)
    if (open.size >= streamsMax) return refuse(503, [new Error('订阅的人太多，请稍后再试。')])
    const answers = await subscribe({
      ...{ schema, document, contextValue: context },
      ...(variables && { variableValues: variables }),
      ...(operationName && { operationName }),
    })
    if (!isStream(answers)) return refuse(200, answers.errors ?? [])
    reply.hijack()
    const response = reply.raw
    open.add(response)
    await pour(answers, response, (result) => clientResult(result, request.id))
    open.delete(response)
    return reply
  }

  const clientResult = (result: ExecutionResult, correlationId: string): object => {
    const errors = result.errors?.map((error) => toClientError(error, correlationId, log))
    return errors ? { ...result, errors } : result
  }

  /** Ends all streams, as a server that stops has to. */
  function close(): void {
    for (const response of open) response.end()
  }

  return { serve, close }
}

const isStream = (
  answers: AsyncGenerator<ExecutionResult, void, void> | ExecutionResult,
): answers is AsyncGenerator<ExecutionResult, void, void> => Symbol.asyncIterator in answers

async function pour(
  answers: AsyncGenerator<ExecutionResult, void, void>,
  response: ServerResponse,
  tell: (result: ExecutionResult) => object,
): Promise<void> {
  response.writeHead(200, {
    'content-type': `${eventStream}; charset=utf-8`,
    'cache-control': 'no-cache, no-store',
    connection: 'keep-alive',
    'x-accel-buffering': 'no', // A proxy must not wait for more.
  })
  response.write(':\n\n')
  const beat = setInterval(() => response.write(':\n\n'), keepAliveMs)
  const gone = (): void => void answers.return()
  response.once('close', gone)
  try {
    for await (const result of answers) {
      if (response.destroyed) break
      response.write(`event: next\ndata: ${JSON.stringify(tell(result))}\n\n`)
    }
    response.write('event: complete\ndata:\n\n')
  } catch (error) {
    const told = tell({ errors: [error as never] })
    response.write(`event: next\ndata: ${JSON.stringify(told)}\n\nevent: complete\ndata:\n\n`)
  } finally {
    clearInterval(beat)
    response.off('close', gone)
    response.end()
  }
}
