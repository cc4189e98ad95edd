import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina, isPlainDate } from '../../domain/kernel/plain-date.ts'
import { requireList } from '../../domain/lists/catalogue/catalogue.ts'
import { stageNames } from '../../domain/lists/case/stages.ts'
import type { ListingCase } from '../../domain/lists/case/state.ts'
import { findCases, findPublic, type Page, type PublicEntry } from '../../projections/lists/lists.queries.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import { toClientError } from '../errors.ts'
import type { Log } from '../system/log.ts'
import { workbookOf } from '../system/workbook.ts'
import { caseFilter } from './case.resolvers.ts'
import { type ListServices, readCatalogue } from './services.ts'

type Cell = string | number
type Table = Readonly<{ name: string; columns: readonly string[]; lines: AsyncIterable<readonly Cell[]> }>

const statuses: Readonly<Record<string, number>> = { FORBIDDEN: 403, NOT_FOUND: 404, BAD_USER_INPUT: 400, REFUSED: 400 }
const rowsPerPage = 1_000

async function* pagesOf<R>(find: (page: Page) => Promise<readonly R[]>, lineOf: (row: R) => readonly Cell[]) {
  for (let offset = 0; ; offset += rowsPerPage) {
    const rows = await find({ first: rowsPerPage, offset })
    for (const row of rows) yield lineOf(row)
    if (rows.length < rowsPerPage) return
  }
}

const publicColumns = ['统一社会信用代码', '名称', '列入事由', '列入日期', '期限届满日', '决定书文号', '作出决定的机关']
const publicLine = ({ uscc, name, listing }: PublicEntry): readonly Cell[] => [
  ...[uscc, name, listing.groundText, listing.enteredOn, listing.termUntil ?? '', listing.decisionNumber],
  listing.authority.name,
]

const caseColumns = [
  ...['案件编号', '统一社会信用代码', '名称', '名录', '列入事由', '环节', '拟列入日期', '陈述申辩截止日', '决定书文号'],
  ...['决定日期', '期限届满日', '公示日期', '终结日期'],
]
const caseLine = ({ named, stage, notice, decision, publishedOn, end }: ListingCase): readonly Cell[] => [
  ...[named.caseId, named.uscc, named.subjectName, named.listType, named.groundText, stageNames[stage], named.namedOn],
  ...[notice?.statementUntil ?? '', decision?.decisionNumber ?? '', decision?.decidedOn ?? ''],
  ...[decision?.termUntil ?? '', publishedOn ?? '', end?.on ?? ''],
]

type Options = Readonly<{
  services: ListServices
  clock: () => Date
  viewerOf: (authorization: string | undefined) => Promise<Viewer>
  log: Log
}>

/**
 * Serves the public lists to anybody and an agency's cases to itself, as CSV or XLSX: `/lists/ABNORMAL_OPERATIONS.csv`,
 * with `?asOf=…` as they stood on a day, and `/listing-cases.xlsx`.
 */
export function serveLists(app: FastifyInstance, options: Options): void {
  const { services, clock, viewerOf, log } = options
  type Query = Readonly<Record<string, unknown>>

  async function publicTable(listType: string, { asOf }: Query): Promise<Table> {
    if (asOf !== undefined && (typeof asOf !== 'string' || !isPlainDate(asOf))) {
      throw new InvalidInput('日期应写作 2026-01-31', 'asOf')
    }
    const day = asOf ?? dayInChina(clock())
    const { definition } = requireList(await readCatalogue(services), listType, day)
    if (!definition.publicity.isPublic) throw new NotFound('该名单不向社会公示。')
    const filter = { listType, day, search: null }
    const lines = pagesOf((page) => findPublic(services.pool, filter, page), publicLine)
    return { name: `${listType}-${day}`, columns: publicColumns, lines }
  }

  async function caseTable(viewer: Viewer): Promise<Table> {
    requirePermission(viewer, 'listing:read')
    const filter = caseFilter({}, { viewer })
    const lines = pagesOf((page) => findCases(services.pool, filter, page), caseLine)
    return { name: `listing-cases-${dayInChina(clock())}`, columns: caseColumns, lines }
  }

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    format: string,
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
      const told = toClientError(error as Error, request.id, log)
      return reply.code(statuses[String(told.extensions?.code)] ?? 500).send({ errors: [told] })
    }
  }

  const viewerIn = ({ headers }: FastifyRequest) => viewerOf(headers.authorization)
  for (const format of ['csv', 'xlsx']) {
    app.get<{ Params: { listType: string }; Querystring: Query }>(`/lists/:listType.${format}`, (request, reply) =>
      answer(request, reply, format, () => publicTable(request.params.listType, request.query)),
    )
    app.get(`/listing-cases.${format}`, (request, reply) =>
      answer(request, reply, format, async () => caseTable(await viewerIn(request))),
    )
  }
}
