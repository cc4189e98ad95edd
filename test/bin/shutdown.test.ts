import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { composeUscc } from '../../domain/kernel/uscc.ts'
import { penaltyHeader, penaltyRow } from '../jobs/import/world.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type Home, openHome, type Program } from './server.ts'

let home: Home
let database: pg.Client
beforeEach(async () => {
  const databaseUrl = await freshDatabase()
  home = await openHome({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'info' })
  database = new pg.Client(databaseUrl)
  await database.connect()
})
afterEach(async () => {
  await database.end()
  await home.close()
})

const uscc = '91310104MA1X00017M'
const registrar = { code: '11310104MA10700153', name: '上海市徐汇区市场监督管理局' }
const details = { name: '上海样例餐饮管理有限公司', subjectKind: 'LEGAL_PERSON', registrar }
const register = 'mutation ($input: RegisterEnterpriseInput!) { registerEnterprise(input: $input) { revision } }'
const input = { uscc, registeredOn: '2020-01-02', details }

/** Appends wait from here on, until the transaction ends. */
async function holdAppends(): Promise<void> {
  await database.query('BEGIN')
  await database.query('LOCK TABLE log.event IN EXCLUSIVE MODE')
}
async function untilAnAppendWaits(): Promise<void> {
  for (;;) {
    const { rows } = await database.query('SELECT FROM pg_locks WHERE NOT granted AND database IS NOT NULL')
    if (rows.length > 0) return
    await sleep(20)
  }
}

describe('a program that is told to end', () => {
  test('answers what it has begun, takes nothing new, and ends with 0; the next start finds it all', async () => {
    const program = await home.start()
    await holdAppends()
    const answer = program.ask(register, { input }, 'licensing')
    await untilAnAppendWaits()
    program.kill('SIGTERM')
    for (let waits = 0; waits < 500 && !program.printed().includes('正在停止'); waits++) await sleep(20)
    await sleep(200)
    await expect(fetch(`${program.url}/health/live`)).rejects.toThrow()
    await database.query('COMMIT')
    expect(await answer).toMatchObject({ status: 200, data: { registerEnterprise: { revision: '0' } } })
    const began = performance.now()
    expect(await program.ended).toBe(0)
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(program.printed()).toContain('已停止。')

    const next = await home.start()
    const found = await next.ask(
      `{ enterprise(number: "${uscc}", atLeastRevision: "0") { name timeline { totalCount } } }`,
      {},
      'inspector',
    )
    expect(found.data).toEqual({ enterprise: { name: details.name, timeline: { totalCount: 1 } } })
    next.kill('SIGINT')
    expect(await next.ended).toBe(0)
  }, 60_000)

  test('gives up what takes too long, says what that was, and ends with 1', async () => {
    const program = await home.start({ SHUTDOWN_SECONDS: '1' })
    await holdAppends()
    const answer = program.ask(register, { input }, 'licensing').catch(() => 'CUT')
    await untilAnAppendWaits()
    program.kill('SIGTERM')
    expect(await program.ended).toBe(1)
    expect(program.printed()).toContain('1 秒内没有停完，不再等待：处理中的请求 1 个，进行中的导入 0 个')
    expect(await answer).toBe('CUT')
    await database.query('ROLLBACK')
  }, 60_000)

  test('asked twice, ends at once', async () => {
    const program = await home.start()
    await holdAppends()
    const answer = program.ask(register, { input }, 'licensing').catch(() => 'CUT')
    await untilAnAppendWaits()
    program.kill('SIGTERM')
    for (let waits = 0; waits < 500 && !program.printed().includes('正在停止'); waits++) await sleep(20)
    program.kill('SIGINT')
    expect(await program.ended).toBe(130)
    expect(await answer).toBe('CUT')
    await database.query('ROLLBACK')
  }, 60_000)

  test('ends an import with its batch; brought again, the file is what one clean run makes of it', async () => {
    const program = await home.start()
    const { id } = await upload(program)
    for (let waits = 0; waits < 1_000 && (await runOf(program, id)).rows === 0; waits++) await sleep(20)
    program.kill('SIGTERM')
    expect(await program.ended).toBe(0)

    const next = await home.start()
    const cut = await runOf(next, id)
    expect(cut).toMatchObject({ state: 'INTERRUPTED', fault: expect.stringContaining('再上传一次') })
    expect([cut.rows > 0, cut.rows < rowCount]).toEqual([true, true])
    expect(cut.accepted).toBe(cut.rows)
    const again = await upload(next)
    let run = await runOf(next, again.id)
    for (let waits = 0; waits < 2_000 && run.state === 'RUNNING'; waits++) {
      await sleep(20)
      run = await runOf(next, again.id)
    }
    expect(run).toMatchObject({ state: 'DONE', rows: rowCount, refused: 0, duplicate: cut.rows })
    const { rows } = await database.query(`SELECT count(*)::int AS count FROM told.penalty`)
    for (let waits = 0; waits < 2_000 && rows[0]?.count !== rowCount; waits++) {
      await sleep(20)
      rows[0] = (await database.query(`SELECT count(*)::int AS count FROM told.penalty`)).rows[0]
    }
    expect(rows[0]?.count).toBe(rowCount)
    next.kill('SIGTERM')
    expect(await next.ended).toBe(0)
  }, 120_000)
})

const rowCount = 12_000
const subjects = Array.from({ length: 1_000 }, (_, n) =>
  composeUscc('91', '310104', `MA1X${String(n).padStart(4, '0')}`),
)
const content = `${penaltyHeader}\n${Array.from({ length: rowCount }, (_, n) =>
  penaltyRow({ CF_XDR_SHXYM: subjects[n % subjects.length] ?? '', CF_WSH: `〔2025〕${n}号`, CF_NR_FK: '0.2' }),
).join('\n')}\n`

async function upload(program: Program): Promise<{ id: string }> {
  const form = new FormData()
  const query = 'mutation ($file: Upload!) { importRecords(file: $file) { id } }'
  form.set('operations', JSON.stringify({ query, variables: { file: null } }))
  form.set('map', JSON.stringify({ 0: ['variables.file'] }))
  form.set('0', new Blob([content]), '处罚.csv')
  const headers = { authorization: `Bearer ${await program.tokenOf('admin')}` }
  const response = await fetch(`${program.url}/graphql`, { method: 'POST', headers, body: form })
  return ((await response.json()) as { data: { importRecords: { id: string } } }).data.importRecords
}

type Run = { state: string; fault: string | null; rows: number; accepted: number; duplicate: number; refused: number }

async function runOf(program: Program, id: string): Promise<Run> {
  const query = 'query ($id: ID!) { importRun(id: $id) { state fault rows accepted duplicate refused } }'
  return ((await program.ask(query, { id }, 'admin')).data as { importRun: Run }).importRun
}
