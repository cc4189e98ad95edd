import type { Json } from '../kernel/event.ts'

const digit = '[0-9０-９]'
const gap = '[ \\u3000-]?' // As people group numbers when they write them down.
const month = '(?:[0０][0-9０-９]|[1１][0-2０-２])'
const day = '(?:[0-2０-２][0-9０-９]|[3３][01０１])'
const alone = (text: string): string => `(?<!${digit})${text}(?!${digit})`

const identity = new RegExp(
  alone(`(${digit}{6})${gap}(?:19|20|１９|２０)${digit}{2}${gap}${month}${day}${gap}${digit}{3}[0-9０-９XxＸｘ]`),
  'g',
)
const oldIdentity = new RegExp(`((?:身份证|证件)[^0-9０-９]{0,8}${digit}{6})${digit}{9}(?!${digit})`, 'g')
const mobile = new RegExp(alone(`([1１][3-9３-９]${digit})${gap}${digit}{4}${gap}(${digit}{4})`), 'g')

/**
 * Prose without identity numbers and mobile numbers. Officers write them into texts; a report leaves the house, so it is
 * stricter here than in the log: whatever looks like one is masked.
 */
export const maskedText = (text: string): string =>
  text.replace(identity, '$1************').replace(oldIdentity, '$1*********').replace(mobile, '$1****$2')

/** Members that are codes of organisations or ids of the log; the digits of a code may happen to spell a day. */
const codes: ReadonlySet<string> = new Set(['uscc', 'code', 'recordId', 'events', 'number', 'place', 'verifyAt'])

/** A record with every text in it masked, codes and ids excepted. */
export function masked<T extends Json>(value: T): T {
  if (typeof value === 'string') return maskedText(value) as T
  if (Array.isArray(value)) return value.map((item: Json) => masked(item)) as unknown as T
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value as Readonly<Record<string, Json>>)
  return Object.fromEntries(members.map(([name, one]) => [name, codes.has(name) ? one : masked(one)])) as T
}
