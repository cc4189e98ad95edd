import { tidy, toHalfWidth } from './text.ts'

/** An amount of money in whole fen (分). */
export type Fen = number & { readonly __fen: unique symbol }

/** The amount of so many fen; throws `RangeError` unless it is a whole number that is exact and not negative. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`not an amount in fen: ${amount}`)
  return amount as Fen
}

export type ParsedAmount =
  | Readonly<{ kind: 'AMOUNT'; amount: Fen }>
  | Readonly<{ kind: 'NOT_A_NUMBER' | 'NEGATIVE' | 'FINER_THAN_FEN' | 'TOO_LARGE' }>

const fenDigits = 6 // One wan yuan is 1,000,000 fen.

// Thousands by comma or space; in China also by ten thousands, as 万 is the unit people count in.
const grouped = String.raw`\d{1,3}(?:[, ]\d{3})+|\d{1,4}(?:[, ]\d{4})+|\d*`
const written = new RegExp(String.raw`^([-+]?)(${grouped})(?:\.(\d*))?(?:万元?)?$`)

/**
 * An amount in ten thousand yuan (万元) as records write it, exactly: `0.2` is 2,000 yuan, `0.123456` 1,234.56. A comma
 * or space that groups nothing is refused: 1,5 may mean one and a half.
 */
export function parseTenThousandYuan(text: string): ParsedAmount {
  const bare = tidy(toHalfWidth(text))
    .replace(/\u2212/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/ ?([-+.,万]) ?/g, '$1')
  const parts = written.exec(bare)
  const [sign, whole, fraction] = [parts?.[1] ?? '', parts?.[2]?.replace(/[, ]/g, '') ?? '', parts?.[3] ?? '']
  if (!parts || (whole === '' && fraction === '')) return { kind: 'NOT_A_NUMBER' }
  if (sign === '-' && /[1-9]/.test(whole + fraction)) return { kind: 'NEGATIVE' }
  if (/[1-9]/.test(fraction.slice(fenDigits))) return { kind: 'FINER_THAN_FEN' }
  const amount = Number(`${whole}${fraction.slice(0, fenDigits).padEnd(fenDigits, '0')}`)
  return Number.isSafeInteger(amount) ? { kind: 'AMOUNT', amount: fen(amount) } : { kind: 'TOO_LARGE' }
}

/** An amount as people read it: `1,234.56元`. */
export function formatYuan(amount: Fen): string {
  const digits = String(amount).padStart(3, '0')
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${yuan}.${digits.slice(-2)}元`
}

/** An amount in ten thousand yuan as a record writes it, without needless zeros. */
export function formatTenThousandYuan(amount: Fen): string {
  const digits = String(amount).padStart(fenDigits + 1, '0')
  const fraction = digits.slice(-fenDigits).replace(/0+$/, '')
  return fraction === '' ? digits.slice(0, -fenDigits) : `${digits.slice(0, -fenDigits)}.${fraction}`
}
