import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import readExcelFile from 'read-excel-file/node'
import { type Header, type RecordKind, readHeader } from '../../../domain/intake/columns.ts'
import type { Fields } from '../../../domain/intake/row.ts'
import { InvalidInput } from '../../../domain/kernel/errors.ts'

/** A row as the file has it, counted from 1 without the header; or what keeps it from being read. */
export type RawRow = Readonly<{ row: number; fields: Fields }> | Readonly<{ row: number; fault: string }>

export type RecordFile = Readonly<{
  kind: RecordKind
  ignored: readonly string[] // Columns that mean nothing here.
  sha256: string
  bytes: number
  rows: AsyncIterable<RawRow>
  bytesRead: () => number
}>

type Format = 'CSV' | 'NDJSON' | 'XLSX'
type Encoding = 'utf-8' | 'gb18030' | 'utf-16le'

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
  const records =
    format === 'XLSX'
      ? xlsx(path)
      : format === 'NDJSON'
        ? ndjson(decoded(source(), encoding))
        : csv(decoded(source(), encoding))
  const first = await records.next()
  if (first.done) throw new InvalidInput('文件里没有记录。', 'file')
  const header = readHeader(first.value, kind)
  if ('fault' in header) throw new InvalidInput(header.fault, 'file')
  const rows = format === 'NDJSON' ? objectRows(records, header.kind) : tableRows(records, header)
  return { kind: header.kind, ignored: header.ignored, sha256, bytes, rows, bytesRead: () => bytesRead }
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
  const isUtf16 = start?.[0] === 0xff && start[1] === 0xfe
  const encoding = isUtf16 ? 'utf-16le' : isUtf8 ? 'utf-8' : 'gb18030'
  return { sha256: hash.digest('hex'), encoding, bytes: (await stat(path)).size }
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

/** Rows of cells; the first is the header. A row that cannot be taken apart is a fault. */
type Cells = readonly string[]

async function* csv(text: AsyncGenerator<string>): AsyncGenerator<Cells, void> {
  const first = await text.next()
  if (first.done) return
  const delimiter = delimiterOf(first.value)
  const whole = async function* () {
    yield first.value
    yield* text
  }
  const parser = Readable.from(whole()).pipe(
    parse({
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }),
  )
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield cells
  } catch (error) {
    const { code } = error as { code?: string }
    if (!code?.startsWith('CSV_')) throw error
    yield ['\u0000', code === 'CSV_QUOTE_NOT_CLOSED' ? '引号没有闭合，自本行起无法读取' : '本行无法按 CSV 读取']
  }
}

/** The sign that stands most often in the first line: comma, tab, or semicolon. */
function delimiterOf(text: string): string {
  const [line = ''] = text.split(/\r?\n/, 1)
  const counts = [',', '\t', ';'].map((sign) => ({ sign, count: line.split(sign).length }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

async function* xlsx(path: string): AsyncGenerator<Cells, void> {
  let sheet: readonly (readonly unknown[])[]
  try {
    sheet = (await readExcelFile(path)) as unknown as readonly (readonly unknown[])[]
  } catch (cause) {
    throw new InvalidInput('这个 XLSX 文件无法读取，可能已经损坏或者加了密码。', 'file', { cause: String(cause) })
  }
  const first = sheet[0] as unknown
  const rows = isSheet(first) ? first.data : sheet // The library answers with sheets, or with the rows of the first.
  for (const row of rows) {
    const cells = row.map(cellText)
    if (cells.some((cell) => cell !== '')) yield cells
  }
}

const isSheet = (value: unknown): value is { data: readonly (readonly unknown[])[] } =>
  typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data)

/** A cell that Excel holds as a date is a plain day; the library gives it as midnight UTC. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
}

async function* tableRows(rows: AsyncGenerator<Cells, void>, { codes }: Header): AsyncGenerator<RawRow> {
  let row = 0
  for await (const cells of rows) {
    row += 1
    if (cells[0] === '\u0000') yield { row, fault: cells[1] ?? '' }
    else if (cells.slice(codes.length).some((cell) => cell.trim() !== '')) {
      yield { row, fault: `本行有${cells.length}列，表头只有${codes.length}列` }
    } else {
      yield {
        row,
        fields: Object.fromEntries(codes.flatMap((code, place) => (code ? [[code, cells[place] ?? '']] : []))),
      }
    }
  }
}

/** Lines of JSON: each comes as one cell behind the names of its members, so that the first can serve as the header. */
async function* ndjson(text: AsyncGenerator<string>): AsyncGenerator<Cells, void> {
  const lines = createInterface({ input: Readable.from(text), crlfDelay: Number.POSITIVE_INFINITY })
  let isFirst = true
  for await (const line of lines) {
    if (line.trim() === '') continue
    if (isFirst) yield Object.keys(objectIn(line) ?? {})
    isFirst = false
    yield [line]
  }
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

async function* objectRows(lines: AsyncGenerator<Cells, void>, kind: RecordKind): AsyncGenerator<RawRow> {
  let row = 0
  for await (const [line = ''] of lines) {
    row += 1
    const members = objectIn(line)
    if (members === undefined) {
      yield { row, fault: '本行不是 JSON 对象' }
      continue
    }
    const nested = Object.entries(members).find(([, value]) => typeof value === 'object' && value !== null)
    const header = readHeader(Object.keys(members), kind)
    if (nested) yield { row, fault: `字段“${nested[0]}”的值应为文本` }
    else if ('fault' in header) yield { row, fault: header.fault.replace('表头', '本行') }
    else {
      const values = Object.values(members)
      const known = header.codes.flatMap((code, place) => (code ? [[code, cellText(values[place])]] : []))
      yield { row, fields: Object.fromEntries(known) }
    }
  }
}
