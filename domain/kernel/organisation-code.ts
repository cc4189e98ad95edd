import { squeeze } from './text.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const weights = [3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of an organisation code's eight body characters (组织机构代码, GB 11714-1997). */
export function organisationCheckCharacter(body: string): string {
  const sum = weights.reduce((total, weight, place) => total + weight * alphabet.indexOf(body.charAt(place)), 0)
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

/** An organisation code without its hyphen, or undefined where the text has not its form. */
export function parseOrganisationCode(text: string): string | undefined {
  const code = squeeze(text).replace(/[-－—]/g, '')
  return /^[0-9A-Z]{8}[0-9X]$/.test(code) ? code : undefined
}

/** Whether a code in `parseOrganisationCode`'s form passes its check. */
export const organisationCodeChecks = (code: string): boolean =>
  organisationCheckCharacter(code.slice(0, 8)) === code.charAt(8)
