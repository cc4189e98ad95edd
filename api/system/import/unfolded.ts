import { inflateRawSync } from 'node:zlib'

type Entry = Readonly<{ name: string; isPacked: boolean; bytes: Buffer; size: number }>

/**
 * How many rows the worksheets of a workbook have that hold anything, told without taking them apart: what its directory
 * says of their sizes is summed first, and none may unfold to more than it says.
 */
export function unfolded(
  zip: Buffer,
  bytesMax: number,
): Readonly<{ rows: readonly number[] }> | 'TOO_LARGE' | 'BROKEN' {
  try {
    const entries = entriesIn(zip).filter(({ name }) => name.endsWith('.xml') || name.endsWith('.xml.rels'))
    let bytes = 0
    for (const { size } of entries) bytes += size
    if (bytes > bytesMax) return 'TOO_LARGE'
    const rows: number[] = []
    for (const { name, isPacked, bytes, size } of entries) {
      const text = isPacked ? inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) }) : bytes
      if (/^xl\/worksheets\/[^/]+$/.test(name)) rows.push(rowsIn(text))
    }
    return rows.length === 0 ? 'BROKEN' : { rows }
  } catch {
    return 'BROKEN'
  }
}

/** A row counts where one of its cells has a value (`<v>`) or a text in itself (`<is>`). */
function rowsIn(sheet: Buffer): number {
  let rows = 0
  for (let at = 0, end = sheet.indexOf('</row>'); end !== -1; at = end + 6, end = sheet.indexOf('</row>', at)) {
    const row = sheet.subarray(at, end)
    if (['<v>', '<v ', '<is>'].some((sign) => row.includes(sign))) rows += 1
  }
  return rows
}

/** The files in a ZIP by its central directory; archives beyond four gigabytes are none that anybody uploads. */
function entriesIn(zip: Buffer): readonly Entry[] {
  const end = zip.lastIndexOf('PK\u0005\u0006', zip.length - 22)
  if (end === -1 || (end >= 20 && zip.readUInt32LE(end - 20) === zip64)) throw new RangeError('no directory')
  const entries: Entry[] = []
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 8); left > 0; left--) {
    const [packed, size] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)]
    const [name, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]
    const isPacked = zip.readUInt16LE(at + 10) !== 0
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(start, start + packed)
    entries.push({
      name: zip.toString('utf8', at + 46, at + 46 + name),
      isPacked,
      bytes,
      size: isPacked ? size : packed,
    })
    at += 46 + name + extra + comment
  }
  return entries
}

const zip64 = 0x07064b50
