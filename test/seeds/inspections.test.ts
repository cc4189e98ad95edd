import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntilTold } from '../../projections/runner.ts'
import { growInspections } from '../../seeds/inspections.ts'
import { growSample } from '../../seeds/sample.ts'
import { startTestApi, type TestApi } from '../support/api.ts'

let api: TestApi
const clock = () => new Date('2026-11-23T02:00:00.000Z')

beforeAll(async () => {
  api = await startTestApi()
  await growSample(api.system, { size: 300, clock, signal: new AbortController().signal, progress: false })
  await growInspections(api.system, clock)
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
})
afterAll(() => api.close())

test('the sample has an item list, inspectors, and an approved plan, from which a draw can begin', async () => {
  const plan = '2026-11310104MA10700153'
  const query = `query ($task: ID!) { directoryPreview(planId: "${plan}", taskId: $task, day: "2026-11-24") {
    size excluded inspectors strata { label size } } }`
  for (const task of ['2026-1', '2026-2']) {
    const { data, errors } = await api.ask(query, { task }, 'organiser')
    expect(errors).toBeUndefined()
    const { directoryPreview: found } = data as unknown as {
      directoryPreview: { size: number; inspectors: number; strata: object[] }
    }
    expect(found.size, task).toBeGreaterThan(5)
    expect(found.strata.length, task).toBeGreaterThan(1)
    expect(found.inspectors, task).toBeGreaterThan(20)
  }
})

test('grown again, it adds nothing', async () => {
  const before = await api.system.store.head()
  await growInspections(api.system, clock)
  expect(await api.system.store.head()).toBe(before)
})
