import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import type { Position } from '../domain/kernel/event.ts'
import type { EventBatch, EventStore } from '../domain/store/event-store.ts'
import { besideOf } from './beside.ts'
import {
  addCheckpoints,
  type Checkpoint,
  lockCheckpoints,
  moveCheckpoints,
  readCheckpoints,
  stopCheckpoint,
} from './checkpoints.ts'
import { canWrite, isOfTheServer, poisonAmong } from './poison.ts'
import type { Projection } from './projection.ts'
import { liveSchema } from './tables.ts'
import { enterprisesOf, filesAt, rowsOf, type Touched, touchedBy, write } from './tell.ts'

/** What the runner needs to say to a person; pino's loggers fit. */
export type RunnerLog = Readonly<{
  info(fields: object, message: string): void
  error(fields: object, message: string): void
}>

export type RunnerOptions = Readonly<{
  store: EventStore
  pool: Pool
  projections: readonly Projection[]
  log: RunnerLog
  clock: () => Date
  signal: AbortSignal
  batchMax?: number
  onTold?: (position: Position) => void
}>

/** One process tells the rows at a time: this session lock says which. Checkpoint locks keep rows right even so. */
const tellerLock = 7_305_001
const retryMs = 1_000

/**
 * Tells the rows of all projections for as long as the signal lets it: catches up, then follows the log live. All
 * projections of a batch and their checkpoints move in one transaction, so that what one request reads from several
 * tables belongs together. A projection that throws is stopped alone, with the event at which it stands, and tried again
 * at the next start.
 */
export async function runProjections(options: RunnerOptions): Promise<void> {
  const { signal, log } = options
  while (!signal.aborted) {
    try {
      await runAsTeller(options)
    } catch (error) {
      if (signal.aborted) return
      log.error({ err: error }, '投影中断，稍后重试')
    }
    await sleep(retryMs, undefined, { signal }).catch(() => undefined)
  }
}

async function runAsTeller(options: RunnerOptions): Promise<void> {
  const { pool, projections, store, signal, batchMax = 5_000, onTold } = options
  await using session = await connected(pool)
  const { rows } = await session.client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [tellerLock])
  if (rows[0]?.got !== true) return // Another process tells; look again later.
  const stopped = new Set<string>()
  await addCheckpoints(session.client, projections)
  const after = lowest([...(await readCheckpoints(session.client)).values()], projections)
  const types = [...new Set(projections.flatMap((projection) => projection.types))]
  for await (const batch of store.subscribeAll({
    types,
    signal: AbortSignal.any([signal, session.lost]),
    batchMax,
    ...(after === undefined ? {} : { after }),
  })) {
    await tellBatch(options, session.client, batch, stopped)
    onTold?.(batch.upTo)
  }
}

/** A session of the pool's own making, and whether it was lost: then another process may take its lock. */
export async function connected(pool: Pool): Promise<{ client: PoolClient; lost: AbortSignal } & AsyncDisposable> {
  const client = await pool.connect()
  const lost = new AbortController()
  client.once('end', () => lost.abort())
  return {
    client,
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      client.release(true) // Ends the session and with it the advisory lock.
    },
  }
}

/** From where the log has to be read so that no projection misses anything. */
function lowest(checkpoints: readonly Checkpoint[], projections: readonly Projection[]): Position | undefined {
  const own = checkpoints.filter(({ name }) => projections.some((projection) => projection.name === name))
  const positions = own.map(({ position }) => position)
  if (positions.length === 0 || positions.includes(undefined)) return undefined
  return positions.reduce((low, position) =>
    position !== undefined && low !== undefined && position < low ? position : low,
  )
}

/**
 * One batch, all projections, one transaction. Mostly each of them can tell it; where one cannot, the batch is told once
 * more, each projection's rows by themselves, so that the others' still stand.
 */
async function tellBatch(
  options: RunnerOptions,
  client: PoolClient,
  batch: EventBatch,
  stopped: Set<string>,
): Promise<void> {
  try {
    await tellTogether(options, client, batch, stopped, 'ALL_OR_NONE')
  } catch (error) {
    if (isOfTheServer(error)) throw error
    await tellTogether(options, client, batch, stopped, 'EACH_ALONE')
  }
}

async function tellTogether(
  { store, projections, log, clock }: RunnerOptions,
  client: PoolClient,
  batch: EventBatch,
  stopped: Set<string>,
  writing: 'ALL_OR_NONE' | 'EACH_ALONE',
): Promise<void> {
  const began = performance.now()
  await client.query('BEGIN')
  try {
    const checkpoints = await lockCheckpoints(client, projections)
    const running = projections.filter(({ name }) => !stopped.has(name) && isBehind(checkpoints.get(name), batch.upTo))
    const work = running.map((projection) => ({
      projection,
      touched: touchedBy(projection, batch.events, checkpoints.get(projection.name)?.position),
    }))
    const streams = [...new Set(work.flatMap(({ touched }) => [...touched.keys()]))]
    const files = streams.length > 0 ? await filesAt(store, streams, batch.upTo) : new Map()
    for (const { projection, touched } of work) {
      try {
        const beside = await besideOf(client, projection, enterprisesOf(touched))
        const told = rowsOf(projection, touched, files, beside)
        await (writing === 'EACH_ALONE'
          ? writeAlone(client, projection, told)
          : write(client, liveSchema, projection, told))
      } catch (error) {
        if (writing === 'ALL_OR_NONE' || isOfTheServer(error)) throw error
        stopped.add(projection.name)
        const eventId = await poisonOf(store, client, projection, batch, touched)
        const reason = error instanceof Error ? error.message : String(error)
        log.error({ projection: projection.name, eventId, err: error }, '投影无法处理事件，已停止；其余投影继续')
        await stopCheckpoint(client, projection.name, { eventId, reason, at: clock().toISOString() })
      }
    }
    const told = work.map(({ projection }) => projection.name).filter((name) => !stopped.has(name))
    await moveCheckpoints(client, told, batch.upTo)
    await client.query('COMMIT')
    const [events, ms] = [batch.events.length, Math.round(performance.now() - began)]
    if (events > 0)
      log.info({ events, upTo: batch.upTo, files: streams.length, projections: told.length, ms }, '投影批次')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

const isBehind = (checkpoint: Checkpoint | undefined, upTo: Position): boolean =>
  checkpoint?.position === undefined || checkpoint.position < upTo

/** One projection's rows; what the database refuses of them is taken back, so that the others' still stand. */
async function writeAlone(client: PoolClient, projection: Projection, told: ReturnType<typeof rowsOf>): Promise<void> {
  await client.query('SAVEPOINT alone')
  try {
    await write(client, liveSchema, projection, told)
    await client.query('RELEASE SAVEPOINT alone')
  } catch (error) {
    if (!isOfTheServer(error)) await client.query('ROLLBACK TO SAVEPOINT alone')
    throw error
  }
}

/** The event that a projection cannot tell, tried with the files as they stood at each of those that touch them. */
function poisonOf(
  store: EventStore,
  client: PoolClient,
  projection: Projection,
  { events, upTo }: EventBatch,
  touched: Touched,
): Promise<string> {
  const met = events.filter(({ stream, revision }) => revision >= (touched.get(stream)?.from ?? revision + 1n))
  return poisonAmong(met, upTo, async (own, position) => {
    const its = touchedBy(projection, own, undefined)
    const files = await filesAt(store, [...its.keys()], position)
    const beside = await besideOf(client, projection, enterprisesOf(its))
    return canWrite(client, async () => write(client, liveSchema, projection, rowsOf(projection, its, files, beside)))
  })
}

/** Waits until every projection has told a position, at most so long; answers whether it has. */
export async function waitUntilTold(pool: Pool, position: Position, waitMs: number): Promise<boolean> {
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const checkpoints = await readCheckpoints(pool)
    const behind = [...checkpoints.values()].some(
      (checkpoint) => checkpoint.stopped === undefined && isBehind(checkpoint, position),
    )
    if (!behind && checkpoints.size > 0) return true // None at all: nobody has begun to tell.
    if (waitedMs >= waitMs) return false
    await sleep(pollMs)
  }
}

const pollMs = 15
