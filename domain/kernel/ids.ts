import { createHash, randomFillSync } from 'node:crypto'
import { isValid, monotonicFactory } from 'ulid'

/** Makes the ids of events, requests, and records: ULIDs, so that they sort by the time of their making. */
export type NewId = () => string

/** A source of ids that rise even within one millisecond. */
export function idSource(): NewId {
  const next = monotonicFactory(randomFraction())
  return () => next()
}

/** Random bytes fetched by the page: one call of the system for each digit of an id costs more than all else about it. */
function randomFraction(): () => number {
  const page = new Uint8Array(4_096)
  let used = page.length
  return () => {
    if (used === page.length) {
      randomFillSync(page)
      used = 0
    }
    const byte = page[used] ?? 0
    used += 1
    return byte / 256
  }
}

export const isUlid = isValid

/**
 * The id of a record that the outside world already names, such as a penalty by authority and decision number: the same
 * natural key gives the same id, whoever brings it and however often. 26 characters of Crockford's base 32, like a ULID,
 * but from a hash and not from a time.
 */
export function naturalId(...key: readonly string[]): string {
  const digest = createHash('sha256').update(key.join('\u001f')).digest()
  const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  let bits = BigInt(`0x${digest.subarray(0, 16).toString('hex')}`)
  let id = ''
  for (let place = 0; place < 26; place++) {
    id = crockford.charAt(Number(bits & 31n)) + id
    bits >>= 5n
  }
  return id
}
