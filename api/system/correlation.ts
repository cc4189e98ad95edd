import { idSource } from '../../domain/kernel/ids.ts'

const newCorrelationId = idSource()

type Header = string | readonly string[] | undefined

const wellFormed = /^[\w-]{8,64}$/
const likePersonal = /\d{17}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)/

/**
 * A caller's own id where it is harmless to log and to keep with the events for ever: nothing with an identity number or
 * a mobile number in it. Otherwise one of our own.
 */
export function correlationIdOf(...headers: readonly Header[]): string {
  const given = headers.find((header) => typeof header === 'string' && wellFormed.test(header))
  return typeof given === 'string' && !likePersonal.test(given) ? given : newCorrelationId()
}
