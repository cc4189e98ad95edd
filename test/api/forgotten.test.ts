import { Writable } from 'node:stream'
import { readFile, readdir, stat, writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoUsers } from '../../api/auth/demo-users.ts'
import { openApi, openTokens } from '../../api/main.ts'
import type { Tokens } from '../../api/auth/tokens.ts'
import { runImport, type Verdict } from '../../api/system/import/run-import.ts'
import { fileMaster } from '../../api/system/keys/master-key.ts'
import { createLog } from '../../api/system/log.ts'
import { openSystem, type System } from '../../api/system/open.ts'
import { enterpriseCodec } from '../../domain/enterprise/codec.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { isSealed } from '../../domain/kernel/sealed.ts'
import { projections } from '../../projections/index.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { fingerprint, liveSchema } from '../../projections/tables.ts'
import { penaltyHeader, penaltyRow } from '../jobs/import/world.ts'
import { freshDatabase } from '../support/postgres.ts'

const clock = () => new Date('2026-11-23T02:00:00Z')
const printed: string[] = []
const log = createLog(
  { level: 'trace', pretty: false },
  new Writable({
    write(chunk, _encoding, done) {
      printed.push(String(chunk))
      done()
    },
  }),
)

/** Everything that could name the two persons; all made up, the numbers with check characters that fit. */
const secrets = ['11010519491231002X', '310104199003078814', '欧阳无名', '司徒某某', '64821234', '13800138000'] as const
const [owner, operator] = secrets

let system: System
let databaseUrl: string
let folder: string
let app: FastifyInstance
let tokens: Tokens
const verdicts: Verdict[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yidang-forgotten-'))
  databaseUrl = await freshDatabase()
  system = await openSystem({ databaseUrl, log, clock, master: fileMaster(join(folder, 'master.key'), true) })
  system.tell()
  const config = { issuer: undefined, dataFolder: folder }
  tokens = await openTokens(config, clock)
  app = await openApi(system, { config, log, clock, tokens })
  await bringEverything()
})
afterAll(async () => {
  await app?.close()
  await system?.close()
  await rm(folder, { recursive: true, force: true })
})

async function bring(name: string, text: string): Promise<Verdict[]> {
  const path = join(folder, name)
  await writeFile(path, text)
  const own: Verdict[] = []
  await runImport({
    ...{ path, clock, newId: system.newId, store: system.store, pool: system.readModels.pool, keys: system.keys },
    ...{ handler: system.handler, agency: null, correlationId: system.newId() },
    actor: { agency: 'system', officer: 'operator', role: 'OPERATOR' },
    onVerdict: (verdict) => void own.push(verdict),
  })
  await rm(path)
  verdicts.push(...own)
  return own
}

/** Rows and mutations that carry every secret, in the columns made for them and in prose, in good rows and bad ones. */
const file = [
  `${penaltyHeader},CF_FRDB,CF_FR_ZJLX,CF_FR_ZJHM,CF_XDR_ZJHM,BZ`,
  `${penaltyRow({ CF_SY: `当事人身份证${operator}，联系电话13800138000` })},欧阳无名,01,${owner},${operator},身份证号${owner}`,
  `${penaltyRow({ CF_WSH: '2号' })},欧阳无名,身份证,${owner},,`,
  `${penaltyRow({ CF_WSH: '3号', CF_XDR_SHXYM: operator })},欧阳无名,01,${owner},,`,
  `${penaltyRow({ CF_WSH: '4号', CF_NR_FK: operator })},欧阳无名,01,${owner},,`,
].join('\n')
const register = [
  'ZT_MC,ZT_SHXYM,ZT_CLRQ,ZT_FRDB,ZT_FR_ZJHM,ZT_LXR,ZT_LXDH',
  `上海样例有限公司,91310104MA1X00017M,2020/01/01,,${owner},司徒某某,021-64821234`,
].join('\n')

async function bringEverything(): Promise<void> {
  expect((await bring(`${owner}.csv`, register)).map(({ verdict }) => verdict)).toEqual(['accepted'])
  const expected = ['accepted', 'accepted', 'refused', 'refused']
  expect((await bring(`处罚${operator}.csv`, file)).map(({ verdict }) => verdict)).toEqual(expected)
  const mutation = `mutation ($input: RecordPersonInput!) { recordPerson(input: $input) { changed } }`
  const input = { uscc: '91310104MA1X00017M', role: 'CONTACT', name: '司徒某某', recordedOn: '2026-01-01' }
  const given = { ...input, identityNumber: operator, phone: '13800138000' }
  expect(await ask(mutation, { input: given }, 'admin')).toEqual({ recordPerson: { changed: true } })
  await toldAll()
}

async function ask(query: string, variables: object, as: string): Promise<unknown> {
  const user = demoUsers.find(({ name }) => name === as)
  if (user === undefined || tokens.sign === undefined) throw new Error(`no demo user ${as}`)
  const headers = { authorization: `Bearer ${await tokens.sign(user)}` }
  const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })
  expect(response.json().errors).toBeUndefined()
  return response.json().data
}

async function toldAll(): Promise<void> {
  const head = await system.store.head()
  if (head) expect(await waitUntilTold(system.readModels.pool, head, 20_000)).toBe(true)
}

/** Every table of the database as text, as a dump would have it: the log, the rows, the keys, and whatever else is there. */
async function dump(): Promise<string> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    )
    for (const needed of ['log.event', 'told.person', 'told.penalty', 'keys.person', 'keys.master'])
      expect(tables.map(({ name }) => name)).toContain(needed)
    const texts: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`select row::text as text from ${name} as row`)
      texts.push(`${name}\n`, ...rows.map(({ text }) => `${text}\n`))
    }
    return texts.join('')
  } finally {
    await client.end()
  }
}

/** What is left in the data folder; the uploaded files and the master key have no business being searched for it. */
async function filesLeft(): Promise<string> {
  const names = await readdir(folder, { recursive: true })
  const texts = await Promise.all(
    names.map(async (name) =>
      (await stat(join(folder, name))).isFile() ? readFile(join(folder, name), 'latin1') : name,
    ),
  )
  return texts.join('\n')
}

/** A value in every form in which it might have been kept. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  const shifted = [0, 1, 2].map((before) => Buffer.concat([Buffer.alloc(before, ' '), bytes]).toString('base64'))
  const inner = shifted.map((text) => text.slice(4, -4)) // Wherever in a longer text in base64 it begins.
  return [
    ...[
      value,
      value.toLowerCase(),
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
      bytes.toString('base64'),
    ],
    ...[bytes.toString('base64url'), Buffer.from(value, 'utf16le').toString('hex'), ...inner],
    ...[encodeURIComponent(value), JSON.stringify(value).slice(1, -1), [...value].reverse().join('')],
  ]
}

function expectNowhere(places: Readonly<Record<string, string>>): void {
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(0)
    for (const secret of secrets) {
      for (const form of formsOf(secret)) expect(text.includes(form), `${secret} as ${form} in ${place}`).toBe(false)
    }
  }
}

const everywhere = async () => ({
  ...{ dump: await dump(), log: printed.join(''), verdicts: JSON.stringify(verdicts), files: await filesLeft() },
})

async function factsByStream(): Promise<ReadonlyMap<string, readonly FileFact[]>> {
  const streams = new Map<string, FileFact[]>()
  for await (const event of system.store.readAll()) {
    const own = streams.get(event.stream) ?? []
    streams.set(event.stream, [...own, enterpriseCodec.decode(event) as unknown as FileFact])
  }
  return streams
}

async function prints(): Promise<Record<string, string>> {
  const client = await system.readModels.pool.connect()
  try {
    const entries: [string, string][] = []
    for (const projection of projections)
      entries.push([projection.name, await fingerprint(client, liveSchema, projection)])
    return Object.fromEntries(entries)
  } finally {
    client.release()
  }
}

const find = `query ($number: String!) { personFiles(identityNumber: $number) { personId entries { role standing } } }`
const read = `query { enterprise(number: "91310104MA1X00017M") { penalties { facts remark }
  persons { role standing name identityNumber phone } } }`
const personIdOf = async (number: string) =>
  ((await ask(find, { number }, 'privacy')) as { personFiles: { personId: string } | null }).personFiles?.personId

describe('personal data', () => {
  test('is sealed: whoever may open it reads it, and it stands nowhere in the clear', async () => {
    const told = await ask(read, {}, 'privacy')
    for (const secret of [
      '11010519491231002X',
      '310104199003078814',
      '欧阳无名',
      '司徒某某',
      '02164821234',
      '13800138000',
    ])
      expect(JSON.stringify((told as { enterprise: { persons: unknown } }).enterprise.persons)).toContain(secret)
    expect(told).toMatchObject({
      enterprise: {
        penalties: expect.arrayContaining([
          { facts: '当事人身份证310104************，联系电话138****8000', remark: '身份证号110105************' },
        ]),
      },
    })
    expectNowhere(await everywhere())
  })

  test('comes in once, however often its rows do', async () => {
    const before = await system.store.head()
    for (const name of ['again.csv', 'and-again.csv']) {
      const expected = ['duplicate', 'duplicate', 'refused', 'refused']
      expect((await bring(name, file)).map(({ verdict }) => verdict)).toEqual(expected)
      expect((await bring(`r-${name}`, register)).map(({ verdict }) => verdict)).toEqual(['duplicate'])
    }
    expect(await system.store.head()).toBe(before)
  })

  test('is gone when its key is destroyed: streams are readable, rows are told again, and the value is nowhere', async () => {
    const before = await factsByStream()
    for (const number of [owner, operator]) {
      const input = { personId: await personIdOf(number), ground: 'TERM_ENDED', reason: '保存期限届满' }
      const mutation = `mutation ($input: ForgetPersonInput!) { forgetPerson(input: $input) { destroyed uscc } }`
      expect(await ask(mutation, { input }, 'privacy')).toEqual({
        forgetPerson: { destroyed: true, uscc: ['91310104MA1X00017M'] },
      })
      expect(await personIdOf(number)).toBeUndefined()
    }
    await toldAll()

    const after = await factsByStream()
    for (const [stream, facts] of before) {
      expect(after.get(stream)?.slice(0, facts.length)).toEqual(facts) // Not a byte of the log has changed.
      expect(() => fileOf(after.get(stream) ?? [])).not.toThrow()
    }
    const live = await prints()
    await rebuild({ store: system.store, pool: system.readModels.pool, projections })
    expect(await prints()).toEqual(live)
    const health = await app.inject('/health')
    expect(health.json()).toMatchObject({ stopped: [] })
    expectNowhere(await everywhere())
  })

  test('cannot be opened with what is left: no key of the forgotten is in the table, whatever the master key', async () => {
    const ids = sealedIn(await factsByStream()).map(({ keyId }) => keyId)
    const loaded = await system.keys.load([...new Set(ids)])
    const left = ids.filter((id) => !loaded.has(id))
    expect(new Set(left).size).toBe(2)
    const { rows } = await system.readModels.pool.query('select * from keys.person where id = any($1)', [left])
    for (const row of rows) expect(row).toMatchObject({ wrapped: null, lookup: null })
    const told = (await ask(read, {}, 'privacy')) as {
      enterprise: { persons: { standing: string; name: string | null }[] }
    }
    const forgotten = told.enterprise.persons.filter(({ standing }) => standing === 'FORGOTTEN')
    expect(forgotten.length).toBeGreaterThanOrEqual(4)
    for (const one of forgotten) expect(one).toMatchObject({ name: null, identityNumber: null, phone: null })
  })

  test('of a forgotten person is not brought back by the rows that brought it', async () => {
    const before = await system.store.head()
    expect((await bring('later.csv', file)).map(({ verdict }) => verdict).slice(0, 2)).toEqual([
      'duplicate',
      'duplicate',
    ])
    expect((await bring('register.csv', register)).map(({ verdict }) => verdict)).toEqual(['duplicate'])
    expect(await system.store.head()).toBe(before)
    expectNowhere(await everywhere())
  })
})

/** Every sealed value of every stream. */
function sealedIn(streams: ReadonlyMap<string, readonly FileFact[]>) {
  const found: { keyId: string }[] = []
  const walk = (value: unknown): void => {
    if (isSealed(value)) found.push(value)
    else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) walk(inner)
  }
  for (const facts of streams.values()) for (const { data } of facts) walk(data)
  return found
}
