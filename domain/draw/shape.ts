import type { Json } from '../kernel/event.ts'
import { refuseDraw } from './draw-refusals.ts'

/** Reading a published JSON value member by member; `at` says where one stands, as in `commitment.teams[2].agency`. */
export type Members = Readonly<Record<string, Json | undefined>>

export function membersOf(value: Json, at: string): Members {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw malformed(at, '一个对象')
  return value as Members
}

/** The members of an object that has exactly these. */
export function onlyMembersOf(value: Json, at: string, names: readonly string[]): Members {
  const members = membersOf(value, at)
  const strange = Object.keys(members).find((name) => !names.includes(name))
  if (strange !== undefined) throw refuseDraw('MEMBER_UNKNOWN', { at: `${at}.${strange}` })
  return members
}

export function memberOf(members: Members, at: string, name: string): Json {
  const member = Object.hasOwn(members, name) ? members[name] : undefined
  if (member === undefined) throw refuseDraw('MEMBER_MISSING', { at: `${at}.${name}` })
  return member
}

export function listOf<T>(value: Json, at: string, read: (item: Json, at: string) => T): readonly T[] {
  if (!Array.isArray(value)) throw malformed(at, '一个列表')
  return value.map((item: Json, place) => read(item, `${at}[${place}]`))
}

export function textOf(value: Json, at: string): string {
  if (typeof value !== 'string' || value === '' || /\p{Cc}/u.test(value)) throw malformed(at, '不含控制字符的非空文本')
  return value
}

export function wholeNumberOf(value: Json, at: string, least: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least)
    throw malformed(at, `不小于${least}的整数`)
  return value
}

export function sha256Of(value: Json, at: string): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) throw malformed(at, '64位小写十六进制的SHA-256')
  return value
}

export const malformed = (at: string, expected: string) => refuseDraw('MEMBER_MALFORMED', { at, expected })
