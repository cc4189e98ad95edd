import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { demoUsers } from '../../api/auth/demo-users.ts'
import { openApi, openTokens } from '../../api/main.ts'
import { fileMaster } from '../../api/system/keys/master-key.ts'
import { createLog, type Log } from '../../api/system/log.ts'
import { openSystem, type System } from '../../api/system/open.ts'
import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { freshDatabase } from './postgres.ts'

export type DemoName = (typeof demoUsers)[number]['name']
export type Answer = { status: number; data: Record<string, never> | null; errors?: ClientError[] }
export type ClientError = {
  message: string
  path?: (string | number)[]
  extensions: { code: string; reason?: string; field?: string }
}

/** The whole API on a database of its own, asked over HTTP inject. The clock stands still until it is set. */
export type TestApi = Readonly<{
  app: FastifyInstance
  system: System
  now: { instant: Date }
  tokenOf(name: DemoName): Promise<string>
  ask(query: string, variables?: object, as?: DemoName): Promise<Answer>
  /** Writes into a file what no mutation writes by itself, on the day of the clock. */
  record(uscc: string, command: EnterpriseCommand): Promise<void>
  close(): Promise<void>
}>

export type TestApiOptions = Readonly<{
  log?: Log
  kurrent?: Readonly<{ kurrentUrl: string; patienceMs: number }> // Without it the log stands in PostgreSQL.
  metrics?: Readonly<{ served: boolean; token: string | undefined }>
}>

export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const now = { instant: new Date('2026-11-23T02:00:00.000Z') }
  const clock = () => now.instant
  const { log = createLog({ level: process.env.TEST_LOG_LEVEL ?? 'silent', pretty: false }) } = options
  const folder = await mkdtemp(join(tmpdir(), 'yidang-test-api-'))
  const system = await openSystem({
    ...{ databaseUrl: await freshDatabase(), log, clock, ...options.kurrent },
    master: fileMaster(join(folder, 'master.key'), true),
  })
  system.tell()
  const tokens = await openTokens({ issuer: undefined, dataFolder: folder }, clock)
  const { metrics = { served: true, token: undefined } } = options
  const config = { issuer: undefined, dataFolder: folder, metrics }
  const app = await openApi(system, { config, log, clock, tokens })
  const tokenOf = async (name: DemoName): Promise<string> => {
    const user = demoUsers.find((one) => one.name === name)
    if (user === undefined || tokens.sign === undefined) throw new Error(`no demo user ${name}`)
    return tokens.sign(user)
  }
  return {
    ...{ app, system, now, tokenOf },
    async record(uscc, command) {
      const actor = { agency: command.agency ?? 'system', officer: 'test', role: 'TEST' }
      const context = { clock, newId: system.newId, actor, correlationId: 'test' }
      const today = dayInChina(clock())
      await system.handler.submit(enterpriseDecider, enterpriseStream(uscc as Uscc), { ...command, today }, context)
    },
    async ask(query, variables = {}, as) {
      const headers = as === undefined ? {} : { authorization: `Bearer ${await tokenOf(as)}` }
      const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })
      return { status: response.statusCode, ...response.json() }
    },
    async close() {
      await app.close()
      await system.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
