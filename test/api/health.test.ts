import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitUntilTold } from '../../projections/runner.ts'
import { growSample } from '../../seeds/sample.ts'
import { startTestApi, type TestApi } from '../support/api.ts'

let api: TestApi
beforeEach(async () => {
  api = await startTestApi()
})
afterEach(() => api?.close())

const health = async () => {
  const { statusCode, body } = await api.app.inject({ url: '/health' })
  return { statusCode, ...JSON.parse(body) }
}

test('an installation whose projections keep up is ready', async () => {
  expect((await api.app.inject({ url: '/health/live' })).json()).toEqual({ live: true })
  const { signal } = new AbortController()
  await growSample(api.system, { size: 5, clock: () => api.now.instant, signal, progress: false })
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
  // It looks once a second, and what it saw last may be from before.
  await expect
    .poll(health, { timeout: 10_000 })
    .toMatchObject({ statusCode: 200, ready: true, caughtUp: true, log: head, stopped: [] })
})

test('a projection that stands still is named, and the installation is not ready', async () => {
  for (let waits = 0; waits < 200; waits++) {
    const { rowCount } = await api.system.readModels.pool.query('SELECT FROM told.checkpoint')
    if (rowCount) break
    await sleep(20)
  }
  const stopped = { eventId: '01M84ZSMA0BRENJKZKZ0WXQ8XT', reason: 'x', at: '2026-11-23T00:00:00Z' }
  // The teller may still be at its first batch, which would clear the mark; it meets no other.
  const mark = `UPDATE told.checkpoint SET stopped = $1 WHERE name = 'penalty'`
  for (let tries = 0; tries < 100 && (await health()).ready; tries++) {
    await api.system.readModels.pool.query(mark, [JSON.stringify(stopped)])
    await sleep(20)
  }
  expect(await health()).toMatchObject({
    statusCode: 503,
    ready: false,
    stopped: [{ name: 'penalty', eventId: stopped.eventId }],
  })
})
