import { execFileSync, fork } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openEmbeddedPostgres } from '../../../../api/system/embedded-postgres.ts'
import {
  expectNothingLeftRunning,
  expectProblem,
  isRoot,
  log,
  newFolder,
  open,
  opener,
  problemOf,
  running,
} from './folders.ts'

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

  const damages: readonly (readonly [string, (path: string) => Promise<unknown>])[] = [
    ['its version', (path) => unlink(join(path, 'PG_VERSION'))],
    ['its control file', (path) => unlink(join(path, 'global', 'pg_control'))],
    ['what its control file says', (path) => writeFile(join(path, 'global', 'pg_control'), Buffer.alloc(8192))],
    ['its write-ahead log', (path) => rm(join(path, 'pg_wal'), { recursive: true })],
    ['which transactions were committed', (path) => rm(join(path, 'pg_xact'), { recursive: true })],
    ['the map of its shared tables', (path) => unlink(join(path, 'global', 'pg_filenode.map'))],
    ['all its tables', (path) => rm(join(path, 'base'), { recursive: true })],
    ['the tables of one database', (path) => rm(join(path, 'base', '5'), { recursive: true })],
    ['our tables', async (path) => rm(await ours(path), { recursive: true })],
    ['what one of our tables says', async (path) => writeFile(join(await ours(path), '1259'), Buffer.alloc(65536, 7))],
  ]
  /** Of the databases, ours was made last. */
  async function ours(path: string): Promise<string> {
    const numbers = (await readdir(join(path, 'base'))).map(Number)
    return join(path, 'base', String(Math.max(...numbers)))
  }

  test.each(damages)('a database that has lost %s, and the server is not left running', async (_lost, damage) => {
    const folder = await newFolder()
    const path = join(folder, 'postgres')
    await (await open(folder)).stop()
    await damage(path)
    await expectProblem(folder, 'DAMAGED', path)
    await expect.poll(() => running(folder)).toBeUndefined()
  })

  test('a server that lets nobody in, with what it says', async () => {
    const folder = await newFolder()
    const path = join(folder, 'postgres')
    await (await open(folder)).stop()
    await writeFile(join(path, 'pg_hba.conf'), 'host all all 127.0.0.1/32 reject\n')
    await expectProblem(folder, 'NOT_STARTING', path)
    expect((await problemOf(folder)).message).toMatch(/pg_hba\.conf rejects connection/)
    await expect.poll(() => running(folder)).toBeUndefined()
  })

  test('a password that is not the database’s', async () => {
    const folder = await newFolder()
    const file = join(folder, 'postgres', 'yidang.password')
    await (await open(folder)).stop()
    await writeFile(file, '')
    await expectProblem(folder, 'WRONG_PASSWORD', file)
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
    const child = fork(opener, [folder], { uid: 65534, gid: 65534, stdio: 'pipe' })
    const said = await child.stderr?.toArray()
    expect(Buffer.concat(said ?? []).toString()).toMatch(/NO_PERMISSION/)
  })
})

test('what the programs left running is nothing', expectNothingLeftRunning)
