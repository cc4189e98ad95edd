import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withoutWaiting } from '../../../api/operations/patience.ts'
import { openWatch, type Watch } from '../../../api/operations/watch.ts'
import { Unavailable } from '../../../domain/kernel/errors.ts'
import { inMemoryStore } from '../../../domain/store/in-memory.ts'
import { rebuild } from '../../../projections/rebuild.ts'
import { all, facts } from '../../contracts/event-store.contract.ts'
import { startTestApi, type TestApi } from '../../support/api.ts'

let api: TestApi
let watch: Watch | undefined
beforeEach(async () => {
  api = await startTestApi()
})
afterEach(async () => {
  await watch?.close()
  await api?.close()
})
const clock = () => new Date()

test('a rebuild is counted whichever process did it', async () => {
  const { store, projections, readModels } = api.system
  const { pool } = readModels
  await rebuild({ store, pool, projections })
  const before = (await api.system.watch.look()).rebuilds.get('penalty') ?? 0
  const [penalty] = projections.filter(({ name }) => name === 'penalty')
  if (penalty === undefined) throw new Error('no such projection')
  await rebuild({ store, pool, projections: [penalty] })
  const { rebuilds } = await api.system.watch.look()
  expect([rebuilds.get('penalty'), rebuilds.get('licence')]).toEqual([before + 1, before])
})

test('a log that does not answer counts as away in time, is asked one question at a time, and is seen to come back', async () => {
  let asked = 0
  let answer: (head: undefined) => void = () => undefined
  const head = () => {
    asked += 1
    return asked === 1 ? new Promise<undefined>((resolve) => (answer = resolve)) : Promise.resolve(undefined)
  }
  watch = openWatch({ store: { head }, pool: api.system.readModels.pool, clock, answerMs: 250 })
  expect((await watch.look()).log.reachable).toBe(false)
  expect((await watch.look()).rows.reachable).toBe(true)
  expect(asked).toBe(1)
  expect(watch.logAwayMs()).toBeGreaterThan(0)
  answer(undefined)
  await sleep(10)
  expect((await watch.look()).log).toMatchObject({ reachable: true, reconnections: 1 })
  expect(watch.logAwayMs()).toBe(0)
})

test('a database that is away leaves what was seen before standing', async () => {
  const { pool } = api.system.readModels
  let isAway = false
  const query = ((...args: [string]) =>
    isAway ? Promise.reject(new Error('away')) : pool.query(...args)) as typeof pool.query
  watch = openWatch({ store: api.system.store, pool: { query }, clock })
  await rebuild({ store: api.system.store, pool, projections: api.system.projections })
  const before = await watch.look()
  isAway = true
  const after = await watch.look()
  expect(before.rows.reachable && after.log.reachable).toBe(true)
  expect(after.rows.reachable).toBe(false)
  expect(after.projections.map(({ name }) => name)).toEqual(before.projections.map(({ name }) => name))
  expect(after.projections.length).toBeGreaterThan(5)
})

test('nobody waits for a log that has been away for long, but who follows it and who looks after it', async () => {
  const store = inMemoryStore()
  let awayMs = 0
  const hasty = withoutWaiting(store, () => awayMs, 1_000)
  await hasty.append('stream-1', -1n, facts(1))
  awayMs = 1_000
  await hasty.append('stream-1', 0n, facts(1))
  awayMs = 1_001
  await expect(hasty.append('stream-1', 1n, facts(1))).rejects.toBeInstanceOf(Unavailable)
  await expect(hasty.appendBulk([])).rejects.toBeInstanceOf(Unavailable)
  await expect(hasty.readStreams(['stream-1'])).rejects.toBeInstanceOf(Unavailable)
  await expect(all(hasty.readStream('stream-1'))).rejects.toBeInstanceOf(Unavailable)
  await expect(all(hasty.readAll())).rejects.toBeInstanceOf(Unavailable)
  expect(await hasty.head()).toBeDefined()
  for await (const { events } of hasty.subscribeAll({ signal: AbortSignal.timeout(5_000) })) {
    expect(events).toHaveLength(2)
    break
  }
})
