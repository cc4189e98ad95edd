import { verifyDrandSignature } from '../../api/system/drand.ts'
import { readBundle } from '../../domain/draw/bundle.ts'
import { type BundleFiles, bundleFiles, type Verdict, verifyDraw } from '../../domain/draw/verify.ts'

/** The page on which a stranger redoes a draw (核验页): the files never leave the browser, and nothing is fetched. */

const chosen = new Map<string, Uint8Array>()

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T
const [files, drop, list, verdict, facts] = [
  element<HTMLInputElement>('files'),
  element('drop'),
  element('list'),
  element('verdict'),
  element('facts'),
]

files.addEventListener('change', () => void take(files.files ?? []))
for (const name of ['dragenter', 'dragover'] as const) {
  drop.addEventListener(name, (event) => {
    event.preventDefault()
    drop.classList.add('over')
  })
}
drop.addEventListener('dragleave', () => drop.classList.remove('over'))
drop.addEventListener('drop', (event) => {
  event.preventDefault()
  drop.classList.remove('over')
  void take(event.dataTransfer?.files ?? [])
})

async function take(given: Iterable<File>): Promise<void> {
  for (const file of given) {
    if ((bundleFiles as readonly string[]).includes(file.name))
      chosen.set(file.name, new Uint8Array(await file.arrayBuffer()))
  }
  list.replaceChildren(...bundleFiles.map((name) => line(`${chosen.has(name) ? '✓' : '…'} ${name}`)))
  facts.replaceChildren()
  const missing = bundleFiles.filter((name) => !chosen.has(name))
  if (missing.length > 0) return say('waiting', `还差：${missing.join('、')}`)
  say('waiting', '正在重做整个抽取……')
  setTimeout(redo, 50) // The sentence is shown before the work begins.
}

function redo(): void {
  const begun = performance.now()
  const found = verdictOn(Object.fromEntries(chosen) as BundleFiles)
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  if (!found.same) return say('differs', `不一致 differs：${found.message}（${found.code}）`)
  say('same', `一致 same（用时 ${seconds} 秒）`)
  const { commitment, winners, pairs, unpaired, seed } = readBundle(chosen.get('bundle.json') ?? new Uint8Array())
  facts.replaceChildren(
    line(`抽取编号：${commitment.drawId}　抽取日：${commitment.day}　事项：${commitment.matters.join('、')}`),
    line(`抽中 ${winners.length} 户，派出 ${pairs.length} 组，未能派员 ${unpaired.length} 组`),
    line(`种子：${seed}`),
    ...found.beacons.map(({ name, proof }) =>
      line(
        proof === 'NOT_PROVED'
          ? `公共信标“${name}”的值没有附可验证的签名，请向信标网络查询该轮次，核对是否一致。`
          : `公共信标“${name}”的签名已验证。`,
      ),
    ),
  )
}

function verdictOn(given: BundleFiles): Verdict {
  try {
    return verifyDraw(given, verifyDrandSignature)
  } catch (error) {
    return { same: false, code: 'UNREADABLE', message: error instanceof Error ? error.message : String(error) }
  }
}

function line(text: string): HTMLElement {
  const paragraph = document.createElement('p')
  paragraph.textContent = text
  return paragraph
}

function say(kind: 'waiting' | 'same' | 'differs', text: string): void {
  verdict.className = kind
  verdict.textContent = text
}
