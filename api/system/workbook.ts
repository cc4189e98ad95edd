import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

const deflated = promisify(deflateRaw)

/** A file of the archive that a workbook is (ECMA-376). */
type Part = Readonly<{ name: string; text: string }>

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const namespace = 'http://schemas.openxmlformats.org'
const fixed: readonly Part[] = [
  {
    name: '[Content_Types].xml',
    text: `${head}<Types xmlns="${namespace}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  },
  {
    name: '_rels/.rels',
    text: `${head}<Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="r1" Type="${namespace}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  },
  {
    name: 'xl/workbook.xml',
    text: `${head}<workbook xmlns="${namespace}/spreadsheetml/2006/main" xmlns:r="${namespace}/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`,
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    text: `${head}<Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="r1" Type="${namespace}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  },
]

const rowsMax = 1_048_576 // Of a worksheet, its header included.

/**
 * A workbook of one sheet (XLSX). Every cell is text, so that a spreadsheet neither rounds a code of eighteen digits nor
 * takes what stands in a record for a formula.
 */
export async function workbookOf(
  columns: readonly string[],
  lines: AsyncIterable<readonly (string | number)[]>,
): Promise<Buffer> {
  const rows = [rowOf(columns, 1)]
  for await (const line of lines) {
    if (rows.length === rowsMax) throw new RangeError('a worksheet holds no more rows')
    rows.push(rowOf(line, rows.length + 1))
  }
  const sheet = `${head}<worksheet xmlns="${namespace}/spreadsheetml/2006/main"><sheetData>${rows.join('')}</sheetData></worksheet>`
  return zipOf([...fixed, { name: 'xl/worksheets/sheet1.xml', text: sheet }])
}

const rowOf = (cells: readonly (string | number)[], row: number): string =>
  `<row r="${row}">${cells.map((cell, place) => cellOf(cell, `${lettersOf(place)}${row}`)).join('')}</row>`
const cellOf = (cell: string | number, place: string): string =>
  `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(String(cell))}</t></is></c>`

/** The name of a column: A to Z, then AA. */
const lettersOf = (place: number): string =>
  (place < 26 ? '' : lettersOf(Math.floor(place / 26) - 1)) + String.fromCharCode(65 + (place % 26))

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** XML has no place for most control characters. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>]/g, (sign) => entities[sign] ?? sign)

/** The parts as a ZIP archive, the same bytes for the same parts: every file bears the first day that ZIP knows. */
async function zipOf(parts: readonly Part[]): Promise<Buffer> {
  const blocks: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text } of parts) {
    const [bytes, path] = [Buffer.from(text), Buffer.from(name)]
    const packed = await deflated(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0) // Version 2.0 of the format unpacks it.
    common.writeUInt16LE(8, 4) // Deflated.
    common.writeUInt16LE(0x21, 8) // 1980-01-01.
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(path.length, 22)
    blocks.push(Buffer.from('PK\u0003\u0004', 'latin1'), common, path, packed)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\u0001\u0002\u0014\0', 'latin1'), common, place, path)
    offset += 4 + common.length + path.length + packed.length
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(index.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...blocks, index, end])
}
