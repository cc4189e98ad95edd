import { compareStretches, decodeUtf8, isUtf8 } from './bytes.ts'
import { refuseDraw } from './draw-refusals.ts'

export const directoryFiles = ['objects.tsv', 'inspectors.tsv', 'conflicts.tsv'] as const
export type DirectoryFile = (typeof directoryFiles)[number]

/** Called for each line with where it starts, where its tab is, and where its newline is. */
export type SeeLine = (from: number, tab: number, end: number, line: number) => void

const [tabSign, newline, carriageReturn, space, delete_] = [9, 10, 13, 32, 127]
const upperControls = 0xc2 // First byte of U+0080 to U+00BF, of which those up to U+009F are control characters.

/**
 * Walks the lines of a directory file and refuses, with its own code and the line, whatever protocol 1 forbids: anything
 * but UTF-8, a carriage return, a last line without its newline, other than two fields, an empty field, lines that are
 * not sorted by their bytes or stand twice. Control characters are refused too: with them, two lines with the same first
 * field could stand apart.
 */
export function walkLines(file: DirectoryFile, bytes: Uint8Array, see: SeeLine): void {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) throw refuseDraw('BYTE_ORDER_MARK', { file })
  if (!isUtf8(bytes)) throw refuseDraw('NOT_UTF8', { file, line: firstLineThatIsNotUtf8(bytes) })
  let [line, from, tab, tabs] = [1, 0, 0, 0]
  let [previousFrom, previousEnd] = [0, 0]
  for (let place = 0; place < bytes.length; place++) {
    const byte = bytes[place] ?? 0
    if (byte >= space && byte !== delete_ && byte !== upperControls) continue
    if (byte === upperControls) {
      if ((bytes[place + 1] ?? 0) < 0xa0) throw refuseDraw('CONTROL_CHARACTER', { file, line })
    } else if (byte === tabSign) {
      tabs++
      tab = place
    } else if (byte === newline) {
      if (tabs !== 1) throw refuseDraw('FIELD_COUNT', { file, line })
      if (tab === from || tab + 1 === place) throw refuseDraw('EMPTY_FIELD', { file, line })
      if (line > 1) checkOrder(file, line, compareStretches(bytes, previousFrom, previousEnd, from, place))
      see(from, tab, place, line)
      previousFrom = from
      previousEnd = place
      from = place + 1
      tabs = 0
      line++
    } else throw refuseDraw(byte === carriageReturn ? 'CARRIAGE_RETURN' : 'CONTROL_CHARACTER', { file, line })
  }
  if (from !== bytes.length) throw refuseDraw('LINE_END_MISSING', { file, line })
}

function checkOrder(file: DirectoryFile, line: number, previousToThis: number): void {
  if (previousToThis === 0) throw refuseDraw('DUPLICATE_LINE', { file, line })
  if (previousToThis > 0) throw refuseDraw('NOT_SORTED', { file, line })
}

function firstLineThatIsNotUtf8(bytes: Uint8Array): number {
  for (let [line, from] = [1, 0]; ; line++) {
    const end = bytes.indexOf(newline, from)
    try {
      decodeUtf8(bytes.subarray(from, end === -1 ? bytes.length : end))
    } catch {
      return line
    }
    if (end === -1) return line
    from = end + 1
  }
}

/** How many newlines a file has: the number of its lines, where its form is right. */
export function countLines(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count++
  return count
}
