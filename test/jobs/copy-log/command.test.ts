import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { openKurrentStore } from '../../../api/system/kurrent-store/open.ts'
import { openPostgresStore } from '../../../api/system/postgres-store/open.ts'
import { type EventStore, noStream } from '../../../domain/store/event-store.ts'
import { sumOf } from '../../../jobs/copy-log/copy-log.ts'
import { openDouble } from '../../api/system/kurrent-store/double/server.ts'
import { fact } from '../../contracts/event-store.contract.ts'
import { freshDatabase } from '../../support/postgres.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Place = Readonly<{ url: string; store: EventStore }>

async function postgres(): Promise<Place> {
  const url = await freshDatabase()
  const store = await openPostgresStore({ url })
  closing.push(() => store.close())
  return { url, store }
}

async function kurrent(): Promise<Place> {
  const double = await openDouble()
  const store = await openKurrentStore({ url: double.url })
  closing.push(async () => {
    await store.close()
    await double.close()
  })
  return { url: double.url, store }
}

/** Streams that lie across each other, three events each. */
async function grown({ store }: Place, events: number): Promise<void> {
  const appends = Array.from({ length: events }, (_, n) => {
    const round = Math.floor(n / (events / 3))
    return { stream: `note-${n % (events / 3)}`, expected: noStream + BigInt(round), events: [fact({ n })] }
  })
  await store.appendBulk(appends)
}

type Ended = Readonly<{ code: number | null; said: string }>

function start(...args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['bin/main.ts', 'copy-log', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => (said += text))
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }))
  return { child, ended }
}

const run = (from: string, to: string): Promise<Ended> => start('--from', from, '--to', to).ended

describe('yidang copy-log', () => {
  test.each([
    ['PostgreSQL', postgres, 'KurrentDB', kurrent],
    ['KurrentDB', kurrent, 'PostgreSQL', postgres],
  ] as const)(
    'from %s to another store, killed in the middle and run again, ends with the same log',
    async (_from, openFrom, _to, openTo) => {
      const [from, to] = [await openFrom(), await openTo()]
      await grown(from, 24_000)
      const { child, ended } = start('--from', from.url, '--to', to.url)
      while ((await to.store.head()) === undefined) await sleep(2)
      child.kill('SIGKILL')
      expect((await ended).code).toBeNull()
      const { events } = await sumOf(to.store)
      expect(events).toBeGreaterThan(0)
      expect(events).toBeLessThan(24_000)

      const { code, said } = await run(from.url, to.url)
      const { sha256 } = await sumOf(from.store)
      expect({ code, said }).toMatchObject({ code: 0 })
      expect(said).toContain('已搬迁并核对：24000 条事件，8000 个流，两边一致。')
      expect(said).toContain(sha256)
      expect(await sumOf(to.store)).toEqual({ events: 24_000, streams: 8_000, sha256 })
    },
    90_000,
  )

  test('says in a sentence what is wrong with its two logs, and shows no password', async () => {
    const { url } = await postgres()
    const nobody = 'esdb://admin:secret@127.0.0.1:1?tls=false'
    const cases: [from: string, to: string, sentence: string][] = [
      [url, url, '同一个'],
      ['mysql://admin:secret@db', url, '--from 不是事件库'],
      [url, 'esdb://admin:secret@one:2113?tlsCa=x', '--to：KurrentDB 连接串没有“tlsCa”'],
      [url, 'esdb://admin:secret@one:2113?tlsCaFile=none.crt', '目标 esdb://admin:***@one:2113'],
      [nobody, url, '来源 esdb://admin:***@127.0.0.1:1?tls=false：够不着'],
      ['postgres://nobody:secret@127.0.0.1:1/db', url, '来源 postgres://nobody:***@127.0.0.1:1/db：够不着'],
      [url.replace(/[^/]+$/, 'no_such_database'), url, '没有这个数据库'],
      [url, (await postgres()).url, '一条事件也没有'],
    ]
    const outcomes = await Promise.all(cases.map(([from, to]) => run(from, to)))
    for (const [place, { code, said }] of outcomes.entries()) {
      expect(said).toContain(cases[place]?.[2])
      expect(said).not.toMatch(/secret|\n\s+at /)
      expect(code).toBeGreaterThan(0)
    }
  }, 90_000)

  test('is refused, and writes nothing, where the target holds what the source does not', async () => {
    const [from, to] = [await kurrent(), await postgres()]
    await grown(from, 30)
    await grown(to, 3)
    const { code, said } = await run(from.url, to.url)
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('来源所没有的事件') })
    expect(await sumOf(to.store)).toMatchObject({ events: 3 })
  }, 60_000)
})
