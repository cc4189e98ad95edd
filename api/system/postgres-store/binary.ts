/** PostgreSQL's binary form of arrays: half the work of their text form on both sides, and no quoting. */

const header = 20 // Dimensions, null flag, element type, length, lower bound.

export function textArray(values: readonly string[]): Buffer {
  let size = header
  for (const value of values) size += 4 + Buffer.byteLength(value)
  const bytes = arrayOf(25, values.length, size)
  let at = header
  for (const value of values) at = writeText(bytes, at, value)
  return bytes
}

export function bigintArray(values: readonly bigint[]): Buffer {
  const bytes = arrayOf(20, values.length, header + values.length * 12)
  let at = header
  for (const value of values) at = bytes.writeBigInt64BE(value, bytes.writeInt32BE(8, at))
  return bytes
}

export function intArray(values: readonly number[]): Buffer {
  const bytes = arrayOf(23, values.length, header + values.length * 8)
  let at = header
  for (const value of values) at = bytes.writeInt32BE(value, bytes.writeInt32BE(4, at))
  return bytes
}

export function smallintArray(values: readonly number[]): Buffer {
  const bytes = arrayOf(21, values.length, header + values.length * 6)
  let at = header
  for (const value of values) at = bytes.writeInt16BE(value, bytes.writeInt32BE(2, at))
  return bytes
}

/** A text with its length in front, as arrays and `COPY` both have it; answers with the place behind it. */
export function writeText(bytes: Buffer, at: number, text: string): number {
  const length = bytes.write(text, at + 4)
  bytes.writeInt32BE(length, at)
  return at + 4 + length
}

function arrayOf(elementType: number, length: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size)
  bytes.writeInt32BE(1, 0)
  bytes.writeInt32BE(0, 4)
  bytes.writeInt32BE(elementType, 8)
  bytes.writeInt32BE(length, 12)
  bytes.writeInt32BE(1, 16)
  return bytes
}
