import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../../support/api.ts'
import { openTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts'
import { type Double, openDouble } from '../system/kurrent-store/double/server.ts'

let double: Double
let proxy: TcpProxy
let api: TestApi
const uscc = '91310104MA1X00017M'
const patienceMs = 1_000

beforeAll(async () => {
  double = await openDouble()
  proxy = await openTcpProxy('127.0.0.1', double.port)
  api = await startTestApi({ kurrent: { kurrentUrl: `esdb://127.0.0.1:${proxy.port}?tls=false`, patienceMs } })
  const registrar = { code: '11310104MA10700153', name: '上海市徐汇区市场监督管理局' }
  const details = { name: '上海样例餐饮管理有限公司', subjectKind: 'LEGAL_PERSON', registrar }
  const { errors } = await register(uscc, details)
  expect(errors).toBeUndefined()
  expect((await ask(`{ enterprise(number: "${uscc}", atLeastRevision: "0") { name } }`)).data).toBeTruthy()
})
afterAll(async () => {
  await api?.close()
  await proxy?.close()
  await double?.close()
})

const register = (code: string, details: object) =>
  api.ask(
    'mutation ($input: RegisterEnterpriseInput!) { registerEnterprise(input: $input) { revision } }',
    { input: { uscc: code, registeredOn: '2020-01-02', details } },
    'licensing',
  )

async function ask(query: string) {
  const headers = { authorization: `Bearer ${await api.tokenOf('auditor')}` }
  const response = await api.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })
  return { ...response.json(), asOf: String(response.headers['x-yidang-rows-as-of']) }
}
const health = async (path = '/health') => {
  const { statusCode, body } = await api.app.inject({ url: path })
  return { statusCode, ...JSON.parse(body) }
}
async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let waits = 0; waits < 600 && !(await condition()); waits++) await sleep(20)
}
const current = `{ enterprise(number: "${uscc}") { name licences { id } } }`
const earlier = `{ enterprise(number: "${uscc}", asOf: "2025-01-01") { name } }`
const known = `{ enterprise(number: "${uscc}", knownAt: "2026-11-23T02:00:00Z") { name } }`

describe('the API over KurrentDB', () => {
  test('while all is well, answers say that rows are of this moment', async () => {
    await until(async () => (await health()).caughtUp)
    api.now.instant = new Date('2026-11-23T02:10:00.000Z')
    await api.system.watch.look()
    expect(await ask(current)).toMatchObject({
      data: { enterprise: { licences: [] } },
      asOf: '2026-11-23T02:10:00.000Z',
    })
    expect(await health()).toMatchObject({
      ...{ statusCode: 200, ready: true, rowsAsOf: '2026-11-23T02:10:00.000Z' },
      stores: { log: { kind: 'kurrentdb', reachable: true }, rows: { kind: 'postgresql', reachable: true } },
    })
    const { data } = await ask('{ system { logReachable logPosition projections { name lagEvents lagSeconds } } }')
    expect(data.system.logPosition).toMatch(/^[0-9a-f]{32}$/)
    expect(data.system.projections).toContainEqual({ name: 'enterprise', lagEvents: 0, lagSeconds: 0 })
  })

  test('while the log is away, rows answer and say of when they are', async () => {
    proxy.halfOpen()
    api.now.instant = new Date('2026-11-23T02:30:00.000Z')
    await until(async () => !(await health()).stores.log.reachable)
    expect(await ask(current)).toMatchObject({
      data: { enterprise: { name: '上海样例餐饮管理有限公司', licences: [] } },
      asOf: '2026-11-23T02:10:00.000Z',
    })
    const told = '{ system { logReachable rowsAsOf projections { name lagEvents stopped { eventId } } } }'
    const { data } = await ask(told)
    expect(data.system).toMatchObject({ logReachable: false, rowsAsOf: '2026-11-23T02:10:00.000Z' })
    expect(await health()).toMatchObject({
      ...{ statusCode: 503, ready: false, rowsAsOf: '2026-11-23T02:10:00.000Z' },
      reason: expect.stringContaining('事件库连接不上'),
      stores: { log: { reachable: false, since: '2026-11-23T02:30:00.000Z' }, rows: { reachable: true } },
    })
    expect(await health('/health/read')).toMatchObject({ statusCode: 200, ready: true })
  })

  test('what needs the stream is UNAVAILABLE, and soon so', async () => {
    await until(async () => api.system.watch.logAwayMs() > patienceMs)
    const began = performance.now()
    for (const query of [earlier, known]) {
      const { errors } = await ask(query)
      expect(errors[0].extensions.code).toBe('UNAVAILABLE')
      expect(errors[0].message).toContain('事件库暂时无法访问')
    }
    const { errors } = await register('92310104MA1X00025D', {
      ...{ name: '另一户', subjectKind: 'LEGAL_PERSON' },
      registrar: { code: '11310104MA10700153', name: '上海市徐汇区市场监督管理局' },
    })
    expect(errors?.[0]?.extensions.code).toBe('UNAVAILABLE')
    expect(performance.now() - began).toBeLessThan(500)
    const { body } = await api.app.inject({ url: '/metrics' })
    expect(body).toContain('yidang_store_reachable{store="log",kind="kurrentdb"} 0')
    expect(body).toContain('yidang_store_reachable{store="rows",kind="postgresql"} 1')
    expect(body).toMatch(/yidang_appends_total\{outcome="ok"\} [1-9]/)
    expect(body).toContain('yidang_rows_age_seconds 1200')
  })

  test('when it is back, everything goes on', async () => {
    proxy.cut()
    proxy.heal()
    await until(async () => (await health()).stores.log.reachable)
    expect((await ask(earlier)).data.enterprise.name).toBe('上海样例餐饮管理有限公司')
    await until(async () => (await health()).ready)
    expect(await health()).toMatchObject({ ready: true, rowsAsOf: '2026-11-23T02:30:00.000Z' })
    expect((await api.app.inject({ url: '/metrics' })).body).toContain('yidang_store_reconnections{store="log"} 1')
  }, 60_000)
})
