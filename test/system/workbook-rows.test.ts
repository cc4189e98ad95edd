import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { workbookRows } from '../../api/system/import/workbook-rows.ts'
import { foldedWorkbook, workbook } from '../jobs/import/xlsx.ts'

let path: string
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'yidang-workbook-')), 'list')
})
afterEach(() => rm(join(path, '..'), { recursive: true, force: true }))

const bounds = { bytesMax: 1_048_576, rowsMax: 100, heapMbMax: 256, waitMs: 20_000 }
async function read(content: Buffer, changes: Partial<typeof bounds> = {}): Promise<string[][]> {
  await writeFile(path, content)
  const rows: string[][] = []
  for await (const cells of workbookRows(path, { ...bounds, ...changes })) rows.push([...cells])
  return rows
}
const rows = (count: number) => Array.from({ length: count }, (_, n) => [String(n), '甲'])

describe('a workbook somebody sends', () => {
  test('is read with its days as days, and without rows that say nothing', async () => {
    const content = workbook([
      ['代码', '日期'],
      ['1', { day: '2026-01-31' }],
      ['', ''],
      ['2', 3],
    ])
    expect(await read(content)).toEqual([
      ['代码', '日期'],
      ['1', '2026-01-31'],
      ['2', '3'],
    ])
  })
  test('is refused where it unfolds beyond the bound, before it is unfolded', async () => {
    const bomb = foldedWorkbook(' '.repeat(300 * 1_048_576))
    expect(bomb.length).toBeLessThan(1_048_576)
    const began = process.memoryUsage().arrayBuffers
    await expect(read(bomb)).rejects.toThrow('展开后超过1兆字节')
    expect(process.memoryUsage().arrayBuffers - began).toBeLessThan(50 * 1_048_576)
  })
  test('is refused where it unfolds to more than its directory says', async () => {
    await expect(read(foldedWorkbook(' '.repeat(30 * 1_048_576), 1_000))).rejects.toThrow('无法读取')
  })
  test('is refused where it has too many rows, and read where it has just as many as it may', async () => {
    expect(await read(workbook(rows(101)))).toHaveLength(101)
    await expect(read(workbook(rows(102)))).rejects.toThrow('超过100行')
  })
  test('is refused where it takes too long or too much memory', async () => {
    await expect(read(workbook(rows(101)), { waitMs: 1 })).rejects.toThrow('内容过多')
    const cellAt = (n: number) => `<row r="${n}"><c r="XFD${n}" t="inlineStr"><is><t>x</t></is></c></row>`
    const cells = Array.from({ length: 3_000 }, (_, n) => cellAt(n + 1)).join('')
    const wide = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${cells}</sheetData></worksheet>`
    await expect(read(foldedWorkbook(wide), { rowsMax: 5_000, heapMbMax: 64 })).rejects.toThrow('内容过多')
  })
  test('leaves the others answered meanwhile', async () => {
    let turns = 0
    const others = setInterval(() => (turns += 1), 5)
    const many = workbook(rows(40_000))
    turns = 0
    await read(many, { bytesMax: 50 * 1_048_576, rowsMax: 50_000 }).finally(() => clearInterval(others))
    expect(turns).toBeGreaterThan(20)
  })
})
