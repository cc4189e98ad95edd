import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import {
  type Edition,
  emptyFields,
  type Header,
  kindOfMembers,
  type RecordKind,
  readHeader,
  readMembers,
} from '../../../domain/intake/columns.ts'
import type { Fields } from '../../../domain/intake/row.ts'
import { InvalidInput } from '../../../domain/kernel/errors.ts'
import { cellText } from './cell-text.ts'
import { csvRows, type Line } from './csv-rows.ts'
import { type WorkbookBounds, workbookRows } from './workbook-rows.ts'

/** A row as the file has it, counted from 1 without the header; or what keeps it from being read. */
export type RawRow =
  Readonly<{ row: number; fields: Fields; edition: Edition }> | Readonly<{ row: number; fault: string }>

export type RecordFile = Readonly<{
  kind: RecordKind
  ignored: readonly string[] // Columns that mean nothing here.
  sha256: string
  bytes: number
  rows: AsyncIterable<RawRow>
  bytesRead: () => number
}>

/** A worksheet has at most a million rows; what is unfolded is held in memory, so that larger imports come as CSV. */
const importBounds: WorkbookBounds = {
  ...{ bytesMax: 256 * 1_048_576, rowsMax: 1_048_576, heapMbMax: 2_048, waitMs: 300_000 },
}

type Format = 'CSV' | 'NDJSON' | 'XLSX'
type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/**
 * Opens a file of records: CSV in UTF-8 or GB18030, NDJSON, or XLSX, told by its content. The file is read once for its
 * fingerprint and encoding (whether it is UTF-8 shows only at its end) and once more, row by row, for its records.
 */
export async function openRecordFile(path: string, kind?: RecordKind): Promise<RecordFile> {
  const { sha256, encoding, bytes } = await inspect(path)
  if (bytes === 0) throw new InvalidInput('文件是空的。', 'file')
  const format = await formatOf(path, encoding)
  let bytesRead = 0
  const source = () => {
    const stream = createReadStream(path)
    stream.on('data', (chunk) => {
      bytesRead += chunk.length
    })
    return stream
  }
  const file = { sha256, bytes, bytesRead: () => bytesRead }
  if (format === 'NDJSON') {
    const found = kind ?? (await kindOfObjects(path, encoding))
    return { ...file, kind: found, ignored: [], rows: objectRows(lines(decoded(source(), encoding)), found) }
  }
  const records: AsyncGenerator<Line, void> =
    format === 'XLSX' ? workbookRows(path, importBounds) : csvRows(decoded(source(), encoding))
  try {
    const header = await headerOf(records, kind)
    return { ...file, kind: header.kind, ignored: header.ignored, rows: tableRows(records, header) }
  } catch (error) {
    await records.return() // Closes the file, which nobody is going to read to its end.
    throw error
  }
}

/**
 * Opens a table of whatever columns, its rows as they stand, the first of them included: CSV in UTF-8 or GB18030, or XLSX,
 * told by its content.
 */
export async function openTable(path: string, bounds: WorkbookBounds): Promise<AsyncGenerator<Line, void>> {
  const { encoding, bytes } = await inspect(path)
  if (bytes === 0) throw new InvalidInput('文件是空的。', 'file')
  const format = await formatOf(path, encoding)
  return format === 'XLSX' ? workbookRows(path, bounds) : csvRows(decoded(createReadStream(path), encoding))
}

/** A record by the titles of its columns, which a table has once and a line of NDJSON by itself. */
export type NamedRow =
  | Readonly<{ row: number; cells: Readonly<Record<string, string>>; columns?: readonly string[] }>
  | Readonly<{ row: number; fault: string }>

/** Opens a table with a header, CSV or XLSX, or NDJSON, whatever its columns; rows are counted from 1 without the header. */
export async function* openNamedRows(path: string): AsyncGenerator<NamedRow, void> {
  const { encoding, bytes } = await inspect(path)
  if (bytes === 0) throw new InvalidInput('文件是空的。', 'file')
  const format = await formatOf(path, encoding)
  const text = () => decoded(createReadStream(path), encoding)
  if (format === 'NDJSON') yield* namedObjects(lines(text()))
  else yield* namedCells(format === 'XLSX' ? workbookRows(path, importBounds) : csvRows(text()))
}

async function* namedCells(rows: AsyncGenerator<Line, void>): AsyncGenerator<NamedRow, void> {
  let columns: readonly string[] | undefined
  let row = 0
  for await (const cells of rows) {
    if (columns === undefined) {
      if ('fault' in cells) throw new InvalidInput('文件没有表头。', 'file')
      columns = cells
      continue
    }
    row += 1
    const fault = faultIn(cells, columns.length)
    if ('fault' in cells || fault !== undefined) yield { row, fault: fault ?? '' }
    else yield { row, columns, cells: Object.fromEntries(columns.map((title, at) => [title, cells[at] ?? ''])) }
  }
  if (columns === undefined) throw new InvalidInput('文件没有表头。', 'file')
}

async function* namedObjects(lines: AsyncGenerator<string, void>): AsyncGenerator<NamedRow, void> {
  let row = 0
  for await (const line of lines) {
    row += 1
    const members = line.includes(undecodable) ? undefined : objectIn(line)
    const nested = members && nestedIn(members)
    if (members === undefined) yield { row, fault: '本行不是 JSON 对象，或者有无法读取的字节' }
    else if (nested !== undefined) yield { row, fault: `字段“${nested}”的值应为文本` }
    else yield { row, cells: Object.fromEntries(Object.entries(members).map(([name, one]) => [name, cellText(one)])) }
  }
}

async function headerOf(records: AsyncGenerator<Line, void>, kind: RecordKind | undefined): Promise<Header> {
  const first = await records.next()
  if (first.done) throw new InvalidInput('文件里没有记录。', 'file')
  const header = readHeader('fault' in first.value ? [] : first.value, kind)
  if ('fault' in header) throw new InvalidInput(header.fault, 'file')
  return header
}

/** The kind of the first line that can be read at all; the lines before it are bad rows, not a bad file. */
async function kindOfObjects(path: string, encoding: Encoding): Promise<RecordKind> {
  for await (const line of lines(decoded(createReadStream(path), encoding))) {
    const kind = kindOfMembers(Object.keys(objectIn(line) ?? {}))
    if (kind) return kind
  }
  throw new InvalidInput('没有一行是行政许可、行政处罚或者主体登记的 JSON 对象，无法识别。', 'file')
}

async function inspect(path: string): Promise<{ sha256: string; encoding: Encoding; bytes: number }> {
  const hash = createHash('sha256')
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let isUtf8 = true
  let start: Buffer | undefined
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    start ??= chunk
    hash.update(chunk)
    isUtf8 &&= decodes(utf8, chunk, true)
  }
  isUtf8 &&= decodes(utf8, new Uint8Array(), false)
  const encoding = markedEncoding(start) ?? (isUtf8 ? 'utf-8' : await likelierEncoding(path))
  return { sha256: hash.digest('hex'), encoding, bytes: (await stat(path)).size }
}

/**
 * Of a file without a mark that is not sound UTF-8, the encoding in which less of it makes no sense: a few broken bytes
 * in one row must not turn all the other rows into other signs.
 */
async function likelierEncoding(path: string): Promise<Encoding> {
  const broken = { 'utf-8': 0, gb18030: 0 }
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    for await (const text of decoded(createReadStream(path), encoding)) {
      for (let at = text.indexOf(undecodable); at !== -1; at = text.indexOf(undecodable, at + 1)) broken[encoding] += 1
    }
  }
  return broken['utf-8'] < broken.gb18030 ? 'utf-8' : 'gb18030'
}

/** What the byte order mark says goes before anything else: one broken byte makes no other encoding of a whole file. */
function markedEncoding(start: Buffer | undefined): Encoding | undefined {
  const marks = { efbbbf: 'utf-8', fffe: 'utf-16le', feff: 'utf-16be', '84319533': 'gb18030' } as const
  const head = start?.subarray(0, 4).toString('hex') ?? ''
  return Object.entries(marks).find(([mark]) => head.startsWith(mark))?.[1] ?? unmarkedUtf16(start)
}

/** Spreadsheets save "Unicode text" without a mark, too: no other text has a zero in so many places of one kind. */
function unmarkedUtf16(start: Buffer | undefined): Encoding | undefined {
  const some = start?.subarray(0, 4_096) ?? Buffer.alloc(0)
  const zeros = { even: 0, odd: 0 }
  for (const [place, byte] of some.entries()) if (byte === 0) zeros[place % 2 === 0 ? 'even' : 'odd'] += 1
  if ((zeros.even + zeros.odd) * 10 < some.length || some.length === 0) return undefined
  return zeros.odd > zeros.even ? 'utf-16le' : 'utf-16be'
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array, stream: boolean): boolean {
  try {
    decoder.decode(chunk, { stream })
    return true
  } catch {
    return false
  }
}

async function formatOf(path: string, encoding: Encoding): Promise<Format> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4_096), 0, 4_096, 0)
    const start = buffer.subarray(0, bytesRead)
    if (start.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return 'XLSX'
    if (start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) {
      throw new InvalidInput('这是旧版 Excel（.xls）文件，请另存为 .xlsx 或者 CSV。', 'file')
    }
    return new TextDecoder(encoding).decode(start).trimStart().startsWith('{') ? 'NDJSON' : 'CSV'
  } finally {
    await file.close()
  }
}

async function* decoded(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding) // Drops the byte order mark.
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** What a decoder puts in place of bytes that mean nothing; no name or document number has it. */
const undecodable = '\ufffd'

/** Why a row under a header of so many columns cannot be read. */
function faultIn(line: Line, width: number): string | undefined {
  if ('fault' in line) return line.fault
  if (line.some((cell) => cell.includes(undecodable))) return '本行有无法按文件编码读取的字节'
  const isWider = line.slice(width).some((cell) => cell.trim() !== '')
  return isWider ? `本行有${line.length}列，表头只有${width}列` : undefined
}

async function* tableRows(rows: AsyncGenerator<Line, void>, { codes, edition }: Header): AsyncGenerator<RawRow> {
  let row = 0
  for await (const cells of rows) {
    row += 1
    const fault = faultIn(cells, codes.length)
    if ('fault' in cells || fault !== undefined) yield { row, fault: fault ?? '' }
    else {
      const fields = Object.fromEntries(codes.flatMap((code, place) => (code ? [[code, cells[place] ?? '']] : [])))
      yield { row, fields, edition }
    }
  }
}

/** Lines that say anything. JSON may hold a line separator (U+2028) inside a text, so only the signs of a file end one. */
async function* lines(text: AsyncIterable<string>): AsyncGenerator<string, void> {
  let rest = ''
  for await (const piece of text) {
    const found = (rest + piece).split(/[\r\n]+/)
    rest = found.pop() ?? ''
    for (const line of found) if (line.trim() !== '') yield line
  }
  if (rest.trim() !== '') yield rest
}

function objectIn(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** The first member that is no text, number, or the like. */
const nestedIn = (members: Record<string, unknown>): string | undefined =>
  Object.entries(members).find(([, value]) => typeof value === 'object' && value !== null)?.[0]

async function* objectRows(lines: AsyncGenerator<string, void>, kind: RecordKind): AsyncGenerator<RawRow> {
  let row = 0
  for await (const line of lines) {
    row += 1
    const members = line.includes(undecodable) ? undefined : objectIn(line)
    if (members === undefined) {
      yield { row, fault: line.includes(undecodable) ? '本行有无法按文件编码读取的字节' : '本行不是 JSON 对象' }
      continue
    }
    const nested = nestedIn(members)
    const header = readMembers(Object.keys(members), kind)
    if (nested !== undefined) yield { row, fault: `字段“${nested}”的值应为文本` }
    else if ('fault' in header) yield { row, fault: header.fault }
    else {
      const values = Object.values(members)
      const known = header.codes.flatMap((code, place) => (code ? [[code, cellText(values[place])]] : []))
      yield { row, fields: { ...emptyFields(header), ...Object.fromEntries(known) }, edition: header.edition }
    }
  }
}
