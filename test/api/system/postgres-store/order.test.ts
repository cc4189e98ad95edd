import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { openPostgresStore } from '../../../../api/system/postgres-store/open.ts'
import type { Position } from '../../../../domain/kernel/event.ts'
import { type EventStore, noStream } from '../../../../domain/store/event-store.ts'
import { all, fact, followed, idsOf, newStream, pause } from '../../../contracts/event-store.contract.ts'
import { freshDatabase } from '../../../support/postgres.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  await client.connect()
  open.push({ close: () => client.end() })
  return client
}

async function opened(url: string): Promise<EventStore> {
  const store = await openPostgresStore({ url })
  open.push(store)
  return store
}

/** A way to write facts, and a reader that asks for whatever stands behind the last one it has seen. */
type Log = Readonly<{
  table: string
  write(id: string, stream: string): Promise<unknown>
  readBehind(place: string | undefined): Promise<readonly { id: string; position: string }[]>
}>

async function ourLog(url: string): Promise<Log> {
  const stores = [await opened(url), await opened(url), await opened(url)]
  const [reader] = stores
  let turn = 0
  return {
    table: 'log.event',
    write: (id, stream) => stores[turn++ % 3]?.append(stream, noStream, [{ ...fact(), id }]) as Promise<unknown>,
    readBehind: (place) => all(reader?.readAll(place ? { after: place as Position } : {}) ?? noEvents()),
  }
}

async function* noEvents() {}

/** What one would write first: positions from a sequence, and a reader that orders by them. */
async function naiveLog(url: string): Promise<Log> {
  const pool = new pg.Pool({ connectionString: url })
  open.push({ close: () => pool.end() })
  await pool.query('create table naive (position bigserial primary key, id text, stream text)')
  return {
    table: 'naive',
    write: (id, stream) => pool.query('insert into naive (id, stream) values ($1, $2)', [id, stream]),
    async readBehind(place) {
      const text = 'select id, position from naive where position > $1 order by position'
      return (await pool.query(text, [place ?? 0])).rows
    },
  }
}

/**
 * Eight writers at once, of which every other one lingers between writing its row and committing it, while a reader keeps
 * asking. Answers with what was written and what the reader has seen, each in its order.
 */
async function readBesideSlowCommits(url: string, log: Log): Promise<{ written: string[]; seen: string[] }> {
  const admin = await connected(url)
  await admin.query(`
    create function linger() returns trigger language plpgsql as $$
    begin
      if new.stream like 'slow%' then perform pg_sleep(0.03); end if;
      return null;
    end $$;
    create constraint trigger linger after insert on ${log.table} deferrable initially deferred
      for each row execute function linger()`)
  const written: string[] = []
  const writing = Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      for (let round = 0; round < 6; round++) {
        const { id } = fact()
        await log.write(id, `${n % 2 ? 'slow' : 'fast'}-${id}`)
        written.push(id)
      }
    }),
  )
  let isDone = false
  void writing.then(() => {
    isDone = true
  })
  const seen: string[] = []
  let place: string | undefined
  for (let wasDone = false; !wasDone;) {
    wasDone = isDone
    for (const { id, position } of await log.readBehind(place)) {
      seen.push(id)
      place = position
    }
    await pause(2)
  }
  await writing
  return { written, seen }
}

describe('a reader beside slow commits', () => {
  test('misses events where positions come from a sequence', async () => {
    const url = await freshDatabase()
    const { written, seen } = await readBesideSlowCommits(url, await naiveLog(url))
    expect(written.length - seen.length).toBeGreaterThan(0)
  })

  test('misses none of the log’s, and none comes twice', async () => {
    const url = await freshDatabase()
    const { written, seen } = await readBesideSlowCommits(url, await ourLog(url))
    expect(seen.toSorted()).toEqual(written.toSorted())
    expect(new Set(seen).size).toBe(48)
  })
})

test('an append that is held open holds up the others, and a reader sees neither it nor what would stand behind it', async () => {
  const url = await freshDatabase()
  const store = await opened(url)
  const slow = await connected(url)
  await slow.query('begin')
  await slow.query(`select log.append('{slow}', '{-1}', '{1}', '{slow}', '{0}', '{${fact().id}}', '{NoteTaken}', '{1}',
    array['{"n":0}'], array['{}'])`)
  const later = fact(1)
  const appended = store.append(newStream(), noStream, [later])
  await pause(100)
  expect(await store.head()).toBeUndefined()
  await slow.query('commit')
  await appended
  const read = await all(store.readAll())
  expect(read.map(({ stream }) => stream)[0]).toBe('slow')
  expect(idsOf(read)[1]).toBe(later.id)
})

test('a transaction that is held open elsewhere in the database holds nothing up', async () => {
  const url = await freshDatabase()
  const store = await opened(url)
  const other = await connected(url)
  await other.query('create table elsewhere (n int)')
  await other.query('begin isolation level serializable')
  await other.query('insert into elsewhere values (1)')
  await other.query('select count(*) from log.event')
  const written = [fact(1), fact(2)]
  for (const event of written) await store.append(newStream(), noStream, [event])
  expect(idsOf(await all(store.readAll()))).toEqual(idsOf(written))
  const { events } = await followed(store, {}, ({ length }) => length === 2)
  expect(idsOf(events)).toEqual(idsOf(written))
  await other.query('rollback')
})

test('an append that is rolled back leaves no hole', async () => {
  const url = await freshDatabase()
  const store = await opened(url)
  await store.append(newStream(), noStream, [fact()])
  const client = await connected(url)
  await client.query('begin')
  await client.query(
    `select log.append('{lost}', '{-1}', '{1}', '{lost}', '{0}', '{x}', '{NoteTaken}', '{1}', '{x}', '{x}')`,
  )
  await client.query('rollback')
  await store.append(newStream(), noStream, [fact()])
  const { rows } = await client.query('select array_agg(position order by position) positions from log.event')
  expect(rows).toEqual([{ positions: ['1', '2'] }])
})

test('appending needs read committed, under which each statement sees what was committed before it', async () => {
  const url = await freshDatabase()
  await opened(url)
  const client = await connected(url)
  await client.query('begin isolation level repeatable read')
  const appended = client.query(
    `select log.append('{a}', '{-1}', '{1}', '{a}', '{0}', '{x}', '{T}', '{1}', '{x}', '{x}')`,
  )
  await expect(appended).rejects.toThrow('read committed')
  await client.query('rollback')
})
