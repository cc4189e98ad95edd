import { afterAll, beforeAll, expect, test } from 'vitest'
import { clockFactsProjection } from '../../projections/clocks/elsewhere.projection.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { refreshRows } from '../../projections/refresh-rows.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { tellAnew } from '../../projections/stream-projection-runner.ts'
import { growCases } from '../../seeds/cases.ts'
import { growSample } from '../../seeds/sample.ts'
import { startTestApi, type TestApi } from '../support/api.ts'

let api: TestApi
let codes: readonly string[] = []
const size = 60

beforeAll(async () => {
  api = await startTestApi()
  const clock = () => api.now.instant
  await growSample(api.system, { size, clock, signal: new AbortController().signal, progress: false })
  await growCases(api.system, size, clock)
  await told()
  const { rows } = await api.system.readModels.pool.query<{ uscc: string; id: string }>(
    'SELECT p.uscc, p.key AS id FROM told.penalty p ORDER BY 1, 2',
  )
  const open = 'mutation ($input: OpenMatterInput!) { openMatter(input: $input) { id } }'
  const kinds = ['SERVICE', 'OBJECTION', 'OBJECTION_FOR_PROVIDER', 'REPAIR', 'PENALTY_PUSH', 'SERVICE']
  for (const [place, { uscc, id: recordId }] of rows.slice(0, 12).entries()) {
    const kind = kinds[place % kinds.length]
    const record = { section: 'PENALTY', recordId }
    const input = { requestId: api.system.newId(), kind, uscc, ...record, summary: '甲', openedOn: '2026-11-20' }
    expect((await api.ask(open, { input }, 'penalty')).errors).toBeUndefined()
  }
  const all = await api.system.readModels.pool.query<{ uscc: string }>('SELECT uscc FROM told.enterprise ORDER BY 1')
  codes = all.rows.map(({ uscc }) => uscc)
}, 120_000)
afterAll(() => api.close())

async function told(): Promise<void> {
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
}

type One = { id: string; state: string; dueOn: string; daysLeft: number; daysLate: number; alert: string | null }
const fields = `id code version name nature section recordId eventIds startedOn presumed dueOn provisionalYears mayAct state
  daysLeft daysLate alert owedBy agency agencyName officer clause confidence note`
const said = (uscc: string, one: One): string => `${uscc} ${JSON.stringify(one)}`

async function ofAllEnterprises(day: string): Promise<readonly string[]> {
  const each = await Promise.all(
    codes.map(async (number) => {
      const query = `query ($number: String!, $day: Date) { deadlines(number: $number, asOf: $day, states: [OPEN, LATE]) {
        deadlines { ${fields} } } }`
      const { data, errors } = await api.ask(query, { number, day }, 'auditor')
      expect(errors).toBeUndefined()
      const { deadlines } = data as unknown as { deadlines: { deadlines: One[] } | null }
      return (deadlines?.deadlines ?? []).map((one) => said(number, one))
    }),
  )
  return each.flat().toSorted()
}

async function dueOn(day: string): Promise<readonly string[]> {
  const lines: string[] = []
  for (let offset = 0; ; offset += 200) {
    const query = `query ($day: Date, $offset: Int!) { dueSoon(scope: ALL, withinDays: 3660, asOf: $day, first: 200, offset: $offset) {
      totalCount nodes { uscc deadline { ${fields} } } } }`
    const { data, errors } = await api.ask(query, { day, offset }, 'auditor')
    expect(errors).toBeUndefined()
    const { dueSoon } = data as unknown as {
      dueSoon: { totalCount: number; nodes: { uscc: string; deadline: One }[] }
    }
    lines.push(...dueSoon.nodes.map(({ uscc, deadline }) => said(uscc, deadline)))
    if (lines.length >= dueSoon.totalCount || dueSoon.nodes.length === 0) return lines.toSorted()
  }
}

const sections = (lines: readonly string[]) => new Set(lines.map((line) => /"section":"(\w+)"/.exec(line)?.[1]))

test('what is due on a day is what the clocks of all enterprises say of that day: long past, today, and to come', async () => {
  for (const day of ['2023-05-31', '2025-07-10', '2026-03-02', '2026-11-23', '2026-12-31', '2027-07-14']) {
    const [due, all] = [await dueOn(day), await ofAllEnterprises(day)]
    expect(due, day).toEqual(all)
    expect(due.length, day).toBeGreaterThan(0)
  }
  const today = sections(await dueOn('2026-11-23'))
  for (const section of ['MATTER', 'PENALTY', 'PUNISHMENT', 'LISTING_CASE', 'LISTING']) expect(today).toContain(section)
}, 120_000)

test('a day further than clocks are told is refused', async () => {
  const { errors } = await api.ask('{ dueSoon(asOf: "2028-01-01") { totalCount } }', {}, 'auditor')
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'asOf' })
})

test('the rows told live, step by step, are those told anew from files and streams', async () => {
  const { store, readModels, projections } = api.system
  const { pool } = readModels
  const told = async () => (await pool.query('SELECT * FROM told.deadline ORDER BY uscc, key')).rows as unknown[]
  const live = await told()
  const clocks = projections.filter(({ name }) => name === 'deadline')
  const client = await pool.connect()
  const { signal } = new AbortController()
  await tellAnew({ store, client, projection: clockFactsProjection, signal, resting: clocks }).finally(() =>
    client.release(),
  )
  expect(await told()).toEqual(live)
  await rebuild({ store, pool, projections: clocks })
  expect(await told()).toEqual(live)
})

test('a file whose rows are named again after they were told is told once', async () => {
  const { store, readModels, projections } = api.system
  const projection = projections.find(({ name }) => name === 'deadline')
  let asked = 0
  const stale = async () => (asked++ < 5 ? codes.slice(0, 2) : [])
  expect(await refreshRows({ store, pool: readModels.pool, projection, stale })).toBe(2)
  expect(asked).toBe(2)
})
