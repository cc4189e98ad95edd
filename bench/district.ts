/**
 * The sample district in a database of its own: how fast rows are told anew, how soon an event is seen, and how fast one
 * enterprise is answered.
 *
 *   node bench/district.ts [--size 38000] [--rounds 3] [--seconds 5]
 *
 * `DATABASE_URL` names a server whose user may make databases; without it a new one is started, durable as by default.
 * The API is held against a plain route and against PostGraphile: `npm ci --prefix bench/peers` brings that one and the
 * generator of load.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { trialDesk } from '../api/credit/trial-desk.ts'
import { createLog } from '../api/system/log.ts'
import { openSystem } from '../api/system/open.ts'
import { prepareModel } from '../domain/credit/prepare.ts'
import { enterpriseDecider } from '../domain/enterprise/decider.ts'
import type { AwardHonour } from '../domain/enterprise/honour/commands.ts'
import { enterpriseStream } from '../domain/enterprise/stream.ts'
import type { Position } from '../domain/kernel/event.ts'
import { dayInChina } from '../domain/kernel/plain-date.ts'
import type { Uscc } from '../domain/kernel/uscc.ts'
import { rebuild } from '../projections/rebuild.ts'
import { runProjections } from '../projections/runner.ts'
import { growSample } from '../seeds/sample.ts'
import { marketRegulator } from '../seeds/words.ts'
import { at, figure, median, percentiles, perSecond } from './support/figures.ts'
import { freePort, openBenchDatabase } from './support/server.ts'

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '38000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
  },
})
const [size, rounds, seconds] = [Number(options.size), Number(options.rounds), Number(options.seconds)]
const connections = 50
const json = { 'content-type': 'application/json' }

const here = import.meta.dirname
const peers = join(here, 'peers')
if (!existsSync(join(peers, 'node_modules', 'postgraphile'))) {
  console.error('先安装对照程序：npm ci --prefix bench/peers')
  process.exit(1)
}

const clock = () => new Date()
const log = createLog({ level: 'silent', pretty: false })
const database = await openBenchDatabase()
const system = await openSystem({ databaseUrl: database.url, log, clock })
const { projections } = system
const children: ChildProcess[] = []
/** Rows of all projections told anew, against a subscriber that only catches up. */
async function tellAgain(events: number): Promise<void> {
  const speeds: { read: number[]; told: number[] } = { read: [], told: [] }
  for (let round = 0; round < rounds; round++) {
    let start = performance.now()
    let seen = 0
    const stop = new AbortController()
    for await (const batch of system.store.subscribeAll({ signal: stop.signal })) {
      seen += batch.events.length
      if (seen >= events) stop.abort()
    }
    speeds.read.push(perSecond(seen, start))
    start = performance.now()
    await rebuild({ store: system.store, pool: system.readModels.pool, projections })
    speeds.told.push(perSecond(events, start))
  }
  const [told, read] = [median(speeds.told), median(speeds.read)]
  console.log(`\n${size} enterprises, ${events} events, PostgreSQL ${database.version}, Node ${process.version}\n`)
  console.log('| events per second | rebuild | catch-up | ratio | goal |\n|---|---:|---:|---:|---:|')
  console.log(
    `| all ${projections.length} projections | ${figure(told)} | ${figure(read)} | ${(told / read).toFixed(2)} | 0.5 |`,
  )
}

/** From the call of a command to the commit of the rows it changes, at 200 events a second. */
async function visible(): Promise<void> {
  const { store, readModels, handler, newId } = system
  const ending = new AbortController()
  const waiting = new Map<Position, number>()
  let toldUpTo: Position | undefined
  const took: number[] = []
  const settle = (position: Position, sent: number, now: number) => {
    waiting.delete(position)
    took.push(now - sent)
  }
  const onTold = (position: Position) => {
    toldUpTo = position
    const now = performance.now()
    for (const [waits, sent] of waiting) if (waits <= position) settle(waits, sent, now)
  }
  const telling = runProjections({
    store,
    pool: readModels.pool,
    projections,
    log,
    clock,
    signal: ending.signal,
    onTold,
  })
  const usccs = await enterprisesWithRecords(2_000)
  const total = 200 * seconds * rounds
  const send = async (n: number) => {
    const sent = performance.now()
    const today = dayInChina(clock())
    const data: AwardHonour['data'] = {
      ...{ honourId: newId(), title: '诚信示范企业', level: 'COUNTY', awardedOn: today, validUntil: null },
      ...{ documentNumber: null, authority: marketRegulator },
    }
    const actor = { agency: marketRegulator.code, officer: 'bench', role: 'OFFICER' }
    const stream = enterpriseStream(usccs[n % usccs.length] as Uscc)
    const command = { type: 'AwardHonour', data, today, agency: null } as const
    const { position } = await handler.submit(enterpriseDecider, stream, command, {
      ...{ clock, newId, actor, correlationId: 'bench' },
    })
    if (position === undefined) throw new Error('the honour was not recorded')
    if (toldUpTo !== undefined && toldUpTo >= position) settle(position, sent, performance.now())
    else waiting.set(position, sent)
  }
  await sleep(1_000) // The teller is at work.
  const start = performance.now()
  const sent: Promise<void>[] = []
  while (sent.length < total) {
    const due = Math.min(total, ((performance.now() - start) / 1_000) * 200)
    while (sent.length < due) sent.push(send(sent.length))
    await sleep(1)
  }
  await Promise.all(sent)
  while (waiting.size > 0) await sleep(5)
  ending.abort()
  await telling
  console.log('\n| at 200 events/s | p50 ms | p99 ms |\n|---|---:|---:|')
  console.log(`| command to its rows, the credit profile among them | ${percentiles(took)} |`)
}

/** A draft of the model over every file, as the API runs it. */
async function whatIf(): Promise<void> {
  const { store, readModels, newId, models } = system
  const folder = await mkdtemp(join(tmpdir(), 'yidang-bench-'))
  const desk = trialDesk({ folder, store, pool: readModels.pool, clock, newId, log })
  const day = dayInChina(clock())
  const present = models.book().on(day)
  const { cutOffs } = present.model
  const draft = prepareModel({ ...present.model, version: 2, cutOffs: { ...cutOffs, A: cutOffs.A + 5 } })
  const start = performance.now()
  const { id } = await desk.begin({ agency: marketRegulator.code, day, present, draft })
  await desk.close({ finish: true })
  const took = (performance.now() - start) / 1_000
  const { figures } = await desk.find(id)
  console.log(`\nWhat-if over ${figures.files} files: ${took.toFixed(1)} s, ${figures.movers} move.`)
  await rm(folder, { recursive: true, force: true })
}

/** Enterprises that have records of each kind asked for, spread over the district. */
async function enterprisesWithRecords(count: number): Promise<readonly string[]> {
  const text = `SELECT DISTINCT uscc FROM told.licence JOIN told.penalty USING (uscc) ORDER BY uscc LIMIT $1`
  const { rows } = await system.readModels.pool.query<{ uscc: string }>(text, [count])
  if (rows.length === 0) throw new Error('no enterprise of the sample has a licence and a penalty')
  return rows.map(({ uscc }) => uscc)
}

type Load = Readonly<{ perSecond: number; p50: number; p99: number; failed: number; ok: number }>
type Request = Readonly<{ method: string; path: string; body?: string }>
type Peer = Readonly<{ name: string; url: string; headers: object; requests: readonly Request[] }>

const sections = `licences { documentNumber validUntil } penalties { decisionNumber standing fine }
  listings { listType enteredOn termUntil }`

/** One enterprise with its licences, penalties, and listings: ours, a plain route, and a generated API, in turns. */
async function answers(): Promise<void> {
  await prepareForPostGraphile()
  const usccs = await enterprisesWithRecords(2_000)
  const all = [await yidang(usccs), await plainRoute(usccs), await postGraphile(usccs)]
  await requireSameAnswers(all)
  const loads = new Map(all.map(({ name }) => [name, [] as Load[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const peer of all) {
      const load = await loadOf(peer)
      if (load.failed > 0 || load.ok === 0) throw new Error(`${peer.name}: ${JSON.stringify(load)}`)
      if (round > 0) loads.get(peer.name)?.push(load) // The first warms up.
    }
  }
  const ours = median((loads.get('Yidang') ?? []).map(({ perSecond }) => perSecond))
  console.log(
    `\n| one enterprise over HTTP, ${connections} connections | per second | p99 ms | ours against it | goal |`,
  )
  console.log('|---|---:|---:|---:|---:|')
  for (const [name, of] of loads) {
    const speed = median(of.map(({ perSecond }) => perSecond))
    const goal = name === 'Yidang' ? '' : name === 'PostGraphile 5' ? '3' : '1.0'
    const ratio = name === 'Yidang' ? '' : (ours / speed).toFixed(2)
    console.log(
      `| ${name} | ${figure(speed)} | ${at(
        of.map(({ p99 }) => p99),
        0.5,
      )} | ${ratio} | ${goal} |`,
    )
  }
}

/** Sections become fields of the enterprise only where a key says so; the tables of rows have none. */
async function prepareForPostGraphile(): Promise<void> {
  const { pool } = system.readModels
  await pool.query("COMMENT ON TABLE told.enterprise IS E'@unique uscc'")
  for (const table of ['licence', 'penalty', 'listing'])
    await pool.query(`COMMENT ON TABLE told.${table} IS E'@foreignKey (uscc) references told.enterprise (uscc)'`)
  await pool.query('ANALYZE')
}

async function yidang(usccs: readonly string[]): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'yidang-bench-'))
  const entry = join(here, '..', 'bin', 'main.ts')
  const url = await started([entry, 'start', '--empty'], { YIDANG_DATA: folder, LOG_LEVEL: 'silent' }, '一档已就绪')
  children.at(-1)?.once('exit', () => void rm(folder, { recursive: true, force: true }))
  const body = JSON.stringify({ query: 'mutation { signIn(user: "inspector") { token } }' })
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: json, body })
  const { data } = (await answer.json()) as { data: { signIn: { token: string } } }
  const query = `query ($number: String!) { enterprise(number: $number) { name status ${sections} } }`
  return {
    ...{ name: 'Yidang', url, headers: { ...json, authorization: `Bearer ${data.signIn.token}` } },
    requests: usccs.map((number) => graphql(query, { number })),
  }
}

async function plainRoute(usccs: readonly string[]): Promise<Peer> {
  const url = await started([join(here, 'plain-route.ts')], {}, 'ready')
  return {
    ...{ name: 'a plain Fastify route, one SQL statement', url, headers: {} },
    requests: usccs.map((uscc) => ({ method: 'GET', path: `/enterprise/${uscc}` })),
  }
}

async function postGraphile(usccs: readonly string[]): Promise<Peer> {
  const url = await started([join(peers, 'postgraphile.js')], {}, 'ready')
  const query = `query ($uscc: String!) { enterpriseByUscc(uscc: $uscc) { name status
    licencesByUscc { nodes { documentNumber validUntil } }
    penaltiesByUscc { nodes { decisionNumber standing fine } }
    listingsByUscc { nodes { listType enteredOn termUntil } } } }`
  return {
    ...{ name: 'PostGraphile 5', url, headers: json },
    requests: usccs.map((uscc) => graphql(query, { uscc })),
  }
}

const graphql = (query: string, variables: object): Request => ({
  ...{ method: 'POST', path: '/graphql', body: JSON.stringify({ query, variables }) },
})

/** A server in a process of its own, and where it listens; it has told that it is ready. */
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

/** What is faster must also say the same: the numbers of documents that each answers with. */
async function requireSameAnswers(all: readonly Peer[]): Promise<void> {
  for (const place of [0, 1, 7]) {
    const told = await Promise.all(
      all.map(async ({ url, headers, requests }) => {
        const request = requests[place % requests.length]
        if (request === undefined) throw new Error('nothing to ask')
        const { method, path, body } = request
        const answer = await fetch(url + path, {
          method,
          headers: { ...headers },
          ...(body === undefined ? {} : { body }),
        })
        const numbers = (await answer.text()).match(/"(document|decision)Number":"[^"]*"/g) ?? []
        return numbers.toSorted().join('\n')
      }),
    )
    if (told[0] === '' || new Set(told).size > 1) throw new Error(`the answers differ:\n${told.join('\n---\n')}`)
  }
}

function loadOf({ url, headers, requests }: Peer): Promise<Load> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [join(peers, 'load.js')], (error, stdout) =>
      error ? reject(error) : resolve(JSON.parse(stdout) as Load),
    )
    child.stdin?.end(JSON.stringify({ url, headers, requests, connections, seconds }))
  })
}

try {
  const { events } = await growSample(system, { size, clock, signal: new AbortController().signal })
  await tellAgain(events)
  await visible()
  await whatIf()
  await answers()
} finally {
  for (const child of children) child.kill('SIGTERM')
  await Promise.all(
    children.map((child) => (child.exitCode === null ? new Promise((end) => child.once('exit', end)) : 0)),
  )
  await system.close()
  await database.drop()
}
