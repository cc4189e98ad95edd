/** Rows of cells, the first of them the header; or why a row cannot be taken apart. */
export type Cells = readonly string[]
export type Line = Cells | Readonly<{ fault: string }>

const quotedMax = 65_536 // The longest field of the standard has 5,000 characters; behind this many a quote was never meant to open.
const recordMax = 1_048_576

/** What ends a cell, and what ends a line; both are told by the header. */
type Signs = Readonly<{ delimiter: string; cellEnd: RegExp; lineEnd: RegExp }>
type Taken = Readonly<{ cells: Cells; next: number; spans: boolean }>

/**
 * Takes CSV apart (RFC 4180, the delimiter told by the first line). A quote that opens a field and is never closed would
 * swallow the good rows behind it, or run on to the next row's quote and make one row of several. So where a quoted
 * field that runs over a line's end does not close as it should, or leaves a row with more or fewer cells than the
 * header, its first line alone is the bad row, and reading goes on with the line behind it.
 */
export async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<Line, void> {
  let buffer = ''
  let signs: Signs | undefined
  let width: number | undefined
  let skipping = false // Inside a line too long to be one.

  function* rowsOf(isEnd: boolean): Generator<Line, void> {
    let at = 0
    while (at < buffer.length) {
      signs ??= signsOf(buffer.trimStart())
      if (skipping) {
        const end = behindLine(buffer, at, signs)
        skipping = end === undefined
        at = end ?? buffer.length
        continue
      }
      const taken = take(buffer, at, signs, isEnd)
      if (taken === 'MORE') {
        if (buffer.length - at <= recordMax) break
        skipping = true
        yield { fault: '本行过长，无法按 CSV 读取' }
      } else if (taken === 'BROKEN' || (taken.spans && width !== undefined && taken.cells.length !== width)) {
        at = behindLine(buffer, at, signs) ?? buffer.length
        yield { fault: '引号没有闭合，本行无法读取' }
      } else {
        at = taken.next
        if (taken.cells.every((cell) => cell.trim() === '')) continue
        width ??= taken.cells.length
        yield taken.cells
      }
    }
    buffer = buffer.slice(at)
  }

  for await (const chunk of text) {
    buffer += chunk
    if (signs !== undefined || /\S.*[\r\n]./s.test(buffer)) yield* rowsOf(false)
  }
  yield* rowsOf(true)
}

/** The row that begins at a place of the text, `MORE` where its end is not there yet. */
function take(text: string, start: number, signs: Signs, isEnd: boolean): Taken | 'MORE' | 'BROKEN' {
  const { delimiter, cellEnd } = signs
  const cells: string[] = []
  let spans = false
  for (let at = start; ;) {
    const quoted = text[at] === '"' ? takeQuoted(text, at, delimiter, isEnd) : undefined
    if (quoted === 'MORE' || quoted === 'BROKEN') return quoted
    cellEnd.lastIndex = quoted?.next ?? at
    const end = cellEnd.exec(text)
    if (end === null && !isEnd) return 'MORE'
    cells.push(quoted?.cell ?? text.slice(at, end?.index))
    spans ||= quoted?.spans ?? false
    if (end === null) return { cells, next: text.length, spans }
    at = end.index + end[0].length
    if (end[0] !== delimiter) return { cells, next: at, spans }
  }
}

/** A quoted field; undefined where its quotes are part of an unquoted one, as in `"三无"产品`. */
function takeQuoted(text: string, start: number, delimiter: string, isEnd: boolean) {
  let cell = ''
  let spans = false
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at)
    if ((quote === -1 ? text.length : quote) - start > quotedMax) return 'BROKEN'
    if (quote === -1) return isEnd ? 'BROKEN' : 'MORE'
    if (quote + 1 === text.length && !isEnd) return 'MORE'
    const part = text.slice(at, quote)
    cell += part
    spans ||= /[\r\n]/.test(part)
    const behind = text[quote + 1]
    if (behind === undefined || behind === delimiter || behind === '\r' || behind === '\n') {
      return { cell, spans, next: quote + 1 }
    }
    if (behind !== '"') return spans ? 'BROKEN' : undefined
    cell += '"'
    at = quote + 2
  }
}

/** Where the next line begins; undefined where this one does not end. */
function behindLine(text: string, from: number, { lineEnd }: Signs): number | undefined {
  lineEnd.lastIndex = from
  const end = lineEnd.exec(text)
  return end ? end.index + end[0].length : undefined
}

/** The sign that stands most often in the first line: comma, tab, or semicolon; and how that line ends. */
function signsOf(text: string): Signs {
  const isOldMac = /^[^\r\n]*\r(?!\n)/.test(text) && !text.includes('\n')
  const [line = ''] = text.split(/[\r\n]/, 1)
  const counts = [',', '\t', ';'].map((sign) => ({ sign, count: line.split(sign).length }))
  const delimiter = counts.reduce((best, one) => (one.count > best.count ? one : best)).sign
  const newline = isOldMac ? '\\r' : '\\r?\\n'
  return { delimiter, cellEnd: new RegExp(`${delimiter}|${newline}`, 'g'), lineEnd: new RegExp(newline, 'g') }
}
