import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { refusals } from '../domain/refusals.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const layers = ['domain', 'projections', 'api', 'jobs', 'seeds', 'bin'] as const
type Layer = (typeof layers)[number]

function* filesIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* filesIn(path)
    else if (path.endsWith('.ts')) yield path
  }
}

const sources = layers.flatMap((layer) =>
  [...filesIn(join(root, layer))].map((path) => ({ layer, path, text: readFileSync(path, 'utf8') })),
)
const importsIn = (text: string): string[] =>
  [...text.matchAll(/(?:from |import\()'([\w@./:-]+)'/g)].map((found) => found[1] ?? '')

/** What each layer may import from; from `api`, jobs and seeds take only its `system`. */
const mayImport: Readonly<Record<Layer, readonly string[]>> = {
  domain: ['domain'],
  projections: ['domain', 'projections'],
  api: ['domain', 'projections', 'api'],
  jobs: ['domain', 'projections', 'api/system', 'jobs'],
  seeds: ['domain', 'projections', 'api/system', 'seeds'],
  bin: ['domain', 'projections', 'api', 'jobs', 'seeds', 'bin'], // Where everything is put together.
}

describe('the house', () => {
  test('imports point one way', () => {
    const wrong = sources.flatMap(({ layer, path, text }) =>
      importsIn(text)
        .filter((target) => target.startsWith('.'))
        .map((target) => relative(root, resolve(dirname(path), target)))
        .filter((target) => !mayImport[layer].some((allowed) => target.startsWith(`${allowed}/`)))
        .map((target) => `${relative(root, path)} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('the domain imports nothing but itself, Node, and the maker of ids', () => {
    const outside = sources
      .filter(({ layer }) => layer === 'domain')
      .flatMap(({ path, text }) => importsIn(text).map((target) => [relative(root, path), target] as const))
      .filter(([, target]) => !target.startsWith('.') && !target.startsWith('node:') && target !== 'ulid')
    expect(outside).toEqual([])
  })

  test('what must be redone has no clock, no chance, and no locale', () => {
    const impure = /Math\.random|Date\.now|new Date\(\)|toLocale|\bIntl\.|localeCompare|performance\.now|parseFloat/
    const found = sources.filter(
      ({ layer, text }) => layer === 'domain' && impure.test(text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')),
    )
    expect(found.map(({ path }) => relative(root, path))).toEqual([])
  })

  test('only the configuration reads the environment', () => {
    const readers = sources.filter(({ text }) => /process\.env/.test(text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')))
    const allowed = ['api/system/config.ts', 'api/system/embedded-postgres/'] // The latter hands it on to child processes.
    expect(
      readers.map(({ path }) => relative(root, path)).filter((path) => !allowed.some((one) => path.startsWith(one))),
    ).toEqual([])
  })

  test('a file tells one story', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 350)
    expect(long.map(({ path }) => relative(root, path))).toEqual([])
  })

  test('every refusal is used', () => {
    const said = sources.map(({ text }) => text).join('\n')
    const unused = Object.keys(refusals).filter((code) => !said.includes(`'${code}'`))
    expect(unused).toEqual([])
  })
})
