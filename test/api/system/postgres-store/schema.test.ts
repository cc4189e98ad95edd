import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { openPostgresStore } from '../../../../api/system/postgres-store/open.ts'
import { InvalidInput } from '../../../../domain/kernel/errors.ts'
import type { EventStore } from '../../../../domain/store/event-store.ts'
import { noStream } from '../../../../domain/store/event-store.ts'
import { all, fact, facts, followed, idsOf, newStream } from '../../../contracts/event-store.contract.ts'
import { freshDatabase } from '../../../support/postgres.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function opened(url: string): Promise<EventStore> {
  const store = await openPostgresStore({ url })
  open.push(store)
  return store
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  await client.connect()
  open.push({ close: () => client.end() })
  return client
}

describe('the schema of the log', () => {
  test('is made once, however many processes start at once', async () => {
    const url = await freshDatabase()
    const stores = await Promise.all(Array.from({ length: 8 }, () => opened(url)))
    await Promise.all(stores.map((store) => store.append(newStream(), noStream, facts(1))))
    const client = await connected(url)
    expect((await client.query('select version from log.migration')).rows).toEqual([{ version: 1 }])
    expect((await client.query('select count(*)::int from log.event')).rows).toEqual([{ count: 8 }])
  })

  test('of a newer program is not touched by an older one', async () => {
    const url = await freshDatabase()
    await opened(url)
    await (await connected(url)).query('insert into log.migration (version) values (99)')
    await expect(openPostgresStore({ url })).rejects.toThrow('schema version 99')
  })

  test('lets nobody change or remove what stands in the log', async () => {
    const url = await freshDatabase()
    await (await opened(url)).append('note-1', noStream, facts(1))
    const client = await connected(url)
    for (const change of [`update log.event set data = '{}'`, 'delete from log.event', 'truncate log.event']) {
      await expect(client.query(change)).rejects.toThrow('only ever added to')
    }
  })

  test('goes by its indexes, also when the plans were made for an empty log', async () => {
    const url = await freshDatabase()
    const store = await opened(url)
    const client = await connected(url)
    for (let n = 0; n < 10; n++) await store.append(newStream(), noStream, facts(1))
    await client.query('vacuum analyze log.event') // Now it is known to be one page, which is read fastest as a whole.
    for (let n = 0; n < 10; n++) await store.append(newStream(), noStream, facts(1))
    const streams = Array.from({ length: 10_000 }, newStream)
    await store.appendBulk(streams.map((stream) => ({ stream, expected: noStream, events: facts(3) })))
    const scans = async () =>
      (await client.query(`select seq_tup_read::int n from pg_stat_user_tables where relid = 'log.event'::regclass`))
        .rows[0].n
    const before = await scans()
    for (let n = 0; n < 20; n++) await store.append(newStream(), noStream, facts(1))
    await store.readStreams(streams.slice(0, 500))
    await all(store.readStream(streams[7] ?? '', { direction: 'BACKWARD' }))
    await store.appendBulk(streams.slice(0, 50).map((stream) => ({ stream, expected: 2n, events: facts(1) })))
    await client.query('select pg_stat_force_next_flush()')
    expect(await scans()).toBe(before)
  })
})

test('a dump restored into a fresh database goes on where the log stood', async () => {
  const from = await freshDatabase()
  const store = await opened(from)
  const stream = newStream()
  const last = facts(2)
  await store.append(stream, noStream, facts(3))
  await store.append(newStream(), noStream, facts(4))
  const { position } = await store.append(stream, 2n, last)
  const before = await all(store.readAll())

  const to = await freshDatabase()
  await (await openPostgresStore({ url: to })).close()
  const { rows } = await (await connected(from)).query('select to_json(e) row from log.event e')
  const target = await connected(to)
  for (const { row } of rows) {
    await target.query('insert into log.event select * from json_populate_record(null::log.event, $1)', [row])
  }

  const restored = await opened(to)
  expect(await all(restored.readAll())).toEqual(before)
  expect(await restored.append(stream, 2n, last)).toEqual({ verdict: 'DUPLICATE', revision: 4n, position })
  const fresh = fact()
  const following = followed(restored, { after: position }, ({ length }) => length === 1)
  const appended = await restored.append(stream, 4n, [fresh])
  expect(appended.position > position).toBe(true)
  expect(idsOf((await following).events)).toEqual([fresh.id])
})

test('a checkpoint beyond the end of the log is refused: the log was set back', async () => {
  const store = await opened(await freshDatabase())
  const { position } = await store.append(newStream(), noStream, facts(5))
  const earlier = await opened(await freshDatabase())
  await earlier.append(newStream(), noStream, facts(2))
  const stop = new AbortController()
  const following = all(earlier.subscribeAll({ after: position, signal: stop.signal }))
  await expect(following).rejects.toBeInstanceOf(InvalidInput)
})
