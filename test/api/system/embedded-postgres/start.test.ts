import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openEmbeddedPostgres } from '../../../../api/system/embedded-postgres.ts'
import { createLog } from '../../../../api/system/log.ts'
import { openReadModels } from '../../../../projections/database.ts'
import { ask, expectNothingLeftRunning, newFolder, open, openElsewhere, opener, running } from './folders.ts'

/** A log whose messages can be read, in order. */
function logLines() {
  const messages: string[] = []
  const to = { write: (line: string) => void messages.push(JSON.parse(line).msg) }
  return { lines: () => messages, log: createLog({ level: 'info', pretty: false }, to) }
}

describe('the first start', () => {
  test('makes a database ordered by bytes that only this machine can reach, and keeps its promises on the disk', async () => {
    const folder = await newFolder()
    const { url, adopted } = await open(folder)
    expect(adopted).toBe(false)
    const [made] = await ask(
      url,
      `select current_database() as name, datcollate as collation, pg_encoding_to_char(encoding) as encoding,
        array(select word from unnest(array['b', '丙', 'B', '_']) word order by word) as words
      from pg_database where datname = current_database()`,
    )
    expect(made).toEqual({ name: 'yidang', collation: 'C', encoding: 'UTF8', words: ['B', '_', 'b', '丙'] })
    const rows = await ask<{ name: string; setting: string }>(
      url,
      `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'fsync',
        'synchronous_commit', 'full_page_writes', 'TimeZone', 'jit', 'max_connections')`,
    )
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      TimeZone: 'UTC',
      jit: 'off',
      max_connections: '100',
    })
  })

  test('keeps a random password that only the owner can read, and lets nobody in without it', async () => {
    const [one, two] = [await newFolder(), await newFolder()]
    const [first, second] = [await open(one), await open(two)]
    expect(new URL(first.url).password).not.toBe(new URL(second.url).password)
    const file = join(one, 'postgres', 'yidang.password')
    expect((await readFile(file, 'utf8')).trim()).toBe(new URL(first.url).password)
    expect((await stat(file)).mode & 0o077).toBe(0)
    const guessed = new URL(first.url)
    guessed.password = 'guessed'
    await expect(ask(guessed.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  })

  test('that broke off is done again, and what it left is cleared away', async () => {
    const folder = await newFolder()
    const broken = join(folder, 'postgres.partial.999999999.0a1b2c3d')
    await mkdir(join(broken, 'base'), { recursive: true })
    await writeFile(join(broken, 'PG_VERSION'), '18\n')
    await writeFile(`${broken}.password`, 'old\n')
    const { url } = await open(folder)
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'postgres.log'])
  })

  test('that was killed in the middle is done again', async () => {
    const folder = await newFolder()
    const child = fork(opener, [folder])
    const exit = once(child, 'exit')
    const partial = async () => (await readdir(folder)).find((file) => /^postgres\.partial\.[\d.a-f]+$/.test(file))
    const isHalfDone = async () => existsSync(join(folder, (await partial()) ?? 'none', 'PG_VERSION'))
    await expect.poll(isHalfDone, { interval: 5, timeout: 10_000 }).toBe(true)
    child.kill('SIGKILL')
    await exit
    expect(await readdir(folder)).not.toContain('postgres')
    const { url } = await open(folder)
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'postgres.log'])
  })

  test('heeds nothing the surroundings say of another PostgreSQL', async () => {
    const folder = await newFolder()
    const elsewhere = { PGHOST: '192.0.2.1', PGPORT: '1', PGUSER: 'li', PGDATABASE: 'li', PGDATA: '/nowhere' }
    for (const [name, value] of Object.entries({ ...elsewhere, PGSSLMODE: 'require' })) vi.stubEnv(name, value)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { url } = await open(folder)
    expect(await ask(url, 'select current_database() as name')).toEqual([{ name: 'yidang' }])
    await (await openReadModels(url)).close()
  })

  test('and what follows each leave a line in the log', async () => {
    const folder = await newFolder()
    await mkdir(join(folder, 'postgres.partial.999999999.0a1b2c3d'))
    const { lines, log } = logLines()
    const one = await openEmbeddedPostgres({ folder, log })
    const two = await openEmbeddedPostgres({ folder, log })
    await one.stop()
    await two.stop()
    expect(lines()).toEqual([
      '已清除上次没有建成的数据库',
      '首次启动，正在建立数据库',
      '自带数据库已就绪',
      '自带数据库已就绪',
      '自带数据库还有其他程序在用，保持运行',
      '自带数据库已停止',
    ])
  })

  test('by two processes at the same moment makes one database', async () => {
    const folder = await newFolder()
    const [one, two] = await Promise.all([openElsewhere(folder), openElsewhere(folder)])
    expect(one.url).toBe(two.url)
    expect([one.adopted, two.adopted].sort()).toEqual([false, true])
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'postgres.log'])
    await one.stop()
    expect(await ask(two.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await two.stop()
    expect(await running(folder)).toBeUndefined()
  })
})

test('what the programs left running is nothing', expectNothingLeftRunning)
