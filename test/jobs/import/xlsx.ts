import { crc32, deflateRawSync } from 'node:zlib'

/** A cell: text, a number, or a day, which Excel holds as a count of days since the end of 1899. */
export type Cell = string | number | Readonly<{ day: string }>

/** The smallest workbook that spreadsheet programs read (XLSX): one sheet, its texts in the cells, nothing compressed. */
export function workbook(rows: readonly (readonly Cell[])[]): Buffer {
  return zip(filesOf(`<worksheet ${main}><sheetData>${rows.map(rowXml).join('')}</sheetData></worksheet>`))
}

/** A worksheet that is folded small, and that the archive's directory may claim to be smaller than it is. */
export const foldedWorkbook = (sheet: string, claimed?: number): Buffer => zip(filesOf(sheet), true, claimed)

function filesOf(sheet: string): Readonly<Record<string, string>> {
  return {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheets}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheets}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheets}.styles+xml"/></Types>`,
    '_rels/.rels': relations({ rId1: ['officeDocument', 'xl/workbook.xml'] }),
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations({
      rId1: ['worksheet', 'worksheets/sheet1.xml'],
      rId2: ['styles', 'styles.xml'],
    }),
    'xl/styles.xml': `<styleSheet ${main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': sheet,
  }
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const sheets = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

const relations = (targets: Readonly<Record<string, readonly [kind: string, target: string]>>): string =>
  `<Relationships xmlns="${packages}/relationships">${Object.entries(targets)
    .map(
      ([id, [kind, target]]) => `<Relationship Id="${id}" Type="${office}/relationships/${kind}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`

const rowXml = (cells: readonly Cell[], place: number): string =>
  `<row r="${place + 1}">${cells.map((cell, column) => cellXml(cell, `${letters(column)}${place + 1}`)).join('')}</row>`

function cellXml(cell: Cell, at: string): string {
  if (cell === '') return ''
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
  if (typeof cell === 'string')
    return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
  return `<c r="${at}" s="1"><v>${(Date.parse(cell.day) - Date.UTC(1899, 11, 30)) / 86_400_000}</v></c>`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const letters = (column: number): string =>
  (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))

/** A ZIP archive (APPNOTE 4.3): local headers with their content, the directory, its end. */
function zip(entries: Readonly<Record<string, string>>, isFolded = false, claimed?: number): Buffer {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(entries)) {
    const [title, whole] = [Buffer.from(name), Buffer.from(text)]
    const content = isFolded ? deflateRawSync(whole) : whole
    const size = name.endsWith('sheet1.xml') ? (claimed ?? whole.length) : whole.length
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(isFolded ? 8 : 0, 4)
    common.writeUInt32LE(crc32(whole), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(title.length, 22)
    const behind = Buffer.alloc(14)
    behind.writeUInt32LE(offset, 10)
    local.push(Buffer.from('PK\u0003\u0004'), common, title, content)
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), common, behind, title)
    offset += 30 + title.length + content.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(local.length / 4, 4)
  end.writeUInt16LE(local.length / 4, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, ...directory, Buffer.from('PK\u0005\u0006'), end])
}
