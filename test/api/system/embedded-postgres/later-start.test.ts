import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { accountFor } from '../../../../api/system/embedded-postgres/account.ts'
import { findBinaries } from '../../../../api/system/embedded-postgres/binaries.ts'
import { commandTold } from '../../../../api/system/embedded-postgres/process.ts'
import { serverLogPath, turnServerLog } from '../../../../api/system/embedded-postgres/server-log.ts'
import { openEmbeddedPostgres } from '../../../../api/system/embedded-postgres.ts'
import { createLog } from '../../../../api/system/log.ts'
import { ask, expectNothingLeftRunning, isRoot, newFolder, open, openElsewhere, running } from './folders.ts'

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

  test.runIf(process.platform !== 'win32')('that takes long says so, and goes on', async () => {
    const folder = await newFolder()
    await (await openElsewhere(folder)).kill()
    const server = await running(folder)
    const pid = server?.pid ?? Number.NaN
    process.kill(pid, 'SIGSTOP') // As in a long recovery: there, and deaf.
    onTestFinished(() => void process.kill(pid, 'SIGCONT'))
    const lines = new PassThrough()
    const opening = openEmbeddedPostgres({ folder, log: createLog({ level: 'warn', pretty: false }, lines) })
    const [line] = await once(lines, 'data')
    process.kill(pid, 'SIGCONT')
    expect(String(line)).toMatch(/还没有就绪.+请稍候/)
    await (await opening).stop()
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

  test.runIf(process.platform !== 'win32')(
    'is not held up by another PostgreSQL that got the number, nor by a session of one',
    async () => {
      const [ours, other] = [await newFolder(), await newFolder()]
      const kept = await open(ours)
      await ask(kept.url, 'create table kept as select 1 as n')
      await kept.stop()
      const { url } = await open(other)
      const [session] = await ask<{ pid: number }>(
        url,
        `select pid from pg_stat_activity where application_name = 'yidang-presence'`,
      )
      const server = await running(other)
      const path = join(ours, 'postgres')
      for (const pid of [server?.pid, session?.pid]) {
        // The port of the dead server is the other's now, which answers and does not know our password.
        await writeFile(
          join(path, 'postmaster.pid'),
          `${pid}\n${path}\n1790000000\n${server?.port}\n\n127.0.0.1\n\nready\n`,
        )
        const next = await open(ours)
        expect(next.adopted).toBe(false)
        expect(await ask(next.url, 'select n from kept')).toEqual([{ n: 1 }])
        await next.stop()
      }
      expect(await running(other)).toEqual(server)
    },
  )

  test.runIf(process.platform !== 'win32')('joins a server that somebody started by hand', async () => {
    const folder = await newFolder()
    const made = await open(folder)
    await made.stop()
    const path = join(folder, 'postgres')
    const account = await accountFor(path)
    const { port } = new URL(made.url)
    const byHand = spawn(findBinaries().postgres, ['-D', '.', '-p', port, '-c', 'unix_socket_directories='], {
      ...{ cwd: path, stdio: 'ignore', detached: true },
      ...account,
    })
    onTestFinished(() => void byHand.kill('SIGQUIT'))
    await expect.poll(async () => (await running(folder))?.ready).toBe(true)
    expect((await open(folder)).adopted).toBe(true)
  })

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

test('what PostgreSQL writes down is kept small beneath a running server, which goes on writing', async () => {
  const folder = await newFolder()
  const { url } = await open(folder)
  const cluster = join(folder, 'postgres')
  const file = serverLogPath(cluster)
  await turnServerLog(cluster, 1_000_000)
  expect(existsSync(`${file}.1`)).toBe(false) // It is small yet.
  const before = await readFile(file, 'utf8')
  await turnServerLog(cluster, 100)
  expect(await readFile(`${file}.1`, 'utf8')).toBe(before)
  expect((await stat(`${file}.1`)).mode & 0o077).toBe(0)
  await expect(ask(url, 'select no_such_column')).rejects.toThrow()
  expect(await readFile(file, 'utf8')).toMatch(/^[^\0\n]+ERROR: +column "no_such_column" does not exist[^\n]*\n$/)
})

test('where only `ps` tells, a server is known from its sessions and from other programs', () => {
  const postgres = (line: string) => commandTold(line).isPostgres
  expect(postgres('/Users/li/My - Files/native/bin/postgres -D /Users/li/My - Files/.yidang/postgres -p 5432')).toBe(
    true,
  )
  expect(postgres('postgres: yidang: yidang postgres 127.0.0.1(53210) idle')).toBe(false)
  expect(postgres('/usr/bin/node /Users/li/embedded-postgres/opener.ts')).toBe(false)
})

test('what the programs left running is nothing', expectNothingLeftRunning)
