import { isPlainDate } from './plain-date.ts'
import { squeeze } from './text.ts'

/**
 * Whether a text has the form of a citizen's identity number (公民身份号码, GB 11643): division, day of birth, serial. Its
 * check character is not asked for: a number mistyped is still a person's.
 */
export function isIdentityNumber(text: string): boolean {
  const parts = /^[1-8]\d{5}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]$/.exec(squeeze(text))
  return parts !== null && isPlainDate(`${parts[1]}-${parts[2]}-${parts[3]}`)
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] // 2^(18-i) mod 11

/** The check character of the first seventeen (GB 11643: ISO 7064 MOD 11-2). */
export function identityCheckCharacter(body: string): string {
  if (!/^\d{17}$/.test(body)) throw new RangeError('not the first seventeen of an identity number')
  const sum = weights.reduce((total, weight, place) => total + weight * Number(body.charAt(place)), 0)
  return '10X98765432'.charAt(sum % 11)
}

/**
 * A document's number for matching: half width, no spaces, upper case. An identity number of before 1999 (15 digits, the
 * year of birth in two) becomes the one of 18 that replaced it, so that both lead to the same person.
 */
export function normalIdentityNumber(text: string): string {
  const number = squeeze(text)
  const body = `${number.slice(0, 6)}19${number.slice(6)}`
  return /^\d{15}$/.test(number) && isIdentityNumber(`${body}0`) ? `${body}${identityCheckCharacter(body)}` : number
}
