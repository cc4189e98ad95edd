import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { composeUscc, type Uscc } from '../../domain/kernel/uscc.ts'
import { plainDate } from '../../domain/kernel/plain-date.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { fingerprint, liveSchema } from '../../projections/tables.ts'
import { growSample } from '../../seeds/sample.ts'
import { startTestApi, type TestApi } from '../support/api.ts'
import { details, inspect, register } from '../support/wishes.ts'

let api: TestApi
beforeEach(async () => {
  api = await startTestApi()
})
afterEach(() => api?.close())

const today = plainDate('2026-11-23')
const files: readonly Uscc[] = Array.from({ length: 40 }, (_, n) =>
  composeUscc('91', '310104', `MA1B${String(n).padStart(4, '0')}`),
)
const eventsPerSecond = 200
const beatMs = 50
const runMs = 8_000

/** What went wrong for readers, and how much they read. */
type Watch = { faults: string[]; reads: number }

async function submit(uscc: Uscc, command: ReturnType<typeof inspect> | ReturnType<typeof register>): Promise<bigint> {
  const { handler, newId } = api.system
  const context = { clock: () => api.now.instant, newId, correlationId: newId() }
  const actor = { agency: 'x', officer: 'x', role: 'x' }
  const { revision } = await handler.submit(
    enterpriseDecider,
    enterpriseStream(uscc),
    { ...command, today, agency: null },
    { ...context, actor },
  )
  return revision
}

/** Registers the files, and then inspects one after the other at a steady pace, so that revisions count inspections. */
async function write(known: Map<Uscc, bigint>, stop: AbortSignal): Promise<number> {
  let events = 0
  const began = performance.now()
  while (!stop.aborted) {
    const due = Math.floor(((performance.now() - began) * eventsPerSecond) / 1_000)
    const batch = Array.from({ length: Math.max(0, due - events) }, (_, n) => events + n)
    await Promise.all(
      batch.map(async (n) => {
        const uscc = files[n % files.length] as Uscc
        const revision = await submit(uscc, inspect(['1'], ['a', 'b'], `visit-${n}`))
        if (revision > (known.get(uscc) ?? -1n)) known.set(uscc, revision)
      }),
    )
    events += batch.length
    await sleep(beatMs)
  }
  return events
}

const question = `query ($number: String!, $atLeast: Revision) {
  enterprise(number: $number, atLeastRevision: $atLeast) { revision inspections { inspectedOn } }
}`

/** Asks the API for what was just written: it is there, and nothing seen before is gone. */
async function ask(known: ReadonlyMap<Uscc, bigint>, turn: number, watch: Watch, stop: AbortSignal): Promise<void> {
  const seen = new Map<Uscc, bigint>()
  for (let n = turn; !stop.aborted; n++) {
    const uscc = files[n % files.length] as Uscc
    const atLeast = known.get(uscc) ?? 0n
    const { data, errors } = await api.ask(question, { number: uscc, atLeast: String(atLeast) }, 'inspector')
    const found = (data as { enterprise?: { revision: string; inspections: unknown[] } } | null)?.enterprise
    watch.reads += 1
    if (errors || !found) {
      watch.faults.push(`${uscc}: ${JSON.stringify(errors)}`)
      continue
    }
    const revision = BigInt(found.revision)
    const before = seen.get(uscc) ?? -1n
    if (revision < before || revision < atLeast) watch.faults.push(`${uscc}: ${revision} after ${before}, ${atLeast}`)
    if (BigInt(found.inspections.length) < revision) watch.faults.push(`${uscc}: ${found.inspections.length} visits`)
    seen.set(uscc, revision)
  }
}

/** Several tables in one statement, in either order: all of them stand at one place of the log, and it only goes on. */
async function compare(watch: Watch, stop: AbortSignal): Promise<void> {
  const { pool } = api.system.readModels
  const visits = `SELECT e.uscc, e.revision AS told, count(v.uscc) AS visits
    FROM told.enterprise e LEFT JOIN told.inspection v ON v.uscc = e.uscc WHERE e.uscc = ANY($1) GROUP BY 1, 2`
  const backwards = `SELECT p.uscc, e.revision AS told, p.revision AS visits
    FROM told.credit_profile p JOIN told.enterprise e ON e.uscc = p.uscc WHERE e.uscc = ANY($1)`
  const positions = `SELECT count(DISTINCT position)::int AS places, max(position) AS place FROM told.checkpoint
    WHERE name = ANY($1)`
  const names = api.system.projections.map(({ name }) => name)
  let last = ''
  while (!stop.aborted) {
    try {
      for (const text of [visits, backwards]) {
        const { rows } = await pool.query<{ uscc: string; told: string; visits: string }>(text, [files])
        const torn = rows.filter((row) => row.told !== row.visits)
        if (rows.length !== files.length || torn.length > 0) watch.faults.push(`${text}: ${JSON.stringify(torn[0])}`)
      }
      const { rows } = await pool.query<{ places: number; place: string }>(positions, [names])
      const [{ places, place } = { places: 0, place: '' }] = rows
      if (places !== 1 || place < last) watch.faults.push(`${places} places, ${place} after ${last}`)
      last = place
      watch.reads += 3
    } catch (error) {
      watch.faults.push(String(error))
    }
    await sleep(1)
  }
}

async function fingerprints(): Promise<Record<string, string>> {
  const client = await api.system.readModels.pool.connect()
  try {
    const prints: Record<string, string> = {}
    for (const projection of api.system.projections)
      prints[projection.name] = await fingerprint(client, liveSchema, projection)
    return prints
  } finally {
    client.release()
  }
}

async function toldAll(): Promise<void> {
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
}

test('every projection is told anew while two hundred events a second come in: no read fails, none steps back', async () => {
  const { store, readModels, projections } = api.system
  const { signal } = new AbortController()
  await growSample(api.system, { size: 200, clock: () => api.now.instant, signal, progress: false })
  for (const uscc of files) await submit(uscc, register({ uscc, details: { ...details, name: `样例${uscc}` } }))
  await toldAll()
  const stop = new AbortController()
  const known = new Map<Uscc, bigint>()
  const watch: Watch = { faults: [], reads: 0 }
  const readers = [0, 13, 26].map((turn) => ask(known, turn, watch, stop.signal))
  const comparers = [compare(watch, stop.signal), compare(watch, stop.signal)]
  const writing = write(known, stop.signal)
  let rebuilds = 0 // Two at the least, however slow the machine.
  for (const began = performance.now(); performance.now() - began < runMs || rebuilds < 2; rebuilds++) {
    await rebuild({ store, pool: readModels.pool, projections })
  }
  stop.abort()
  const events = await writing
  await Promise.all([...readers, ...comparers])
  expect(watch.faults.slice(0, 5)).toEqual([])
  expect(events).toBeGreaterThan((eventsPerSecond * runMs * 0.8) / 1_000)
  expect(watch.reads).toBeGreaterThan(100)
  await toldAll()
  const live = await fingerprints()
  await rebuild({ store, pool: readModels.pool, projections })
  expect(await fingerprints()).toEqual(live)
}, 180_000)

test('a reader who has one table and waits for another is never refused for a switch that wants both', async () => {
  const { store, readModels, projections } = api.system
  await submit(files[0] as Uscc, register())
  await toldAll()
  const [first, last] = [projections[0], projections.at(-1)].map((projection) => `told.${projection?.name}`)
  for (const [one, other] of [
    [first, last],
    [last, first],
  ]) {
    const reader = await readModels.pool.connect()
    try {
      await reader.query('BEGIN')
      await reader.query(`SELECT count(*) FROM ${one}`)
      let isSwitched = false
      const rebuilding = rebuild({ store, pool: readModels.pool, projections }).then(() => {
        isSwitched = true
      })
      for (let waits = 0; waits < 6; waits++) {
        await sleep(250)
        await readModels.pool.query(`SELECT count(*) FROM ${other}`) // Others are kept waiting for moments only.
      }
      await reader.query(`SELECT count(*) FROM ${other}`)
      expect(isSwitched).toBe(false)
      await reader.query('COMMIT')
      await rebuilding
    } finally {
      reader.release()
    }
  }
})
