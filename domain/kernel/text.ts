/** Full-width letters, digits, and signs (全角) as their half-width twins; the ideographic space as a space. */
export function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/g, (sign) =>
    sign === '\u3000' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  )
}

// Zero-width signs, byte order mark, soft hyphen, and the marks of writing direction that spreadsheets leave behind.
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

/** Text without invisible characters and without space around it. */
export const tidy = (text: string): string => text.replace(invisible, '').trim()

/** Text for matching: half width, no space at all, upper case. */
export const squeeze = (text: string): string =>
  toHalfWidth(text.replace(invisible, '')).replace(/\s+/g, '').toUpperCase()

/** Whether a text stands for "none" where a feed's column must not be empty: `0`, `00000000-0`, `无`, `/`, zeros and an X. */
export const isPlaceholder = (text: string): boolean => /^(.)\1*-?\1*X?$/u.test(squeeze(text))

/** Text for matching with all brackets alike, half width, no spaces. */
const withoutStyle = (text: string): string =>
  squeeze(text)
    .replace(/[〔【［[({「『〖﹝〘﹙﹛❲]/g, '(')
    .replace(/[〕】］\])}」』〗﹞〙﹚﹜❳]/g, ')')

/**
 * A document number for matching (文号): all brackets alike, half width, no spaces. The number as printed is kept
 * beside it; this form is never shown.
 */
export const normalDocumentNumber = (text: string): string => withoutStyle(text)

const nameMax = 300

/** The name of an enterprise for matching (名称比对), never shown; of what is longer than any name its beginning. */
export const normalName = (text: string): string => withoutStyle(text).slice(0, nameMax)
