import { InvalidInput } from '../domain/kernel/errors.ts'
import { isPlainDate, type PlainDate } from '../domain/kernel/plain-date.ts'

/** How one parameter of a query string is read: all that was said under its name. */
type Reader<T> = (said: readonly string[], name: string) => T

function once(said: readonly string[], name: string): string {
  const [text, ...others] = said
  if (text === undefined || others.length > 0) throw new InvalidInput(`参数“${name}”只能写一次`, name)
  return text
}

export const text: Reader<string> = once

export const date: Reader<PlainDate> = (said, name) => {
  const day = once(said, name)
  if (!isPlainDate(day)) throw new InvalidInput(`参数“${name}”应为日期，写作 2026-01-31`, name)
  return day
}

export const flag: Reader<boolean> = (said, name) => oneOf('true', 'false')(said, name) === 'true'

export const oneOf =
  <T extends string>(...values: readonly T[]): Reader<T> =>
  (said, name) => {
    const given = once(said, name)
    const value = values.find((one) => one === given)
    if (value === undefined) throw new InvalidInput(`参数“${name}”应为${values.join('、')}之一`, name)
    return value
  }

/** Several of a vocabulary, one after another by commas, or each under the name again. */
export const someOf =
  <T extends string>(...values: readonly T[]): Reader<readonly T[]> =>
  (said, name) =>
    said.flatMap((part) => part.split(',')).map((one) => oneOf(...values)([one], name))

type Readers = Readonly<Record<string, Reader<unknown>>>
export type Said<R extends Readers> = { [Name in keyof R]: ReturnType<R[Name]> | null }

/**
 * The query string of a table as the arguments of the query that it is taken from; null where nothing is said. What the
 * query does not know is refused: a filter that is passed over would hand out more than was asked for.
 */
export function readTableQuery<R extends Readers>(query: Readonly<Record<string, unknown>>, readers: R): Said<R> {
  const unknown = Object.keys(query).find((name) => !Object.hasOwn(readers, name))
  if (unknown !== undefined) {
    const known = Object.keys(readers).join('、')
    throw new InvalidInput(`没有参数“${unknown}”${known === '' ? '' : `，可以写的有：${known}`}`, unknown)
  }
  const said = Object.entries(readers).map(([name, read]) => {
    const given = [query[name] ?? []].flat().filter((one): one is string => typeof one === 'string' && one !== '')
    return [name, given.length === 0 ? null : read(given, name)]
  })
  return Object.fromEntries(said) as Said<R>
}
