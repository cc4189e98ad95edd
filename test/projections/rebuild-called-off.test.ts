import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { logCodec } from '../../domain/codec.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import { idSource } from '../../domain/kernel/ids.ts'
import { composeUscc } from '../../domain/kernel/uscc.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { commandHandler, submission } from '../../domain/store/handle.ts'
import { inMemoryStore } from '../../domain/store/in-memory.ts'
import { openReadModels, type ReadModels } from '../../projections/database.ts'
import { type Projection, projections } from '../../projections/index.ts'
import { rebuild, type RebuildOptions } from '../../projections/rebuild.ts'
import { details, impose, register } from '../support/wishes.ts'
import { freshDatabase } from '../support/postgres.ts'

const files = 300
const soonMs = 3_000
let models: ReadModels
let store: EventStore
let calledOff: AbortController
beforeEach(async () => {
  models = await openReadModels(await freshDatabase())
  store = inMemoryStore()
  calledOff = new AbortController()
  const actor = { agency: 'x', officer: 'x', role: 'x' }
  const context = { clock: () => new Date('2026-11-23T02:00:00Z'), newId: idSource(), correlationId: 't', actor }
  const items = Array.from({ length: files }, (_, n) => {
    const uscc = composeUscc('91', '310104', `MA1B${String(n).padStart(4, '0')}`)
    const commands = [register({ uscc, details: { ...details, name: `样例${n}` } }), impose()]
    return commands.map((one) => submission(enterpriseDecider, enterpriseStream(uscc), one, context))
  })
  await commandHandler(store, logCodec).submitBulk(items.flat())
})
afterEach(() => models.close())

const start = (more: Partial<RebuildOptions> = {}) =>
  rebuild({ store, pool: models.pool, projections, signal: calledOff.signal, ...more })

/** It ends soon, for the reason that it was called off, and leaves no table, no session, no lock, and no row. */
async function expectNothingLeft(rebuilding: Promise<unknown>): Promise<void> {
  const late = sleep(soonMs, 'it has not ended', { ref: false })
  const ended = rebuilding.then(
    () => 'it was carried out',
    (error: unknown) => (error as Error).name,
  )
  expect(await Promise.race([ended, late])).toBe('AbortError')
  const ask = async (text: string) => (await models.pool.query<{ n: number }>(text)).rows[0]?.n
  expect(await ask(`SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'told_next'`)).toBe(0)
  expect(await ask('SELECT count(*)::int AS n FROM told.penalty')).toBe(0)
  expect(await ask('SELECT count(*)::int AS n FROM told.checkpoint WHERE position IS NOT NULL')).toBe(0)
  const sessions = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'
    AND pid <> pg_backend_pid()`
  await expect.poll(() => ask(sessions)).toBe(0)
  expect(
    await ask(`SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND database =
    (SELECT oid FROM pg_database WHERE datname = current_database())`),
  ).toBe(0)
}

describe('a rebuild that is called off', () => {
  test('while it reads the log leaves nothing', async () => {
    const reading: EventStore = {
      ...store,
      async *readAll(options) {
        let read = 0
        for await (const event of store.readAll(options)) {
          if (++read === files) calledOff.abort()
          yield event
        }
      },
    }
    await expectNothingLeft(start({ store: reading }))
  })

  test('while it tells the files leaves nothing', async () => {
    let told = 0
    const telling = projections.map((projection): Projection => ({
      ...projection,
      *tell(uscc, file) {
        if (++told === 1_000) calledOff.abort()
        yield* projection.tell(uscc, file)
      },
    }))
    await expectNothingLeft(start({ projections: telling }))
    expect(told).toBeLessThan(1_000 + projections.length)
  })

  test('while it builds an index does not wait for it, and takes away the tables that were complete', async () => {
    await models.pool.query(`CREATE FUNCTION slow(text) RETURNS text LANGUAGE plpgsql IMMUTABLE
      AS $$ BEGIN PERFORM pg_sleep(60); RETURN $1; END $$`)
    await models.pool.query('CREATE INDEX slow ON told.penalty (slow(uscc))')
    const rebuilding = start()
    const tables = `SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'told_next'`
    const complete = async () => (await models.pool.query<{ n: number }>(tables)).rows[0]?.n
    await expect.poll(complete, { timeout: 10_000 }).toBe(projections.length - 1)
    calledOff.abort()
    await expectNothingLeft(rebuilding)
  })

  test('while it waits for readers before the switch leaves the old rows to them', async () => {
    const reader = await models.pool.connect()
    try {
      await reader.query('BEGIN')
      await reader.query('SELECT count(*) FROM told.penalty')
      const rebuilding = start()
      const waits = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'`
      await expect
        .poll(async () => (await models.pool.query(waits)).rows[0]?.n, { interval: 5, timeout: 10_000 })
        .toBe(1)
      calledOff.abort()
      await expect(rebuilding).rejects.toThrow('aborted')
      await reader.query('COMMIT')
      await expectNothingLeft(rebuilding)
    } finally {
      reader.release()
    }
  })

  test('while another one is under way, or before it began, waits no longer', async () => {
    const other = await models.pool.connect()
    try {
      await other.query('SELECT pg_advisory_lock(7305002)')
      const rebuilding = start()
      await sleep(200)
      calledOff.abort()
      await expect(rebuilding).rejects.toThrow('aborted')
    } finally {
      other.release(true)
    }
    await expectNothingLeft(start())
  })

  test('can be begun again, and is carried out then', async () => {
    await expectNothingLeft(start({ signal: AbortSignal.abort() }))
    expect((await start()).rows).toBeGreaterThan(files)
    const { rows } = await models.pool.query('SELECT count(*)::int AS n FROM told.penalty')
    expect(rows).toEqual([{ n: files }])
  })
})
