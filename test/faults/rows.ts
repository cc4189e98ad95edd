import { setTimeout as sleep } from 'node:timers/promises'
import { createLog } from '../../api/system/log.ts'
import { openSystem, type System } from '../../api/system/open.ts'
import { Unavailable } from '../../domain/kernel/errors.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { fingerprint, liveSchema } from '../../projections/tables.ts'
import { growSample } from '../../seeds/sample.ts'

/** What came of the rows: how many enterprises were recorded, and which tables differ from a rebuild. */
export type RowsOutcome = Readonly<{ enterprises: number; differing: readonly string[] }>

const perStep = 20
const toldMs = 60_000

/**
 * Records enterprises and tells their rows while the weather lasts, then compares every table with a rebuild. A command
 * that was told as unavailable is submitted again: it names what it creates, so it is there once however that ended.
 */
export async function rowsInTheWeather(
  options: Readonly<{ databaseUrl: string; kurrentUrl: string; directUrl: string; stop: AbortSignal }>,
): Promise<RowsOutcome> {
  const { databaseUrl, kurrentUrl, directUrl, stop } = options
  const clock = () => new Date('2026-11-23T02:00:00Z')
  const log = createLog({ level: 'silent', pretty: false })
  const system = await openSystem({ databaseUrl, kurrentUrl, log, clock })
  let enterprises = 0
  try {
    system.tell()
    while (!stop.aborted) {
      enterprises += perStep
      await surely(() =>
        growSample(system, { size: enterprises, clock, signal: new AbortController().signal, progress: false }),
      )
    }
    const head = await surely(() => system.store.head())
    if (head && !(await waitUntilTold(system.readModels.pool, head, toldMs)))
      throw new Error(`the rows were not told within ${toldMs} ms after the weather`)
  } finally {
    await system.close()
  }
  return { enterprises, differing: await differingFromRebuild(databaseUrl, directUrl) }
}

async function surely<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      await sleep(200)
    }
  }
}

async function differingFromRebuild(databaseUrl: string, kurrentUrl: string): Promise<readonly string[]> {
  const log = createLog({ level: 'silent', pretty: false })
  const system = await openSystem({ databaseUrl, kurrentUrl, log, clock: () => new Date('2026-11-23T02:00:00Z') })
  try {
    const live = await fingerprints(system)
    await rebuild({ store: system.store, pool: system.readModels.pool, projections: system.projections })
    const anew = await fingerprints(system)
    return system.projections.map(({ name }) => name).filter((name) => live.get(name) !== anew.get(name))
  } finally {
    await system.close()
  }
}

async function fingerprints({ projections, readModels }: System): Promise<ReadonlyMap<string, string>> {
  const client = await readModels.pool.connect()
  try {
    const prints = new Map<string, string>()
    for (const projection of projections) prints.set(projection.name, await fingerprint(client, liveSchema, projection))
    return prints
  } finally {
    client.release()
  }
}
