/** The words of a PDF of ours, read back from its glyphs and the table from glyphs to characters; nothing is compressed. */
export function pdfText(pdf: Buffer): string {
  const source = pdf.toString('latin1')
  const objects = new Map(
    [...source.matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [id, body ?? '']),
  )
  const fonts = new Map(
    [...source.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => {
      const [, map] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '') ?? []
      return [name ?? '', lettersOf(objects.get(map) ?? '')]
    }),
  )
  let letters: ReadonlyMap<number, string> = new Map()
  const words: string[] = []
  for (const [, font, glyphs] of source.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) letters = fonts.get(font) ?? letters
    else words.push(...[...(glyphs ?? '').matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => read(hex, letters)), '\n')
  }
  return words.join('')
}

const read = (hex: string, letters: ReadonlyMap<number, string>): string =>
  (hex.match(/.{4}/g) ?? []).map((glyph) => letters.get(Number.parseInt(glyph, 16)) ?? '\ufffd').join('')

function lettersOf(cmap: string): ReadonlyMap<number, string> {
  const letters = new Map<number, string>()
  for (const [, first = '0', list = ''] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    for (const [n, [, units = '']] of [...list.matchAll(/<([0-9a-f ]*)>/g)].entries())
      letters.set(
        Number.parseInt(first, 16) + n,
        String.fromCharCode(...(units.match(/[0-9a-f]{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16))),
      )
  }
  return letters
}
