import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../api/system/log.ts'
import { openSystem, type System } from '../../api/system/open.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import { plainDate } from '../../domain/kernel/plain-date.ts'
import { readCheckpoints } from '../../projections/checkpoints.ts'
import { type Projection, projections } from '../../projections/index.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { runProjections, waitUntilTold } from '../../projections/runner.ts'
import { fingerprint, liveSchema } from '../../projections/tables.ts'
import { lifeOf } from '../../seeds/enterprise-life.ts'
import { growSample } from '../../seeds/sample.ts'
import { freshDatabase } from '../support/postgres.ts'

const clock = () => new Date('2026-11-23T02:00:00Z')
const log = createLog({ level: 'silent', pretty: false })
let system: System
beforeEach(async () => {
  system = await openSystem({ databaseUrl: await freshDatabase(), log, clock })
})
afterEach(() => system.close())

const grow = (size: number) =>
  growSample(system, { size, clock, signal: new AbortController().signal, progress: false })

async function toldAll(): Promise<void> {
  const head = await system.store.head()
  if (head) expect(await waitUntilTold(system.readModels.pool, head, 20_000)).toBe(true)
}

async function fingerprints(): Promise<Record<string, string>> {
  const client = await system.readModels.pool.connect()
  try {
    const prints: Record<string, string> = {}
    for (const projection of projections) prints[projection.name] = await fingerprint(client, liveSchema, projection)
    return prints
  } finally {
    client.release()
  }
}

/** Puts right, and strikes out, entries of some files, as clerks do. */
async function correctSome(): Promise<void> {
  for (let n = 0; n < 12; n++) {
    const { uscc } = lifeOf(n, plainDate('2026-11-23'))
    const stream = enterpriseStream(uscc)
    for await (const event of system.store.readStream(stream)) {
      const isReport = event.type === 'AnnualReportFiled'
      if (!isReport && event.type !== 'InspectionRecorded') continue
      const common = { correctionId: `c-${event.id}`, eventId: event.id, reason: '录入错误' }
      const day = plainDate('2026-11-20')
      const command = isReport
        ? { type: 'VoidEntry' as const, data: { ...common, voidedOn: day } }
        : { type: 'CorrectEntry' as const, data: { ...common, changes: { note: '更正后的说明' }, correctedOn: day } }
      const context = {
        clock,
        newId: system.newId,
        actor: { agency: 'x', officer: 'x', role: 'x' },
        correlationId: 'test',
      }
      const submitted = { ...command, today: plainDate('2026-11-23'), agency: null }
      await system.handler.submit(enterpriseDecider, stream, submitted, context)
      break
    }
  }
}

describe('rows', () => {
  test('told live, in whatever batches, equal those told anew', async () => {
    const signal = new AbortController()
    const { store, readModels } = system
    await grow(20)
    const running = runProjections({
      store,
      pool: readModels.pool,
      projections,
      log,
      clock,
      signal: signal.signal,
      batchMax: 7,
    })
    await grow(60)
    await correctSome()
    await toldAll()
    const live = await fingerprints()
    expect(live.enterprise).toMatch(/^60:/)
    signal.abort()
    await running
    await rebuild({ store, pool: readModels.pool, projections })
    expect(await fingerprints()).toEqual(live)
    await rebuild({ store, pool: readModels.pool, projections, eventsPerPass: 50 })
    expect(await fingerprints()).toEqual(live)
  })

  test('are told anew beside the living: no read fails, none steps back', async () => {
    await grow(60)
    system.tell()
    await toldAll()
    const { store, readModels } = system
    let done = false
    const failures: unknown[] = []
    let reads = 0
    const reading = (async () => {
      let seen = 0
      while (!done) {
        try {
          const { rows } = await readModels.pool.query('SELECT count(*)::int AS n FROM told.annual_report')
          if (rows[0].n < seen) failures.push(`${rows[0].n} after ${seen}`)
          seen = rows[0].n
          reads += 1
        } catch (error) {
          failures.push(error)
          if (failures.length > 20) return
        }
      }
    })()
    const writing = (async () => {
      for (let size = 61; size <= 140; size++) await grow(size)
    })()
    try {
      for (let round = 0; round < 3; round++) await rebuild({ store, pool: readModels.pool, projections })
      await writing
      await toldAll()
    } finally {
      done = true // Whatever failed, nobody reads on behind the test.
      await reading
    }
    expect(failures).toEqual([])
    expect(reads).toBeGreaterThan(20)
    const live = await fingerprints()
    await rebuild({ store, pool: readModels.pool, projections })
    expect(await fingerprints()).toEqual(live)
    expect(live.enterprise).toMatch(/^140:/)
  }, 120_000)

  test.each([
    ['throws', 'cannot tell this'],
    ['makes a row that the database refuses', 'invalid input syntax'],
  ])('of a projection that %s stand still alone, and go on after a fix', async (fault, reason) => {
    const { store, readModels } = system
    const [first, ...others] = projections
    if (first === undefined) throw new Error('no projections')
    const poisoned: Projection = {
      ...first,
      *tell(uscc) {
        if (fault === 'throws') throw new TypeError(reason)
        yield { key: '', revision: 1_000n, row: { uscc, key: '', revision: 'no number' } }
      },
    }
    const signal = new AbortController()
    const broken = runProjections({
      store,
      pool: readModels.pool,
      projections: [poisoned, ...others],
      log,
      clock,
      signal: signal.signal,
    })
    await grow(20)
    await toldAll()
    const checkpoints = await readCheckpoints(readModels.pool)
    expect(checkpoints.get('enterprise')?.stopped).toMatchObject({ reason: expect.stringContaining(reason) })
    const { penalty: _penalty, ...rest } = await fingerprints()
    expect(rest.enterprise).toBe('0:0')
    expect(rest.annual_report).not.toBe('0:0')
    signal.abort()
    await broken
    system.tell() // The fixed program starts, and tries again.
    for (let waits = 0; waits < 200 && (await fingerprints()).enterprise === '0:0'; waits++) await sleep(20)
    await toldAll()
    expect((await readCheckpoints(readModels.pool)).get('enterprise')?.stopped).toBeUndefined()
    const live = await fingerprints()
    await rebuild({ store, pool: readModels.pool, projections })
    expect(await fingerprints()).toEqual(live)
  })

  test.each(['throws', 'makes a row that the database refuses'])(
    'name exactly the event of a batch on which the handler %s',
    async (fault) => {
      const { store, readModels } = system
      await grow(40)
      const reports: RecordedEvent[] = []
      for await (const event of store.readAll()) if (event.type === 'AnnualReportFiled') reports.push(event)
      const poison = reports[Math.floor(reports.length / 2)]
      const poisoned = projections.map((projection): Projection =>
        projection.name !== 'annual_report'
          ? projection
          : {
              ...projection,
              *tell(uscc, file) {
                const isMet = file.entries.has(poison?.id ?? '')
                if (isMet && fault === 'throws') throw Object.assign(new TypeError('poison'), { code: 'ERR_POISON' })
                if (isMet) yield { key: '', revision: 1_000n, row: { uscc, key: '', revision: 'no number' } }
                yield* projection.tell(uscc, file)
              },
            },
      )
      const signal = new AbortController()
      const running = runProjections({
        ...{ store, pool: readModels.pool, projections: poisoned, log, clock, signal: signal.signal },
      })
      await toldAll()
      signal.abort()
      await running
      const { annual_report: stopped, ...others } = Object.fromEntries(await readCheckpoints(readModels.pool))
      expect(stopped?.stopped).toMatchObject({ eventId: poison?.id })
      expect(Object.values(others).filter((checkpoint) => checkpoint.stopped !== undefined)).toEqual([])
    },
  )

  test('are told by one process at a time, and by another when that one goes', async () => {
    const { store, readModels } = system
    const [one, two] = [new AbortController(), new AbortController()]
    const run = (signal: AbortSignal) =>
      runProjections({ store, pool: readModels.pool, projections, log, clock, signal })
    const first = run(one.signal)
    const second = run(two.signal)
    await grow(10)
    await toldAll()
    one.abort()
    await first
    await grow(20)
    await toldAll()
    two.abort()
    await second
    const live = await fingerprints()
    await rebuild({ store, pool: readModels.pool, projections })
    expect(await fingerprints()).toEqual(live)
  })
})

test('the sample is the same world on whatever day it is grown', () => {
  for (let n = 0; n < 300; n++) {
    expect(lifeOf(n, plainDate('2031-02-03'))).toEqual(lifeOf(n, plainDate('2026-12-01')))
    const earlier = lifeOf(n, plainDate('2024-06-30')).acts
    expect(
      lifeOf(n, plainDate('2026-12-01'))
        .acts.slice(0, earlier.length)
        .map(({ day }) => day),
    ).toEqual(earlier.map(({ day }) => day))
  }
})
