const encoder = new TextEncoder()

export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text)

/** The text of bytes; throws `TypeError` where they are not UTF-8. A byte order mark stays in the text, to be seen. */
export const decodeUtf8 = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)

/** Whether all of a large file is UTF-8, without holding its text. */
export function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const chunk = 1 << 20
  try {
    for (let from = 0; from < bytes.length; from += chunk)
      decoder.decode(bytes.subarray(from, from + chunk), { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

// Code units sort as bytes do, except that a surrogate (first byte F0 and above) comes behind U+E000 to U+FFFF.
const inByteOrder = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)

/** Compares two texts as their UTF-8 bytes would: what `LC_ALL=C sort` does, and no locale. */
export function compareAsBytes(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let place = 0; place < length; place++) {
    const [left, right] = [one.charCodeAt(place), other.charCodeAt(place)]
    if (left !== right) return inByteOrder(left) - inByteOrder(right)
  }
  return one.length - other.length
}

/** Sorts texts as their bytes would, in place. */
export function sortAsBytes(texts: string[]): string[] {
  // The engine's own order, by code units, is the same where no text leaves the basic plane, and many times faster.
  const plain = texts.every((text) => !/[\ud800-\udfff]/.test(text))
  return plain ? texts.sort() : texts.sort(compareAsBytes)
}

/** Compares two stretches of one file. */
export function compareStretches(
  bytes: Uint8Array,
  oneFrom: number,
  oneTo: number,
  otherFrom: number,
  otherTo: number,
): number {
  const length = Math.min(oneTo - oneFrom, otherTo - otherFrom)
  for (let place = 0; place < length; place++) {
    const difference = (bytes[oneFrom + place] ?? 0) - (bytes[otherFrom + place] ?? 0)
    if (difference !== 0) return difference
  }
  return oneTo - oneFrom - (otherTo - otherFrom)
}
