import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DataFolderError, type DataFolderProblem } from '../../../api/system/data-folder.ts'
import { findPostmaster } from '../../../api/system/embedded-postgres/postmaster.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../../api/system/embedded-postgres.ts'
import { createLog } from '../../../api/system/log.ts'

const log = createLog({ level: 'silent', pretty: false })
const isRoot = process.getuid?.() === 0

const folders: string[] = []

/** Removed when everything the test has opened in it is stopped, which is registered later and done earlier. */
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yidang-embedded-'))
  await chmod(folder, 0o755) // As under a project: started by root, the database is another user's.
  folders.push(folder)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Opened here, and stopped when the test is over, also when it failed. */
async function open(folder: string): Promise<EmbeddedPostgres> {
  const server = await openEmbeddedPostgres({ folder, log })
  onTestFinished(() => server.stop())
  return server
}

type Other = Readonly<{ url: string; adopted: boolean; stop(): Promise<void>; kill(): Promise<void> }>

/** Opened by another process. */
async function openElsewhere(folder: string): Promise<Other> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'embedded-postgres', 'opener.ts'), [folder])
  const exit = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))
  const [opened] = await Promise.race([
    once(child, 'message'),
    exit.then(() => Promise.reject(new Error('the other process did not open it'))),
  ])
  return {
    ...opened,
    async stop() {
      child.send('stop')
      await exit
    },
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
  }
}

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

const running = (folder: string) => findPostmaster(join(folder, 'postgres'))

async function problemOf(folder: string): Promise<DataFolderError> {
  const error = await openEmbeddedPostgres({ folder, log }).then(
    async (server) => server.stop(),
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(DataFolderError)
  return error as DataFolderError
}

async function expectProblem(folder: string, code: DataFolderProblem, path: string): Promise<void> {
  const error = await problemOf(folder)
  expect(error).toMatchObject({ code, path })
  expect(error.message).toContain(`“${path}”`)
  expect(error.message).toMatch(/^[^。]+。$/) // One sentence.
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

describe('a later start', () => {
  test('finds everything that was committed', async () => {
    const folder = await newFolder()
    const first = await open(folder)
    await ask(first.url, `create table kept as select '一档' as name`)
    await first.stop()
    expect(await running(folder)).toBeUndefined()
    const second = await open(folder)
    expect(second.adopted).toBe(false)
    expect(await ask(second.url, 'select name from kept')).toEqual([{ name: '一档' }])
  })

  test('joins the server whose starter was killed, and the last to leave stops it', async () => {
    const folder = await newFolder()
    const killed = await openElsewhere(folder)
    const server = await running(folder)
    await killed.kill()
    expect(await running(folder)).toEqual(server)
    const next = await open(folder)
    expect(next).toMatchObject({ adopted: true, url: killed.url })
    await next.stop()
    expect(await running(folder)).toBeUndefined()
  })

  test('comes up after the server itself was killed', async () => {
    const folder = await newFolder()
    const first = await openElsewhere(folder)
    await ask(first.url, `create table kept as select 1 as n`)
    const server = await running(folder)
    await first.kill()
    process.kill(server?.pid ?? Number.NaN, 'SIGKILL')
    const next = await open(folder)
    expect(next.adopted).toBe(false)
    expect(await ask(next.url, 'select n from kept')).toEqual([{ n: 1 }])
  })

  test.runIf(process.platform === 'linux')(
    'is not held up by a process that got the number of a dead server',
    async () => {
      const folder = await newFolder()
      await (await open(folder)).stop()
      const path = join(folder, 'postgres')
      await writeFile(join(path, 'postmaster.pid'), `${process.pid}\n${path}\n1790000000\n5432\n\n127.0.0.1\n\nready\n`)
      expect((await open(folder)).adopted).toBe(false)
    },
  )

  test('is not held up by a postmaster.pid that a power failure left empty', async () => {
    const folder = await newFolder()
    await (await open(folder)).stop()
    await writeFile(join(folder, 'postgres', 'postmaster.pid'), '')
    expect((await open(folder)).adopted).toBe(false)
  })

  test.runIf(isRoot)('by root leaves an ordinary user’s folder to that user', async () => {
    const folder = await newFolder()
    await (await open(folder)).stop()
    const nobody = 65534
    await unlink(join(folder, 'postgres.log')) // It is written anew, by root.
    execFileSync('chown', ['-R', `${nobody}:${nobody}`, folder])
    await (await open(folder)).stop()
    for (const file of ['postgres', 'postgres.log', 'postgres/PG_VERSION']) {
      expect((await stat(join(folder, file))).uid).toBe(nobody)
    }
  })

  test.runIf(isRoot)('takes over files that a restored backup left to root', async () => {
    const folder = await newFolder()
    await (await open(folder)).stop()
    execFileSync('chown', ['-R', 'root:root', join(folder, 'postgres')])
    execFileSync('chmod', ['755', join(folder, 'postgres')])
    expect((await open(folder)).adopted).toBe(false)
  })
})

describe('several users of one server', () => {
  test('a command beside a running server joins it, and leaves it running', async () => {
    const folder = await newFolder()
    const server = await open(folder)
    const command = await openElsewhere(folder)
    expect(command).toMatchObject({ adopted: true, url: server.url })
    await command.stop()
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a command that ends does not stop the server it started while another uses it, connected or not', async () => {
    const folder = await newFolder()
    const starter = await openElsewhere(folder)
    const other = await open(folder)
    expect(other.adopted).toBe(true)
    await starter.stop()
    expect(await ask(other.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await other.stop()
    expect(await running(folder)).toBeUndefined()
  })

  test('commands that come and go all the time never meet a closed door', async () => {
    const folder = await newFolder()
    await (await open(folder)).stop()
    const comeAndGo = async (times: number) => {
      for (let i = 0; i < times; i++) {
        const server = await openEmbeddedPostgres({ folder, log })
        expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
        await server.stop()
      }
    }
    await Promise.all([comeAndGo(8), comeAndGo(8), comeAndGo(8)])
    expect(await running(folder)).toBeUndefined()
  })

  test('a server that is stopped twice is stopped once', async () => {
    const folder = await newFolder()
    const server = await open(folder)
    await Promise.all([server.stop(), server.stop()])
    expect(await running(folder)).toBeUndefined()
  })

  test('connections left open hold up the stop for a few seconds, not for ever', async () => {
    const folder = await newFolder()
    const server = await open(folder)
    const forgotten = new pg.Client(server.url)
    forgotten.on('error', () => {}) // Hung up on in the end.
    await forgotten.connect()
    const began = performance.now()
    await server.stop()
    expect(performance.now() - began).toBeGreaterThan(4_000)
    expect(await running(folder)).toBeUndefined()
  })

  test('a process still counts as there after the server has thrown everybody out', async () => {
    const folder = await newFolder()
    const server = await open(folder)
    await ask(
      server.url,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yidang-presence'`,
    )
    const holders = `select from pg_stat_activity where application_name = 'yidang-presence'`
    await expect.poll(async () => (await ask(server.url, holders)).length).toBe(1)
    await (await openElsewhere(folder)).stop()
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test.runIf(process.platform !== 'win32')('Ctrl-C in a terminal does not reach the database', async () => {
    const folder = await newFolder()
    await open(folder)
    const { pid } = (await running(folder)) ?? { pid: 0 }
    const session = execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' })
    expect(Number(session)).toBe(pid) // The head of a process group of its own; a terminal signals ours.
  })
})

describe('a folder that cannot be used is told in one sentence', () => {
  test('a file in its place', async () => {
    const path = join(await newFolder(), 'data')
    await writeFile(path, 'a file')
    await expectProblem(path, 'FOLDER_IS_A_FILE', path)
    await expectProblem(join(path, 'below'), 'FOLDER_IS_A_FILE', join(path, 'below'))
    expect(await readFile(path, 'utf8')).toBe('a file')
  })

  test('a file in the place of the database', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'postgres'), 'a file')
    await expectProblem(folder, 'FOLDER_IS_A_FILE', join(folder, 'postgres'))
  })

  test('somebody else’s files, which stay as they are', async () => {
    const folder = await newFolder()
    const path = join(folder, 'postgres')
    await mkdir(path)
    await writeFile(join(path, 'letter.txt'), 'mine')
    await expectProblem(folder, 'NOT_OUR_DATABASE', path)
    await writeFile(join(path, 'PG_VERSION'), '18\n')
    await expectProblem(folder, 'NOT_OUR_DATABASE', path)
    expect((await readdir(path)).sort()).toEqual(['PG_VERSION', 'letter.txt'])
  })

  test('a database of another major version', async () => {
    const folder = await newFolder()
    const path = join(folder, 'postgres')
    await mkdir(path)
    await writeFile(join(path, 'PG_VERSION'), '17\n')
    await expectProblem(folder, 'OTHER_VERSION', path)
    expect((await problemOf(folder)).message).toMatch(/PostgreSQL 17.+PostgreSQL 18/)
  })

  test('a database with files missing', async () => {
    const folder = await newFolder()
    const path = join(folder, 'postgres')
    await (await open(folder)).stop()
    await unlink(join(path, 'global', 'pg_control'))
    await expectProblem(folder, 'DAMAGED', path)
    await unlink(join(path, 'PG_VERSION'))
    await expectProblem(folder, 'DAMAGED', path)
  })

  test('a password that is not the database’s', async () => {
    const folder = await newFolder()
    const file = join(folder, 'postgres', 'yidang.password')
    await (await open(folder)).stop()
    await writeFile(file, 'another\n')
    await expectProblem(folder, 'WRONG_PASSWORD', file)
    await expect.poll(() => running(folder)).toBeUndefined() // Nor is the server left running.
  })

  test('a copy of a folder whose database is running', async () => {
    const [original, copy] = [await newFolder(), await newFolder()]
    await open(original)
    execFileSync('cp', ['-a', join(original, 'postgres'), copy])
    await expectProblem(copy, 'IN_USE_ELSEWHERE', join(copy, 'postgres'))
  })

  test.runIf(isRoot)('a full disk, in the making and at a later start', async () => {
    const folder = await newFolder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=755', 'tmpfs', folder])
    onTestFinished(() => void execFileSync('umount', ['-l', folder]))
    expect(await problemOf(folder)).toMatchObject({ code: 'DISK_FULL' })
    expect(await readdir(folder)).toEqual([])

    execFileSync('mount', ['-o', 'remount,size=400m', folder])
    await (await openEmbeddedPostgres({ folder, log })).stop()
    execFileSync('sh', ['-c', `cat /dev/zero > '${join(folder, 'ballast')}' 2>/dev/null || true`])
    await expectProblem(folder, 'DISK_FULL', folder)
    await unlink(join(folder, 'ballast'))
    await (await openEmbeddedPostgres({ folder, log })).stop()
  })

  test.runIf(isRoot)('a disk that is read only', async () => {
    const folder = await newFolder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder])
    onTestFinished(() => void execFileSync('umount', ['-l', folder]))
    await expectProblem(folder, 'READ_ONLY', folder)
  })

  test.runIf(isRoot)('a directory on the way that the database’s user may not enter', async () => {
    const closed = await newFolder()
    await chmod(closed, 0o700)
    await expectProblem(join(closed, 'data'), 'OUT_OF_REACH', closed)
  })

  test.runIf(isRoot)('a folder of another user', async () => {
    const folder = await newFolder() // Root's; asked for by nobody.
    const opener = join(import.meta.dirname, 'embedded-postgres', 'opener.ts')
    const child = fork(opener, [folder], { uid: 65534, gid: 65534, stdio: 'pipe' })
    const said = await child.stderr?.toArray()
    expect(Buffer.concat(said ?? []).toString()).toMatch(/NO_PERMISSION/)
  })
})

test('what the programs left running is nothing', async () => {
  await delay(200)
  const left = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
  expect(left.split('\n').filter((line) => folders.some((folder) => line.includes(folder)))).toEqual([])
})
