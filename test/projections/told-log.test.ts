import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../api/system/log.ts'
import { openSystem, type System } from '../../api/system/open.ts'
import { logCodec } from '../../domain/codec.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { commandHandler } from '../../domain/store/handle.ts'
import { inMemoryStore } from '../../domain/store/in-memory.ts'
import { withCodec } from '../../domain/store/codec.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { adoptLog } from '../../projections/told-log.ts'
import { tellRows } from '../../projections/telling.ts'
import { copyLog } from '../../jobs/copy-log/copy-log.ts'
import { growSample } from '../../seeds/sample.ts'
import { freshDatabase } from '../support/postgres.ts'

const clock = () => new Date('2026-11-23T02:00:00Z')
const log = createLog({ level: 'silent', pretty: false })
let system: System
beforeEach(async () => {
  system = await openSystem({ databaseUrl: await freshDatabase(), log, clock })
})
afterEach(() => system.close())

const grow = (on: Pick<System, 'handler' | 'newId'>, size: number) =>
  growSample(on, { size, clock, signal: new AbortController().signal, progress: false })

async function count(): Promise<number> {
  const { rows } = await system.readModels.pool.query<{ count: number }>('SELECT count(*)::int FROM told.enterprise')
  return rows[0]?.count ?? 0
}

/** Tells the rows from a log until so many enterprises stand, and stops. */
async function toldFrom(store: EventStore, kind: string, enterprises: number): Promise<void> {
  const ending = new AbortController()
  const { readModels, projections, ground, models, calendars } = system
  const telling = tellRows({
    ...{ store, pool: readModels.pool, projections, ground, models, calendars, log, clock, signal: ending.signal },
    logKind: kind,
  })
  await expect.poll(count, { timeout: 10_000 }).toBe(enterprises)
  ending.abort()
  await telling
}

describe('rows', () => {
  test('are told anew where the log moved to another store, and then follow it', async () => {
    await grow(system, 10)
    await toldFrom(system.store, 'postgresql', 10)
    const memory = inMemoryStore()
    await copyLog({ from: system.store, to: memory })
    const moved = withCodec(memory, logCodec)
    await grow({ handler: commandHandler(memory, logCodec), newId: system.newId }, 14)
    await toldFrom(moved, 'memory', 14)
    await toldFrom(system.store, 'postgresql', 10)
  })

  test('are told anew where the log was set back to an earlier state', async () => {
    const { readModels, projections } = system
    const early = inMemoryStore()
    await grow({ handler: commandHandler(early, logCodec), newId: system.newId }, 5)
    const late = inMemoryStore()
    await copyLog({ from: early, to: late })
    await grow({ handler: commandHandler(late, logCodec), newId: system.newId }, 9)
    await toldFrom(withCodec(late, logCodec), 'memory', 9)
    await toldFrom(withCodec(early, logCodec), 'memory', 5)
    await rebuild({ store: withCodec(late, logCodec), pool: readModels.pool, projections })
    expect(await count()).toBe(9)
  })

  test('are kept where the log is empty that they were told from, and the fault is named', async () => {
    await grow(system, 3)
    await toldFrom(system.store, 'postgresql', 3)
    const { pool } = system.readModels
    await expect(adoptLog({ store: inMemoryStore(), pool, log }, 'memory')).rejects.toThrow('事件库是空的')
    expect(await count()).toBe(3)
  })

  test('that go on with the same log are not told anew', async () => {
    await grow(system, 3)
    await toldFrom(system.store, 'postgresql', 3)
    const { pool } = system.readModels
    const told = async () =>
      (await pool.query('SELECT name, position, version FROM told.checkpoint ORDER BY name')).rows
    const before = await told()
    await adoptLog({ store: system.store, pool, log }, 'postgresql')
    expect(await told()).toEqual(before)
  })
})
