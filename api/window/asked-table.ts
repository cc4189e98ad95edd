import { InvalidInput } from '../../domain/kernel/errors.ts'
import { squeeze, tidy } from '../../domain/kernel/text.ts'
import type { Line } from '../system/import/csv-rows.ts'

/** A row of an uploaded list: its cells as they came, what to look for, and in which matter; or why it says nothing. */
export type AskedRow = Readonly<{
  cells: readonly string[]
  number: string
  name: string | null // Beside a number: what the file found by it should be called.
  matter: string | null
  fault: string | null
}>

export type AskedTable = Readonly<{ header: readonly string[]; rows: readonly AskedRow[] }>

type Column = 'CODE' | 'NUMBER' | 'NAME' | 'MATTER'

/** What columns of such lists are called; a number is looked for before a name. */
const titles: readonly (readonly [RegExp, Column])[] = [
  [/统一社会信用代码|信用代码|^代码$|uscc|credit ?code/i, 'CODE'],
  [/注册号|组织机构代码|机构代码|证照号|号码|编号|number|no\.?$/i, 'NUMBER'],
  [/名称|^(企业|单位)$|^name$/i, 'NAME'],
  [/事项|matter/i, 'MATTER'],
]

const columnOf = (title: string): Column | null => titles.find(([pattern]) => pattern.test(title.trim()))?.[1] ?? null

/**
 * Takes an uploaded list apart: by the titles of its columns, or, where its first line has none, by its first column. No row
 * is left out; what cannot be read stays in its place with the reason.
 */
export async function readAsked(lines: AsyncIterable<Line>, rowsMax: number): Promise<AskedTable> {
  let columns: readonly (Column | null)[] | undefined
  let header: readonly string[] = []
  const rows: AskedRow[] = []
  for await (const line of lines) {
    if ('fault' in line) {
      rows.push({ cells: [], number: '', name: null, matter: null, fault: line.fault })
      continue
    }
    if (columns === undefined) {
      const found = line.map(columnOf)
      const isHeader = found.some((column) => column !== null && column !== 'MATTER') && !line.some(isCode)
      columns = isHeader ? found : ['CODE']
      header = isHeader ? line : line.map((_cell, place) => (place === 0 ? '所查' : `第${place + 1}列`))
      if (isHeader) continue
    }
    if (rows.length === rowsMax) throw new InvalidInput(`一次最多核查${rowsMax}行，请分成几个文件。`, 'file')
    rows.push(rowOf(line, columns))
  }
  if (columns === undefined || rows.length === 0) throw new InvalidInput('文件里没有要核查的企业。', 'file')
  return { header, rows }
}

const isCode = (cell: string): boolean => /^[0-9A-Z]{15,18}$/.test(squeeze(cell))

function rowOf(cells: readonly string[], columns: readonly (Column | null)[]): AskedRow {
  const cellOf = (wanted: Column): string | null => {
    const place = columns.findIndex((column, at) => column === wanted && (cells[at] ?? '').trim() !== '')
    return place === -1 ? null : (cells[place] ?? '').trim()
  }
  const [number, name] = [cellOf('CODE') ?? cellOf('NUMBER'), cellOf('NAME')]
  const asked = number ?? name ?? ''
  const fault = asked === '' ? '本行没有代码、号码或者名称' : null
  return { cells, number: asked, name: number === null ? null : name && tidy(name), matter: cellOf('MATTER'), fault }
}
