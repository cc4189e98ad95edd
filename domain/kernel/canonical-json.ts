import type { Json } from './event.ts'

/**
 * The one text of a JSON value (RFC 8785), so that everybody hashes the same bytes: no space, names sorted by UTF-16
 * code units, strings escaped only where JSON must. Numbers are whole and exact; anything else throws `RangeError`.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value).sort() // The default order is that of code units, in every locale.
  const written: string[] = []
  for (const name of members) {
    const member = value[name]
    if (member !== undefined) written.push(`${canonicalString(name)}:${canonicalJson(member)}`)
  }
  return `{${written.join(',')}}`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new RangeError('a lone surrogate has no bytes in UTF-8')
  return JSON.stringify(text)
}

function canonicalNumber(number: number): string {
  if (!Number.isSafeInteger(number)) throw new RangeError(`not a whole number that is exact: ${number}`)
  return String(number) // Negative zero is written 0.
}

/** Why a text is not JSON that everybody reads alike (I-JSON, RFC 7493, and whole numbers). */
export class AmbiguousJson extends Error {
  override readonly name = 'AmbiguousJson'
  readonly kind: 'NOT_JSON' | 'MEMBER_TWICE' | 'NOT_WHOLE' | 'LONE_SURROGATE' | 'TOO_DEEP'

  constructor(kind: AmbiguousJson['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}

const depthMax = 200 // Deeper nesting is an attack on the reader's stack.
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|:|-?\d[\d.eE+-]*/g

/**
 * Reads JSON and refuses what two readers could understand differently: a name that stands twice in one object, a number
 * that is not a plain whole one (`1.0`, `1e3`, `-0`, beyond 2^53), a lone surrogate. Throws `AmbiguousJson`.
 */
export function readJson(text: string): Json {
  const value = parsed(text)
  let written = 0
  for (const [token] of text.matchAll(tokens)) {
    if (token === ':') written++
    else if (token.startsWith('"')) continue
    else if (!/^(?:0|-?[1-9]\d*)$/.test(token) || !Number.isSafeInteger(Number(token)))
      throw new AmbiguousJson('NOT_WHOLE', token)
  }
  if (written !== membersIn(value, 0)) throw new AmbiguousJson('MEMBER_TWICE', 'a name stands twice in one object')
  return value
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw new AmbiguousJson('NOT_JSON', error instanceof Error ? error.message : String(error))
  }
}

/** How many names stand in all objects of a value; a name written twice is kept once and so counts once. */
function membersIn(value: Json, depth: number): number {
  if (depth > depthMax) throw new AmbiguousJson('TOO_DEEP', `nested deeper than ${depthMax}`)
  if (typeof value === 'string') checkWellFormed(value)
  if (value === null || typeof value !== 'object') return 0
  let count = 0
  if (isList(value)) {
    for (const item of value) count += membersIn(item, depth + 1)
    return count
  }
  for (const [name, member] of Object.entries(value)) {
    checkWellFormed(name)
    count += 1 + (member === undefined ? 0 : membersIn(member, depth + 1))
  }
  return count
}

function checkWellFormed(text: string): void {
  if (!text.isWellFormed()) throw new AmbiguousJson('LONE_SURROGATE', 'a lone surrogate has no bytes in UTF-8')
}
