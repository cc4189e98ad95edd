/** Full-width letters, digits, and signs (全角) as their half-width twins; the ideographic space as a space. */
export function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/g, (sign) =>
    sign === '\u3000' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  )
}

const invisible = /[\u200b-\u200d\u2060\ufeff\u00ad]/g

/** Text without invisible characters and without space around it. */
export const tidy = (text: string): string => text.replace(invisible, '').replace(/^[\s\u3000]+|[\s\u3000]+$/g, '')

/** Text for matching: half width, no space at all, upper case. */
export const squeeze = (text: string): string =>
  toHalfWidth(text.replace(invisible, '')).replace(/\s+/g, '').toUpperCase()

/**
 * A document number for matching (文号): all brackets alike, half width, no spaces. The number as printed is kept
 * beside it; this form is never shown.
 */
export const normalDocumentNumber = (text: string): string =>
  squeeze(text)
    .replace(/[〔【［[({「『〖]/g, '(')
    .replace(/[〕】］\])}」』〗]/g, ')')
