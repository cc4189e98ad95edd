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
