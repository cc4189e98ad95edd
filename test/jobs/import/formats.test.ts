import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openRecordFile } from '../../../api/system/import/read-records.ts'
import { emptyWorld, penaltyHeader, penaltyRow, sample, type World } from './world.ts'
import { type Cell, workbook } from './xlsx.ts'

let world: World
beforeEach(async () => {
  world = await emptyWorld()
})
afterEach(() => world.close())

describe('a workbook', () => {
  test('with the rows of a CSV file gets the same verdicts, and adds nothing to what that file said', async () => {
    const rows = parse(await readFile(sample('penalties.csv'))) as string[][]
    const told = await world.bring(sample('penalties.csv'))
    const before = await world.facts()
    const other = await emptyWorld()
    try {
      const path = await other.file('penalties.xlsx', workbook(rows))
      expect(await other.bring(path)).toEqual(told)
      expect(await other.facts()).toEqual(before)
    } finally {
      await other.close()
    }
    const again = await world.bring(await world.file('again.xlsx', workbook(rows)))
    expect(again.filter(({ verdict }) => verdict === 'accepted')).toEqual([])
    expect(await world.facts()).toEqual(before)
  })

  test('may hold its days as days and its amounts as numbers', async () => {
    const typed = (code: string, text: string): Cell =>
      code === 'CF_JDRQ' ? { day: text.replaceAll('/', '-') } : code === 'CF_NR_FK' ? Number(text) : text
    const codes = penaltyHeader.split(',')
    const cells = penaltyRow({ CF_NR_FK: '0.123456' }).split(',')
    const path = await world.file('typed.xlsx', workbook([codes, codes.map((code, n) => typed(code, cells[n] ?? ''))]))
    expect(await world.bring(path)).toMatchObject([{ verdict: 'accepted' }])
    const facts = JSON.stringify([...(await world.facts())])
    expect(facts).toContain('2025-03-06')
    expect(facts).toContain('123456')
  })

  test('that is broken is refused whole, in one sentence', async () => {
    const path = await world.file('broken.xlsx', workbook([['CF_WSH']]).subarray(0, 300))
    await expect(world.bring(path)).rejects.toThrow('无法读取')
  })
})

describe('a file whose first byte beyond ASCII comes late', () => {
  // Far behind the first chunk that is read (64 KiB), once at every place of a character across its end.
  const plain = penaltyRow({ CF_XDR_MC: 'Sample Ltd', CF_CFJG: 'Office', CF_XDR_LB: '02' })
  const ascii = Object.entries({ 违反规定: 'V', 事实: 'F', 依据: 'B', 罚款: 'FINE', '1号': 'No1' }).reduce(
    (text, [chinese, english]) => text.replaceAll(chinese, english),
    plain,
  )
  const last = penaltyRow({ CF_SY: '经营超过保质期的食品' })
  const gb18030 = new Map(
    [...'上海样例有限公司法人及非组织号违反规定事实依据罚款某局经营超过保质期的食品'].map((sign) => [sign, 0]),
  )

  async function namesIn(content: Buffer): Promise<(string | undefined)[]> {
    const names: (string | undefined)[] = []
    const file = await openRecordFile(await world.file('late.csv', content))
    for await (const row of file.rows) names.push('fields' in row ? row.fields.CF_SY : undefined)
    return names
  }

  test.each([0, 1, 2, 3])('is read in its encoding, UTF-8 or GB18030 (%i bytes further on)', async (further) => {
    expect(/^[\x00-\x7f]*$/.test(ascii)).toBe(true)
    const before = `${penaltyHeader}\n${`${ascii}\n`.repeat(1_500)}${ascii}${' '.repeat(further)}\n`
    expect((await namesIn(Buffer.from(`${before}${last}\n`))).at(-1)).toBe('经营超过保质期的食品')
    const inGb18030 = Buffer.concat([Buffer.from(before), encoded(last, gb18030), Buffer.from('\n')])
    expect((await namesIn(inGb18030)).at(-1)).toBe('经营超过保质期的食品')
  })
})

/** Text in GB18030: Node only decodes it, so the two bytes of each sign are looked for. */
function encoded(text: string, signs: Map<string, number>): Buffer {
  const decoder = new TextDecoder('gb18030')
  for (let lead = 0xb0; lead <= 0xf7; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const sign = decoder.decode(Uint8Array.of(lead, trail))
      if (signs.has(sign)) signs.set(sign, lead * 256 + trail)
    }
  }
  return Buffer.from(
    [...text].flatMap((sign) => {
      const pair = signs.get(sign)
      return pair ? [pair >> 8, pair & 255] : [sign.charCodeAt(0)]
    }),
  )
}
