import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import { dayInChina, isPlainDate, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { normalName, squeeze } from '../../domain/kernel/text.ts'
import { measuresOn } from '../../domain/punishment/measures/catalogue.ts'
import { type Bar, fallReasons } from '../../domain/window/answer.ts'
import { statusNames } from '../../domain/window/registration-basis.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import { parseInstant } from '../scalars.ts'
import { openTable } from '../system/import/read-records.ts'
import type { Log } from '../system/log.ts'
import { answerTable, type Cell, type Table } from '../tables.ts'
import { withUpload } from '../uploads.ts'
import { type AskedRow, type AskedTable, readAsked } from './asked-table.ts'
import { bookOf, type Check, checksOf, doubtOf, numbersMax } from './check.ts'
import type { Ctx } from './services.ts'

const megabytesMax = 20
const workbookBounds = { bytesMax: 50 * 1_048_576, rowsMax: numbersMax, heapMbMax: 512, waitMs: 20_000 }
const verdicts = { BARRED: '限制办理', CAUTION: '提示审慎', CLEAR: '无限制' } as const
const matches = {
  ...{ CODE: '统一社会信用代码', OTHER_NUMBER: '其他号码', NAME: '名称', FORMER_NAME: '曾用名', DOUBTFUL: '不能确定' },
  NOT_FOUND: '没有档案',
} as const

const answered = [
  ...['核查结论', '匹配的统一社会信用代码', '匹配的名称', '匹配方式', '存疑', '存疑原因', '可能的企业'],
  ...['登记状态', '登记状态自', '事项', '核查日', '限制与提示', '依据的事件', '已失效的限制'],
  ...['档案版本', '事件库位置', '对照表位置', '一并核查的曾用代码', '措施清单版本', '名单版本', '说明'],
]

const barText = ({ name, ground, clause, since, until, agency, note }: Bar): string =>
  [
    `${name}：${ground.name}（${ground.detail}）`,
    ...[ground.documentNumber, agency?.name, clause, `自${since}${until === null ? '' : `至${until}`}`, note].filter(
      Boolean,
    ),
  ].join('；')

/** A row with its answer, and whether somebody has to look whom it is about. */
function lineOf({ cells, name, fault }: AskedRow, width: number, answer: Answered | undefined): readonly Cell[] {
  const given = Array.from({ length: width }, (_, place) => cells[place] ?? '')
  if (answer === undefined) return [...given, ...answered.slice(1).map(() => ''), fault ?? '']
  const { check, isByNameInstead } = answer
  const { told, uscc, match, candidates, matter, day, revision, position, status } = check
  const doubt = isByNameInstead
    ? '所填号码没有找到档案，按名称匹配，请核对'
    : (doubtOf[match] ?? otherName(check, name))
  const bars = told?.bars ?? []
  return [
    ...[...given, told ? verdicts[told.answer] : '未核查', uscc ?? '', check.name ?? '', matches[match]],
    ...[doubt === '' ? '' : '存疑', doubt, match === 'DOUBTFUL' ? candidates.join('；') : ''],
    ...[status === null ? '' : statusNames[status], check.statusSince ?? '', matter, day],
    ...[bars.map(barText).join('\n'), [...new Set(bars.flatMap(({ eventIds }) => eventIds))].join('；')],
    (told?.fallen ?? []).map((one) => `${one.name}：${fallReasons[one.reason]}`).join('\n'),
    ...[revision === null ? '' : String(revision), position ?? '', check.rowsPosition ?? ''],
    ...[check.formerUsccs.join('；'), told ? told.ruleVersions.measures : ''],
    ...[(told?.ruleVersions.listTypes ?? []).join('；'), match === 'NOT_FOUND' ? '没有找到这户企业的档案' : ''],
  ]
}

/** A name beside a number that is not the file's makes the match doubtful; how it is written does not. */
function otherName({ name: known, formerNames }: Check, given: string | null): string {
  if (given === null || known === null || normalName(given) === normalName(known)) return ''
  return formerNames.some((one) => normalName(one) === normalName(given))
    ? `所填名称“${given}”是曾用名，请核对`
    : `所填名称“${given}”与档案不一致，请核对`
}

type Query = Readonly<Record<string, unknown>>
type Asked = Readonly<{ matter: string | null; asOf: PlainDate | null; knownAt: string | null }>

function askedIn({ matter, asOf, knownAt }: Query): Asked {
  const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  const day = textOf(asOf)
  if (day !== null && !isPlainDate(day)) throw new InvalidInput('日期应写作 2026-01-31', 'asOf')
  const instant = textOf(knownAt)
  return { matter: textOf(matter), asOf: day as PlainDate | null, knownAt: instant && parseInstant(instant) }
}

type Answered = Readonly<{ check: Check; isByNameInstead: boolean }>

/** Every row answered in its place, those of one matter together. */
async function checkTable(
  { header, rows }: AskedTable,
  { matter: all, asOf, knownAt }: Asked,
  ctx: Ctx,
): Promise<Table> {
  const day = asOf ?? dayInChina(ctx.clock())
  const { measures } = await bookOf(ctx.services.punishment, knownAt)
  const codeOf = matterCodes(measuresOn(measures, day).matters)
  const common = all === null ? null : codeOf(all)
  if (common === undefined) throw new InvalidInput(`没有“${all}”这个办理事项`, 'matter')
  const checked = rows.map((row): AskedRow => {
    const own = row.matter === null ? undefined : codeOf(row.matter)
    const matter = own ?? (row.isMatterSure ? null : common)
    const missing = row.matter === null ? '没有办理事项' : `没有“${row.matter}”这个办理事项`
    return { ...row, matter, fault: row.fault ?? (matter === null ? missing : null) }
  })
  const answers = new Map<AskedRow, Answered>()
  const ask = async (
    some: readonly AskedRow[],
    askedOf: (row: AskedRow) => string | null,
    isByNameInstead: boolean,
  ) => {
    for (const [matter, ofOne] of Map.groupBy(some, (row) => row.matter ?? '')) {
      const numbers = ofOne.map((row) => askedOf(row) ?? '')
      const found = await checksOf({ numbers, matter, asOf: day, knownAt }, ctx)
      for (const [place, row] of ofOne.entries()) {
        const check = found[place]
        const isBetter = !isByNameInstead || check?.match !== 'NOT_FOUND'
        if (check && isBetter) answers.set(row, { check, isByNameInstead })
      }
    }
  }
  const sound = checked.filter(({ fault }) => fault === null)
  await ask(sound, ({ number, name }) => number ?? name, false)
  const lost = sound.filter((row) => row.number !== null && answers.get(row)?.check.match === 'NOT_FOUND')
  await ask(
    lost.filter(({ name }) => name !== null),
    ({ name }) => name,
    true,
  )
  const lines = (async function* (): AsyncGenerator<readonly Cell[]> {
    for (const row of checked) yield lineOf(row, header.length, answers.get(row))
  })()
  return { name: `window-checks-${day}`, columns: [...header, ...answered], lines }
}

/** Matters by their code or their name; whoever writes a list by hand writes names. */
function matterCodes(matters: readonly { code: string; name: string }[]): (text: string) => string | undefined {
  const codes = new Map(
    matters.flatMap(({ code, name }) => [[squeeze(name), code] as const, [squeeze(code), code] as const]),
  )
  return (text) => codes.get(squeeze(text))
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
