import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { measuredStore } from '../../../api/metrics/measured-store.ts'
import { openMetrics } from '../../../api/metrics/metrics.ts'
import { Unavailable } from '../../../domain/kernel/errors.ts'
import { noStream } from '../../../domain/store/event-store.ts'
import { inMemoryStore } from '../../../domain/store/in-memory.ts'
import { facts } from '../../contracts/event-store.contract.ts'
import { startTestApi, type TestApi } from '../../support/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api?.close())

const scraped = async (of = api) => (await of.app.inject({ url: '/metrics' })).body
const post = (payload: object) => api.app.inject({ method: 'POST', url: '/graphql', payload })

describe('appends', () => {
  test('are counted by what became of them, one by one and in bulk', async () => {
    const metrics = openMetrics()
    const inner = inMemoryStore()
    let isAway = false
    const store = measuredStore(
      {
        ...inner,
        append: (...args) => (isAway ? Promise.reject(new Unavailable('away')) : inner.append(...args)),
      },
      metrics,
    )
    const events = facts(2)
    await store.append('a-1', noStream, events)
    await store.append('a-1', noStream, events)
    await expect(store.append('a-1', noStream, facts(1))).rejects.toThrow()
    await store.appendBulk([
      { stream: 'a-1', expected: 1n, events: facts(3) },
      { stream: 'a-1', expected: 9n, events: facts(1) },
    ])
    isAway = true
    await expect(store.append('a-1', 4n, facts(1))).rejects.toBeInstanceOf(Unavailable)
    const text = await metrics.registry.metrics()
    for (const [outcome, count] of [
      ['ok', 2],
      ['duplicate', 1],
      ['conflict', 2],
      ['unavailable', 1],
    ] as const)
      expect(text).toContain(`yidang_appends_total{outcome="${outcome}"} ${count}\n`)
    expect(text).toContain('yidang_events_appended_total 5\n')
    expect(text).toContain('yidang_append_duration_seconds_count{kind="single"} 4')
    expect(text).toContain('yidang_append_duration_seconds_count{kind="bulk"} 1')
  })
})

describe('/metrics', () => {
  test('tells both stores, every projection, and the process', async () => {
    const text = await scraped()
    for (const line of [
      'yidang_store_reachable{store="log",kind="postgresql"} 1',
      'yidang_store_reachable{store="rows",kind="postgresql"} 1',
      ...['process_cpu_seconds_total', 'nodejs_eventloop_lag_seconds', 'yidang_postgresql_connections{state="open"}'],
    ])
      expect(text).toContain(line)
    await api.system.watch.look()
  })

  test('tells the lag of each projection in events and in seconds, and which one is stopped', async () => {
    const { pool } = api.system.readModels
    const stopped = JSON.stringify({ eventId: '01M84ZSMA0BRENJKZKZ0WXQ8XT', reason: 'x', at: '2026-11-23T00:00:00Z' })
    const insert = 'INSERT INTO told.checkpoint (name, version, position, stopped) VALUES ($1, 1, $2, $3)'
    await pool.query(insert, ['made_up', '0000000000000001', stopped])
    const registrar = { code: '11310104MA10700153', name: '上海市徐汇区市场监督管理局' }
    const details = { name: '样例', subjectKind: 'LEGAL_PERSON', registrar }
    for (const uscc of ['91310104MA1X00017M', '92310104MA1X00025D', '92310104MA10BYU02E']) {
      const input = { uscc, registeredOn: '2020-01-02', details }
      const mutation = 'mutation ($input: RegisterEnterpriseInput!) { registerEnterprise(input: $input) { uscc } }'
      expect((await api.ask(mutation, { input }, 'licensing')).errors).toBeUndefined()
    }
    const text = await scraped()
    expect(text).toContain('yidang_log_head_position 3\n')
    expect(text).toContain('yidang_projection_lag_events{projection="made_up"} 2\n')
    expect(text).toMatch(/yidang_projection_lag_seconds\{projection="made_up"\} \d/)
    expect(text).toContain('yidang_projection_stopped{projection="made_up"} 1\n')
    expect(text).toContain('yidang_projection_stopped{projection="penalty"} 0\n')
    expect(text).toContain('yidang_events_appended_total 3\n')
    const system = '{ system { projections { name version position lagEvents stopped { eventId reason at } } } }'
    const { data } = await api.ask(system, {}, 'auditor')
    expect((data as never as { system: { projections: object[] } }).system.projections).toContainEqual({
      ...{ name: 'made_up', version: 1, position: '0000000000000001', lagEvents: 2 },
      stopped: { eventId: '01M84ZSMA0BRENJKZKZ0WXQ8XT', reason: 'x', at: '2026-11-23T00:00:00.000Z' },
    })
    await pool.query(`DELETE FROM told.checkpoint WHERE name = 'made_up'`)
  })

  test('names requests by root field or route and their outcome', async () => {
    await post({ query: 'query Whatever { alias: me { officer } }' })
    await post({ query: '{ enterprise(number: "x") { name } }' })
    await post({ query: '{ me { officer } system { rowsAsOf } }' })
    await post({ query: '{ nothing }' })
    await post({ query: '{' })
    await api.app.inject({ url: '/health/live' })
    await api.app.inject({ url: '/no/such/place' })
    const text = await scraped()
    for (const labels of [
      ...['operation="me",status="ok"', 'operation="enterprise",status="FORBIDDEN"', 'operation="several",status="ok"'],
      ...['operation="invalid",status="BAD_USER_INPUT"', 'operation="/health/live",status="200"'],
      'operation="unknown",status="404"',
    ])
      expect(text).toContain(`yidang_request_duration_seconds_count{${labels}}`)
  })

  test('has no label that a client chose, and no more of them however many clients choose', async () => {
    const linesAfter = async (n: number) => {
      const number = `31010419900101${String(1_000 + n)}`
      await post({ query: `query Q${number} { a${number}: me { officer } }`, operationName: `Q${number}` })
      await post({ query: `{ f${number} }`, variables: { number } })
      await post({ query: `{ enterprise(number: "${number}") { name } }` })
      await api.app.inject({ url: `/${number}/${number}`, headers: { 'x-correlation-id': `id-${number}` } })
      return (await scraped()).split('\n').filter((line) => line.startsWith('yidang_')).length
    }
    const lines = await linesAfter(0)
    for (let n = 1; n < 20; n++) expect(await linesAfter(n)).toBe(lines)
    expect(await scraped()).not.toContain('310104')
  })

  test('asks for its token where there is one, and is not there where it is turned off', async () => {
    const guarded = await startTestApi({ metrics: { served: true, token: 'secret' } })
    const status = async (headers: Record<string, string>) =>
      (await guarded.app.inject({ url: '/metrics', headers })).statusCode
    expect([await status({}), await status({ authorization: 'Bearer secrex' })]).toEqual([401, 401])
    expect(await status({ authorization: 'Bearer secret' })).toBe(200)
    await guarded.close()
    const off = await startTestApi({ metrics: { served: false, token: undefined } })
    expect((await off.app.inject({ url: '/metrics' })).statusCode).toBe(404)
    await off.close()
  })
})

test('how the system stands is open to all, but for positions and projections', async () => {
  const open = await api.ask('{ system { logReachable rowsAsOf } }')
  expect(open).toMatchObject({ data: { system: { logReachable: true, rowsAsOf: expect.stringMatching(/^2026-/) } } })
  const details = await api.ask('{ system { logReachable logPosition projections { name } } }')
  expect(details.data).toEqual({ system: { logReachable: true, logPosition: null, projections: null } })
  expect(details.errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN'])
})
