import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runImport, type Verdict } from '../../../api/system/import/run-import.ts'
import { logCodec } from '../../../domain/codec.ts'
import type { EnterpriseEvent } from '../../../domain/enterprise/events.ts'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import type { RecordedEvent } from '../../../domain/kernel/event.ts'
import { tidy } from '../../../domain/kernel/text.ts'
import { uscc } from '../../../domain/kernel/uscc.ts'
import { withCodec } from '../../../domain/store/codec.ts'
import { commandHandler } from '../../../domain/store/handle.ts'
import { inMemoryStore } from '../../../domain/store/in-memory.ts'
import { readCheckpoints } from '../../../projections/checkpoints.ts'
import { rebuild } from '../../../projections/rebuild.ts'
import { type Form, type FuzzedFile, fuzzedFile, fuzzedWorkbook, gb18030 } from './fuzz.ts'
import { clock, emptyWorld, type World } from './world.ts'

const utf8 = (text: string): Buffer => Buffer.from(text)
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
const csv = { delimiter: ',', newline: '\n' }

const licenceHeadings =
  '行政相对人名称,行政相对人类别,统一社会信用代码,行政许可决定文书名称,行政许可决定文书号,许可类别,许可内容,许可决定日期,有效期自,有效期至,许可机关,许可机关统一社会信用代码,当前状态'

const forms: readonly Form[] = [
  { name: '处罚', kind: 'PENALTY', rows: 25_000, encode: utf8, ...csv },
  { name: '许可', kind: 'LICENCE', rows: 20_000, encode: gb18030(), ...csv, newline: '\r\n' },
  { name: '登记', kind: 'REGISTER', rows: 8_000, encode: utf8, mark: 'efbbbf', ...csv, delimiter: ';' },
  { name: '逐行', kind: 'PENALTY', rows: 25_000, encode: utf8 },
  {
    name: '双字',
    kind: 'LICENCE',
    rows: 10_000,
    encode: utf16,
    mark: 'fffe',
    ...csv,
    delimiter: '\t',
    wholeSigns: true,
  },
  { name: '中文表头', kind: 'LICENCE', rows: 7_000, encode: utf8, ...csv, newline: '\r\n', headings: licenceHeadings },
]
const workbookRows = 5_000

let world: World
const memory = inMemoryStore()
const store = withCodec(memory, logCodec)
beforeAll(async () => {
  world = await emptyWorld()
})
afterAll(() => world.close())

async function bring(file: FuzzedFile): Promise<Verdict[]> {
  const { keys, newId, readModels } = world.system
  const verdicts: Verdict[] = []
  await runImport({
    ...{ path: await world.file(file.name, file.content), kind: file.kind, store, keys, newId, clock },
    ...{ handler: commandHandler(memory, logCodec), pool: readModels.pool, agency: null, correlationId: newId() },
    actor: { agency: 'system', officer: 'operator', role: 'OPERATOR' },
    onVerdict: (verdict) => void verdicts.push(verdict),
  })
  return verdicts
}

/** By the number that names it: a decision's, a licence's, or the name under which an enterprise was registered. */
function recordedIn(event: RecordedEvent<EnterpriseEvent>): readonly [number: string, text: string] | undefined {
  if (event.type === 'PenaltyImposed') return [event.data.decisionNumber, event.data.terms.facts]
  if (event.type === 'LicenceGranted') return [event.data.terms.documentNumber, event.data.terms.content]
  if (event.type === 'EnterpriseRegistered') return [event.data.details.name, event.data.details.scope ?? '']
  return undefined
}

async function requireGoodRows({ good }: FuzzedFile, verdicts: readonly Verdict[]): Promise<void> {
  const lost: string[] = []
  const streams = await store.readStreams([...new Set(good.map((one) => enterpriseStream(uscc(one.uscc))))])
  const found = new Map<string, Readonly<{ event: RecordedEvent; text: string; stream: string }>>()
  for (const [stream, events] of streams) {
    for (const event of events as readonly RecordedEvent<EnterpriseEvent>[]) {
      const [number, text] = recordedIn(event) ?? []
      if (number !== undefined && text !== undefined) found.set(number, { event, text, stream })
    }
  }
  for (const { number, uscc: code, text } of good) {
    const record = found.get(number)
    const row = record?.event.metadata.source?.row ?? 0
    const isThere = record?.stream === enterpriseStream(uscc(code)) && record.text === tidy(text)
    if (!isThere || verdicts[row - 1]?.verdict !== 'accepted') lost.push(`${number} ${JSON.stringify(text)}`)
  }
  expect([lost.length, lost.slice(0, 5)]).toEqual([0, []])
}

function requireVerdicts({ rows }: FuzzedFile, verdicts: readonly Verdict[]): void {
  expect(verdicts.map(({ row }) => row)).toEqual(verdicts.map((_, place) => place + 1))
  expect(verdicts.length).toBeGreaterThan(rows * 0.95)
  const refused = verdicts.filter(({ verdict }) => verdict === 'refused')
  expect(refused.length).toBeGreaterThan(rows * 0.15)
  const unclear = refused.filter(({ field, reason }) => !/^[A-Z_0-9]*$/.test(field) || !/\p{Script=Han}/u.test(reason))
  expect(unclear.slice(0, 5)).toEqual([])
}

describe('of a hundred thousand rows, half of them spoilt, every one has a verdict and no good one is lost', () => {
  test.each(forms.map((form, n) => [form.name, form, n] as const))(
    '%s',
    async (_name, form, n) => {
      const file = fuzzedFile(form, 20_261_123 + n)
      const verdicts = await bring(file)
      requireVerdicts(file, verdicts)
      await requireGoodRows(file, verdicts)
    },
    60_000,
  )

  test('表格', async () => {
    const file = fuzzedWorkbook('表格', 'PENALTY', workbookRows, 7)
    const verdicts = await bring(file)
    requireVerdicts(file, verdicts)
    await requireGoodRows(file, verdicts)
  }, 60_000)

  test('and what was accepted can be told in rows, whatever stands in it', async () => {
    const { readModels, projections } = world.system
    const { rows } = await rebuild({ store, pool: readModels.pool, projections })
    expect(rows).toBeGreaterThan(50_000)
    expect([...(await readCheckpoints(readModels.pool)).values()].filter(({ stopped }) => stopped)).toEqual([])
  }, 60_000)
})
