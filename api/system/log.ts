import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

const digit = '[0-9０-９]'
const before = String.raw`(?<=^|[^0-9A-Za-z０-９]|\\[nrtbf])` // In JSON a line's end is a backslash and a letter.
const after = '(?![0-9A-Za-z０-９])'
const gap = '[ \\u3000-]?' // As people group them when they read them out.
const month = '(?:[0０][0-9０-９]|[1１][0-2０-２])'
const day = '(?:[0-2０-２][0-9０-９]|[3３][01０１])'

/** Identity numbers (18 characters) and mobile numbers; neither has any business in a log. */
const identity = `${before}([1-9１-９]${digit}{5})${gap}(?:19|20|１９|２０)${digit}{2}${month}${day}${gap}${digit}{3}[0-9０-９XxＸｘ]${after}`
const mobile = `(?<!${digit})([1１][3-9３-９]${digit})[ -]?${digit}{4}[ -]?(${digit}{4})(?!${digit})`
const personal = new RegExp(`${identity}|${mobile}`, 'g')

/** Text with identity numbers and mobile numbers masked. */
export const masked = (text: string): string =>
  text.replace(personal, (_all, division?: string, head?: string, tail?: string) =>
    division === undefined ? `${head}****${tail}` : `${division}************`,
  )

/** What is told of an error: what it says and where. What its driver adds, such as the failing row, holds records. */
export function errorFields(error: unknown, depth = 3): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  const code = 'code' in error ? { code: String(error.code) } : {}
  const errors = error instanceof AggregateError ? { errors: error.errors.map((one) => String(one)) } : {}
  const because = cause === undefined || depth === 0 ? {} : { cause: errorFields(cause, depth - 1) }
  return { type: name, message, ...code, ...errors, ...because, stack }
}

/** One line per request, command, batch, and job: fields, not prose. Pretty on a terminal, JSON elsewhere. */
export function createLog(options: Readonly<{ level: string; pretty: boolean }>, to?: DestinationStream): Log {
  const { level, pretty } = options
  const transport = { target: 'pino-pretty', options: { translateTime: 'HH:MM:ss', ignore: 'pid,hostname' } }
  const settings = { level, hooks: { streamWrite: masked }, serializers: { err: errorFields } }
  if (to) return pino(settings, to)
  return pretty ? pino({ ...settings, transport }) : pino(settings)
}
