import { createHash } from 'node:crypto'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { type Json } from '../kernel/event.ts'
import { toHalfWidth } from '../kernel/text.ts'

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // No I, L, O, U: what people mistake for one another.

/** So many characters of base 32 from a digest, in groups of four, as people copy them from paper. */
function grouped(digest: Buffer, groups: number): string {
  let bits = BigInt(`0x${digest.toString('hex')}`)
  const letters: string[] = []
  for (let place = 0; place < groups * 4; place++) {
    letters.push(crockford.charAt(Number(bits & 31n)))
    bits >>= 5n
  }
  return (letters.join('').match(/.{4}/g) ?? []).join('-')
}

const digestOf = (...parts: readonly string[]): Buffer => createHash('sha256').update(parts.join('\u001f')).digest()

/** The number of a report (报告编号): the same request of the same agency is the same report. */
export const reportNumberOf = (agency: string, requestId: string): string =>
  `B-${grouped(digestOf('credit-report', agency, requestId), 4)}`

export const contentSha256Of = (content: Json): string =>
  createHash('sha256').update(canonicalJson(content)).digest('hex')

/**
 * The verification code (核验码), sixty bits of the number and the content's digest. Nothing about it is secret: what it
 * stands for was recorded when the report was issued, and nobody can make a record.
 */
export const verificationCodeOf = (number: string, contentSha256: string): string =>
  grouped(digestOf('credit-report-code', number, contentSha256), 3)

const letters = (text: string): string =>
  toHalfWidth(text)
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')

/** A number as somebody typed it; undefined where it can be none. */
export function normalReportNumber(typed: string): string | undefined {
  const given = letters(typed)
  return /^B[0-9A-HJKMNP-TV-Z]{16}$/.test(given) ? `B-${(given.slice(1).match(/.{4}/g) ?? []).join('-')}` : undefined
}

/** Whether somebody typed this code. */
export const isCode = (typed: string, code: string): boolean => letters(typed) === letters(code)
