import type { EventText } from '../../../domain/store/event-text.ts'
import type { JudgedAppend } from './appends.ts'
import { writeText } from './binary.ts'

/** Rows of `log.event` in the binary form of `COPY`, one behind the other; `starts` ends with where the last one ends. */
export type EncodedRows = Readonly<{ bytes: Buffer; starts: Uint32Array }>

export type RowRange = Readonly<{ first: number; end: number }>

export const columns = 'position, revision, schema_version, stream, id, type, data, metadata'
export const copyStart = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
export const copyEnd = Buffer.from([0xff, 0xff])

const positionAt = 2 + 4 // In a row: behind the column count and the first length.
const fixedBytes = 2 + 8 * 4 + 8 + 8 + 2 // Column count, lengths, position, revision, schema version.
const pieceBytes = 100_000

/** The rows of appends but for their positions. In small pieces, so that the chunk before gets out of the door meanwhile. */
export async function encodeRows(appends: readonly JudgedAppend[]): Promise<EncodedRows> {
  const bytes = Buffer.allocUnsafe(appends.reduce((sum, append) => sum + bytesMaxOf(append), 0))
  const starts = new Uint32Array(appends.reduce((sum, { texts }) => sum + texts.length, 1))
  let [at, row, pauseAt] = [0, 0, pieceBytes]
  for (const { stream, expected, texts } of appends) {
    let revision = expected
    for (const text of texts) {
      revision += 1n
      at = writeRow(bytes, at, stream, revision, text)
      starts[++row] = at
    }
    if (at < pauseAt) continue
    pauseAt = at + pieceBytes
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { bytes, starts }
}

/** A UTF-16 unit is never more than three bytes of UTF-8, and memory that is not written to costs nothing. */
function bytesMaxOf({ stream, texts }: JudgedAppend): number {
  let units = 0
  for (const { id, type, data, metadata } of texts) {
    units += stream.length + id.length + type.length + data.length + metadata.length
  }
  return units * 3 + texts.length * fixedBytes
}

function writeRow(bytes: Buffer, start: number, stream: string, revision: bigint, text: EventText): number {
  let at = bytes.writeInt16BE(8, start)
  at = bytes.writeInt32BE(8, at) + 8 // The position comes later.
  at = bytes.writeBigInt64BE(revision, bytes.writeInt32BE(8, at))
  at = bytes.writeInt16BE(text.schemaVersion, bytes.writeInt32BE(2, at))
  at = writeText(bytes, at, stream)
  at = writeText(bytes, at, text.id)
  at = writeText(bytes, at, text.type)
  at = writeText(bytes, at, text.data)
  return writeText(bytes, at, text.metadata)
}

/** Gives rows the positions that follow `head`. */
export function putPositions({ bytes, starts }: EncodedRows, { first, end }: RowRange, head: number): void {
  for (let row = first; row < end; row++) {
    const at = (starts[row] ?? 0) + positionAt
    const place = head + 1 + row - first
    bytes.writeUInt32BE(Math.floor(place / 2 ** 32), at)
    bytes.writeUInt32BE(place % 2 ** 32, at + 4)
  }
}

/** The bytes of ranges of rows, in as few pieces as possible: as a rule, one. */
export function piecesOf({ bytes, starts }: EncodedRows, ranges: readonly RowRange[]): readonly Buffer[] {
  const joined: { first: number; end: number }[] = []
  for (const { first, end } of ranges) {
    const last = joined.at(-1)
    if (last?.end === first) last.end = end
    else joined.push({ first, end })
  }
  return joined.map(({ first, end }) => bytes.subarray(starts[first], starts[end]))
}
