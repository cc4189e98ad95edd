/**
 * The window (窗口核查): what one answer costs, how fast single checks by code and by name are over HTTP beside a plain
 * route that asks one SQL statement, 5,000 codes in one call, and as many rows as a table in and out.
 *
 *   node bench/window.ts [--size 5000] [--rounds 3] [--seconds 5]
 *
 * `DATABASE_URL` names a server whose user may make databases; without it a new one is started, durable as by default.
 * The generator of load comes with `npm ci --prefix bench/peers`.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { createLog } from '../api/system/log.ts'
import { openSystem } from '../api/system/open.ts'
import { workbookOf } from '../api/system/workbook.ts'
import { fileOf } from '../domain/enterprise/file.ts'
import { initialLists } from '../domain/lists/catalogue/catalogue.ts'
import { initialMeasures } from '../domain/punishment/measures/catalogue.ts'
import { barsOn } from '../domain/window/bars-on.ts'
import { listEffectsOf } from '../domain/window/list-effects.ts'
import { rebuild } from '../projections/rebuild.ts'
import { growSample } from '../seeds/sample.ts'
import { districtFacts, splitDay } from '../test/support/district.ts'
import { at, figure, median, perSecond } from './support/figures.ts'
import { freePort, openBenchDatabase } from './support/server.ts'

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
  },
})
const [size, rounds, seconds] = [Number(options.size), Number(options.rounds), Number(options.seconds)]
const connections = 50
const codesInOneCall = 5_000
const json = { 'content-type': 'application/json' }
const here = import.meta.dirname
const peers = join(here, 'peers')
if (!existsSync(join(peers, 'node_modules', 'autocannon'))) {
  console.error('先安装对照程序：npm ci --prefix bench/peers')
  process.exit(1)
}

const clock = () => new Date()
const database = await openBenchDatabase()
const system = await openSystem({
  databaseUrl: database.url,
  log: createLog({ level: 'silent', pretty: false }),
  clock,
})
const children: ChildProcess[] = []

/** The pure function alone, over as many files as one call may name. */
function pure(): void {
  const lists = listEffectsOf(initialLists)
  const files = Array.from({ length: codesInOneCall }, (_, n) => fileOf(districtFacts(n)))
  const took: number[] = []
  let barred = 0
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now()
    barred = files.filter((file) => barsOn(file, 'TENDER', splitDay, initialMeasures, lists).answer !== 'CLEAR').length
    if (round > 0) took.push(performance.now() - start)
  }
  console.log(
    `${figure(codesInOneCall)} answers by the function alone: ${median(took).toFixed(0)} ms, ${barred} not clear`,
  )
}

/** A server in a process of its own, and where it listens. */
async function started(args: readonly string[], env: Record<string, string>, ready: string): Promise<string> {
  const port = await freePort()
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, DATABASE_URL: database.url, PORT: String(port), NODE_ENV: 'bench', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)))
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes(ready)) resolve()
    })
  })
  return `http://127.0.0.1:${port}`
}

type Request = Readonly<{ method: string; path: string; body?: string }>
type Peer = Readonly<{ name: string; url: string; headers: object; requests: readonly Request[] }>
type Load = Readonly<{ perSecond: number; p50: number; p95: number; p99: number; failed: number; ok: number }>

const loadOf = ({ url, headers, requests }: Peer): Promise<Load> =>
  new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [join(peers, 'load.js')], (error, stdout) =>
      error ? reject(error) : resolve(JSON.parse(stdout) as Load),
    )
    child.stdin?.end(JSON.stringify({ url, headers, requests, connections, seconds }))
  })

async function signedIn(): Promise<Readonly<{ url: string; headers: Record<string, string> }>> {
  const folder = await mkdtemp(join(tmpdir(), 'yidang-bench-'))
  const entry = join(here, '..', 'bin', 'main.ts')
  const url = await started([entry, 'start', '--empty'], { YIDANG_DATA: folder, LOG_LEVEL: 'silent' }, '一档已就绪')
  children.at(-1)?.once('exit', () => void rm(folder, { recursive: true, force: true }))
  const body = JSON.stringify({ query: 'mutation { signIn(user: "licensing") { token } }' })
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: json, body })
  const { data } = (await answer.json()) as { data: { signIn: { token: string } } }
  return { url, headers: { ...json, authorization: `Bearer ${data.signIn.token}` } }
}

/** Asked in turn, because what is made ready for one matter may be of no use for the next. */
const matters = ['TENDER', 'HONOUR', 'FUNDS', 'OFFICE', 'LICENCE']
const query = `query ($number: String!, $matter: String!) { windowCheck(number: $number, matter: $matter) {
  answer measuresVersion position bars { measure clause since until eventIds } fallen { reason on } } }`

async function overHttp(): Promise<void> {
  const { rows } = await system.readModels.pool.query<{ uscc: string; name: string }>(
    'SELECT uscc, name FROM told.enterprise ORDER BY uscc',
  )
  const usccs = rows.map(({ uscc }) => uscc)
  const ours = await signedIn()
  const asking = (text: string, variables: object) => JSON.stringify({ query: text, variables })
  const requestsFor = (numbers: readonly string[]): readonly Request[] =>
    numbers.slice(0, 2_000).map((number, n) => {
      return { method: 'POST', path: '/graphql', body: asking(query, { number, matter: matters[n % matters.length] }) }
    })
  const route = await started([join(here, 'plain-route.ts')], {}, 'ready')
  const plain = usccs.slice(0, 2_000).map((uscc) => ({ method: 'GET', path: `/enterprise/${uscc}` }))
  const all: readonly Peer[] = [
    { name: 'a window check by code', ...ours, requests: requestsFor(usccs) },
    { name: 'a window check by name', ...ours, requests: requestsFor(rows.map(({ name }) => name)) },
    { name: 'a plain Fastify route, one SQL statement', url: route, headers: {}, requests: plain },
  ]
  const loads = new Map(all.map(({ name }) => [name, [] as Load[]]))
  for (let round = 0; round <= rounds; round++)
    for (const peer of all) {
      const load = await loadOf(peer)
      if (load.failed > 0 || load.ok === 0) throw new Error(`${peer.name}: ${JSON.stringify(load)}`)
      if (round > 0) loads.get(peer.name)?.push(load) // The first warms up.
    }
  const speedOf = (of: readonly Load[]) => median(of.map((load) => load.perSecond))
  const [checks, , routes] = [...loads.values()].map(speedOf)
  console.log(`\n| over HTTP, ${connections} connections | per second | p95 ms | p99 ms | goal |`)
  console.log('|---|---:|---:|---:|---:|')
  for (const [name, of] of loads) {
    const [p95, p99] = [median(of.map((load) => load.p95)), median(of.map((load) => load.p99))]
    const goal = name.startsWith('a window') ? 'p95 < 50 ms' : ''
    console.log(`| ${name} | ${figure(speedOf(of))} | ${p95.toFixed(0)} | ${p99} | ${goal} |`)
  }
  console.log(`| checks by code against the plain route | ${((checks ?? 0) / (routes ?? 1)).toFixed(2)} | | | 0.8 |`)
  const numbers = Array.from({ length: codesInOneCall }, (_, n) => usccs[n % usccs.length] ?? '')
  const body = asking(
    'query ($numbers: [String!]!) { windowChecks(numbers: $numbers, matter: "TENDER") { barredCount cautionCount clearCount checks { uscc answer bars { measure clause since until eventIds } } } }',
    { numbers },
  )
  const took: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now()
    const answer = await fetch(`${ours.url}/graphql`, { method: 'POST', headers: ours.headers, body })
    const { data } = (await answer.json()) as { data: { windowChecks: { checks: readonly object[] } } | null }
    if (data?.windowChecks.checks.length !== codesInOneCall) throw new Error('not every code was answered')
    if (round > 0) took.push((performance.now() - start) / 1_000)
  }
  console.log(
    `\n${figure(codesInOneCall)} codes in one call: ${median(took).toFixed(2)} s (worst ${at(took, 1).toFixed(2)} s)`,
  )
  const names = new Map(rows.map(({ uscc, name }) => [uscc, name]))
  const lines = numbers.map((uscc) => [uscc, names.get(uscc) ?? ''])
  const columns = ['统一社会信用代码', '名称']
  const csv = [columns, ...lines].map((line) => line.join(',')).join('\n')
  for (const [format, list] of [
    ['csv', Buffer.from(csv)],
    ['xlsx', await workbookOf(columns, Readable.from(lines))],
  ] as const)
    await tableInAndOut(format, list, ours)
}

/** A list sent and taken away again, to the last byte. */
async function tableInAndOut(
  format: 'csv' | 'xlsx',
  list: Buffer,
  { url, headers }: Readonly<{ url: string; headers: Record<string, string> }>,
): Promise<void> {
  const took: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now()
    const answer = await fetch(`${url}/window-checks?matter=TENDER&as=${format}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(list),
    })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`the list was refused with ${answer.status}`)
    if (round > 0) took.push((performance.now() - start) / 1_000)
  }
  console.log(`${figure(codesInOneCall)} rows as ${format} in and out: ${median(took).toFixed(2)} s`)
}

try {
  pure()
  const start = performance.now()
  const { events } = await growSample(system, { size, clock, signal: new AbortController().signal })
  await rebuild({ store: system.store, pool: system.readModels.pool, projections: system.projections })
  const speed = figure(perSecond(events, start))
  console.log(
    `${figure(size)} enterprises, ${figure(events)} events, PostgreSQL ${database.version} (${speed} events a second)`,
  )
  await overHttp()
} finally {
  for (const child of children) child.kill('SIGTERM')
  await Promise.all(
    children.map((child) => (child.exitCode === null ? new Promise((end) => child.once('exit', end)) : 0)),
  )
  await system.close()
  await database.drop()
}
