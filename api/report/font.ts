import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create } from 'fontkit'

const require = createRequire(import.meta.url)
const fileOf = (weight: string): Buffer =>
  readFileSync(require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`))

let read: Readonly<{ regular: Buffer; bold: Buffer; letters: ReadonlySet<number> }> | undefined

/** Noto Sans SC (SIL Open Font License 1.1), read once: its two weights, and every character that it has a glyph for. */
export function reportFont(): NonNullable<typeof read> {
  if (read === undefined) {
    const regular = fileOf('400Regular')
    const font = create(regular)
    read = { regular, bold: fileOf('700Bold'), letters: new Set('characterSet' in font ? font.characterSet : []) }
  }
  return read
}

const missing = (letter: string): boolean =>
  /[\p{C}\p{Zl}\p{Zp}\p{M}]/u.test(letter) || !reportFont().letters.has(letter.codePointAt(0) ?? 0)

const written = (letter: string): string =>
  `〔U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}〕`

/**
 * Text in which every character without a glyph (a rare one of a name, one of a private area, an invisible one) is
 * written as its code point: a gap in somebody's name would be another name.
 */
export const visible = (text: string): string =>
  [...text.replace(/[\r\n\t]+/g, ' ')].map((letter) => (missing(letter) ? written(letter) : letter)).join('')

/** The characters of texts that have no glyph, in the order of their code points. */
export function missingIn(texts: Iterable<string>): readonly string[] {
  const found = new Set<string>()
  for (const text of texts)
    for (const letter of text.replace(/[\r\n\t]+/g, ' ')) if (missing(letter)) found.add(written(letter))
  return [...found].sort()
}
