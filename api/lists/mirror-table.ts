import { InvalidInput } from '../../domain/kernel/errors.ts'
import { squeeze } from '../../domain/kernel/text.ts'
import type { MirrorFileKind } from '../../domain/lists/mirror/entry.ts'
import { type MirrorColumn, mirrorColumns, type MirrorRow, type RowFault } from '../../domain/lists/mirror/rows.ts'
import type { NamedRow } from '../system/import/read-records.ts'

/** What else columns are called. */
const otherTitles: Readonly<Record<string, MirrorColumn>> = {
  ...{ 列入事由代码: 'groundCode', 列入事由: 'groundText', 认定机关: 'authorityName', 信用代码: 'uscc' },
}
const titles = new Map<string, MirrorColumn>([
  ...Object.entries(mirrorColumns).flatMap(([column, title]): [string, MirrorColumn][] => [
    [title, column as MirrorColumn],
    [squeeze(column), column as MirrorColumn],
  ]),
  ...Object.entries(otherTitles),
])

const needed: Readonly<Record<MirrorFileKind, readonly MirrorColumn[]>> = {
  FULL: ['key', 'uscc', 'groundText', 'documentNumber', 'enteredOn', 'authorityCode', 'authorityName'],
  DELTA: ['kind', 'key'],
}

/** Takes an uploaded file apart by the titles of its columns, in Chinese or as the fields of the API. */
export async function readMirrorTable(
  rows: AsyncIterable<NamedRow>,
  kind: MirrorFileKind,
  rowsMax: number,
): Promise<Readonly<{ rows: readonly MirrorRow[]; unreadable: readonly RowFault[] }>> {
  const read: MirrorRow[] = []
  const unreadable: RowFault[] = []
  let checked: readonly string[] | undefined
  for await (const named of rows) {
    if (named.row > rowsMax) throw new InvalidInput(`一份文件最多${rowsMax}行`, 'file')
    if ('fault' in named) {
      unreadable.push({ row: named.row, field: '整行', reason: named.fault })
      continue
    }
    const said: Partial<Record<MirrorColumn, string>> = {}
    for (const [title, cell] of Object.entries(named.cells)) {
      const column = titles.get(squeeze(title))
      if (column) said[column] = cell
    }
    if (named.columns !== checked) requireColumns(named.columns, kind)
    checked = named.columns
    read.push({ row: named.row, said })
  }
  return { rows: read, unreadable }
}

/** A column that a table does not have is said once, not in every row. */
function requireColumns(columns: readonly string[] | undefined, kind: MirrorFileKind): void {
  if (columns === undefined) return
  const known = new Set(columns.map((title) => titles.get(squeeze(title))))
  const missing = needed[kind].filter((column) => !known.has(column)).map((column) => `“${mirrorColumns[column]}”`)
  if (missing.length > 0) throw new InvalidInput(`文件缺少这些列：${missing.join('、')}`, 'file')
}
