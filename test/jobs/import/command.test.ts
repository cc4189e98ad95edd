import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readConfig } from '../../../api/system/config.ts'
import { importCommand } from '../../../jobs/cli/import.ts'
import { emptyWorld, sample, type World } from './world.ts'

let world: World
const said: string[] = []
beforeEach(async () => {
  world = await emptyWorld()
  world.system.tell() // The server that the command runs beside.
  said.length = 0
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(line))
  vi.spyOn(console, 'error').mockImplementation((line) => void said.push(line))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await world.close()
})

const command = (path: string, options: { verdicts?: string; kind?: string } = {}) =>
  importCommand(readConfig({ DATABASE_URL: world.databaseUrl, LOG_LEVEL: 'silent' }), path, options)

test('the command beside a running server writes a verdict for every row and ends with 0, refused rows or not', async () => {
  const verdicts = await world.file('verdicts.csv', '')
  expect(await command(sample('penalties.csv'), { verdicts })).toBe(0)
  expect(said).toEqual(['共 31 行：接收 20，重复 1，拒绝 10。'])
  const lines = (await readFile(verdicts, 'utf8')).trimEnd().split('\n')
  expect(lines[0]).toBe('row,verdict,field,reason')
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(Array.from({ length: 31 }, (_, n) => String(n + 1)))
  expect(lines[1]).toBe('1,accepted,,')
  expect(lines[18]).toMatch(/^18,duplicate,,.*已经入档/)
  expect(lines[21]).toMatch(/^21,refused,CF_XDR_SHXYM,.*17位/)
})

test('the command ends with 2 and one sentence where there is nothing to read', async () => {
  expect(await command(await world.file('other.csv', 'a,b\n1,2\n'))).toBe(2)
  expect(await command(join(sample(''), 'absent.csv'))).toBe(2)
  expect(await command(sample('penalties.csv'), { kind: 'novel' })).toBe(2)
  expect(said.map((line) => line.match(/无法识别|没有“.*absent.csv”|--kind/)?.[0])).not.toContain(undefined)
  expect((await world.facts()).size).toBe(0)
})

test('the command never writes verdicts over the records, nor blames the records for a folder that is not there', async () => {
  const records = await world.file('records.csv', await readFile(sample('penalties.csv')))
  expect(await command(records, { verdicts: records })).toBe(2)
  expect(await readFile(records)).toEqual(await readFile(sample('penalties.csv')))
  expect(await command(records, { verdicts: join(records, '..', 'nowhere', 'v.csv') })).toBe(2)
  expect(said).toEqual([expect.stringContaining('要导入的文件本身'), expect.stringContaining('nowhere')])
})
