import { createHash } from 'node:crypto'
import { escaped } from './html.ts'
import type { Verdict, Verification } from './verified.ts'
import { chinaTime } from './words.ts'

/** A file is checked without the form being sent: the page posts its bytes and shows what comes back. */
const script = `
const form = document.querySelector('form'), file = document.querySelector('#file'), said = document.querySelector('#result')
file.addEventListener('change', async () => {
  const [chosen] = file.files
  if (!chosen) return
  const number = form.elements.number.value.trim(), code = form.elements.code.value.trim()
  if (number === '' || code === '') { said.innerHTML = '<p class="verdict UNKNOWN">请先填写报告编号与核验码。</p>'; file.value = ''; return }
  said.innerHTML = '<p>正在核验……</p>'
  try {
    const answer = await fetch('/verify/' + encodeURIComponent(number) + '?code=' + encodeURIComponent(code), {
      method: 'POST', headers: { 'content-type': 'application/octet-stream', accept: 'text/html' }, body: chosen,
    })
    said.innerHTML = answer.ok ? await answer.text() : '<p class="verdict UNKNOWN">未能核验，请稍后重试。</p>'
  } catch { said.innerHTML = '<p class="verdict UNKNOWN">未能核验，请稍后重试。</p>' }
  file.value = ''
})
`

const style = `
* { box-sizing: border-box }
body { margin: 0; background: #f1eeea; color: #1c1c1c; font: 16px/1.65 "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif }
main { max-width: 680px; margin: 24px auto; padding: 32px 40px; background: #fff; box-shadow: 0 1px 6px rgb(0 0 0 / .16) }
h1 { margin: 0 0 8px; color: #8b1a1a; font-size: 26px } h2 { font-size: 18px; margin: 28px 0 4px } p { margin: 6px 0 }
label { display: block; margin: 12px 0 2px; font-weight: 600 }
input { width: 100%; padding: 9px 10px; border: 1px solid #b9b1a9; border-radius: 4px; font: inherit } input[type=text] { font-family: ui-monospace, monospace }
button { margin-top: 16px; padding: 10px 28px; border: 0; border-radius: 4px; background: #8b1a1a; color: #fff; font: inherit; cursor: pointer }
input:focus-visible, button:focus-visible { outline: 3px solid #d9a441; outline-offset: 2px }
#result { margin-top: 18px }
.verdict { padding: 12px 16px; border-left: 6px solid; font-weight: 600 }
.GENUINE { background: #eaf5ec; border-color: #1f7a3a } .FILE_DIFFERS { background: #fbeaea; border-color: #b3261e } .UNKNOWN { background: #fdf4e3; border-color: #a86a00 }
dl { display: grid; grid-template-columns: 8em 1fr; margin: 12px 0 0; border: solid #c9c3bd; border-width: 1px 0 0 1px }
dt, dd { margin: 0; padding: 6px 10px; border: solid #c9c3bd; border-width: 0 1px 1px 0; overflow-wrap: anywhere } dt { color: #5c5c5c }
small { color: #5c5c5c }
@media (max-width: 560px) { main { margin: 0; padding: 20px 16px } dl { grid-template-columns: 6.5em 1fr } }`

const digest = createHash('sha256').update(script).digest('base64')

/** What the page may do: run its own script, ask its own server, and nothing else. */
export const verifyPolicy = [
  ...["default-src 'none'", `script-src 'sha256-${digest}'`, "style-src 'unsafe-inline'", "connect-src 'self'"],
  ...["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
].join('; ')

const headings: Readonly<Record<Verdict, string>> = {
  GENUINE: '核验通过',
  FILE_DIFFERS: '核验不通过',
  UNKNOWN: '查无此报告',
}

/** What a check said, as a part of the page. */
export function verdictHtml(told: Verification): string {
  const { verdict, message, number, name, uscc, purpose, issuedAt, asOf, issuedBy, adverseRecords, otherRecords } = told
  const banner = `<p class="verdict ${verdict}">${headings[verdict]}：${escaped(message)}</p>`
  if (number === null) return banner
  const rows: readonly (readonly [string, string | null])[] = [
    ['报告编号', number],
    ['主体名称', name],
    ['信用代码', uscc],
    ['查询用途', purpose],
    ['出具时间', issuedAt && chinaTime(issuedAt)],
    ['信息截至', asOf],
    ['出具单位', issuedBy],
    ['记录条数', `失信信息${adverseRecords}条，其他信息${otherRecords}条（登记信息除外）`],
    ...(told.recordsGone ? [['现已变化', `${told.recordsGone}条已撤销、期满或者更正`] as const] : []),
  ]
  return `${banner}<dl>${rows.map(([label, value]) => `<dt>${label}</dt><dd>${escaped(value ?? '')}</dd>`).join('')}</dl>`
}

/** The page on which anybody checks a report (报告核验), complete without a script but for choosing a file. */
export const verifyPage = (
  asked: Readonly<{ number: string; code: string }>,
  told?: Verification,
): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>公共信用信息报告核验</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>公共信用信息报告核验</h1>
<p>任何人都可以凭报告上的编号与核验码核验，无须登录。</p>
<form method="get" action="/verify">
<label for="number">报告编号</label>
<input type="text" id="number" name="number" required autocomplete="off" placeholder="B-XXXX-XXXX-XXXX-XXXX" value="${escaped(asked.number)}">
<label for="code">核验码</label>
<input type="text" id="code" name="code" required autocomplete="off" placeholder="XXXX-XXXX-XXXX" value="${escaped(asked.code)}">
<label for="sha256">文件的 SHA-256（可不填）</label>
<input type="text" id="sha256" name="sha256" autocomplete="off" pattern="\\s*[0-9a-fA-F]{64}\\s*" title="64位十六进制">
<button>核验</button>
</form>
<section id="result" aria-live="polite">${told === undefined ? '' : verdictHtml(told)}</section>
<h2><label for="file">核验文件是否被改动</label></h2>
<p><small>选择收到的 PDF、网页或者 JSON 文件，与出具时的文件逐字节比对。文件只用于计算摘要，不保存。</small></p>
<input type="file" id="file" accept=".pdf,.html,.json">
</main>
<script>${script}</script>
</body>
</html>
`
