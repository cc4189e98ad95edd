import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { verifyCommand } from '../../../jobs/cli/verify.ts'
import { publish } from '../../support/draw-golden.ts'
import { party, revealed, world } from '../../support/draw-world.ts'

const golden = fileURLToPath(new URL('../../golden/draw/district', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'yidang-verify-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

async function verify(folder: string) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await verifyCommand(folder, { out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out, err }
}

function damaged(name: string, damage: (folder: string) => void): string {
  const folder = join(scratch, name)
  cpSync(golden, folder, { recursive: true })
  damage(folder)
  return folder
}

describe('yidang verify', () => {
  test('says same and 0 where the draw can be redone', async () => {
    expect(await verify(golden)).toEqual({ code: 0, out: ['same'], err: [] })
  })

  test('says differs with the first difference and 1 where it cannot', async () => {
    const folder = damaged('other', (at) => writeFileSync(join(at, 'conflicts.tsv'), ''))
    const { code, out } = await verify(folder)
    expect(code).toBe(1)
    expect(out).toHaveLength(1)
    expect(out[0]).toMatch(/^differs: DIRECTORY_SHA256_DIFFERS conflicts\.tsv的摘要与承诺不符/)
  })

  test('says in one sentence what is wrong with a damaged folder', async () => {
    const without = damaged('without', (at) => rmSync(join(at, 'bundle.json')))
    const blocked = damaged('blocked', (at) => {
      rmSync(join(at, 'objects.tsv'))
      mkdirSync(join(at, 'objects.tsv'))
    })
    expect(await verify(without)).toEqual({ code: 1, out: ['differs: FILE_MISSING 缺少文件bundle.json。'], err: [] })
    expect((await verify(blocked)).out).toEqual(['differs: FILE_UNREADABLE 文件objects.tsv读不出来（EISDIR）。'])
    expect((await verify(join(scratch, 'nowhere'))).out).toEqual(['differs: FILE_MISSING 缺少文件objects.tsv。'])
    const torn = damaged('torn', (at) => writeFileSync(join(at, 'bundle.json'), '{"commitment":'))
    expect((await verify(torn)).out[0]).toMatch(/^differs: NOT_JSON bundle\.json不是JSON/)
  })

  test('tells beside the answer of a beacon that bears no signature', async () => {
    const folder = join(scratch, 'unproved')
    mkdirSync(folder)
    const base = world()
    const entropy = [
      ...(base.commitment['entropy'] as []),
      { name: '信标', kind: 'beacon', source: '某公共信标', round: 5 },
    ]
    const files = publish(world({ commitment: { entropy }, values: [revealed, '123', 'abc'] }))
    for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, file), bytes)
    const { code, out, err } = await verify(folder)
    expect({ code, out }).toEqual({ code: 0, out: ['same'] })
    expect(err.join()).toContain('“信标”')
    expect(err.join()).not.toContain(party)
  })
})
