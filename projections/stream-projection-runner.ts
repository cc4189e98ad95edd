import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import type { Position, RecordedEvent } from '../domain/kernel/event.ts'
import type { EventBatch, EventStore } from '../domain/store/event-store.ts'
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
import { connected, type RunnerOptions } from './runner.ts'
import type { StreamProjection } from './stream-projection.ts'
import { insert, rowsOf, withResting, writeAlone, writeChanges, type Writing } from './stream-rows.ts'
import { type StreamStates, streamStates } from './stream-states.ts'

export type StreamRunnerOptions = Omit<RunnerOptions, 'projections'> &
  Readonly<{
    projections: readonly StreamProjection[]
    resting?: readonly Projection[] // Those of files, some of which rest on rows told here (`beside`).
  }>

/** One process tells these rows at a time; checkpoint locks keep them right even so. */
const streamTellerLock = 7_305_006
const retryMs = 1_000

/**
 * Tells the rows of stream projections for as long as the signal lets it, with the same promises as `runProjections`:
 * what is new or outdated is told anew first, while readers still see the old rows; then a batch's rows and checkpoints
 * move in one transaction; a projection that throws is stopped alone and tried again at the next start.
 */
export async function runStreamProjections(options: StreamRunnerOptions): Promise<void> {
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

async function runAsTeller(options: StreamRunnerOptions): Promise<void> {
  const { pool, projections, store, signal, batchMax = 5_000, onTold } = options
  await using session = await connected(pool)
  const { client } = session
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [streamTellerLock])
  if (rows[0]?.got !== true) return // Another process tells; look again later.
  await addCheckpoints(client, projections)
  const stopped = new Set<string>()
  const checkpoints = await readCheckpoints(client)
  const outdated = projections.filter(({ name, version }) => {
    const checkpoint = checkpoints.get(name)
    return checkpoint?.position === undefined || checkpoint.version !== version
  })
  for (const projection of outdated) {
    try {
      await tellAnew({ store, client, projection, signal, resting: options.resting ?? [] })
    } catch (error) {
      if (signal.aborted) throw error
      const eventId = error instanceof CannotTell ? error.eventId : ''
      await stopAlone(options, client, { projection, stopped, eventId, error })
    }
  }
  const after = lowest([...(await readCheckpoints(client)).values()], projections)
  const types = typesOf(projections)
  const from = after === undefined ? {} : { after }
  const ending = AbortSignal.any([signal, session.lost])
  const states = streamStates(store)
  for await (const batch of store.subscribeAll({ types, signal: ending, batchMax, ...from })) {
    await tellBatch(options, { client, states, stopped }, batch)
    onTold?.(batch.upTo)
  }
}

const typesOf = (projections: readonly StreamProjection[]): readonly string[] => [
  ...new Set(projections.flatMap(({ types }) => types)),
]

function lowest(checkpoints: readonly Checkpoint[], projections: readonly StreamProjection[]): Position | undefined {
  const own = checkpoints.filter(({ name }) => projections.some((projection) => projection.name === name))
  let low = own[0]?.position
  for (const { position } of own) {
    if (position === undefined) return undefined
    if (low !== undefined && position < low) low = position
  }
  return low
}

/** A stream from which rows cannot be told, with the event at which it cannot. */
export class CannotTell extends Error {
  override readonly name = 'CannotTell'
  readonly eventId: string

  constructor(eventId: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.eventId = eventId
  }
}

/**
 * Tells rows anew from the whole log (重建), in one transaction: readers see the old rows until all the new ones stand.
 * The streams told here are few beside the files, so they are held in memory.
 */
export async function tellAnew(
  options: Readonly<{
    store: EventStore
    client: ClientBase
    projection: StreamProjection
    signal: AbortSignal
    resting: readonly Projection[]
  }>,
): Promise<void> {
  const { store, client, projection, signal } = options
  const { name, version } = projection
  const head = await store.head()
  const streams = head === undefined ? [] : [...(await streamsUpTo(store, head, projection, signal))]
  if (signal.aborted) return
  const telling = inTransaction(client, async () => {
    await lockCheckpoints(client, [projection])
    await withResting({ ...options, streams: null, keys: null }, async () => {
      await client.query(`DELETE FROM told.${name}`)
      for (let at = 0; at < streams.length; at += streamsPerWrite) {
        signal.throwIfAborted()
        await insert(client, projection, rowsOf(projection, streams.slice(at, at + streamsPerWrite)))
      }
    })
    await client.query(
      'UPDATE told.checkpoint SET version = $2, position = $3, stopped = NULL, told_at = now() WHERE name = $1',
      [name, version, head ?? null],
    )
  })
  await telling.catch(async (error: unknown) => {
    if (head === undefined || signal.aborted || isOfTheServer(error)) throw error
    const met = streams.flatMap(([, events]) => events)
    await inTransaction(client, async () => {
      throw new CannotTell(await poisonOf(options, projection, new Map(streams), met, head), error)
    })
  })
}

/** The event with which a stream came to be one that cannot be told; within a transaction, in which nothing is left. */
const poisonOf = (
  options: Writing,
  projection: StreamProjection,
  streams: ReadonlyMap<string, readonly RecordedEvent[]>,
  met: readonly RecordedEvent[],
  upTo: Position,
): Promise<string> =>
  poisonAmong(met, upTo, (own, place) => {
    const stream = own[0]?.stream ?? ''
    const events = (streams.get(stream) ?? []).filter(({ position }) => position <= place)
    return canWrite(options.client, () => writeAlone(options, projection, [[stream, events]]))
  })

const streamsPerWrite = 2_000

async function streamsUpTo(
  store: EventStore,
  head: Position,
  { types, prefix }: StreamProjection,
  signal: AbortSignal,
): Promise<Map<string, RecordedEvent[]>> {
  const streams = new Map<string, RecordedEvent[]>()
  const enough = new AbortController()
  for await (const { events, upTo } of store.subscribeAll({
    types,
    signal: AbortSignal.any([signal, enough.signal]),
  })) {
    for (const event of events) {
      if (event.position > head || !event.stream.startsWith(prefix)) continue
      const known = streams.get(event.stream)
      if (known) known.push(event)
      else streams.set(event.stream, [event])
    }
    if (upTo >= head) enough.abort()
  }
  return streams
}

type Teller = Readonly<{ client: ClientBase; states: StreamStates; stopped: Set<string> }>

/** One batch, all projections, one transaction. */
async function tellBatch(options: StreamRunnerOptions, teller: Teller, batch: EventBatch): Promise<void> {
  const { store, projections, log, resting = [] } = options
  const { client, states, stopped } = teller
  const writing = { store, client, resting }
  const began = performance.now()
  await inTransaction(client, async () => {
    const checkpoints = await lockCheckpoints(client, projections)
    const running = projections.filter(({ name }) => {
      const position = checkpoints.get(name)?.position
      return !stopped.has(name) && (position === undefined || position < batch.upTo)
    })
    const work = running.map((projection) => {
      const after = checkpoints.get(projection.name)?.position
      return { projection, after, touched: touchedBy(projection, batch.events, after) }
    })
    const touched = [...new Set(work.flatMap((one) => one.touched))]
    const whole = [...new Set(work.flatMap((one) => (one.projection.parts ? [] : one.touched)))]
    const read = whole.length > 0 ? await store.readStreams(whole) : new Map<string, readonly RecordedEvent[]>()
    const upTo = (name: string) => (read.get(name) ?? []).filter(({ position }) => position <= batch.upTo)
    const known = states.ofBatch(batch)
    for (const { projection, after, touched } of work) {
      const { parts } = projection
      const since = parts ? await known.since(parts.fold, touched, after) : []
      try {
        if (parts) await writeChanges(writing, projection, parts, since, known)
        else
          await writeAlone(
            writing,
            projection,
            touched.map((name) => [name, upTo(name)] as const),
          )
      } catch (error) {
        if (isOfTheServer(error)) throw error
        const met = batch.events.filter(
          ({ stream, position }) => touched.includes(stream) && (after === undefined || position > after),
        )
        const eventId = await poisonOf(writing, projection, await store.readStreams(touched), met, batch.upTo)
        await stopAlone(options, client, { projection, stopped, eventId, error })
      }
    }
    known.settle()
    const told = running.map(({ name }) => name).filter((name) => !stopped.has(name))
    await moveCheckpoints(client, told, batch.upTo)
    const [events, ms] = [batch.events.length, Math.round(performance.now() - began)]
    if (events > 0)
      log.info({ events, upTo: batch.upTo, streams: touched.length, projections: told.length, ms }, '投影批次')
  })
}

/** What a projection cannot tell stops it alone; trouble with the server is nobody's fault, and tried again. */
async function stopAlone(
  { log, clock }: StreamRunnerOptions,
  client: ClientBase,
  failed: Readonly<{ projection: StreamProjection; stopped: Set<string>; eventId: string; error: unknown }>,
): Promise<void> {
  const { projection, stopped, eventId, error } = failed
  if (isOfTheServer(error)) throw error
  stopped.add(projection.name)
  const reason = error instanceof Error ? error.message : String(error)
  log.error({ projection: projection.name, eventId, err: error }, '投影无法处理事件，已停止；其余投影继续')
  await stopCheckpoint(client, projection.name, { eventId, reason, at: clock().toISOString() })
}

async function inTransaction(client: ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN')
  try {
    await work()
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

function touchedBy(
  { prefix, types }: StreamProjection,
  events: readonly RecordedEvent[],
  after: Position | undefined,
): readonly string[] {
  const touched = new Set<string>()
  for (const { stream, type, position } of events) {
    if (after !== undefined && position <= after) continue
    if (stream.startsWith(prefix) && types.includes(type)) touched.add(stream)
  }
  return [...touched]
}
