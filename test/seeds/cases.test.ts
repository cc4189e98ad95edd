import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntilTold } from '../../projections/runner.ts'
import { growCases } from '../../seeds/cases.ts'
import { growSample, smallSize } from '../../seeds/sample.ts'
import { startTestApi, type TestApi } from '../support/api.ts'

let api: TestApi
const clock = () => new Date('2026-11-23T02:00:00.000Z')
let grown: Readonly<{ cases: number; punishments: number }>

beforeAll(async () => {
  api = await startTestApi()
  await growSample(api.system, { size: smallSize, clock, signal: new AbortController().signal, progress: false })
  grown = await growCases(api.system, smallSize, clock)
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
})
afterAll(() => api.close())

const count = async (sql: string): Promise<Record<string, number>> => {
  const { rows } = await api.system.readModels.pool.query<{ of: string; n: number }>(sql)
  return Object.fromEntries(rows.map(({ of, n }) => [of, n]))
}

test('the sample has listing cases at every stage that an officer meets', async () => {
  const stages = await count('SELECT stage AS of, count(*)::int AS n FROM told.listing_case GROUP BY 1')
  expect(Object.keys(stages)).toEqual(
    expect.arrayContaining([
      ...['CANDIDATE', 'NOTIFIED', 'STATED', 'WAIVED', 'ELAPSED', 'PROPOSED', 'PUBLISHED', 'CURED'],
      ...['CANCELLED_AS_WRONG', 'EXIT_APPLIED', 'EXIT_ACCEPTED', 'EXIT_PROPOSED'],
    ]),
  )
  expect(Object.values(stages).reduce((sum, n) => sum + n, 0)).toBe(grown.cases)
})

test('the sample has joint punishment in every state, with late feedback and one unconfirmed release', async () => {
  expect(grown.punishments).toBe(5)
  const standings = await count('SELECT standing AS of, count(*)::int AS n FROM told.punishment_case GROUP BY 1')
  expect(standings).toMatchObject({ PASSED: 3, RETURNED: 1, DRAFTED: 1 })
  const orders = await count('SELECT stage AS of, count(*)::int AS n FROM told.punishment_order GROUP BY 1')
  for (const stage of ['ORDERED', 'ACCEPTED', 'OBJECTED', 'EXECUTED', 'RELEASED', 'CONFIRMED'])
    expect([stage, (orders[stage] ?? 0) > 0]).toEqual([stage, true])
  const late = await count(
    `SELECT 'late' AS of, count(*)::int AS n FROM told.punishment_order WHERE executed_on > feedback_due_on`,
  )
  expect(late.late).toBeGreaterThan(0)
  const { data } = await api.ask('{ punishmentInbox { toPass toAccept feedbackLate copiesToReceive } }', {}, 'executor')
  expect(data).toMatchObject({ punishmentInbox: { copiesToReceive: 1 } })
})

test('grown again, it adds nothing', async () => {
  const before = await api.system.store.head()
  await growCases(api.system, smallSize, clock)
  expect(await api.system.store.head()).toBe(before)
})
