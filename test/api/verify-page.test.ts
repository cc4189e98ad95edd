import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyPage } from '../../api/verify-page.ts'
import { bundleFiles } from '../../domain/draw/verify.ts'

const golden = join(import.meta.dirname, '..', 'golden', 'draw')

let html: string
beforeAll(async () => {
  html = await verifyPage()
})

type Listener = (event: object) => void

/** As much of a document as the page's program touches. */
class Element {
  readonly listeners = new Map<string, Listener>()
  readonly classList = { add: () => undefined, remove: () => undefined }
  className = ''
  textContent = ''
  files: readonly object[] = []
  children: readonly Element[] = []
  addEventListener = (name: string, listener: Listener): void => void this.listeners.set(name, listener)
  replaceChildren = (...children: Element[]): void => {
    this.children = children
  }
}

function opened() {
  const elements = new Map<string, Element>()
  const getElementById = (id: string): Element => {
    const element = elements.get(id) ?? new Element()
    elements.set(id, element)
    return element
  }
  const document = { getElementById, createElement: () => new Element() }
  const program = /<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? ''
  const browser = { document, TextEncoder, TextDecoder, Uint8Array, setTimeout, performance, DataView, BigInt }
  runInNewContext(program, browser) // Neither `require` nor `process` nor `fetch`: what a browser lacks fails here.
  const files = getElementById('files')
  return {
    verdict: getElementById('verdict'),
    facts: getElementById('facts'),
    give(given: readonly { name: string; bytes: Buffer }[]): void {
      files.files = given.map(({ name, bytes }) => ({ name, arrayBuffer: async () => new Uint8Array(bytes).buffer }))
      files.listeners.get('change')?.({})
    },
  }
}

const published = (name: string) =>
  Promise.all(
    bundleFiles.map(async (file) => ({ name: file as string, bytes: await readFile(join(golden, name, file)) })),
  )

describe('the page on which a stranger redoes a draw', () => {
  test.each(['worked-example', 'district'])('says that %s is the same', async (name) => {
    const page = opened()
    page.give(await published(name))
    await expect.poll(() => page.verdict.className, { timeout: 20_000 }).toBe('same')
    expect(page.facts.children.length).toBeGreaterThan(2)
  })

  test('names the first difference', async () => {
    const page = opened()
    const files = await published('worked-example')
    page.give(
      files.map(({ name, bytes }) =>
        name === 'bundle.json'
          ? {
              name,
              bytes: Buffer.from(String(bytes).replace(/"seed":\s*"(.)/, (_all, c) => `"seed":"${c === '0' ? 1 : 0}`)),
            }
          : { name, bytes },
      ),
    )
    await expect.poll(() => page.verdict.className).toBe('differs')
    expect(page.verdict.textContent).toContain('SEED_DIFFERS')
  })

  test('asks for the files that are missing', async () => {
    const page = opened()
    page.give((await published('worked-example')).slice(1))
    await expect.poll(() => page.verdict.textContent).toContain('objects.tsv')
  })

  test('is one file that asks for nothing', () => {
    expect(html).not.toMatch(/<(link|img|iframe)|src=|@import|\bfetch\(|XMLHttpRequest|https?:\/\//)
    expect(html).toContain("default-src 'none'")
  })
})
