import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { itemRefusals } from '../../../domain/draw/items/refusals.ts'
import { planRefusals } from '../../../domain/draw/plan/refusals.ts'
import { roundRefusals } from '../../../domain/draw/round/refusals.ts'
import { visitRefusals } from '../../../domain/draw/visit/refusals.ts'
import { inspectorRefusals } from '../../../domain/inspectors/refusals.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const textOf = (folder: string): string =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('refusals.ts'))
    .map((file) => readFileSync(`${root}${folder}/${file}`, 'utf8'))
    .join('\n')

const all = { ...itemRefusals, ...planRefusals, ...roundRefusals, ...visitRefusals, ...inspectorRefusals }

test('every refusal of items, inspectors, plans, draws, and visits is used, met by a test, and has a code of its own', () => {
  const [used, met] = ['domain', 'test'].map(
    (folder) => `${textOf(`${folder}/${folder === 'test' ? 'domain/' : ''}draw`)}
    ${textOf(`${folder}/${folder === 'test' ? 'domain/' : ''}inspectors`)}`,
  )
  const codes = Object.keys(all)
  const counts = [itemRefusals, planRefusals, roundRefusals, visitRefusals, inspectorRefusals].map(
    (one) => Object.keys(one).length,
  )
  expect(codes).toHaveLength(counts.reduce((sum, count) => sum + count, 0))
  expect(codes.filter((code) => !used?.includes(`'${code}'`))).toEqual([])
  expect(codes.filter((code) => !met?.includes(`'${code}'`))).toEqual([])
})
