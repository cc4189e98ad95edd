import type { FastifyInstance } from 'fastify'
import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina, isPlainDate } from '../../domain/kernel/plain-date.ts'
import { requireList } from '../../domain/lists/catalogue/catalogue.ts'
import { stageNames } from '../../domain/lists/case/stages.ts'
import type { ListingCase } from '../../domain/lists/case/state.ts'
import { findCases, findPublic, type PublicEntry } from '../../projections/lists/lists.queries.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import type { Log } from '../system/log.ts'
import { type Cell, linesOf, serveTable, type Table } from '../tables.ts'
import { caseFilter } from './case.resolvers.ts'
import { type ListServices, readCatalogue } from './services.ts'

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

  async function publicTable(listType: string, asOf: unknown): Promise<Table> {
    if (asOf !== undefined && (typeof asOf !== 'string' || !isPlainDate(asOf))) {
      throw new InvalidInput('日期应写作 2026-01-31', 'asOf')
    }
    const day = asOf ?? dayInChina(clock())
    const { definition } = requireList(await readCatalogue(services), listType, day)
    if (!definition.publicity.isPublic) throw new NotFound('该名单不向社会公示。')
    const filter = { listType, day, search: null }
    const lines = linesOf((page) => findPublic(services.pool, filter, page), publicLine)
    return { name: `${listType}-${day}`, columns: publicColumns, lines }
  }

  async function caseTable(viewer: Viewer): Promise<Table> {
    requirePermission(viewer, 'listing:read')
    const filter = caseFilter({}, { viewer })
    const lines = linesOf((page) => findCases(services.pool, filter, page), caseLine)
    return { name: `listing-cases-${dayInChina(clock())}`, columns: caseColumns, lines }
  }

  serveTable(app, '/lists/:listType', { viewerOf, log }, (_viewer, { params, query }) =>
    publicTable((params as { listType: string }).listType, query.asOf),
  )
  serveTable(app, '/listing-cases', { viewerOf, log }, (viewer) => caseTable(viewer))
}
