import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** Identity numbers (18 characters) and mobile numbers; neither has any business in a log. */
const personal =
  /(?<![0-9A-Za-z])([1-9]\d{5})(?:19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])|(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g

/** Text with identity numbers and mobile numbers masked. */
export const masked = (text: string): string =>
  text.replace(personal, (_all, division?: string, head?: string, tail?: string) =>
    division === undefined ? `${head}****${tail}` : `${division}************`,
  )

/** One line per request, command, batch, and job: fields, not prose. Pretty on a terminal, JSON elsewhere. */
export function createLog(options: Readonly<{ level: string; pretty: boolean }>, to?: DestinationStream): Log {
  const { level, pretty } = options
  const transport = { target: 'pino-pretty', options: { translateTime: 'HH:MM:ss', ignore: 'pid,hostname' } }
  const settings = { level, hooks: { streamWrite: masked } }
  if (to) return pino(settings, to)
  return pretty ? pino({ ...settings, transport }) : pino(settings)
}
