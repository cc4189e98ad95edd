import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import { dayInChina, isPlainDate, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { tidy } from '../../domain/kernel/text.ts'
import { measuresOn } from '../../domain/punishment/measures/catalogue.ts'
import { type Bar, fallReasons } from '../../domain/window/answer.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import { openTable } from '../system/import/read-records.ts'
import type { Log } from '../system/log.ts'
import { answerTable, type Cell, type Table } from '../tables.ts'
import { withUpload } from '../uploads.ts'
import { type AskedRow, type AskedTable, readAsked } from './asked-table.ts'
import type { Ctx } from './services.ts'
import { type Check, checksOf, doubtOf, numbersMax } from './window.resolvers.ts'

const megabytesMax = 20
const workbookBounds = { bytesMax: 50 * 1_048_576, rowsMax: numbersMax, heapMbMax: 512, waitMs: 20_000 }
const verdicts = { BARRED: '限制办理', CAUTION: '提示审慎', CLEAR: '无限制' } as const
const matches = {
  ...{ CODE: '统一社会信用代码', OTHER_NUMBER: '其他号码', NAME: '名称', DOUBTFUL: '不能确定' },
  NOT_FOUND: '没有档案',
} as const

const answered = [
  ...[
    '核查结论',
    '匹配的统一社会信用代码',
    '匹配的名称',
    '匹配方式',
    '存疑',
    '存疑原因',
    '可能的企业',
    '事项',
    '核查日',
  ],
  ...['限制与提示', '依据的事件', '已失效的限制', '档案版本', '事件库位置', '措施清单版本', '名单版本', '说明'],
]

const barText = ({ name, ground, clause, since, until, agency }: Bar): string =>
  [
    `${name}：${ground.name}（${ground.detail}）`,
    ...[ground.documentNumber, agency?.name, clause, `自${since}${until === null ? '' : `至${until}`}`].filter(Boolean),
  ].join('；')

/** A row with its answer; a name that is not that of the file found makes the match doubtful. */
function lineOf({ cells, name, fault }: AskedRow, width: number, check: Check | undefined): readonly Cell[] {
  const given = Array.from({ length: width }, (_, place) => cells[place] ?? '')
  if (check === undefined) return [...given, ...answered.slice(1).map(() => ''), fault ?? '']
  const { told, uscc, match, candidates, matter, day, revision, position } = check
  const isOther = name !== null && check.name !== null && tidy(check.name) !== name
  const doubt = doubtOf[match] ?? (isOther ? `所填名称“${name}”与档案不一致，请核对` : '')
  const bars = told?.bars ?? []
  return [
    ...[...given, told ? verdicts[told.answer] : '未核查', uscc ?? '', check.name ?? '', matches[match]],
    ...[doubt === '' ? '' : '存疑', doubt, match === 'DOUBTFUL' ? candidates.join('；') : '', matter, day],
    ...[bars.map(barText).join('\n'), [...new Set(bars.flatMap(({ eventIds }) => eventIds))].join('；')],
    (told?.fallen ?? []).map((one) => `${one.name}：${fallReasons[one.reason]}`).join('\n'),
    ...[revision === null ? '' : String(revision), position ?? '', told ? told.ruleVersions.measures : ''],
    ...[(told?.ruleVersions.listTypes ?? []).join('；'), match === 'NOT_FOUND' ? '没有找到这户企业的档案' : ''],
  ]
}

type Query = Readonly<Record<string, unknown>>
type Asked = Readonly<{ matter: string | null; asOf: PlainDate | null; knownAt: string | null }>

function askedIn({ matter, asOf, knownAt }: Query): Asked {
  const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  const day = textOf(asOf)
  if (day !== null && !isPlainDate(day)) throw new InvalidInput('日期应写作 2026-01-31', 'asOf')
  const instant = textOf(knownAt)
  if (instant !== null && Number.isNaN(Date.parse(instant))) throw new InvalidInput('时刻应为 ISO 8601', 'knownAt')
  return { matter: textOf(matter), asOf: day as PlainDate | null, knownAt: instant && new Date(instant).toISOString() }
}

/** Every row answered in its place, those of one matter together. */
async function checkTable(
  { header, rows }: AskedTable,
  { matter: all, asOf, knownAt }: Asked,
  ctx: Ctx,
): Promise<Table> {
  const day = asOf ?? dayInChina(ctx.clock())
  const { punishment } = ctx.services
  const { measures } = knownAt === null ? punishment.book() : await punishment.knownAt(knownAt)
  const known = new Set(measuresOn(measures, day).matters.map(({ code }) => code))
  if (all !== null && !known.has(all)) throw new InvalidInput(`没有“${all}”这个办理事项`, 'matter')
  const checked = rows.map((row): AskedRow => {
    const matter = row.matter ?? all
    const fault =
      row.fault ?? (matter === null ? '没有办理事项' : known.has(matter) ? null : `没有“${matter}”这个办理事项`)
    return { ...row, matter, fault }
  })
  const checks = new Map<AskedRow, Check>()
  const sound = checked.filter(({ fault }) => fault === null)
  for (const [matter, some] of Map.groupBy(sound, (row) => row.matter ?? '')) {
    const numbers = some.map(({ number }) => number)
    const answers = await checksOf({ numbers, matter, asOf: day, knownAt }, ctx)
    for (const [place, row] of some.entries()) {
      const answer = answers[place]
      if (answer) checks.set(row, answer)
    }
  }
  const lines = (async function* (): AsyncGenerator<readonly Cell[]> {
    for (const row of checked) yield lineOf(row, header.length, checks.get(row))
  })()
  return { name: `window-checks-${day}`, columns: [...header, ...answered], lines }
}

type Options = Readonly<{
  contextOf: (viewer: Viewer, request: FastifyRequest) => Ctx
  viewerOf: (authorization: string | undefined) => Promise<Viewer>
  log: Log
}>

/**
 * Answers a list of enterprises as a table (批量核查): `POST /window-checks?matter=FUNDS&as=xlsx` with a CSV or XLSX as its
 * body, which comes back with the answer beside every row. Rows may name their own matter.
 */
export async function serveWindow(app: FastifyInstance, { contextOf, viewerOf, log }: Options): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body))
    scope.post<{ Querystring: Query; Body: Readable | undefined }>('/window-checks', (request, reply) => {
      const format = request.query.as === 'xlsx' ? 'xlsx' : 'csv'
      return answerTable({ request, reply, format, log }, async () => {
        const viewer = await viewerOf(request.headers.authorization)
        requirePermission(viewer, 'window:read')
        const asked = askedIn(request.query)
        const read = async (path: string) => readAsked(await openTable(path, workbookBounds), numbersMax)
        const table = await withUpload(request.body, megabytesMax, read)
        return checkTable(table, asked, contextOf(viewer, request))
      })
    })
  })
}
