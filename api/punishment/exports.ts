import type { FastifyInstance } from 'fastify'
import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import { lineStageNames, lineStages } from '../../domain/punishment/case/steps.ts'
import { fallReasons } from '../../domain/window/answer.ts'
import type { LineRecord } from '../../projections/punishment/punishment.projection.ts'
import {
  type CaseRow,
  type CopyRow,
  findCases,
  findCopies,
  findLines,
  findOrders,
  latenesses,
  type OrderRow,
} from '../../projections/punishment/punishment.queries.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import type { Log } from '../system/log.ts'
import { date, flag, oneOf, readTableQuery, someOf, text } from '../table-query.ts'
import { type Cell, linesOf, serveTable } from '../tables.ts'
import { caseFilter, monthlyOf, orderFilter } from './query.resolvers.ts'
import { withOthers } from './others.ts'
import { findCase, isOf, type PunishmentServices, seenAgency } from './services.ts'

const standings = { DRAFTED: '待审核', RETURNED: '已退回', PASSED: '已通过', WITHDRAWN: '已撤回' } as const
const caseColumns = [
  ...[
    '案件编号',
    '提请部门',
    '代为提请',
    '名录',
    '列入事由',
    '决定书文号',
    '列入日期',
    '办理状态',
    '提请日期',
    '通过日期',
  ],
  ...['户数', '依据已失效户数', '执行机关', '审核意见', '退回理由', '修改情况', '撤回理由'],
]
const caseLine = ({
  lines,
  linesFallen,
  record: { drafted, executors, standing, passedOn, ...said },
}: CaseRow): readonly Cell[] => [
  ...[
    drafted.caseId,
    drafted.requesting.name,
    drafted.onBehalfOf?.name ?? '',
    drafted.listType,
    drafted.groundCode,
    drafted.decisionNumber,
  ],
  ...[drafted.decidedOn, standings[standing], drafted.draftedOn, passedOn ?? '', lines, linesFallen],
  executors.map(({ agency }) => agency.name).join('；'),
  ...[said.opinion ?? '', said.returnedWhy ?? '', said.resubmittedNote ?? '', said.withdrawnWhy ?? ''],
]

const orderColumns = [
  ...['案件编号', '执行机关', '统一社会信用代码', '名称', '决定书文号', '状态', '下达日期', '反馈截止日', '签收日期'],
  ...['异议日期', '反馈日期', '解除通知日期', '确认截止日', '确认解除日期', '是否暂定', '逾期天数'],
  ...['异议理由', '答复截止日', '答复日期', '异议答复', '执行内容', '确认说明', '另有依据仍须执行的案件'],
]
const orderLine = (row: Awaited<ReturnType<typeof withOthers<OrderRow>>>[number]): readonly Cell[] => [
  ...[row.caseId, row.agencyName, row.uscc, row.name, row.decisionNumber, lineStageNames[row.stage], row.issuedOn],
  ...[row.feedbackDueOn ?? '', row.acceptedOn ?? '', row.objectedOn ?? '', row.executedOn ?? ''],
  ...[row.releasedOn ?? '', row.confirmDueOn ?? '', row.confirmedOn ?? '', row.provisional ? '暂定' : ''],
  ...[
    row.daysLate,
    row.objection ?? '',
    row.answerDueOn ?? '',
    row.answeredOn ?? '',
    row.answer ?? '',
    row.content ?? '',
  ],
  ...[row.note ?? '', row.otherOrders.map(({ decisionNumber }) => decisionNumber).join('；')],
]

const monthlyColumns = [
  ...['机关代码', '机关', '下达', '签收', '异议', '执行', '其中逾期执行', '月末逾期未反馈', '解除通知', '确认解除'],
  ...['其中逾期确认', '月末未确认解除'],
]

const lineColumns = [
  ...[
    '明细编号',
    '统一社会信用代码',
    '名称',
    '列入编号',
    '期限届满日',
    '责任人员数',
    '依据是否失效',
    '失效原因',
    '失效日期',
  ],
]
const lineOfCase = ({ line, fallen }: LineRecord): readonly Cell[] => [
  ...[line.lineId, line.uscc, line.name, line.listingId, line.termUntil ?? '', line.persons.length],
  ...[fallen ? '已失效' : '有效', fallen ? fallReasons[fallen.reason] : '', fallen?.fellOn ?? ''],
]

const copyColumns = [
  ...['抄告编号', '抄告单号', '案件编号', '发出机关代码', '接收机关代码', '事项', '内容', '证据材料', '是否要求反馈'],
  ...['发出日期', '回执日期', '反馈'],
]
const copyLine = ({ caseId, receiver, record: { letter, receipt } }: CopyRow): readonly Cell[] => [
  ...[letter.copyId, letter.number, caseId, letter.from, receiver, letter.matter, letter.content],
  letter.evidence.map(({ name, sha256 }) => `${name}（SHA-256 ${sha256}）`).join('；'),
  ...[letter.feedbackNeeded ? '是' : '否', letter.sentOn, receipt?.receivedOn ?? '', receipt?.feedback ?? ''],
]

type Options = Readonly<{
  services: PunishmentServices
  clock: () => Date
  viewerOf: (authorization: string | undefined) => Promise<Viewer>
  log: Log
}>

/** What the query strings may say: the arguments of the queries that the tables are taken from. */
const ofCases = {
  agency: text,
  standing: oneOf('DRAFTED', 'RETURNED', 'PASSED', 'WITHDRAWN'),
  listType: text,
  uscc: text,
}
const ofOrders = {
  ...{ agency: text, stages: someOf(...lineStages), caseId: text, uscc: text },
  ...{ late: oneOf(...latenesses), asOf: date },
}

/**
 * Serves to who may see them `/punishment-cases`, `/punishment-lines` (`?caseId=…`), `/punishment-orders`
 * (`?agency=…&stages=ORDERED,ACCEPTED&late=FEEDBACK&asOf=2026-11-30`), `/punishment-monthly` (`?month=2026-11`), and
 * `/copy-letters` (`?open=false`), each as `.csv` and `.xlsx`.
 */
export function servePunishment(app: FastifyInstance, { services, clock, viewerOf, log }: Options): void {
  const { pool } = services
  const allowed = (viewer: Viewer): void => requirePermission(viewer, 'punishment:read')

  serveTable(app, '/punishment-cases', { viewerOf, log }, async (viewer, { query }) => {
    allowed(viewer)
    const filter = caseFilter(readTableQuery(query, ofCases), { viewer })
    const lines = linesOf(pool, (reader, page) => findCases(reader, filter, page), caseLine)
    return { name: `punishment-cases-${dayInChina(clock())}`, columns: caseColumns, lines }
  })

  serveTable(app, '/punishment-lines', { viewerOf, log }, async (viewer, { query }) => {
    allowed(viewer)
    const { caseId } = readTableQuery(query, { caseId: text })
    if (caseId === null) throw new InvalidInput('请写明哪一件联合惩戒（caseId）', 'caseId')
    const known = await findCase(services, caseId)
    if (known === undefined || !isOf(known, seenAgency({ viewer }))) throw new NotFound('没有这件联合惩戒。')
    const lines = linesOf(pool, (reader, page) => findLines(reader, caseId, page), lineOfCase)
    return { name: `punishment-lines-${caseId}`, columns: lineColumns, lines }
  })

  serveTable(app, '/punishment-orders', { viewerOf, log }, async (viewer, { query }) => {
    allowed(viewer)
    const filter = orderFilter(readTableQuery(query, ofOrders), { viewer, clock })
    const lines = linesOf(
      pool,
      async (reader, page) =>
        withOthers(pool, await findOrders(reader, filter, page), services.punishment.book().measures),
      orderLine,
    )
    return { name: `punishment-orders-${filter.day}`, columns: orderColumns, lines }
  })

  serveTable(app, '/copy-letters', { viewerOf, log }, async (viewer, { query }) => {
    allowed(viewer)
    const { open } = readTableQuery(query, { open: flag })
    const receiver = viewer.kind === 'OFFICER' ? viewer.agency.code : ''
    const filter = { caseId: null, receiver, open: open ?? true }
    const lines = linesOf(pool, (reader, page) => findCopies(reader, filter, page), copyLine)
    return { name: `copy-letters-${dayInChina(clock())}`, columns: copyColumns, lines }
  })

  serveTable(app, '/punishment-monthly', { viewerOf, log }, async (viewer, { query }) => {
    allowed(viewer)
    const month = readTableQuery(query, { month: text }).month ?? dayInChina(clock()).slice(0, 7)
    const figures = await monthlyOf(month, { viewer, services })
    const lines = (async function* (): AsyncGenerator<readonly Cell[]> {
      for (const { agency, ...one } of figures)
        yield [
          ...[agency.code, agency.name, one.ordered, one.accepted, one.objected, one.executed, one.executedLate],
          ...[one.overdue, one.released, one.confirmed, one.confirmedLate, one.unconfirmed],
        ]
    })()
    return { name: `punishment-monthly-${month}`, columns: monthlyColumns, lines }
  })
}
