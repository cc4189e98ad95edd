import { squeeze } from './text.ts'

/** The check digit of a legacy registration number's fourteen digits (GS 15-2006: ISO/IEC 7064 MOD 11,10). */
export function registrationCheckDigit(body: string): string {
  let product = 10
  for (const digit of body) {
    const sum = (product + Number(digit)) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return String((11 - product) % 10)
}

/** A legacy registration number (工商注册号): 15 digits, or a cooperative's `NA` form; undefined where it has neither. */
export function parseRegistrationNumber(text: string): string | undefined {
  const number = squeeze(text)
  return /^\d{15}$/.test(number) || /^\d{6}NA\d{6}X$/.test(number) ? number : undefined
}

/** Whether a number in `parseRegistrationNumber`'s form passes its check; a cooperative's has none to pass. */
export const registrationNumberChecks = (number: string): boolean =>
  number.includes('NA') || registrationCheckDigit(number.slice(0, 14)) === number.charAt(14)

/** A tax number from before 2015 (税务登记号): division and organisation code, 15 characters (20 with a suffix). */
export function parseTaxNumber(text: string): string | undefined {
  const number = squeeze(text)
  return /^[0-9A-Z]{15}$|^[0-9A-Z]{20}$/.test(number) ? number : undefined
}
