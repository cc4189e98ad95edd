import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError } from '../../../../api/system/config.ts'
import { fileMaster, givenMaster, type MasterSource } from '../../../../api/system/keys/master-key.ts'
import type { PersonRef } from '../../../../api/system/keys/person-key.ts'
import { type PersonKeys, personKeys } from '../../../../api/system/keys/person-keys.ts'
import { idSource } from '../../../../domain/kernel/ids.ts'
import { freshDatabase } from '../../../support/postgres.ts'

let pool: pg.Pool
let folder: string
const secret = randomBytes(32)
beforeEach(async () => {
  pool = new pg.Pool({ connectionString: await freshDatabase() })
  folder = await mkdtemp(join(tmpdir(), 'yidang-keys-'))
})
afterEach(async () => {
  await pool.end()
  await rm(folder, { recursive: true, force: true })
})

/** A process on the one key table; every process has its own. */
const process = (source: MasterSource = givenMaster(secret)): PersonKeys =>
  personKeys(pool, { source, algorithm: 'AES-256-GCM', newId: idSource() })
const person = (identityNumber: string | null, changes: Partial<PersonRef> = {}): PersonRef => ({
  ...{ identityNumber, uscc: '91310104MA1X00017M', name: '张三', phone: null },
  ...changes,
})
const idsOf = async (keys: PersonKeys, ...persons: PersonRef[]) => (await keys.keysOf(persons)).map(({ id }) => id)

describe('a person', () => {
  test('has one key, in whatever file and however the number is written', async () => {
    const keys = process()
    const ids = await idsOf(
      ...([
        keys,
        person('31010419900101123X'),
        person('３１０１０４１９９００１０１１２３ｘ', { uscc: 'other' }),
      ] as const),
      person('110105491231002'), // Of before 1999, and what replaced it.
      person('11010519491231002X', { name: null }),
      person('110105194912310021'),
    )
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).toBe(ids[3])
    expect(new Set(ids).size).toBe(3)
  })

  test('without a number is known by name within one file only', async () => {
    const keys = process()
    const ids = await idsOf(keys, person(null), person(null, { name: '张 三' }), person(null, { uscc: 'other' }))
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).not.toBe(ids[0])
  })

  test('gets one key where several processes need it at once', async () => {
    const numbers = Array.from({ length: 40 }, (_, n) => person(`passport${n}`))
    const both = await Promise.all(
      [0, 1, 2, 3].map((n) => idsOf(process(), ...(n % 2 ? numbers.toReversed() : numbers))),
    )
    for (const [n, ids] of both.entries()) expect(n % 2 ? ids.toReversed() : ids).toEqual(both[0])
  })

  test('whose number is not in the table is not found, and finding makes no key', async () => {
    const keys = process()
    expect(await keys.find(person('E12345678'))).toBeUndefined()
    const [id] = await idsOf(keys, person('E12345678'))
    expect(await keys.find(person('e12345678', { uscc: '' }))).toBe(id)
    expect((await pool.query('select from keys.person')).rowCount).toBe(1)
  })
})

describe('a destroyed key', () => {
  test('opens nothing more, in no process, and leaves nothing by which the person is found', async () => {
    const [one, two] = [process(), process()]
    const [key] = await one.keysOf([person('E12345678')])
    if (key === undefined) throw new Error('no key')
    const sealed = key.seal('NAME', '张三')
    expect((await two.load([key.id])).get(key.id)?.open('NAME', sealed)).toBe('张三')
    expect(await one.destroy(key.id, 'officer')).toBe('DESTROYED')
    expect(await one.destroy(key.id, 'officer')).toBe('ALREADY')
    expect(await one.destroy('nobody', 'officer')).toBe('UNKNOWN')
    for (const keys of [one, two]) {
      expect((await keys.load([key.id])).size).toBe(0)
      expect(await keys.find(person('E12345678'))).toBeUndefined()
    }
    const { rows } = await pool.query('select * from keys.person')
    expect(rows).toMatchObject([{ id: key.id, lookup: null, wrapped: null, destroyed_by: 'officer' }])
    expect(await idsOf(one, person('E12345678'))).not.toEqual([key.id])
  })

  test('that a restored backup brings back is destroyed again', async () => {
    const keys = process()
    const [id = ''] = await idsOf(keys, person('E12345678'))
    const { rows } = await pool.query<{ lookup: string; wrapped: string }>('select lookup, wrapped from keys.person')
    await keys.destroy(id, 'officer')
    const restore = 'update keys.person set lookup = $1, wrapped = $2, destroyed_at = null, destroyed_by = null'
    await pool.query(restore, [rows[0]?.lookup, rows[0]?.wrapped])
    expect((await keys.load([id])).size).toBe(1)
    expect(await keys.destroyAgain([id, 'nobody'])).toBe(1)
    expect((await keys.load([id])).size).toBe(0)
  })
})

describe('the master key', () => {
  test('is made in the data folder when it is first needed, readable by its owner alone', async () => {
    const path = join(folder, 'data', 'master.key')
    const keys = process(fileMaster(path, true))
    await keys.check()
    await expect(stat(path)).rejects.toThrow('ENOENT')
    await Promise.all([keys.keysOf([person('E1')]), process(fileMaster(path, true)).keysOf([person('E2222')])])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readFile(path, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    await process(fileMaster(path, true)).check()
  })

  test('that others may read is not used', async () => {
    const path = join(folder, 'master.key')
    await writeFile(path, secret.toString('hex'), { mode: 0o644 })
    await expect(process(fileMaster(path, false)).keysOf([person('E1')])).rejects.toThrow('chmod 600')
  })

  test('that is lost or another one is told at once, and no new one is made in its place', async () => {
    await process().keysOf([person('E12345678')])
    const other = process(givenMaster(randomBytes(32)))
    await expect(other.check()).rejects.toThrow(ConfigError)
    await expect(other.keysOf([person('E12345678')])).rejects.toThrow('主密钥与密钥库不符')
    const path = join(folder, 'master.key')
    await expect(process(fileMaster(path, true)).check()).rejects.toThrow('找不到主密钥')
    await expect(stat(path)).rejects.toThrow('ENOENT')
  })

  test('stands nowhere in the database', async () => {
    await process().keysOf([person('E12345678')])
    const { rows } = await pool.query('select m::text, p::text from keys.master m, keys.person p')
    for (const form of ['hex', 'base64'] as const) expect(JSON.stringify(rows)).not.toContain(secret.toString(form))
  })

  test('is replaced by wrapping every key anew: what was sealed opens, and the old one opens nothing', async () => {
    const path = join(folder, 'master.key')
    const source = fileMaster(path, true)
    const [one, two] = [process(source), process(fileMaster(path, true))]
    const made = await one.keysOf(Array.from({ length: 5_003 }, (_, n) => person(`passport${n}`)))
    const sealed = made.map((key) => key.seal('NAME', '张三'))
    await one.destroy(made[0]?.id ?? '', 'officer')
    await two.load([]) // It holds the old master key from here on.
    const before = await readFile(path, 'utf8')
    expect(await one.replaceMaster(randomBytes(32))).toEqual({ keys: 5_002, inPlace: true })
    expect(await readFile(path, 'utf8')).not.toBe(before)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const ids = made.map(({ id }) => id)
    for (const keys of [two, one, process(fileMaster(path, true))]) {
      const loaded = await keys.load(ids)
      expect(loaded.size).toBe(5_002)
      expect(loaded.get(ids[7] ?? '')?.open('NAME', sealed[7] as never)).toBe('张三')
    }
    await writeFile(path, before, { mode: 0o600 })
    await expect(process(fileMaster(path, true)).load(ids)).rejects.toThrow('主密钥与密钥库不符')
  })

  test('replaced behind the back of a process never wraps a new key again', async () => {
    const path = join(folder, 'master.key')
    const [one, two] = [process(fileMaster(path, true)), process(fileMaster(path, true))]
    await two.keysOf([person('E1234')])
    await one.replaceMaster(randomBytes(32))
    const [id = ''] = await idsOf(two, person('E9999'))
    expect((await process(fileMaster(path, true)).load([id])).size).toBe(1)
  })

  test('whose change was cut short, before or after the wrapping, is found in either file', async () => {
    const path = join(folder, 'master.key')
    const [id = ''] = await idsOf(process(fileMaster(path, true)), person('E1234'))
    const inner = fileMaster(path, true)
    const cut = (before: boolean): MasterSource => ({
      ...inner,
      replace: (inUse, next, rewrap) =>
        inner.replace(inUse, next, async () => {
          if (!before) await rewrap()
          throw new Error('cut short')
        }),
    })
    for (const before of [true, false]) {
      await expect(process(cut(before)).replaceMaster(randomBytes(32))).rejects.toThrow('cut short')
      expect((await process(fileMaster(path, true)).load([id])).size).toBe(1)
    }
    await process(fileMaster(path, true)).replaceMaster(randomBytes(32))
    expect((await process(fileMaster(path, true)).load([id])).size).toBe(1)
  })

  test('replaced by two processes at once is one of theirs in the end, and everything opens', async () => {
    const path = join(folder, 'master.key')
    const [id = ''] = await idsOf(process(fileMaster(path, true)), person('E1234'))
    await Promise.all([1, 2, 3].map(() => process(fileMaster(path, true)).replaceMaster(randomBytes(32))))
    expect((await process(fileMaster(path, true)).load([id])).size).toBe(1)
  })
})
