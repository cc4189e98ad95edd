import { parseOrganisationCode } from './organisation-code.ts'
import { isPlaceholder, squeeze } from './text.ts'

/** The check digit of a legacy registration number's fourteen digits (GS 15-2006: ISO/IEC 7064 MOD 11,10). */
export function registrationCheckDigit(body: string): string {
  if (!/^\d{14}$/.test(body)) throw new RangeError(`not the body of a registration number: ${body}`)
  let product = 10
  for (const digit of body) {
    const sum = (product + Number(digit)) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return String((11 - product) % 10)
}

/**
 * A legacy registration number (工商注册号): 15 digits, or a cooperative's `NA` form; undefined where it has neither or is
 * a placeholder, which must never become a key.
 */
export function parseRegistrationNumber(text: string): string | undefined {
  const number = squeeze(text)
  return /^\d{15}$|^\d{6}NA\d{6}X$/.test(number) && !isPlaceholder(number) ? number : undefined
}

/** Whether a number in `parseRegistrationNumber`'s form passes its check; a cooperative's has none to pass. */
export const registrationNumberChecks = (number: string): boolean =>
  number.includes('NA') || registrationCheckDigit(number.slice(0, 14)) === number.charAt(14)

/** A tax number from before 2015 (税务登记号): division of the tax office and organisation code, 15 characters. */
export function parseTaxNumber(text: string): string | undefined {
  const number = squeeze(text)
  const ofDivision = /^\d{6}(?=[0-9A-Z]{9}$)/.test(number) && !isPlaceholder(number)
  return ofDivision && parseOrganisationCode(number.slice(6)) ? number : undefined
}

/** The organisation code inside a number in `parseTaxNumber`'s form: both lead to the same subject. */
export const organisationCodeInTaxNumber = (number: string): string => number.slice(6)

/**
 * Whether a tax number is an individual business's: the operator's identity number (15 or 18 characters) with two more.
 * It is personal data, so it is recognised only to be left out; it is no alias.
 */
export const isPersonalTaxNumber = (text: string): boolean => /^(\d{15}|\d{17}[\dX])\d{2}$/.test(squeeze(text))
