import PDFDocument from 'pdfkit'
import { reportFont, visible } from './font.ts'
import { qrSquares } from './qr.ts'
import type { Entry, Field, Part, Sheet } from './sheet.ts'

const page = { width: 595.28, height: 841.89 } // A4
const margin = { left: 48, right: 48, top: 52, bottom: 58 }
const inner = page.width - margin.left - margin.right
const bottom = page.height - margin.bottom
const label = 84 // Eight characters, the longest of them 统一社会信用代码.
const pad = 4
const size = { text: 9, small: 7, head: 12.5, title: 21 }
const ink = { text: '#1c1c1c', soft: '#6b6b6b', rule: '#c9c3bd', accent: '#8b1a1a', mark: '#ececec', faint: '#f6f3f0' }
const leastHeight = 44 // Of a row that is begun at the foot of a page and goes on overleaf.

type Doc = PDFKit.PDFDocument

/**
 * The sheet as a PDF whose bytes follow from the sheet alone: times are the report's, the document's id follows from
 * them, nothing is compressed (what a compressor makes of its input is its own affair), and each document reads its
 * fonts anew, as they remember what they were used for.
 */
export async function pdfOf(sheet: Sheet, digest: string): Promise<Buffer> {
  const at = new Date(sheet.issuedAt)
  const doc = new PDFDocument({
    ...{ size: [page.width, page.height], margins: margin, compress: false, pdfVersion: '1.7', lang: 'zh-CN' },
    ...{ displayTitle: true, bufferPages: true, autoFirstPage: false, font: '' },
    info: {
      ...{ Title: `${sheet.title} ${sheet.number}`, Author: '一档 Yidang', Subject: digest, Creator: 'Yidang' },
      ...{ Producer: 'PDFKit', CreationDate: at, ModDate: at },
    },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => doc.once('end', resolve).once('error', reject))
  const { regular, bold } = reportFont()
  doc.registerFont('regular', regular).registerFont('bold', bold)
  doc.on('pageAdded', () => drawWatermark(doc, sheet.watermark))
  doc.addPage()
  drawHead(doc, sheet)
  for (const [place, part] of sheet.parts.entries()) drawPart(doc, part, place)
  drawNotes(doc, sheet.notes)
  drawFeet(doc, sheet)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

/** Under everything else: purpose and number, slantwise over the whole page. */
function drawWatermark(doc: Doc, text: string): void {
  doc.save().font('regular').fontSize(15).fillColor(ink.mark)
  const shown = visible(text)
  const wide = doc.widthOfString(shown) + 60
  doc.rotate(-30, { origin: [page.width / 2, page.height / 2] })
  for (let row = 0, y = -160; y < page.height + 200; y += 118, row++) {
    for (let x = -260 - (row % 2) * (wide / 2); x < page.width + 260; x += wide)
      doc.text(shown, x, y, { lineBreak: false })
  }
  doc.restore()
  doc.font('regular').fontSize(size.text).fillColor(ink.text)
  doc.x = margin.left
  doc.y = margin.top
}

function drawHead(doc: Doc, sheet: Sheet): void {
  const side = 92
  drawQr(doc, sheet.address, page.width - margin.right - side, margin.top - 8, side)
  doc.font('regular').fontSize(size.small).fillColor(ink.soft)
  doc.text(`核验码 ${sheet.code}`, page.width - margin.right - side - 20, margin.top + side - 4, {
    width: side + 40,
    align: 'center',
  })
  doc
    .font('bold')
    .fontSize(size.title)
    .fillColor(ink.accent)
    .text(sheet.title, margin.left, margin.top + 6)
  doc.font('regular').fontSize(size.head).fillColor(ink.text)
  doc.text(visible(sheet.name), margin.left, margin.top + 46, { width: inner - side - 24 })
  doc.y = Math.max(doc.y, margin.top + side + 12)
  drawFields(doc, sheet.head)
  if (sheet.statement !== null) {
    doc.y += 10
    doc
      .font('bold')
      .fontSize(size.text + 1)
      .fillColor(ink.text)
      .text(sheet.statement, margin.left, doc.y, { width: inner })
  }
}

function drawQr(doc: Doc, text: string, x: number, y: number, side: number): void {
  const squares = qrSquares(text)
  const quiet = 4 // Modules of margin that readers ask for.
  const step = side / (squares.length + 2 * quiet)
  doc.rect(x, y, side, side).fill('#ffffff')
  for (const [row, line] of squares.entries())
    for (const [column, dark] of line.entries())
      if (dark) doc.rect(x + (column + quiet) * step, y + (row + quiet) * step, step, step)
  doc.fill('#000000')
}

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

function drawPart(doc: Doc, { heading, entries, none }: Part, place: number): void {
  ensure(doc, entries.length > 0 ? 130 : 60) // A heading is never the last thing on a page.
  doc.y += 14
  doc.font('bold').fontSize(size.head).fillColor(ink.accent)
  const count = entries.length > 1 ? `（共${entries.length}条）` : ''
  doc.text(`${numerals[place]}、${heading}${count}`, margin.left, doc.y)
  doc.y += 3
  if (entries.length === 0)
    doc.font('regular').fontSize(size.text).fillColor(ink.soft).text(none, margin.left, doc.y, { width: inner })
  for (const [n, entry] of entries.entries()) drawEntry(doc, entry, entries.length > 1 ? `${n + 1}. ` : '')
}

function drawEntry(doc: Doc, { title, fields, ground, events }: Entry, number: string): void {
  ensure(doc, 80)
  doc.y += 6
  doc.font('bold').fontSize(size.text).fillColor(ink.text)
  doc.text(visible(`${number}${title}`), margin.left, doc.y, { width: inner })
  doc.y += 2
  drawFields(doc, fields)
  for (const line of [ground, `依据记录：${events.join('、')}`]) drawFlow(doc, line)
  doc.y += 2
}

/** Small print under an entry; the records behind one may be many. */
function drawFlow(doc: Doc, line: string): void {
  const begin = (): Doc => doc.font('regular').fontSize(size.small).fillColor(ink.soft)
  for (let rest = visible(line); rest !== '';) {
    begin()
    const piece = prefix(doc, rest, inner, bottom - doc.y - 2)
    if (piece !== '') begin().text(piece, margin.left, doc.y + 2, { width: inner })
    rest = rest.slice(piece.length)
    if (rest !== '') doc.addPage()
  }
}

/** Fields in rows: two short ones share a row, a long one has it for itself. */
function drawFields(doc: Doc, fields: readonly Field[]): void {
  const half = inner / 2
  for (let place = 0; place < fields.length; place++) {
    const [one, next] = [fields[place], fields[place + 1]]
    if (one === undefined) continue
    const fitsHalf = (field: Field): boolean => field.short && fits(doc, field.value, half - label - 2 * pad)
    if (next !== undefined && fitsHalf(one) && fitsHalf(next)) {
      drawRow(doc, [
        { ...one, x: margin.left, width: half },
        { ...next, x: margin.left + half, width: half },
      ])
      place++
    } else {
      drawLong(doc, one)
    }
  }
}

/** A value with a row to itself; where it does not fit the page any more, it goes on overleaf. */
function drawLong(doc: Doc, { label: name, value }: Field): void {
  const width = inner - label - 2 * pad
  for (let rest = visible(value), first = true; rest !== '' || first; first = false) {
    doc.font('regular').fontSize(size.text)
    const whole = doc.heightOfString(rest, { width }) + 2 * pad
    if (doc.y + whole > bottom && bottom - doc.y < leastHeight) doc.addPage()
    doc.font('regular').fontSize(size.text)
    const piece = prefix(doc, rest, width, bottom - doc.y - 2 * pad)
    drawRow(doc, [{ label: first ? name : '（续）', value: piece, x: margin.left, width: inner }])
    rest = rest.slice(piece.length)
  }
}

/** As much of a text as fits a height, in the font that is set. */
function prefix(doc: Doc, text: string, width: number, height: number): string {
  if (doc.heightOfString(text, { width }) <= height) return text
  const letters = [...text]
  let [fit, over] = [0, letters.length]
  while (over - fit > 1) {
    const half = (fit + over) >> 1
    if (doc.heightOfString(letters.slice(0, half).join(''), { width }) <= height) fit = half
    else over = half
  }
  return letters.slice(0, fit).join('')
}

function fits(doc: Doc, value: string, width: number): boolean {
  doc.font('regular').fontSize(size.text)
  return doc.widthOfString(visible(value)) <= width
}

type Cell = Readonly<{ label: string; value: string; x: number; width: number }>

function drawRow(doc: Doc, cells: readonly Cell[]): void {
  doc.font('regular').fontSize(size.text)
  const inside = ({ width }: Cell): number => width - label - 2 * pad
  const heights = cells.map((cell) => doc.heightOfString(visible(cell.value), { width: inside(cell) }))
  const height = Math.max(...heights) + 2 * pad
  ensure(doc, height)
  const top = doc.y
  for (const cell of cells) {
    doc.lineWidth(0.5).strokeColor(ink.rule).rect(cell.x, top, cell.width, height).stroke()
    doc
      .moveTo(cell.x + label, top)
      .lineTo(cell.x + label, top + height)
      .stroke()
    doc.fillColor(ink.soft).text(cell.label, cell.x + pad, top + pad, { width: label - 2 * pad, lineBreak: false })
    doc.fillColor(ink.text).text(visible(cell.value), cell.x + label + pad, top + pad, { width: inside(cell) })
  }
  doc.x = margin.left
  doc.y = top + height
}

/** Goes to a new page where so much does not fit on this one any more. */
function ensure(doc: Doc, height: number): void {
  if (doc.y + height > bottom && doc.y > margin.top) doc.addPage()
}

function drawNotes(doc: Doc, notes: readonly string[]): void {
  ensure(doc, 110)
  doc.y += 18
  doc.font('bold').fontSize(size.head).fillColor(ink.accent).text('说明', margin.left, doc.y)
  for (const [n, note] of notes.entries()) {
    doc.font('regular').fontSize(size.text)
    const text = `${n + 1}. ${visible(note)}`
    ensure(doc, doc.heightOfString(text, { width: inner }) + 4)
    doc.fillColor(ink.text).text(text, margin.left, doc.y + 4, { width: inner })
  }
}

/** Number and page at the foot of every page, once it is known how many there are. */
function drawFeet(doc: Doc, sheet: Sheet): void {
  const { count } = doc.bufferedPageRange()
  for (let n = 0; n < count; n++) {
    doc.switchToPage(n)
    const y = page.height - 38
    doc.page.margins.bottom = 0 // Or the line would be moved to a page of its own.
    doc
      .lineWidth(0.5)
      .strokeColor(ink.rule)
      .moveTo(margin.left, y - 5)
      .lineTo(page.width - margin.right, y - 5)
      .stroke()
    doc.font('regular').fontSize(size.small).fillColor(ink.soft)
    doc.text(`报告编号 ${sheet.number}　核验码 ${sheet.code}`, margin.left, y, { lineBreak: false })
    doc.text(`第${n + 1}页 共${count}页`, margin.left, y, { width: inner, align: 'right', lineBreak: false })
  }
}
