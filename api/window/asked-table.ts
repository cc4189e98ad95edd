import { InvalidInput } from '../../domain/kernel/errors.ts'
import { squeeze, tidy } from '../../domain/kernel/text.ts'
import type { Line } from '../system/import/csv-rows.ts'
import { unreadable } from './check.ts'

/** A row of an uploaded list: its cells as they came, what to look for, and in which matter; or why it says nothing. */
export type AskedRow = Readonly<{
  cells: readonly string[]
  number: string | null
  name: string | null // What the file found by the number should be called, and by what it is found without one.
  matter: string | null
  isMatterSure: boolean // Whether the column can hold nothing else; elsewhere an unknown matter may be a remark.
  fault: string | null
}>

export type AskedTable = Readonly<{ header: readonly string[]; rows: readonly AskedRow[] }>

type Column = 'CODE' | 'NUMBER' | 'NAME' | 'MATTER' | 'MAYBE_MATTER'

const whose = '(企业|单位|公司|主体|机构|法人|经营主体|市场主体|行政相对人|申请人|投标人|供应商)?'

/**
 * What columns of such lists are called, exactly: a telephone number (联系电话号码), a project's (项目编号), and a row's (序号) are
 * numbers of something else.
 */
const titles: readonly (readonly [RegExp, Column])[] = [
  [new RegExp(`^${whose}(统一社会信用代码|社会信用代码|信用代码|代码)$`), 'CODE'],
  [/^(USCC|CREDIT(CODE|NUMBER)|UNIFIEDSOCIALCREDIT(CODE|NUMBER|IDENTIFIER))$/, 'CODE'],
  [new RegExp(`^${whose}(工商|营业执照)?注册号码?$`), 'NUMBER'],
  [/^(组织机构代码|机构代码|税务登记证?号码?|纳税人识别号|[曾原]用?统一社会信用代码|证照号码?)$/, 'NUMBER'],
  [/^(NUMBER|REGISTRATION(NUMBER|NO\.?))$/, 'NUMBER'],
  [new RegExp(`^(${whose}(名称|全称)|企业|单位|公司|NAME)$`), 'NAME'],
  [/^(办理)?事项$|^MATTER$/, 'MATTER'],
  [/事项|MATTER/, 'MAYBE_MATTER'],
]

/** A title may have a remark behind it in brackets, a star before it. */
function columnOf(title: string): Column | null {
  const bare = squeeze(title).replace(/[（(].*[)）]$|[*＊:：]/g, '')
  return titles.find(([pattern]) => pattern.test(bare))?.[1] ?? null
}

/**
 * Takes an uploaded list apart: by the titles of its columns, or, where its first line has none, by its first column. No row
 * is left out; what cannot be read stays in its place with the reason.
 */
export async function readAsked(lines: AsyncIterable<Line>, rowsMax: number): Promise<AskedTable> {
  let columns: readonly (Column | null)[] | undefined
  let header: readonly string[] = []
  const rows: AskedRow[] = []
  for await (const line of lines) {
    if (columns === undefined && !('fault' in line)) {
      const found = line.map(columnOf)
      const isHeader = found.some((column) => column !== null && !column.endsWith('MATTER')) && !line.some(isCode)
      columns = isHeader ? found : ['CODE']
      header = isHeader ? line : line.map((_cell, place) => (place === 0 ? '所查' : `第${place + 1}列`))
      if (isHeader) continue
    }
    if (rows.length === rowsMax) throw new InvalidInput(`一次最多核查${rowsMax}行，请分成几个文件。`, 'file')
    rows.push('fault' in line ? { ...nothing, fault: line.fault } : rowOf(line, columns ?? [], header.length))
  }
  if (columns === undefined || rows.length === 0) throw new InvalidInput('文件里没有要核查的企业。', 'file')
  return { header, rows }
}

const isCode = (cell: string): boolean => /^[0-9A-Z]{15,18}$/.test(squeeze(cell))
const nothing = { cells: [], number: null, name: null, matter: null, isMatterSure: false }

function rowOf(cells: readonly string[], columns: readonly (Column | null)[], width: number): AskedRow {
  const cellOf = (wanted: Column): string | null => {
    const place = columns.findIndex((column, at) => column === wanted && tidy(cells[at] ?? '') !== '')
    return place === -1 ? null : tidy(cells[place] ?? '')
  }
  const [number, name] = [cellOf('CODE') ?? cellOf('NUMBER'), cellOf('NAME')]
  const matter = cellOf('MATTER')
  const row = { cells, number, name, matter: matter ?? cellOf('MAYBE_MATTER'), isMatterSure: matter !== null }
  return { ...row, fault: faultOf(row, width) }
}

function faultOf({ cells, number, name }: Omit<AskedRow, 'fault'>, width: number): string | null {
  if (cells.slice(width).some((cell) => cell.trim() !== '')) return `本行有${cells.length}列，表头只有${width}列`
  if (cells.some((cell) => cell.includes('\ufffd'))) return '本行有无法按文件编码读取的字节'
  if (number === null && name === null) return '本行没有代码、号码或者名称'
  return unreadable(number ?? '') ?? unreadable(name ?? '')
}
