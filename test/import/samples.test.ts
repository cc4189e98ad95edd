import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runImport, type Verdict } from '../../api/system/import/run-import.ts'
import { createLog } from '../../api/system/log.ts'
import { openSystem, type System } from '../../api/system/open.ts'
import { enterpriseCodec } from '../../domain/enterprise/codec.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { commandHandler } from '../../domain/store/handle.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { freshDatabase } from '../support/postgres.ts'

const sample = (name: string) => fileURLToPath(new URL(`../fixtures/samples/${name}`, import.meta.url))
const clock = () => new Date('2026-11-23T02:00:00Z')
const log = createLog({ level: 'silent', pretty: false })
let system: System
let folder: string
beforeEach(async () => {
  system = await openSystem({ databaseUrl: await freshDatabase(), log, clock })
  folder = await mkdtemp(join(tmpdir(), 'yidang-import-'))
})
afterEach(async () => {
  await system.close()
  await rm(folder, { recursive: true, force: true })
})

async function bring(path: string, options: { handler?: System['handler']; agency?: string } = {}): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  await runImport({
    ...{ path, clock, newId: system.newId, store: system.store, pool: system.readModels.pool, keys: system.keys },
    ...{ handler: options.handler ?? system.handler, agency: options.agency ?? null, correlationId: system.newId() },
    actor: { agency: 'system', officer: 'operator', role: 'OPERATOR' },
    onVerdict: (verdict) => void verdicts.push(verdict),
  })
  return verdicts
}

async function bringText(text: string, name = 'rows.csv'): Promise<Verdict[]> {
  const path = join(folder, name)
  await writeFile(path, text)
  return bring(path)
}

/** What stands in the log, without what differs between two runs: ids and instants. */
async function facts(): Promise<Map<string, string[]>> {
  const streams = new Map<string, string[]>()
  for await (const { stream, type, data } of system.store.readAll()) {
    streams.set(stream, [...(streams.get(stream) ?? []), JSON.stringify([type, data])])
  }
  return streams
}

const expected: Record<string, Record<number, string>> = {
  penalties: {
    ...{ 18: 'duplicate', 21: 'CF_XDR_SHXYM', 22: 'CF_XDR_SHXYM', 23: 'CF_JDRQ', 24: 'CF_JDRQ', 25: 'CF_NR_FK' },
    ...{ 26: 'CF_NR_FK', 27: 'CF_CFLB', 28: 'CF_WSH', 29: 'CF_XDR_LB', 30: 'CF_CFLB' },
  },
  licences: { 11: 'XK_YXQZI', 12: 'XK_XKLB', 13: 'XK_ZT', 15: 'duplicate' },
}
const told = ({ verdict, field }: Verdict): string => (verdict === 'refused' ? field : verdict)

describe('the sample files', () => {
  test.each([
    ['penalties.csv', 'penalties', 31],
    ['penalties-gb18030.csv', 'penalties', 31],
    ['penalties.xlsx', 'penalties', 31], // With days and amounts as Excel's own numbers in some rows.
    ['licences-bom.csv', 'licences', 15],
    ['licences.ndjson', 'licences', 15],
  ])(
    '%s gets the verdict that its README expects of every row, and adds nothing the second time',
    async (name, kind, rows) => {
      const verdicts = await bring(sample(name))
      const wanted = Array.from({ length: rows }, (_, place) => expected[kind]?.[place + 1] ?? 'accepted')
      expect(verdicts.map(told)).toEqual(wanted)
      expect(verdicts.map(({ row }) => row)).toEqual(wanted.map((_, place) => place + 1))
      expect(verdicts.every(({ verdict, reason }) => (verdict === 'accepted') === (reason === ''))).toBe(true)
      const before = await facts()
      const again = await bring(sample(name))
      expect(again.map(told)).toEqual(wanted.map((verdict) => (verdict === 'accepted' ? 'duplicate' : verdict)))
      expect(await facts()).toEqual(before)
    },
  )

  test('say the same in either encoding and either format', async () => {
    await bring(sample('penalties.csv'))
    await bring(sample('licences-bom.csv'))
    const first = await facts()
    for (const name of ['penalties-gb18030.csv', 'penalties.xlsx']) {
      const again = await bring(sample(name))
      expect(
        again.filter(({ verdict, field }) => verdict === 'accepted' || (verdict === 'duplicate' && field)),
      ).toEqual([])
    }
    expect((await bring(sample('licences.ndjson'))).filter(({ verdict }) => verdict === 'accepted')).toEqual([])
    expect(await facts()).toEqual(first)
  })

  test('lead to the events of one clean run, wherever an import was killed before', async () => {
    await bring(sample('penalties.csv'))
    const clean = await facts()
    for (const appendsMax of [0, 1, 2, 3, 5, 8]) {
      await system.close()
      system = await openSystem({ databaseUrl: await freshDatabase(), log, clock })
      const dying = commandHandler(dyingAfter(system.store, appendsMax), enterpriseCodec)
      await expect(bring(sample('penalties.csv'), { handler: dying })).rejects.toThrow('killed')
      await bring(sample('penalties.csv'))
      expect(await facts()).toEqual(clean)
    }
  })
})

/** A store whose process dies in the middle of a bulk append: so many appends stand, the rest never happened. */
function dyingAfter(store: EventStore, appendsMax: number): EventStore {
  return {
    ...store,
    async appendBulk(appends) {
      await store.appendBulk(appends.slice(0, appendsMax))
      throw new Error('killed')
    },
  }
}

const header =
  'CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_XDR_GSZC,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_NR_WFFF,CF_JDRQ,CF_YXQ,CF_CFJG,CF_CFJGDM'
const good =
  '上海样例有限公司,法人及非法人组织,91310104MA1X00017M,,1号,违反规定,事实,依据,罚款,罚款,0.2,,2025/03/06,2099/12/31,某局,11310104MA10700153'
const row = (changes: Record<string, string>): string => {
  const names = header.split(',')
  const cells = good.split(',')
  for (const [name, value] of Object.entries(changes)) cells[names.indexOf(name)] = value
  return cells.join(',')
}

describe('a row', () => {
  test.each([
    [{ CF_CFLB: '暂扣或者吊销许可证', CF_NR_FK: '' }, 'CF_CFLB', '须写明是暂扣还是吊销'],
    [{ CF_NR_FK: '' }, 'CF_NR_FK', '没有罚款金额'],
    [{ CF_CFLB: '警告' }, 'CF_NR_FK', '处罚类别不含罚款'],
    [{ CF_NR_FK: '0.1234567' }, 'CF_NR_FK', '不足一分'],
    [{ CF_CFJGDM: 'ABC' }, 'CF_CFJGDM', '统一社会信用代码'],
    [{ CF_XDR_MC: '' }, 'CF_XDR_MC', '缺少行政相对人名称'],
    [{ CF_XDR_LB: '外星人' }, 'CF_XDR_LB', '不认识的行政相对人类别'],
    [{ CF_XDR_SHXYM: `${'0'.repeat(17)}X` }, 'CF_XDR_SHXYM', '占位代码'],
    [{ CF_XDR_SHXYM: '', CF_XDR_GSZC: '331000000033855' }, 'CF_XDR_SHXYM', '331000000033855'],
    [{ CF_YXQ: '2020/01/01' }, 'CF_YXQ', '早于处罚决定日期'],
    [{ CF_CFLB: '不予处罚', CF_NR_FK: '' }, 'CF_CFLB', '第三十三条'],
  ])('with %o is refused on %s', async (changes, field, reason) => {
    const [first, second] = await bringText(`${header}\n${row(changes)}\n${row({ CF_WSH: '2号' })}\n`)
    expect(first).toMatchObject({ verdict: 'refused', field })
    expect(first?.reason).toContain(reason)
    expect(second).toMatchObject({ verdict: 'accepted' })
  })

  test('that names a recorded decision and says something else is a duplicate, and its verdict says what', async () => {
    const [, other] = await bringText(`${header}\n${row({})}\n${row({ CF_NR_FK: '0.3' })}\n`)
    expect(other).toMatchObject({ verdict: 'duplicate', field: 'CF_NR_FK' })
    expect(other?.reason).toContain('在档：2,000.00元，本行：3,000.00元')
  })

  test('without a code is led to its file by an older number of the register', async () => {
    const register =
      'ZT_MC,ZT_SHXYM,ZT_CLRQ,ZT_GSZC,ZT_CYDM\n上海样例有限公司,91310104MA1X00017M,2012/05/06,331000000033855,91310104MA1661819K\n'
    expect(await bringText(register, 'register.csv')).toMatchObject([{ verdict: 'accepted' }])
    system.tell()
    const head = await system.store.head()
    expect(head && (await waitUntilTold(system.readModels.pool, head, 10_000))).toBe(true)
    const verdicts = await bringText(
      `${header}\n${row({ CF_XDR_SHXYM: '', CF_XDR_GSZC: '331000000033855' })}\n${row({ CF_XDR_SHXYM: '91310104MA1661819K', CF_WSH: '9号' })}\n`,
    )
    expect(verdicts).toMatchObject([{ verdict: 'accepted' }, { verdict: 'accepted' }])
    expect([...(await facts()).keys()]).toEqual(['enterprise-91310104MA1X00017M'])
  })

  test('of another agency is refused to an officer', async () => {
    const path = join(folder, 'rows.csv')
    await writeFile(path, `${header}\n${row({})}\n${row({ CF_WSH: '2号', CF_CFJGDM: '11310104MA1070023X' })}\n`)
    const verdicts = await bring(path, { agency: '11310104MA10700153' })
    expect(verdicts).toMatchObject([{ verdict: 'accepted' }, { verdict: 'refused', field: 'CF_CFJGDM' }])
  })

  test('in columns of 2015, by Chinese names, and behind tabs is understood', async () => {
    const old =
      '行政相对人名称\t行政相对人代码_1 (统一社会信用代码)\t行政处罚决定书文号\t处罚名称\t处罚类别1\t处罚类别2\t处罚事由\t处罚依据\t处罚结果\t罚款金额(万元)\t处罚决定日期\t处罚机关\t处罚机关统一社会信用代码\n'
    const cells =
      '上海样例有限公司\t91310104MA1X00017M\t旧1号\t某案\t警告\t罚款\t事实\t依据\t警告并罚款\t1\t2015-03-04\t某局\t11310104MA10700153\n'
    expect(await bringText(old + cells)).toMatchObject([{ verdict: 'accepted' }])
    expect(JSON.stringify([...(await facts())])).toContain('WARNING')
  })
})

test('a file that is no file of records is refused whole, in one sentence', async () => {
  await expect(bringText('')).rejects.toThrow('文件是空的')
  await expect(bringText('a,b\n1,2\n')).rejects.toThrow('无法识别')
  await expect(bringText('CF_XDR_MC,CF_XDR_SHXYM\nx,y\n')).rejects.toThrow('表头缺少必要的列：CF_WSH')
  await expect(bringText(`${header},CF_WSH\n${good},x\n`)).rejects.toThrow('重复的列：CF_WSH')
})

test('a broken line of JSON, a quote that never closes, and a row too long are verdicts, not ends', async () => {
  const [line] = (await readFile(sample('licences.ndjson'), 'utf8')).split('\n')
  const json = await bringText(`${line}\n{"XK_WSH": \n${line?.replace('00000号', '00099号')}\n`, 'x.ndjson')
  expect(json.map(({ verdict }) => verdict)).toEqual(['accepted', 'refused', 'accepted'])
  const csv = await bringText(`${header}\n${good},zu,viel\n${row({ CF_WSH: '2号' })}\n"${good}\n`)
  expect(csv.map(({ verdict }) => verdict)).toEqual(['refused', 'accepted', 'refused'])
})

test('a name beyond ASCII far into a GB18030 file is read as one', async () => {
  const path = join(folder, 'late.csv')
  await copyFile(sample('penalties-gb18030.csv'), path)
  const verdicts = await bring(path)
  expect(verdicts.length).toBe(31)
  expect(JSON.stringify([...(await facts())])).toContain('上海德广餐饮管理有限公司')
})

test('whatever stands in the rows beside them, good rows are never lost', async () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('罚款', '2099/12/31', '-1', '１２', '\u0000', '〔', 'NaN', '1e9', '2024/02/30'),
  )
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const strange = fc.array(cell, { minLength: 16, maxLength: 16 }).map((cells) => cells.map(quoted).join(','))
  let number = 0
  await fc.assert(
    fc.asyncProperty(fc.array(strange, { minLength: 1, maxLength: 40 }), async (rows) => {
      const numbers = rows.map(() => `好${++number}号`)
      const text = rows.map((one, place) => `${one}\n${row({ CF_WSH: numbers[place] ?? '' })}`).join('\n')
      const verdicts = await bringText(`${header}\n${text}\n`)
      expect(verdicts.filter(({ row: at }) => at % 2 === 0).map(({ verdict }) => verdict)).toEqual(
        rows.map(() => 'accepted'),
      )
    }),
    { numRuns: 25 },
  )
}, 60_000)
