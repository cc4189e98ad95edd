import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { allOf, type Page, type Reader } from '../projections/reader.ts'
import type { Viewer } from './auth/viewer.ts'
import { toClientError } from './errors.ts'
import type { Log } from './system/log.ts'
import { workbookOf } from './system/workbook.ts'

export type Cell = string | number

/** A view as a table that somebody takes away (导出): its file name without an ending, and its lines as they are read. */
export type Table = Readonly<{ name: string; columns: readonly string[]; lines: AsyncIterable<readonly Cell[]> }>

/** What a client's error is in HTTP. */
export const statuses: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  REFUSED: 400,
}

/** A line for each row that a query finds: as of one moment, and no table held whole. */
export async function* linesOf<R>(
  pool: Pool,
  find: (reader: Reader, page: Page) => Promise<readonly R[]>,
  lineOf: (row: R) => readonly Cell[],
): AsyncGenerator<readonly Cell[]> {
  for await (const row of allOf(pool, find)) yield lineOf(row)
}

type Query = Readonly<Record<string, unknown>>

type Answering = Readonly<{ request: FastifyRequest; reply: FastifyReply; format: 'csv' | 'xlsx'; log: Log }>

/** Answers with a table in a format; what goes wrong is told as GraphQL tells it, with the status of HTTP. */
export async function answerTable(
  { request, reply, format, log }: Answering,
  tableOf: () => Promise<Table>,
): Promise<unknown> {
  try {
    const { name, columns, lines } = await tableOf()
    reply.header('content-disposition', `attachment; filename="${name}.${format}"`)
    if (format === 'xlsx') {
      const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
      return await reply.type(type).send(await workbookOf(columns, lines))
    }
    const source = Readable.from(lines)
    const content = source.pipe(stringify({ bom: true, escape_formulas: true, header: true, columns: [...columns] }))
    source.on('error', (error) => content.destroy(error))
    return await reply.type('text/csv; charset=utf-8').send(content)
  } catch (error) {
    reply.removeHeader('content-disposition')
    const told = toClientError(error as Error, request.id, log)
    return reply.code(statuses[String(told.extensions?.code)] ?? 500).send({ errors: [told] })
  }
}

/** Serves a table at `path` as `.csv`, with a mark by which spreadsheets know UTF-8, and as `.xlsx`. */
export function serveTable(
  app: FastifyInstance,
  path: string,
  options: Readonly<{ viewerOf: (authorization: string | undefined) => Promise<Viewer>; log: Log }>,
  tableOf: (viewer: Viewer, request: FastifyRequest<{ Querystring: Query }>) => Promise<Table>,
): void {
  const { viewerOf, log } = options
  for (const format of ['csv', 'xlsx'] as const) {
    app.get<{ Querystring: Query }>(`${path}.${format}`, (request, reply) =>
      answerTable({ request, reply, format, log }, async () =>
        tableOf(await viewerOf(request.headers.authorization), request),
      ),
    )
  }
}
