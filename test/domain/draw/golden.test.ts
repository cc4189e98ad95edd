import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { verifyDrandSignature } from '../../../api/system/drand.ts'
import type { Bundle } from '../../../domain/draw/bundle.ts'
import { bundleFiles, verifyDraw } from '../../../domain/draw/verify.ts'
import { goldenDraws } from '../../support/draw-golden.ts'
import { naiveDraw } from '../../support/naive-draw.ts'

const folder = fileURLToPath(new URL('../../golden/draw', import.meta.url))

describe.each(Object.entries(goldenDraws))('the published draw %s', (name, publish) => {
  const bytesOf = (file: string) => readFileSync(join(folder, name, file))
  const files = Object.fromEntries(bundleFiles.map((file) => [file, bytesOf(file)]))
  const bundle = JSON.parse(bytesOf('bundle.json').toString()) as Bundle

  test('is still verified', () => {
    expect(verifyDraw(files, verifyDrandSignature).same).toBe(true)
  })

  test('is still what the same inputs give, byte for byte', () => {
    for (const [file, bytes] of Object.entries(publish())) expect(Buffer.compare(bytesOf(file), bytes)).toBe(0)
  })

  test('is what the text gives, redone from the files without the draw’s own code', () => {
    const rows = (file: string) => {
      const lines = bytesOf(file).toString().trimEnd().split('\n')
      return lines.map((line) => [line.split('\t')[0] ?? '', line.split('\t')[1] ?? ''] as const)
    }
    const naive = naiveDraw({
      commitment: bundle.commitment,
      values: bundle.contributions.map(({ value }) => value),
      objects: rows('objects.tsv').map(([uscc, stratum]) => ({ uscc, stratum })),
      inspectors: rows('inspectors.tsv').map(([inspectorId, agency]) => ({ inspectorId, agency })),
      conflicts: rows('conflicts.tsv').map(([inspectorId, uscc]) => ({ inspectorId, uscc })),
      wishes: bundle.changes.map(({ added: _, ...wish }) => wish),
    })
    const { seed, winners, pairs, unpaired, changes } = bundle
    expect(naive).toEqual({ seed, winners, pairs, unpaired, changes })
  })
})

test('the golden draws reach everything that a bundle can hold', () => {
  const { commitment, contributions, unpaired, changes } = JSON.parse(
    readFileSync(join(folder, 'district', 'bundle.json'), 'utf8'),
  ) as Bundle
  expect(new Set(commitment.entropy.map(({ kind }) => kind))).toEqual(new Set(['reveal', 'dice', 'beacon']))
  expect(contributions.filter(({ value }) => value === '')).toHaveLength(1)
  expect(unpaired.length).toBeGreaterThan(0)
  const kinds = changes.map(({ kind, added }) => `${kind} ${added === null ? 'nobody' : 'somebody'}`)
  expect(new Set(kinds)).toEqual(
    new Set(['object somebody', 'object nobody', 'inspector somebody', 'inspector nobody']),
  )
})
