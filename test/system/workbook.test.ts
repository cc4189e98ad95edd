import { Readable } from 'node:stream'
import readExcelFile from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { workbookOf } from '../../api/system/workbook.ts'

const columns = ['统一社会信用代码', '名称']
const read = async (lines: readonly (readonly (string | number)[])[]) =>
  readExcelFile(Readable.from([await workbookOf(columns, Readable.from(lines))]))
const rowsOf = (sheets: unknown): unknown => (sheets as { data?: unknown }[])[0]?.data ?? sheets

test('a workbook is read back as it was written, every cell as text', async () => {
  const lines = [
    ['910000000000000000', '=1+1'],
    ['', '<甲>&"乙"，\n第二行'],
    [42, ' 前后空格 '],
  ]
  const told = rowsOf(await read(lines)) as unknown[][]
  expect(told[0]).toEqual(columns)
  expect(told[1]).toEqual(['910000000000000000', '=1+1'])
  expect(told[2]?.[1]).toBe('<甲>&"乙"，\n第二行')
  expect(String(told[3]?.[0])).toBe('42')
})

test('what XML cannot hold is left out, and nothing else', async () => {
  const told = rowsOf(await read([['a\u0000b\u0008c\ud800d', '好']])) as unknown[][]
  expect(told[1]).toEqual(['abcd', '好'])
})

test('a formula stays what it says', async () => {
  const bytes = await workbookOf(columns, Readable.from([['=HYPERLINK("x")', '+1']]))
  expect(bytes.subarray(0, 2).toString()).toBe('PK')
  const told = rowsOf(await readExcelFile(Readable.from([bytes]))) as unknown[][]
  expect(told[1]).toEqual(['=HYPERLINK("x")', '+1'])
})

test('a table that is too long for a worksheet is refused, and CSV is offered', async () => {
  const lines = (async function* () {
    for (let row = 0; row <= 100_000; row++) yield [String(row), '']
  })()
  await expect(workbookOf(columns, lines)).rejects.toThrow('导出 CSV')
})
