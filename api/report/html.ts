import { visible } from './font.ts'
import { qrSquares } from './qr.ts'
import type { Entry, Field, Part, Sheet } from './sheet.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML shows it and nothing else. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)

const shown = (text: string): string => escaped(visible(text))

export const reportStyle = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0; background: #f1eeea; color: #1c1c1c; font: 15px/1.65 "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif }
main { position: relative; max-width: 860px; margin: 24px auto; padding: 40px 48px; background: #fff; box-shadow: 0 1px 6px rgb(0 0 0 / .16) }
.mark { position: absolute; inset: 0; pointer-events: none; background-repeat: repeat; print-color-adjust: exact; -webkit-print-color-adjust: exact }
header { position: relative; display: flex; gap: 24px; justify-content: space-between }
h1 { margin: 0 0 12px; color: #8b1a1a; font-size: 30px; letter-spacing: 2px } header p { margin: 0; font-size: 18px }
figure { flex: none; margin: 0; text-align: center; font-size: 12px; color: #6b6b6b } figure svg { display: block; margin: 0 auto; width: 132px; height: 132px }
h2 { position: relative; margin: 32px 0 8px; color: #8b1a1a; font-size: 19px } h2 small { color: #6b6b6b; font-weight: 400; font-size: 13px }
h3 { position: relative; margin: 16px 0 4px; font-size: 15px }
dl { position: relative; display: grid; grid-template-columns: 9.2em 1fr 9.2em 1fr; margin: 8px 0 4px; border: solid #c9c3bd; border-width: 1px 0 0 1px }
dt, dd { margin: 0; padding: 5px 9px; border: solid #c9c3bd; border-width: 0 1px 1px 0; overflow-wrap: anywhere; min-width: 0 }
dt { color: #6b6b6b; white-space: nowrap } dd.full { grid-column: span 3 }
.none, .ground { position: relative; margin: 2px 0; color: #6b6b6b; font-size: 13px } .ground { overflow-wrap: anywhere; font-size: 12px }
.statement { position: relative; margin: 18px 0 0; font-weight: 700 }
ol { position: relative; padding-left: 1.6em; font-size: 13px; overflow-wrap: anywhere }
@media (max-width: 640px) {
  main { margin: 0; padding: 20px 16px } header { flex-direction: column }
  figure { align-self: flex-start } dl { grid-template-columns: 9.2em 1fr } dd.full { grid-column: auto }
}
@media print {
  body { background: #fff; font-size: 12px } main { max-width: none; margin: 0; padding: 0; box-shadow: none }
  .mark { position: fixed } h2, h3 { break-after: avoid }
  @page { margin: 14mm 12mm }
}`

/** The sheet as a page of its own: nothing is fetched, nothing is run. */
export function htmlOf(sheet: Sheet): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${shown(`${sheet.title} ${sheet.number}`)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<div class="mark" style="background-image:url('${watermark(sheet.watermark)}')"></div>
<header><div><h1>${shown(sheet.title)}</h1><p>${shown(sheet.name)}</p></div>
<figure>${qr(sheet.address)}<figcaption>核验码 ${shown(sheet.code)}</figcaption></figure></header>
${fields(sheet.head)}
${sheet.statement === null ? '' : `<p class="statement">${shown(sheet.statement)}</p>`}
${sheet.parts.map(part).join('\n')}
<h2>说明</h2>
<ol>${sheet.notes.map((note) => `<li>${shown(note)}</li>`).join('')}</ol>
</main>
</body>
</html>
`
}

/** The watermark as a picture that is repeated over the page. */
function watermark(text: string): string {
  const letters = visible(text)
  const width = [...letters].length * 17 + 40
  const height = Math.round(width * 0.62)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="50%" y="50%" text-anchor="middle" fill="#000" fill-opacity=".065" font-size="17" font-family="sans-serif" transform="rotate(-28 ${width / 2} ${height / 2})">${escaped(letters)}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg).replace(/'/g, '%27')}`
}

function qr(text: string): string {
  const squares = qrSquares(text)
  const side = squares.length + 8
  const path = squares.flatMap((line, y) => line.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ''))).join('')
  return `<svg viewBox="0 0 ${side} ${side}" role="img" aria-label="核验二维码" shape-rendering="crispEdges"><path d="${path}"/></svg>`
}

/** A short field that has no short one beside it takes the whole line. */
function fields(all: readonly Field[]): string {
  const cells: string[] = []
  for (let place = 0; place < all.length; place++) {
    const [one, next] = [all[place], all[place + 1]]
    if (one === undefined) continue
    const isPair = next !== undefined && one.short && next.short
    cells.push(cell(one, !isPair))
    if (isPair) cells.push(cell(next, false))
    if (isPair) place++
  }
  return `<dl>${cells.join('')}</dl>`
}

const cell = ({ label, value }: Field, full: boolean): string =>
  `<dt>${shown(label)}</dt><dd${full ? ' class="full"' : ''}>${shown(value)}</dd>`

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

const part = ({ heading, entries, none }: Part, place: number): string =>
  `<section><h2>${numerals[place]}、${shown(heading)}${entries.length > 1 ? ` <small>共${entries.length}条</small>` : ''}</h2>
${entries.length === 0 ? `<p class="none">${shown(none)}</p>` : entries.map((one, n) => entryOf(one, entries.length > 1 ? `${n + 1}. ` : '')).join('\n')}</section>`

const entryOf = ({ title, fields: all, ground, events }: Entry, number: string): string =>
  `<h3>${shown(number + title)}</h3>${fields(all)}<p class="ground">${shown(ground)}</p><p class="ground">依据记录：${shown(events.join('、'))}</p>`
