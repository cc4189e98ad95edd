import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../../../api/system/log.ts'
import { openEmbeddedPostgres } from '../../../../api/system/embedded-postgres.ts'
import { openSystem } from '../../../../api/system/open.ts'
import { openPostgresStore } from '../../../../api/system/postgres-store/open.ts'
import { enterpriseDecider } from '../../../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../../../domain/enterprise/stream.ts'
import type { Position, RecordedEvent } from '../../../../domain/kernel/event.ts'
import { composeUscc } from '../../../../domain/kernel/uscc.ts'
import { plainDate } from '../../../../domain/kernel/plain-date.ts'
import { type EventStore, noStream } from '../../../../domain/store/event-store.ts'
import { rebuild } from '../../../../projections/rebuild.ts'
import { waitUntilTold } from '../../../../projections/runner.ts'
import { fingerprint, liveSchema } from '../../../../projections/tables.ts'
import { all, facts, followed, idsOf, newStream } from '../../../contracts/event-store.contract.ts'
import { freshDatabase } from '../../../support/postgres.ts'
import { details, register } from '../../../support/wishes.ts'
import { newFolder } from '../embedded-postgres/folders.ts'

const log = createLog({ level: 'silent', pretty: false })
const clock = () => new Date('2026-11-23T02:00:00Z')
const after = (position: Position | undefined) => (position === undefined ? {} : { after: position })

/** Asks again and again for what stands behind the last event it has seen. */
async function readUntil(store: EventStore, start: Position | undefined, count: number): Promise<string[]> {
  const seen: string[] = []
  for (let place = start; seen.length < count;) {
    for await (const event of store.readAll(after(place))) {
      seen.push(event.id)
      place = event.position
    }
    await sleep(2)
  }
  return seen
}

test('four processes write to the same files beside a reader and a subscriber, who miss nothing and meet one order', async () => {
  const [processes, commandsEach] = [4, 120]
  const databaseUrl = await freshDatabase()
  const system = await openSystem({ databaseUrl, log, clock })
  onTestFinished(() => system.close())
  const { store, handler, newId, readModels, projections } = system
  const files = Array.from({ length: 5 }, (_, n) => composeUscc('91', '310104', `MA1P000${n}`))
  const context = { clock, newId, actor: { agency: 'x', officer: 'x', role: 'x' }, correlationId: newId() }
  for (const uscc of files) {
    const command = { ...register({ uscc, details: { ...details, name: uscc } }), agency: null }
    const today = plainDate('2026-11-23')
    await handler.submit(enterpriseDecider, enterpriseStream(uscc), { ...command, today }, context)
  }
  const start = await store.head()
  const total = processes * commandsEach
  const subscribed = followed(store, after(start), ({ length }) => length >= total)
  const read = readUntil(store, start, total)
  const written = await Promise.all(
    Array.from({ length: processes }, async (_, n) => {
      const entry = join(import.meta.dirname, 'writing-process.ts')
      const child = fork(entry, [databaseUrl, `p${n}`, String(commandsEach), ...files])
      onTestFinished(() => void child.kill('SIGKILL'))
      const exit = once(child, 'exit')
      const [ids] = await Promise.race([
        once(child, 'message') as Promise<[string[]]>,
        exit.then(([code]) => Promise.reject(new Error(`a process ended with ${code}`))),
      ])
      expect(await exit).toEqual([0, null])
      return ids
    }),
  )
  const order = await all(store.readAll(after(start)))
  expect(written.map(({ length }) => length)).toEqual(Array.from({ length: processes }, () => commandsEach))
  expect(idsOf(order).toSorted()).toEqual(written.flat().toSorted())
  expect(await read).toEqual(idsOf(order))
  expect(idsOf((await subscribed).events)).toEqual(idsOf(order))
  for (const stream of (await store.readStreams(files.map((uscc) => enterpriseStream(uscc)))).values())
    expect(stream.map(({ revision }) => revision)).toEqual(stream.map((_, place) => BigInt(place)))

  system.tell() // The processes have told rows by turns, as they came and went.
  const head = await store.head()
  expect(head !== undefined && (await waitUntilTold(readModels.pool, head, 20_000))).toBe(true)
  const prints = async (): Promise<string[]> => {
    const client = await readModels.pool.connect()
    try {
      const found: string[] = []
      for (const projection of projections) found.push(await fingerprint(client, liveSchema, projection))
      return found
    } finally {
      client.release()
    }
  }
  const live = await prints()
  await rebuild({ store, pool: readModels.pool, projections })
  expect(await prints()).toEqual(live)
}, 60_000)

/** What a dump brings over: the table's rows, in whatever order, and nothing of the server that they stood in. */
async function restore(from: string, to: string): Promise<void> {
  const [source, target] = [new pg.Client(from), new pg.Client(to)]
  await Promise.all([source.connect(), target.connect()])
  try {
    const { rows } = await source.query('select to_json(e) row from log.event e order by md5(e.id)')
    await target.query(
      'insert into log.event select e.* from unnest($1::json[]) r, json_populate_record(null::log.event, r) e',
      [rows.map(({ row }) => JSON.stringify(row))],
    )
  } finally {
    await Promise.all([source.end(), target.end()])
  }
}

async function transactionId(url: string, burnt = 0): Promise<bigint> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const burning = 'do $$ begin for n in 1..%s loop perform pg_current_xact_id(); commit; end loop; end $$'
    if (burnt > 0) await client.query(burning.replace('%s', String(burnt)))
    const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id')
    return BigInt(rows[0]?.id ?? 0)
  } finally {
    await client.end()
  }
}

test('a dump restored into a server that has just been made, whose transactions count from the start, goes on in order', async () => {
  const from = await freshDatabase()
  const old = await openPostgresStore({ url: from })
  onTestFinished(() => old.close())
  await transactionId(from, 20_000)
  const streams = Array.from({ length: 20 }, newStream)
  for (const stream of streams) await old.append(stream, noStream, facts(3))
  const before = await all(old.readAll())
  const checkpoint = before[30]?.position

  const embedded = await openEmbeddedPostgres({ folder: await newFolder(), log })
  onTestFinished(() => embedded.stop())
  await (await openPostgresStore({ url: embedded.url })).close()
  await restore(from, embedded.url)
  expect(await transactionId(embedded.url)).toBeLessThan((await transactionId(from)) / 2n)

  const [store, another] = [
    await openPostgresStore({ url: embedded.url }),
    await openPostgresStore({ url: embedded.url }),
  ]
  try {
    expect(await all(store.readAll())).toEqual(before)
    const total = before.length - 31 + streams.length * 4
    const subscribed = followed(store, after(checkpoint), ({ length }) => length >= total)
    const read = readUntil(another, checkpoint, total)
    await Promise.all(
      streams.map(async (stream, n) => {
        const way = n % 2 ? store : another
        for (let revision = 2n; revision < 6n; revision++) await way.append(stream, revision, facts(1))
      }),
    )
    const events: RecordedEvent[] = await all(store.readAll(after(checkpoint)))
    expect(events).toHaveLength(total)
    expect(events.slice(0, before.length - 31)).toEqual(before.slice(31))
    expect(await read).toEqual(idsOf(events))
    expect(idsOf((await subscribed).events)).toEqual(idsOf(events))
  } finally {
    await Promise.all([store.close(), another.close()])
  }
}, 60_000)
