import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { demoUsers } from '../../api/auth/demo-users.ts'
import { openApi, openTokens } from '../../api/main.ts'
import { createLog } from '../../api/system/log.ts'
import { openSystem, type System } from '../../api/system/open.ts'
import type { Projection } from '../../projections/index.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { runProjections, waitUntilTold } from '../../projections/runner.ts'
import { fingerprint, liveSchema } from '../../projections/tables.ts'
import { growSample } from '../../seeds/sample.ts'
import { freshDatabase } from '../support/postgres.ts'

const clock = () => new Date('2026-11-23T02:00:00Z')
const log = createLog({ level: 'silent', pretty: false })
let folder: string
let system: System
let app: FastifyInstance
let token: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yidang-poison-'))
  system = await openSystem({ databaseUrl: await freshDatabase(), log, clock })
  const config = { issuer: undefined, dataFolder: folder }
  const tokens = await openTokens(config, clock)
  app = await openApi(system, { config, log, clock, tokens })
  const admin = demoUsers.find(({ name }) => name === 'admin')
  token = (admin && (await tokens.sign?.(admin))) ?? ''
})
afterEach(async () => {
  await app?.close()
  await system?.close()
  await rm(folder, { recursive: true, force: true })
})

async function health(): Promise<{ statusCode: number; stopped: { name: string; eventId: string }[] }> {
  const { statusCode, body } = await app.inject({ url: '/health' })
  return { statusCode, ...JSON.parse(body) }
}

async function standings(): Promise<{ name: string; stopped: { eventId: string; reason: string } | null }[]> {
  const query = '{ system { projections { name stopped { eventId reason } } } }'
  const headers = { authorization: `Bearer ${token}` }
  const answer = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })
  return answer.json().data.system.projections
}

async function prints(): Promise<Record<string, string>> {
  const client = await system.readModels.pool.connect()
  try {
    const found: Record<string, string> = {}
    for (const projection of system.projections)
      found[projection.name] = await fingerprint(client, liveSchema, projection)
    return found
  } finally {
    client.release()
  }
}

test('a poison event stops its projection alone, is named at /health and in the API, and is told after the fix', async () => {
  const { store, projections, readModels } = system
  await growSample(system, { size: 30, clock, signal: new AbortController().signal, progress: false })
  let poison = ''
  for await (const { id, type } of store.readAll()) if (type === 'AnnualReportFiled') poison = id
  const broken = projections.map((projection): Projection =>
    projection.name !== 'annual_report'
      ? projection
      : {
          ...projection,
          *tell(uscc, file) {
            if (file.entries.has(poison)) throw new TypeError('no handler for this')
            yield* projection.tell(uscc, file)
          },
        },
  )
  const ending = new AbortController()
  const pool = readModels.pool
  const running = runProjections({ store, pool, projections: broken, log, clock, signal: ending.signal })
  const head = await store.head()
  expect(head !== undefined && (await waitUntilTold(pool, head, 20_000))).toBe(true)
  await expect
    .poll(async () => (await health()).stopped, { timeout: 10_000 })
    .toMatchObject([{ name: 'annual_report', eventId: poison }])
  expect((await health()).statusCode).toBe(503)
  const stopped = (await standings()).filter((standing) => standing.stopped !== null)
  expect(stopped).toMatchObject([
    { name: 'annual_report', stopped: { eventId: poison, reason: 'no handler for this' } },
  ])

  const { annual_report: waiting, ...others } = await prints()
  expect(others.enterprise).toMatch(/^30:/)
  ending.abort()
  await running

  system.tell() // The program that knows better starts, and goes on from where the other stood.
  await expect.poll(async () => (await health()).statusCode, { timeout: 20_000 }).toBe(200)
  expect((await standings()).filter((standing) => standing.stopped !== null)).toEqual([])
  const live = await prints()
  expect(live).toMatchObject(others)
  expect(live.annual_report).not.toBe(waiting)
  await rebuild({ store, pool, projections })
  expect(await prints()).toEqual(live)
}, 60_000)
