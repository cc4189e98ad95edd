import { identityCheckCharacter, isIdentityNumber } from './identity-number.ts'
import type { Json } from './event.ts'
import { toHalfWidth } from './text.ts'
import { inspectUscc } from './uscc.ts'

const eighteen = /(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/g
const mobileBehindWord = /((?:电话|手机|联系方式|号码)[^\d，。；,;]{0,6})(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g

/**
 * Prose without the numbers that officers write into it: identity numbers keep their division, mobile numbers that are
 * said to be such keep their ends. A record's text stands in the log for ever, and the law wants the fact, not the number.
 */
export function withoutPersonalNumbers(text: string): string {
  if (!/\d{11}|[\uff10-\uff19]{11}/.test(text)) return text
  const halved = toHalfWidth(text).length === text.length ? toHalfWidth(text) : text
  const places = [...halved.matchAll(eighteen)].filter(([number]) => isIdentityNumber(number)).map(({ index }) => index)
  const masked = places.reduce(
    (told, at) => `${told.slice(0, at)}${halved.slice(at, at + 6)}************${told.slice(at + 18)}`,
    text,
  )
  return masked.replace(mobileBehindWord, '$1$2****$3')
}

/**
 * Whether data holds a citizen's identity number in the clear. Here the check character is asked for: numbers of documents
 * are made of a division, a day, and a serial, too.
 */
export function holdsIdentityNumber(data: Json | undefined): boolean {
  if (typeof data === 'string') return textHoldsOne(data)
  if (Array.isArray(data)) return data.some((item: Json) => holdsIdentityNumber(item))
  if (typeof data !== 'object' || data === null) return false
  return Object.values(data).some((value) => holdsIdentityNumber(value as Json))
}

function textHoldsOne(text: string): boolean {
  if (text.length < 18 || !/[\d０-９]{17}/.test(text)) return false
  const numbers = [...toHalfWidth(text).matchAll(eighteen)].map(([number]) => number.toUpperCase())
  const found = numbers.some(
    (number) => isIdentityNumber(number) && identityCheckCharacter(number.slice(0, 17)) === number.charAt(17),
  )
  return found && !isCode(text)
}

/** A field that is a code and nothing else: codes of organs may be all digits, and their digits may spell a day. */
function isCode(text: string): boolean {
  const inspected = inspectUscc(text)
  return inspected.kind === 'WELL_FORMED' && inspected.outerCheck
}
