import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { drawRefusals, refuseDraw } from '../../../domain/draw/draw-refusals.ts'

const folders = ['domain/draw', 'jobs/cli', 'test/domain/draw']
const textOf = (folder: string): string => {
  const path = fileURLToPath(new URL(`../../../${folder}`, import.meta.url))
  return readdirSync(path)
    .filter((file) => file.endsWith('.ts') && file !== 'draw-refusals.ts')
    .map((file) => readFileSync(`${path}/${file}`, 'utf8'))
    .join('\n')
}

test('every refusal of the draw is used, and met by a test', () => {
  const [used, met] = [`${textOf('domain/draw')}${textOf('jobs/cli')}`, textOf('test/domain/draw')]
  const codes = Object.keys(drawRefusals)
  expect(codes.filter((code) => !used.includes(`'${code}'`))).toEqual([])
  expect(codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(met))).toEqual([])
  expect(folders.every((folder) => textOf(folder).length > 0)).toBe(true)
})

test('a refusal says its details in its sentence', () => {
  expect(refuseDraw('FIELD_COUNT', { file: 'objects.tsv', line: 7 }).message).toBe(
    'objects.tsv第7行不是以一个制表符分开的两个字段。',
  )
})
