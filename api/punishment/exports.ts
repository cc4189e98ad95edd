import type { FastifyInstance } from 'fastify'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import { dayInChina, isPlainDate, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { lineStageNames } from '../../domain/punishment/case/steps.ts'
import {
  type CaseRow,
  findCases,
  findOrders,
  latenesses,
  type Lateness,
  type OrderRow,
} from '../../projections/punishment/punishment.queries.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import type { Log } from '../system/log.ts'
import { type Cell, linesOf, serveTable } from '../tables.ts'
import { caseFilter, monthlyOf, orderFilter } from './query.resolvers.ts'
import { withOthers } from './others.ts'
import type { PunishmentServices } from './services.ts'

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

type Options = Readonly<{
  services: PunishmentServices
  clock: () => Date
  viewerOf: (authorization: string | undefined) => Promise<Viewer>
  log: Log
}>

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function dayOf(value: unknown): PlainDate | null {
  const text = textOf(value)
  if (text !== null && !isPlainDate(text)) throw new InvalidInput('日期应写作 2026-01-31', 'asOf')
  return text as PlainDate | null
}

function lateOf(value: unknown): Lateness | null {
  const text = textOf(value)
  const late = latenesses.find((one) => one === text)
  if (text === null || late !== undefined) return late ?? null
  throw new InvalidInput(`late 应为 ${latenesses.join('、')} 之一`, 'late')
}

/**
 * Serves to who may see them `/punishment-cases`, `/punishment-orders` (`?agency=…&late=FEEDBACK&asOf=2026-11-30`), and
 * `/punishment-monthly` (`?month=2026-11`), each as `.csv` and `.xlsx`.
 */
export function servePunishment(app: FastifyInstance, { services, clock, viewerOf, log }: Options): void {
  const { pool } = services
  const allowed = (viewer: Viewer): void => requirePermission(viewer, 'punishment:read')

  serveTable(app, '/punishment-cases', { viewerOf, log }, async (viewer, { query }) => {
    allowed(viewer)
    const filter = caseFilter({ agency: textOf(query.agency), standing: textOf(query.standing) }, { viewer })
    const lines = linesOf(pool, (reader, page) => findCases(reader, filter, page), caseLine)
    return { name: `punishment-cases-${dayInChina(clock())}`, columns: caseColumns, lines }
  })

  serveTable(app, '/punishment-orders', { viewerOf, log }, async (viewer, { query }) => {
    allowed(viewer)
    const { agency, caseId, uscc, late, asOf } = query
    const said = { agency: textOf(agency), caseId: textOf(caseId), uscc: textOf(uscc), late: lateOf(late) }
    const filter = orderFilter({ ...said, asOf: dayOf(asOf) }, { viewer, clock })
    const lines = linesOf(
      pool,
      async (reader, page) =>
        withOthers(pool, await findOrders(reader, filter, page), services.punishment.book().measures),
      orderLine,
    )
    return { name: `punishment-orders-${filter.day}`, columns: orderColumns, lines }
  })

  serveTable(app, '/punishment-monthly', { viewerOf, log }, async (viewer, { query }) => {
    allowed(viewer)
    const month = textOf(query.month) ?? dayInChina(clock()).slice(0, 7)
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
