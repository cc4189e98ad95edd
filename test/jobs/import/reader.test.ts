import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { csvRows, type Line } from '../../../api/system/import/csv-rows.ts'
import { openRecordFile } from '../../../api/system/import/read-records.ts'
import { orderOf } from '../../../domain/intake/orders.ts'
import { RowFault } from '../../../domain/intake/row.ts'
import { plainDate } from '../../../domain/kernel/plain-date.ts'
import { penaltyHeader, penaltyRow } from './world.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yidang-reader-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** What each row comes to: `good`, the field it is refused on, or why it cannot be read. */
async function told(content: string | Buffer): Promise<string[]> {
  const path = join(folder, 'records')
  await writeFile(path, content)
  const file = await openRecordFile(path)
  const answers: string[] = []
  for await (const raw of file.rows) {
    if ('fault' in raw) answers.push(raw.fault)
    else answers.push(answer(() => orderOf[file.kind](raw.fields, { ...context, edition: raw.edition })))
  }
  return answers
}

const context = { today: plainDate('2026-11-23'), agency: null, resolve: () => undefined }

function answer(read: () => unknown): string {
  try {
    read()
    return 'good'
  } catch (error) {
    if (error instanceof RowFault) return error.field
    throw error
  }
}

async function linesOf(chunks: readonly string[]): Promise<Line[]> {
  const lines: Line[] = []
  async function* text() {
    yield* chunks
  }
  for await (const line of csvRows(text())) lines.push(line)
  return lines
}

describe('a quote', () => {
  const open = penaltyRow({ CF_SY: '"事实' })
  const unclosed = '引号没有闭合，本行无法读取'

  test('that never closes costs its own row and no other', async () => {
    const many = Array.from({ length: 2_000 }, (_, n) => penaltyRow({ CF_WSH: `${n}号` })) // Further than any field goes.
    const answers = await told([penaltyHeader, penaltyRow(), open, ...many].join('\n'))
    expect(answers).toEqual(['good', unclosed, ...many.map(() => 'good')])
    expect(await told([penaltyHeader, open, penaltyRow()].join('\n'))).toEqual([unclosed, 'good'])
  })

  test('does not make one row of several by running on to the quote of a later one', async () => {
    for (const later of ['"事实"', '"事,实"', '"事""实"']) {
      const answers = await told(
        [penaltyHeader, open, penaltyRow(), penaltyRow({ CF_SY: later }), penaltyRow()].join('\n'),
      )
      expect(answers).toEqual([unclosed, 'good', 'good', 'good'])
    }
  })

  test('inside a field that none encloses is text', async () => {
    const rows = ['事"实', '"三无"产品'].map((facts) => penaltyRow({ CF_SY: facts }))
    expect(await told([penaltyHeader, ...rows].join('\n'))).toEqual(['good', 'good'])
    expect(await linesOf(['a,b\n"三无"产品,事"实\n'])).toEqual([
      ['a', 'b'],
      ['"三无"产品', '事"实'],
    ])
  })
})

test('what was written as CSV is read as it was, whatever the sign between cells and wherever the chunks are cut', async () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r\n', 'a', '；') }),
  )
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 })
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })
  const shape = fc.record({ table, cuts, sign: fc.constantFrom(',', '\t', ';'), end: fc.constantFrom('\n', '\r\n') })
  await fc.assert(
    fc.asyncProperty(shape, async ({ table, cuts, sign, end }) => {
      const rows = [['H1', 'H2', 'H3'], ...table]
      const text = stringify(rows, { delimiter: sign, record_delimiter: end, quoted: true })
      const chunks: string[] = []
      for (let at = 0, n = 0; at < text.length; n++) {
        const length = cuts[n % cuts.length] ?? 1
        chunks.push(text.slice(at, at + length))
        at += length
      }
      expect(await linesOf(chunks)).toEqual(rows.filter((cells) => cells.some((one) => one.trim() !== '')))
    }),
    { numRuns: 500 },
  )
})

test('rows are the same in lines of Windows, Unix, and the old Mac', async () => {
  for (const end of ['\r\n', '\n', '\r'])
    expect(await linesOf([`a,b${end}1,2${end}3,4`])).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ])
})

describe('bytes', () => {
  const good = Buffer.from(`${penaltyRow()}\n`)
  const broken = Buffer.concat([Buffer.from([0xff]), good])

  test('behind a byte order mark are in its encoding, and those that mean nothing in it cost their row', async () => {
    const content = Buffer.concat([Buffer.from(`\ufeff${penaltyHeader}\n`), good, broken, good])
    expect(await told(content)).toEqual(['good', '本行有无法按文件编码读取的字节', 'good'])
  })
})

describe('a line of JSON', () => {
  const penalty = Object.fromEntries(penaltyHeader.split(',').map((code, n) => [code, penaltyRow().split(',')[n]]))
  const licence = {
    ...{ XK_XDR_MC: '样例公司', XK_XDR_LB: '法人及非法人组织', XK_XDR_SHXYM: '91310104MA1X00017M', XK_XKWS: '决定书' },
    ...{ XK_WSH: '1号', XK_XKLB: '普通', XK_NR: '内容', XK_JDRQ: '2025/03/06', XK_YXQZ: '2025/03/06', XK_ZT: '1' },
    ...{ XK_XKJG: '某局', XK_XKJGDM: '11310104MA10700153' },
  }
  const without = (object: object, code: string) => JSON.stringify({ ...object, [code]: undefined })

  test('that is broken costs its own row, the first one too', async () => {
    const line = JSON.stringify(penalty)
    expect(await told(`{"CF_WSH":\n${line}\n{\n${line}\n`)).toEqual([
      '本行不是 JSON 对象',
      'good',
      '本行不是 JSON 对象',
      'good',
    ])
  })

  test('without a member is refused on that field, the first one too', async () => {
    const lines = [without(penalty, 'CF_WSH'), JSON.stringify(penalty), without(penalty, 'CF_XDR_LB')]
    expect(await told(lines.join('\n'))).toEqual(['CF_WSH', 'good', 'CF_XDR_LB'])
  })

  test('that lacks the day a licence begins is not taken for one of 2015, where 1 is withdrawn and 2 is not', async () => {
    const lines = [licence, { ...licence, XK_ZT: '2' }].flatMap((one) => [JSON.stringify(one), without(one, 'XK_YXQZ')])
    expect(await told(lines.join('\n'))).toEqual(['good', 'XK_YXQZ', 'good', 'XK_YXQZ'])
  })
})

test('a penalty that its source marks as withdrawn (2015) does not enter the file as one in force', async () => {
  const rows = ['0', '1', '2', '3', '9', ''].map((state) => `${penaltyRow()},${state}`)
  expect(await told([`${penaltyHeader},CF_ZT`, ...rows].join('\n'))).toEqual([
    'good',
    'CF_ZT',
    'good',
    'good',
    'CF_ZT',
    'good',
  ])
})

test('a file that is refused, and one that nobody reads on, is closed', async () => {
  const openNow = async () => (await readdir('/proc/self/fd')).length
  const path = join(folder, 'big.csv')
  await writeFile(path, `a,b\n${'1,2\n'.repeat(200_000)}`)
  const before = await openNow()
  for (let n = 0; n < 10; n++) await expect(openRecordFile(path)).rejects.toThrow('无法识别')
  for (const [name, text] of [
    ['big.csv', `${penaltyHeader}\n${`${penaltyRow()}\n`.repeat(5_000)}`],
    ['big.ndjson', `${'{"CF_WSH":"1"}\n'.repeat(50_000)}`],
  ] as const) {
    await writeFile(join(folder, name), text)
    for (let n = 0; n < 10; n++) for await (const _row of (await openRecordFile(join(folder, name))).rows) break
  }
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await openNow()).toBeLessThan(before + 5)
})
