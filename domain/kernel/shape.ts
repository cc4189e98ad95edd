import { InvalidInput } from './errors.ts'
import type { Json } from './event.ts'
import { isPlainDate, type PlainDate } from './plain-date.ts'

/** Reads one member of a table of rules that comes from outside; `at` says where one stands, as in `indicators[3].points`. */
export type Reader<T> = (value: Json, at: string) => T

export const wrong = (at: string, expected: string): InvalidInput =>
  new InvalidInput(`${at === '' ? '全文' : at}应为${expected}`, at)

/**
 * Reads an object that has exactly these members, in this order, so that the first wrong one is always the same. What
 * came later may be left out, and is left out of the answer then, too.
 */
export function object<T extends object>(
  readers: { readonly [Name in keyof T]-?: Reader<Exclude<T[Name], undefined>> },
  mayBeMissing: readonly (keyof T & string)[] = [],
): Reader<T> {
  const names = Object.keys(readers)
  return (value, at) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw wrong(at, '一个对象')
    const members = value as Readonly<Record<string, Json | undefined>>
    const strange = Object.keys(members).find((name) => !names.includes(name))
    if (strange !== undefined) throw new InvalidInput(`${memberAt(at, strange)}不是应有的成员`, memberAt(at, strange))
    const read = names.flatMap((name) => {
      const member = Object.hasOwn(members, name) ? members[name] : undefined
      if (member === undefined && mayBeMissing.some((one) => one === name)) return []
      if (member === undefined) throw new InvalidInput(`缺少${memberAt(at, name)}`, memberAt(at, name))
      return [[name, readers[name as keyof T](member, memberAt(at, name))] as const]
    })
    return Object.fromEntries(read) as T
  }
}

export const memberAt = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`)

export const listOf =
  <T>(read: Reader<T>): Reader<readonly T[]> =>
  (value, at) => {
    if (!Array.isArray(value)) throw wrong(at, '一个列表')
    return value.map((item: Json, place) => read(item, `${at}[${place}]`))
  }

/** A list in which something stands, each once. */
export const setOf =
  <T>(read: Reader<T>): Reader<readonly T[]> =>
  (value, at) => {
    const items = listOf(read)(value, at)
    const texts = items.map((item) => JSON.stringify(item))
    if (items.length === 0) throw wrong(at, '非空的列表')
    if (new Set(texts).size < texts.length) throw wrong(at, '没有重复的列表')
    return items
  }

export const orNull =
  <T>(read: Reader<T>): Reader<T | null> =>
  (value, at) =>
    value === null ? null : read(value, at)

export const oneOf =
  <const T extends string>(choices: readonly T[]): Reader<T> =>
  (value, at) => {
    const choice = choices.find((one) => one === value)
    if (choice === undefined) throw wrong(at, `${choices.join('、')}之一`)
    return choice
  }

export const whole =
  (least: number, most: number): Reader<number> =>
  (value, at) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value
    throw wrong(at, `${least}至${most}的整数`)
  }

export const text: Reader<string> = (value, at) => {
  const plain = typeof value === 'string' && value.trim() !== '' && !/\p{Cc}/u.test(value) && value.isWellFormed()
  if (!plain || value.length > 2_000) throw wrong(at, '不含控制字符的非空文本（不超过2000字）')
  return value
}

export const matching =
  (shape: RegExp, expected: string): Reader<string> =>
  (value, at) => {
    if (typeof value !== 'string' || !shape.test(value)) throw wrong(at, expected)
    return value
  }

export const day: Reader<PlainDate> = (value, at) => {
  if (typeof value !== 'string' || !isPlainDate(value)) throw wrong(at, '一个日期（YYYY-MM-DD）')
  return value
}

export const flag: Reader<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw wrong(at, 'true或者false')
  return value
}

/** Reads an object by the kind that it names (`kind`), each of which has its own members. */
export const byKind =
  <T extends { kind: string }>(kinds: {
    readonly [K in T['kind']]: Readonly<{
      [Name in Exclude<keyof Extract<T, { kind: K }>, 'kind'>]: Reader<Extract<T, { kind: K }>[Name]>
    }>
  }): Reader<T> =>
  (value, at) => {
    const told = (value !== null && typeof value === 'object' ? value : {}) as Readonly<
      Record<string, Json | undefined>
    >
    const kind = oneOf(Object.keys(kinds) as T['kind'][])(told.kind ?? null, memberAt(at, 'kind'))
    return object<T>({ kind: oneOf([kind]), ...kinds[kind] } as never)(value, at)
  }
