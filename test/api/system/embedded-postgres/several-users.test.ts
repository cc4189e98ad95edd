import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { openEmbeddedPostgres } from '../../../../api/system/embedded-postgres.ts'
import { ask, expectNothingLeftRunning, log, newFolder, open, openElsewhere, running } from './folders.ts'

const standStill = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

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

  test.runIf(process.platform !== 'win32')(
    'that was killed bring it back, on the port that all of them know, and the last to leave stops it',
    async () => {
      const folder = await newFolder()
      const server = await open(folder)
      const other = await openElsewhere(folder)
      await ask(server.url, 'create table kept as select 1 as n')
      for (let round = 0; round < 3; round++) {
        const killed = await running(folder)
        process.kill(killed?.pid ?? Number.NaN, 'SIGKILL')
        const newcomer = await open(folder)
        expect(newcomer.url).toBe(server.url)
        const numbers = () => ask(server.url, 'select n from kept').catch(() => [])
        await expect.poll(numbers, { timeout: 10_000 }).toEqual([{ n: 1 }])
        expect((await running(folder))?.pid).not.toBe(killed?.pid)
        await newcomer.stop()
      }
      const presences = `select from pg_stat_activity where application_name = 'yidang-presence'`
      await expect.poll(async () => (await ask(server.url, presences)).length, { timeout: 10_000 }).toBe(2)
      await other.stop()
      expect(await ask(server.url, 'select n from kept')).toEqual([{ n: 1 }])
      await server.stop()
      expect(await running(folder)).toBeUndefined()
      expect((await open(folder)).url).toBe(server.url)
    },
  )

  test.runIf(process.platform !== 'win32')(
    'one that brings it back and leaves does not stop it under those who are on their way back',
    async () => {
      const folder = await newFolder()
      const server = await open(folder)
      const other = await openElsewhere(folder)
      const killed = await running(folder)
      const path = join(folder, 'postgres', 'postmaster.pid')
      const pidFile = () => (existsSync(path) ? readFileSync(path, 'utf8') : '').split('\n')
      process.kill(killed?.pid ?? Number.NaN, 'SIGKILL')
      // This process stands still, as under load: the other one alone brings the server back, and leaves.
      while (Number(pidFile()[0]) === killed?.pid || pidFile()[7]?.trim() !== 'ready') standStill(20)
      const pid = Number(pidFile()[0])
      standStill(500)
      const left = other.stop()
      standStill(500)
      await left
      const numbers = () => ask(server.url, 'select 1 as one').catch(() => [])
      await expect.poll(numbers, { timeout: 10_000 }).toEqual([{ one: 1 }])
      expect((await running(folder))?.pid).toBe(pid)
    },
  )

  test.runIf(process.platform !== 'win32')('Ctrl-C in a terminal does not reach the database', async () => {
    const folder = await newFolder()
    await open(folder)
    const { pid } = (await running(folder)) ?? { pid: 0 }
    const session = execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' })
    expect(Number(session)).toBe(pid) // The head of a process group of its own; a terminal signals ours.
  })
})

test('what the programs left running is nothing', expectNothingLeftRunning)
