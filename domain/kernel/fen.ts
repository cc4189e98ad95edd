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

/** An amount in ten thousand yuan (万元) as records write it, exactly: `0.2` is 2,000 yuan, `0.123456` 1,234.56. */
export function parseTenThousandYuan(text: string): ParsedAmount {
  const bare = toHalfWidth(tidy(text)).replace(/[\s,]/g, '')
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:万元)?$/.exec(bare)
  const [sign, whole, fraction] = [parts?.[1] ?? '', parts?.[2] ?? '', parts?.[3] ?? '']
  if (!parts || (whole === '' && fraction === '')) return { kind: 'NOT_A_NUMBER' }
  if (/[1-9]/.test(fraction.slice(fenDigits))) return { kind: 'FINER_THAN_FEN' }
  const amount = Number(`${whole}${fraction.slice(0, fenDigits).padEnd(fenDigits, '0')}`)
  if (!Number.isSafeInteger(amount)) return { kind: 'TOO_LARGE' }
  if (sign === '-' && amount !== 0) return { kind: 'NEGATIVE' }
  return { kind: 'AMOUNT', amount: fen(amount) }
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
