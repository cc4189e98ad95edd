import { isPlaceholder, squeeze } from './text.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const weights = [3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of an organisation code's eight body characters (组织机构代码, GB 11714-1997). */
export function organisationCheckCharacter(body: string): string {
  if (!/^[0-9A-Z]{8}$/.test(body)) throw new RangeError(`not the body of an organisation code: ${body}`)
  const sum = weights.reduce((total, weight, place) => total + weight * alphabet.indexOf(body.charAt(place)), 0)
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

/**
 * An organisation code without the hyphen before its check character, or undefined where the text has not its form or is
 * a placeholder: nine zeros would pass the check, and must never become a key.
 */
export function parseOrganisationCode(text: string): string | undefined {
  const parts = /^([0-9A-Z]{8})[-\u2010-\u2015\u2212]?([0-9X])$/.exec(squeeze(text))
  const code = `${parts?.[1]}${parts?.[2]}`
  return parts && !isPlaceholder(code) ? code : undefined
}

/** Whether a code in `parseOrganisationCode`'s form passes its check. */
export const organisationCodeChecks = (code: string): boolean =>
  organisationCheckCharacter(code.slice(0, 8)) === code.charAt(8)
