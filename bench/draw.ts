// node bench/draw.ts [objects...]: a whole draw and its verification, each in a process of its own, with the peak memory
// of that process: the directory gathered from rows, the draw from the three files to the bundle, the same draw as commands
// to its decider, and the bundle verified. The limits that they are held against, measured in the same run, are one SHA-256
// a subject and, for the first half alone, `ORDER BY random()` in PostgreSQL (`DATABASE_URL`, or a server of its own).
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { bundleOf, formatBundle } from '../domain/draw/bundle.ts'
import { directoryHashes, readCommitment } from '../domain/draw/commitment.ts'
import {
  formatConflicts,
  formatInspectors,
  formatObjects,
  readDirectories,
  readInspectors,
} from '../domain/draw/directories.ts'
import { sha256Hex } from '../domain/draw/hash.ts'
import { runDraw } from '../domain/draw/run.ts'
import { completeContributions, revealCommitment } from '../domain/draw/seed.ts'
import { verifyDraw } from '../domain/draw/verify.ts'
import { itemDecider } from '../domain/draw/items/decider.ts'
import { gatherObjects } from '../domain/draw/plan/gather.ts'
import type { DrawCommand } from '../domain/draw/round/commands.ts'
import { drawDecider } from '../domain/draw/round/decider.ts'
import type { Draw } from '../domain/draw/round/draw.ts'
import type { Inspector } from '../domain/inspectors/inspector.ts'
import { plainDate } from '../domain/kernel/plain-date.ts'
import { openBenchDatabase } from './support/server.ts'

const strata = ['A|餐饮', 'B|餐饮', 'C|餐饮', 'D|餐饮', 'A|零售', 'B|零售', 'C|零售', 'D|零售']
const agencies = ['11310104MB1X00045W', '11310104MB1X00053Q']
const secret = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'

/** A synthetic district or city: one of a hundred drawn, two agencies of which each sends two, some recusals. */
function prepare(folder: string, count: number): string {
  // A prime modulus makes the codes differ, and scatters them over the strata.
  const usccOf = (place: number) => `91310104MA${String((place * 7_368_787) % 99_999_989).padStart(8, '0')}`
  const objects = Array.from({ length: count }, (_, place) => ({
    uscc: usccOf(place),
    stratum: strata[place % strata.length] ?? '',
  }))
  const inspectors = Array.from({ length: inspectorsFor(count) }, (_, place) => ({
    inspectorId: `I${String(place).padStart(5, '0')}`,
    agency: agencies[place % 2] ?? '',
  }))
  const conflicts = objects
    .filter((_, place) => place % 50 === 0)
    .map(({ uscc }, place) => ({ uscc, inspectorId: inspectors[place % inspectors.length]?.inspectorId ?? '' }))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'objects.tsv'), formatObjects(objects))
  writeFileSync(join(folder, 'inspectors.tsv'), formatInspectors(inspectors))
  writeFileSync(join(folder, 'conflicts.tsv'), formatConflicts(conflicts))
  return folder
}

const inspectorsFor = (count: number): number => (count >= 1_000_000 ? 2000 : 200)

const directoryBytesIn = (folder: string) => ({
  'objects.tsv': readFileSync(join(folder, 'objects.tsv')),
  'inspectors.tsv': readFileSync(join(folder, 'inspectors.tsv')),
  'conflicts.tsv': readFileSync(join(folder, 'conflicts.tsv')),
})

/** From the three files to the published bundle: everything that happens on the day of the draw. */
function draw(folder: string): string {
  const bytes = directoryBytesIn(folder)
  const commitment = readCommitment({
    ...{ protocol: 1, drawId: 'bench', day: '2026-03-02', matters: ['A07'], ...directoryHashes(bytes) },
    quotas: strata.map((stratum) => ({ stratum, ratio: [1, 100] })),
    teams: agencies.map((agency) => ({ agency, inspectors: 2 })),
    loadCap: 200,
    entropy: [
      { name: '区市场监管局', kind: 'reveal', commitment: revealCommitment('区市场监管局', secret) },
      { name: '福利彩票', kind: 'dice', source: '双色球' },
    ],
    ...{ revealUntil: '2026-03-01T08:00:00Z', ruleSets: {} },
  })
  const contributions = completeContributions(commitment, [
    { name: '区市场监管局', kind: 'reveal', value: secret },
    { name: '福利彩票', kind: 'dice', value: '02071118263109' },
  ])
  const { result } = runDraw(commitment, readDirectories(bytes), contributions)
  writeFileSync(join(folder, 'bundle.json'), formatBundle(bundleOf(commitment, contributions, result, [])))
  return `${result.winners.length} winners, ${result.pairs.length} pairs, ${result.unpaired.length} unpaired`
}

function verify(folder: string): string {
  const verdict = verifyDraw({ ...directoryBytesIn(folder), 'bundle.json': readFileSync(join(folder, 'bundle.json')) })
  return verdict.same ? 'same' : `differs: ${verdict.code} ${verdict.message}`
}

const day = plainDate('2026-03-02')

/** From rows in the order of their codes, as the database gives them, to the object directory with its reasons. */
function gather(count: number): string {
  const none = {
    statuses: ['ACTIVE'],
    subjectClasses: [],
    streets: [],
    licences: [],
    tags: [],
    classes: [],
    libraries: [],
  }
  const gathering = gatherObjects({
    ...{ scope: { ...none, industries: ['F', 'H'] }, libraries: [], stratifyBy: ['CREDIT_CLASS', 'INDUSTRY'] },
    ...{ limits: { minimumGapDays: 90, yearlyMax: 2 }, salt: 'bench', day },
    caps: { perDay: 1, perWeek: null, perMonth: 1, perYear: 2 },
  })
  const visited = [plainDate('2026-02-10')]
  for (let place = 0; place < count; place++) {
    gathering.see({
      ...{
        uscc: `91310104MA${String(place).padStart(8, '0')}`,
        name: '',
        subjectClass: 'ENTERPRISE',
        status: 'ACTIVE',
      },
      ...{ street: null, industry: place % 2 === 0 ? 'F5211' : 'H6210', licences: [], tags: [] },
      ...{ creditClass: (['A', 'B', 'C', 'D'] as const)[place % 4] ?? null, visits: place % 20 === 0 ? visited : [] },
    })
  }
  const { size, excluded, strata } = gathering.end()
  return `${size} in, ${excluded} left out, ${strata.length} strata`
}

/** The same draw as commands to its decider, which checks everything that a draw's rules check. */
function decide(folder: string): string {
  const directories = directoryBytesIn(folder)
  const [planner, approver] = ['planner', 'approver'].map((officer) => ({ agency: agencies[0] ?? '', officer }))
  if (!planner || !approver) throw new Error('two officers')
  const certificate = { number: 'x', issuer: 'x', expiresOn: plainDate('2027-01-01') }
  const inspectors: Inspector[] = readInspectors(directories['inspectors.tsv']).map(({ inspectorId, agency }) => ({
    ...{ inspectorId, account: inspectorId, agency, certificate, matters: ['A07'], qualifications: [] },
    ...{ leaves: [], interests: [], suspensions: [] },
  }))
  const item = { code: 'A07', name: 'x', basis: 'x', subject: 'x', objectKinds: ['ENTERPRISE'], ratio: null } as const
  const more = { frequencyPerYear: null, methods: [], specialPosts: [], libraries: [], publishedBy: planner }
  const published = itemDecider.decide(
    {
      ...{ type: 'PublishItem', today: plainDate('2026-01-01'), agency: null },
      data: { ...item, ...more, effectiveFrom: plainDate('2026-01-01'), effectiveUntil: null },
    },
    itemDecider.initialState,
  )
  const metadata = { recordedAt: '', actor: { agency: '', officer: '', role: '' }, correlationId: '' }
  const envelope = { id: '', revision: 0n, metadata }
  let catalogue = itemDecider.initialState
  for (const event of published) catalogue = itemDecider.evolve(catalogue, { ...event, ...envelope })
  const decider = drawDecider(() => true)
  let state: Draw | undefined
  const carryOut = (type: DrawCommand['type'], data: object): void => {
    const command = { type, data, today: plainDate('2026-02-28'), agency: null } as DrawCommand
    for (const event of decider.decide(command, state)) state = decider.evolve(state, { ...event, ...envelope })
  }
  carryOut('PlanDraw', {
    ...{
      drawId: 'bench',
      planId: 'p',
      taskId: 't',
      taskNumber: '1',
      name: 'x',
      agency: agencies[0],
      day,
      matters: ['A07'],
    },
    ...{ teams: agencies.map((agency) => ({ agency, inspectors: 2 })), loadCap: 200, salt: 's', plannedBy: planner },
    quotas: [{ creditClass: 'ANY', ratio: [1, 100], count: null }],
    entropy: [
      { name: '区市场监管局', kind: 'reveal', commitment: revealCommitment('区市场监管局', secret) },
      { name: '福利彩票', kind: 'dice', source: '双色球' },
    ],
    ...{ revealUntil: '2026-03-01T08:00:00Z', at: '2026-02-27T08:00:00Z' },
  })
  carryOut('CommitDraw', {
    ...{ directories, basis: new Uint8Array(), catalogue, inspectors, ruleSets: {}, position: null },
    strata: strata.map((label) => ({ label, creditClass: null, size: 0 })),
    ...{ at: '2026-02-28T08:00:00Z', approvedBy: approver },
  })
  const given = { heldAt: '2026-03-01T12:00:00Z', at: '2026-03-01T13:00:00Z', receivedFrom: planner }
  carryOut('ReceiveContribution', { name: '福利彩票', kind: 'dice', value: '02071118263109', ...given })
  carryOut('ExecuteDraw', { executionId: 'x', directories, at: '2026-03-02T01:00:00Z', executedBy: planner })
  return `${state?.executed?.winners} winners, ${state?.executed?.pairs} pairs`
}

/** What is usually done for the first half: the database shuffles, and nobody can do it again. */
async function orderByRandom(count: number): Promise<{ seconds: number; peakMiB: number }> {
  const database = await openBenchDatabase()
  const client = new pg.Client(database.url)
  await client.connect()
  try {
    await client.query('CREATE TABLE subject (uscc text PRIMARY KEY, stratum text NOT NULL)')
    await client.query(
      `INSERT INTO subject SELECT '91310104MA' || lpad(n::text, 8, '0'), 'S' || n % 8 FROM generate_series(1, $1::int) n`,
      [count],
    )
    await client.query('ANALYZE subject')
    const started = performance.now()
    await client.query('SELECT uscc, stratum FROM subject ORDER BY random() LIMIT $1', [Math.ceil(count / 100)])
    const seconds = (performance.now() - started) / 1000
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    return { seconds, peakMiB: peakOf(rows[0]?.pid ?? 0) }
  } finally {
    await client.end()
    await database.drop()
  }
}

/** The peak memory of a process on this machine; 0 where the system does not tell, or the server is elsewhere. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}

/** The least that any draw must do: one hash of 82 bytes for each subject. */
function hashOnly(count: number): string {
  const message = new Uint8Array(82)
  let smallest = 'g'
  for (let place = 0; place < count; place++) {
    message[81] = place & 255
    message[80] = (place >> 8) & 255
    const ticket = sha256Hex(message)
    if (ticket < smallest) smallest = ticket
  }
  return smallest.slice(0, 8)
}

const [step, folder = '', size = '0'] = process.argv.slice(2)
const steps: Readonly<Record<string, () => string>> = {
  prepare: () => prepare(folder, Number(size)),
  gather: () => gather(Number(size)),
  draw: () => draw(folder),
  decide: () => decide(folder),
  verify: () => verify(folder),
  hash: () => hashOnly(Number(size)),
}
const chosen = steps[step ?? '']

if (chosen) {
  const started = performance.now()
  const answer = chosen()
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage()
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMiB, answer }))
} else {
  const counts = process.argv.slice(2).map(Number)
  for (const count of counts.length > 0 ? counts : [38_000, 3_300_000]) await measure(count)
}

async function measure(count: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'yidang-draw-'))
  const inOwnProcess = (name: string) => {
    const ran = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name, scratch, String(count)])
    if (ran.status !== 0) throw new Error(ran.stderr.toString())
    return JSON.parse(ran.stdout.toString()) as { seconds: number; cpuSeconds: number; peakMiB: number; answer: string }
  }
  try {
    inOwnProcess('prepare')
    const limit = inOwnProcess('hash').seconds
    console.log(`${count.toLocaleString('en')} objects, ${inspectorsFor(count)} inspectors`)
    console.log(`  one hash a subject  ${limit.toFixed(2)} s`)
    for (const name of ['gather', 'draw', 'decide', 'verify']) {
      const { seconds, cpuSeconds, peakMiB, answer } = inOwnProcess(name)
      const ratio = (seconds / limit).toFixed(1)
      console.log(
        `  ${name.padEnd(18)}  ${seconds.toFixed(2)} s (${ratio} × the hashes; ${cpuSeconds.toFixed(2)} s of CPU), peak ${peakMiB} MiB: ${answer}`,
      )
    }
    const { seconds, peakMiB } = await orderByRandom(count)
    const memory = peakMiB === 0 ? '' : `, peak ${peakMiB} MiB of the server's process`
    console.log(`  ORDER BY random()   ${seconds.toFixed(2)} s for the first half alone${memory}`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
