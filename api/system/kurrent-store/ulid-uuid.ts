/** An event's id is 128 bits: a ULID everywhere else, a UUID in KurrentDB. */

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const hex = '0123456789abcdef'

const digitOf = new Uint8Array(128)
for (const [value, digit] of [...crockford].entries()) digitOf[digit.charCodeAt(0)] = value
const nibbleOf = new Uint8Array(128)
for (const [value, digit] of [...hex].entries()) {
  nibbleOf[digit.charCodeAt(0)] = value
  nibbleOf[digit.toUpperCase().charCodeAt(0)] = value
}

/** 26 places of 5 bits are 130: two bits more than 32 places of 4, and those two are zero. */
export function uuidOfUlid(ulid: string): string {
  let uuid = ''
  let bits = 0
  let held = -2 // The first two bits are not part of the id.
  for (let place = 0; place < 26; place++) {
    bits = ((bits << 5) | (digitOf[ulid.charCodeAt(place)] ?? 0)) & 0xfff
    held += 5
    while (held >= 4) {
      held -= 4
      uuid += hex.charAt((bits >> held) & 15)
    }
  }
  return `${uuid.slice(0, 8)}-${uuid.slice(8, 12)}-${uuid.slice(12, 16)}-${uuid.slice(16, 20)}-${uuid.slice(20)}`
}

export function ulidOfUuid(uuid: string): string {
  let ulid = ''
  let bits = 0
  let held = 2
  for (let place = 0; place < 36; place++) {
    if (place === 8 || place === 13 || place === 18 || place === 23) continue
    bits = ((bits << 4) | (nibbleOf[uuid.charCodeAt(place)] ?? 0)) & 0x1ff
    held += 4
    if (held >= 5) {
      held -= 5
      ulid += crockford.charAt((bits >> held) & 31)
    }
  }
  return ulid
}
