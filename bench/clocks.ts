/**
 * All deadlines of the sample district on one day (时限): by the function alone, of every enterprise over GraphQL from its
 * file, and what is due, from the rows; and what the turning of a year costs.
 *
 *   node bench/clocks.ts [--size 38000]
 *
 * `DATABASE_URL` names a server whose user may make databases; without it a new one is started, durable as by default.
 */
import { parseArgs } from 'node:util'
import { createLog } from '../api/system/log.ts'
import { openSystem } from '../api/system/open.ts'
import { shippedCalendars } from '../domain/clocks/calendars.ts'
import { deadlinesOf } from '../domain/clocks/deadlines.ts'
import { clockRules } from '../domain/clocks/rules.ts'
import { fileOf } from '../domain/enterprise/file.ts'
import { addDays, dayInChina } from '../domain/kernel/plain-date.ts'
import { refreshDeadlines } from '../projections/clocks/refresh.ts'
import { projectionsOn } from '../projections/index.ts'
import { rebuild } from '../projections/rebuild.ts'
import { growSample } from '../seeds/sample.ts'
import { districtFacts, splitDay } from '../test/support/district.ts'
import { figure } from './support/figures.ts'
import { openBenchDatabase } from './support/server.ts'
import { served, type Served } from './support/served.ts'

const { values: options } = parseArgs({ options: { size: { type: 'string', default: '38000' } } })
const size = Number(options.size)
const clock = () => new Date()
const filesAlone = Math.min(5_000, size)
const enterprisesPerRequest = 80
const connections = 4

const database = await openBenchDatabase()
const log = createLog({ level: 'silent', pretty: false })
const system = await openSystem({ databaseUrl: database.url, log, clock })
let server: Served | undefined
const secondsSince = (start: number): number => (performance.now() - start) / 1_000
const line = (what: string, count: number, seconds: number) =>
  console.log(`| ${what} | ${figure(count)} | ${seconds.toFixed(2)} |`)

/** The pure function over files in memory. */
function alone(): void {
  const files = Array.from({ length: filesAlone }, (_, n) => fileOf(districtFacts(n)))
  const count = () =>
    files.reduce((sum, file) => sum + deadlinesOf(file, clockRules, shippedCalendars, splitDay).length, 0)
  count() // The first warms up.
  const start = performance.now()
  const clocks = count()
  line(`by the function alone, ${figure(filesAlone)} files in memory`, clocks, secondsSince(start))
}

/** Every clock of every enterprise on a day, each told from its file. */
async function ofEverybody(of: Served, usccs: readonly string[]): Promise<void> {
  const day = dayInChina(clock())
  const requests: string[] = []
  for (let from = 0; from < usccs.length; from += enterprisesPerRequest)
    requests.push(
      usccs
        .slice(from, from + enterprisesPerRequest)
        .map((uscc, n) => `e${n}: deadlines(number: "${uscc}", asOf: "${day}") { deadlines { code dueOn state } }`)
        .join('\n'),
    )
  let clocks = 0
  const worker = async (): Promise<void> => {
    for (let next = requests.shift(); next !== undefined; next = requests.shift()) {
      const told = await of.ask<Record<string, { deadlines: readonly object[] } | null>>('inspector', `{ ${next} }`)
      for (const one of Object.values(told)) clocks += one?.deadlines.length ?? 0
    }
  }
  await of.signedIn('inspector')
  const start = performance.now()
  await Promise.all(Array.from({ length: connections }, worker))
  line(`of ${figure(usccs.length)} enterprises over GraphQL, each from its file`, clocks, secondsSince(start))
}

/** What runs on a day, from the rows: of everybody, of one agency, of all enterprises; today, before, and to come. */
async function dueAsCsv(of: Served): Promise<void> {
  const today = dayInChina(clock())
  for (const [what, who, query] of [
    ['what runs in the whole district, as CSV', 'auditor', 'scope=ALL'],
    ['what ran there a year ago, as CSV', 'auditor', `scope=ALL&asOf=${addDays(today, -365)}`],
    ['what will run there in 200 days, as CSV', 'auditor', `scope=ALL&asOf=${addDays(today, 200)}`],
    ['what an agency has to do, as CSV', 'inspector', ''],
    ['what enterprises have to do, as CSV', 'inspector', 'owedBy=ENTERPRISE'],
  ] as const) {
    const headers = await of.signedIn(who)
    const start = performance.now()
    const answer = await fetch(`${of.url}/deadlines.csv?withinDays=3660&${query}`, { headers })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${text.slice(0, 300)}`)
    line(what, text.trim().split('\n').length - 1, secondsSince(start))
  }
}

/** How many of them each agency, officer, or enterprise has, and how many are late. */
async function counted(of: Served): Promise<void> {
  await of.signedIn('auditor')
  for (const by of ['AGENCY', 'ENTERPRISE'] as const) {
    const start = performance.now()
    const query = `{ deadlineCounts(by: ${by}, scope: ALL, first: 200) { key total late } }`
    const { deadlineCounts } = await of.ask<{ deadlineCounts: { total: number }[] }>('auditor', query)
    const total = deadlineCounts.reduce((sum, one) => sum + one.total, 0)
    line(
      `counted by ${by.toLowerCase()}, the first ${figure(deadlineCounts.length)} groups`,
      total,
      secondsSince(start),
    )
  }
}

/** The day turns: with a new year, clocks are told a year further. */
async function dayTurned(days: number): Promise<void> {
  const { store, readModels, ground } = system
  const today = addDays(ground.today(), days)
  const later = { ...ground, today: () => today }
  const options = { store, pool: readModels.pool, projections: projectionsOn(later), ground: later }
  const start = performance.now()
  const refreshed = await refreshDeadlines(options)
  line(`files told anew when ${figure(days)} days have turned`, refreshed, secondsSince(start))
}

try {
  const { events } = await growSample(system, { size, clock, signal: new AbortController().signal })
  await rebuild({ store: system.store, pool: system.readModels.pool, projections: system.projections })
  console.log(`${figure(size)} enterprises, ${figure(events)} events, PostgreSQL ${database.version}\n`)
  console.log('| deadlines on one day | number | seconds |\n|---|---:|---:|')
  alone()
  const sql = 'SELECT uscc FROM told.enterprise ORDER BY uscc'
  const { rows } = await system.readModels.pool.query<{ uscc: string }>(sql)
  server = await served(database.url)
  const usccs = rows.map(({ uscc }) => uscc)
  await ofEverybody(server, usccs)
  await dueAsCsv(server)
  await counted(server)
  await server.end('SIGTERM')
  await dayTurned(1)
  await dayTurned(60) // Past New Year.
} finally {
  if (server?.child.exitCode === null) await server.end('SIGTERM')
  await system.close()
  await database.drop()
}
