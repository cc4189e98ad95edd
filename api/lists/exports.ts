import type { FastifyInstance } from 'fastify'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import { dayInChina, isPlainDate, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { stageNames } from '../../domain/lists/case/stages.ts'
import type { ListingCase } from '../../domain/lists/case/state.ts'
import { findCases, findPublic, type PublicEntry } from '../../projections/lists/lists.queries.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import type { Log } from '../system/log.ts'
import { type Cell, linesOf, serveTable, type Table } from '../tables.ts'
import { caseFilter } from './case.resolvers.ts'
import { listQuestion } from './public-list.ts'
import { calendarToday, type ListServices } from './services.ts'
import { statementDay } from './views.ts'

const publicColumns = ['统一社会信用代码', '名称', '列入事由', '列入日期', '期限届满日', '决定书文号', '作出决定的机关']
const publicLine = ({ uscc, name, listing }: PublicEntry): readonly Cell[] => [
  ...[uscc, name, listing.groundText, listing.enteredOn, listing.termUntil ?? '', listing.decisionNumber],
  listing.authority.name,
]

const caseColumns = [
  ...['案件编号', '统一社会信用代码', '名称', '名录', '列入事由', '环节', '拟列入日期', '陈述申辩截止日', '决定书文号'],
  ...['决定日期', '期限届满日', '公示日期', '终结日期'],
]
const caseLine = (known: ListingCase, until: PlainDate | ''): readonly Cell[] => {
  const { named, stage, decision, publishedOn, end } = known
  const { caseId, uscc, subjectName, listType, groundText, namedOn } = named
  return [
    ...[caseId, uscc, subjectName, listType, groundText, stageNames[stage], namedOn, until],
    ...[decision?.decisionNumber ?? '', decision?.decidedOn ?? '', decision?.termUntil ?? ''],
    ...[publishedOn ?? '', end?.on ?? ''],
  ]
}

type Options = Readonly<{
  services: ListServices
  clock: () => Date
  viewerOf: (authorization: string | undefined) => Promise<Viewer>
  log: Log
}>

/**
 * Serves the public lists to anybody and an agency's cases to itself, as CSV or XLSX: `/lists/ABNORMAL_OPERATIONS.csv`,
 * for who may read listings with `?asOf=…` as they stood on a day, and `/listing-cases.xlsx`.
 */
export function serveLists(app: FastifyInstance, options: Options): void {
  const { services, clock, viewerOf, log } = options

  async function publicTable(viewer: Viewer, listType: string, asOf: unknown): Promise<Table> {
    if (asOf !== undefined && (typeof asOf !== 'string' || !isPlainDate(asOf))) {
      throw new InvalidInput('日期应写作 2026-01-31', 'asOf')
    }
    const { filter, unpublished } = await listQuestion({ listType, asOf }, viewer, { services, clock })
    const lines = linesOf(
      services.pool,
      (reader, page) => findPublic(reader, filter, { ...page, unpublished }),
      (entry) => [...publicLine(entry), ...(unpublished ? [entry.published ? '是' : '否'] : [])],
    )
    const columns = [...publicColumns, ...(unpublished ? ['已公示'] : [])]
    return { name: `${listType}-${filter.day}`, columns, lines }
  }

  async function caseTable(viewer: Viewer): Promise<Table> {
    requirePermission(viewer, 'listing:read')
    const filter = caseFilter({}, { viewer })
    const calendar = calendarToday({ services, clock })
    const lines = linesOf(
      services.pool,
      (reader, page) => findCases(reader, filter, page),
      (known) => caseLine(known, statementDay(known, calendar)?.day ?? ''),
    )
    return { name: `listing-cases-${dayInChina(clock())}`, columns: caseColumns, lines }
  }

  serveTable(app, '/lists/:listType', { viewerOf, log }, (viewer, { params, query }) =>
    publicTable(viewer, (params as { listType: string }).listType, query.asOf),
  )
  serveTable(app, '/listing-cases', { viewerOf, log }, (viewer) => caseTable(viewer))
}
