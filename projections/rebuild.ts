import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg, { type Pool, type PoolClient } from 'pg'
import type { EnterpriseEvent } from '../domain/enterprise/events.ts'
import type { FileFact } from '../domain/enterprise/facts.ts'
import { fileOf } from '../domain/enterprise/file.ts'
import { enterpriseStream, isEnterpriseStream, usccOf } from '../domain/enterprise/stream.ts'
import type { Position, RecordedEvent } from '../domain/kernel/event.ts'
import type { Uscc } from '../domain/kernel/uscc.ts'
import type { EventStore } from '../domain/store/event-store.ts'
import { type Beside, besideOf, differing } from './beside.ts'
import { addCheckpoints, lockCheckpoints } from './checkpoints.ts'
import type { Projection } from './projection.ts'
import { completeNext, createNext, dropNext, type Filling, fillNext, nextSchema, switchTables } from './tables.ts'
import { enterprisesOf, filesAt, rowsOf, type Touched, touchedBy, write } from './tell.ts'

export type RebuildProgress = Readonly<{
  stage: 'READ' | 'WRITE' | 'CATCH_UP' | 'SWITCH'
  events: number
  rows: number
}>

export type RebuildOptions = Readonly<{
  store: EventStore
  pool: Pool
  projections: readonly Projection[]
  onProgress?: (progress: RebuildProgress) => void
  signal?: AbortSignal // Ends it with its reason: the rows that readers see stay, and nothing is left behind.
  eventsPerPass?: number // How many events are held in memory at once; more passes over the log where there are more.
}>

/** Only one rebuild at a time: the tables being told anew have one place to stand. */
const rebuildLock = 7_305_002
const lockPauseMs = 50
/** How often the log is followed before the switch; what is left then is told while the live tellers wait. */
const catchUpRounds = 3

/**
 * Tells rows anew from the whole log beside the living (重建): into fresh tables by COPY, follows what comes in
 * meanwhile, and then puts them in place of the live ones in one short transaction at a position no older than theirs,
 * so that no read fails and none steps back. Answers with the number of rows told. One that fails or is called off leaves
 * no table behind.
 */
export async function rebuild(
  options: RebuildOptions,
): Promise<Readonly<{ rows: number; position: Position | undefined }>> {
  const { pool, store, projections, signal } = options
  const client = await pool.connect()
  try {
    await takeLock(client, signal)
    await addCheckpoints(client, projections)
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${nextSchema}`)
    try {
      const beside = await allBeside(options, client)
      const { rows, position } = await tellAll(options, beside)
      let told = position
      for (let round = 0; round < catchUpRounds; round++) told = await catchUp(options, client, told)
      told = await switchOver(options, client, told, beside)
      options.onProgress?.({ stage: 'SWITCH', events: 0, rows })
      return { rows, position: told ?? (await store.head()) }
    } catch (error) {
      await dropNext(client, projections).catch(() => undefined) // Without the server there is nothing to be dropped yet.
      throw error
    }
  } finally {
    client.release(true) // Ends the session and with it the lock.
  }
}

type BesideAll = ReadonlyMap<Projection, Beside>

/** What is said beside all files, for each of the projections; it is little beside the files, so it is held in memory. */
async function allBeside({ projections }: RebuildOptions, client: PoolClient): Promise<BesideAll> {
  const all = new Map<Projection, Beside>()
  for (const projection of projections) all.set(projection, await besideOf(client, projection))
  return all
}

/** Waits for its turn, and no longer than it is wanted. */
async function takeLock(client: PoolClient, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    signal?.throwIfAborted()
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [rebuildLock])
    if (rows[0]?.got === true) return
    await sleep(lockPauseMs)
  }
}

/**
 * Folds the log up to now in memory, in as many passes as memory asks for. Each table is filled, and then indexed, over a
 * connection of its own, so that the server works on all of them while the next files are told.
 */
async function tellAll(
  options: RebuildOptions,
  beside: BesideAll,
): Promise<{ rows: number; position: Position | undefined }> {
  const { store, pool, projections, signal, eventsPerPass = 1_000_000 } = options
  const head = await store.head()
  const lanes = projections.map((projection) => ({
    ...{ projection, client: new pg.Client(pool.options), beside: beside.get(projection) ?? new Map() },
  }))
  const pids: number[] = []
  // What the server is at work on ends at once; between two statements the signal itself is asked.
  const cancel = () =>
    void pool.query('SELECT pg_cancel_backend(pid) FROM unnest($1::int[]) AS pid', [pids]).catch(() => undefined)
  signal?.addEventListener('abort', cancel)
  let rows = 0
  try {
    for (const { projection, client } of lanes) {
      signal?.throwIfAborted()
      client.on('error', () => undefined) // What is under way on it is rejected as well, and tells.
      await client.connect()
      pids.push((await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0)
      await client.query('BEGIN')
      await createNext(client, projection)
    }
    let passes = 1
    for (let pass = 0; head !== undefined && pass < passes; pass++) {
      const { files, events } = await readPass(options, head, pass, passes, eventsPerPass)
      if (passes === 1 && events > eventsPerPass) {
        passes = Math.ceil(events / eventsPerPass) // Too many for one pass: counted now, told in several.
        pass = -1
        continue
      }
      const onRows = (added: number) => options.onProgress?.({ stage: 'WRITE', events, rows: rows + added })
      rows += await fill(lanes, files, onRows, signal)
    }
    const completed = await Promise.allSettled(lanes.map((lane) => complete(lane, signal))) // None is still at work then.
    signal?.throwIfAborted()
    for (const one of completed) if (one.status === 'rejected') throw one.reason
  } catch (error) {
    signal?.throwIfAborted() // Not that a statement was cancelled, but why.
    throw error
  } finally {
    signal?.removeEventListener('abort', cancel)
    await Promise.all(lanes.map(({ client }) => client.end().catch(() => undefined)))
  }
  return { rows, position: head }
}

async function complete({ projection, client }: Lane, signal: AbortSignal | undefined): Promise<void> {
  await completeNext(client, projection, signal)
  await client.query('COMMIT')
}

async function readPass(
  { store, onProgress, signal }: RebuildOptions,
  head: Position,
  pass: number,
  passes: number,
  eventsPerPass: number,
): Promise<{ files: ReadonlyMap<string, readonly FileFact[]>; events: number }> {
  const files = new Map<string, FileFact[]>()
  let events = 0
  for await (const event of store.readAll()) {
    if (event.position > head) break
    signal?.throwIfAborted()
    events += 1
    if (events % 10_000 === 0) onProgress?.({ stage: 'READ', events, rows: 0 })
    if (!isEnterpriseStream(event.stream) || passOf(event.stream, passes) !== pass) continue
    if (passes === 1 && events > eventsPerPass) continue
    const facts = files.get(event.stream)
    const fact = event as RecordedEvent<EnterpriseEvent> as FileFact
    if (facts) facts.push(fact)
    else files.set(event.stream, [fact])
  }
  return { files, events }
}

type Lane = Readonly<{ projection: Projection; client: pg.Client; beside: Beside }>

/** Tells each file once for all tables. */
async function fill(
  lanes: readonly Lane[],
  files: ReadonlyMap<string, readonly FileFact[]>,
  onRows: (rows: number) => void,
  signal: AbortSignal | undefined,
): Promise<number> {
  const fillings = lanes.map((lane): [Lane, Filling] => [lane, fillNext(lane.client, lane.projection)])
  let rows = 0
  for (const [stream, facts] of files) {
    signal?.throwIfAborted()
    const uscc = usccOf(stream)
    const file = fileOf(facts)
    for (const [{ projection, beside }, filling] of fillings) {
      for (const { row } of projection.tell(uscc, file, beside.get(uscc) ?? [])) {
        const full = filling.add(row)
        if (full) await full
        rows += 1
        if (rows % 10_000 === 0) onRows(rows)
      }
    }
  }
  await Promise.all(fillings.map(([, filling]) => filling.end()))
  return rows
}

/** Streams are dealt to passes by a hash of their name, so that every pass sees whole files. */
const passOf = (stream: string, passes: number): number =>
  passes === 1 ? 0 : createHash('sha256').update(stream).digest().readUInt32BE(0) % passes

/** Tells the new tables what came in since `after`, and answers with how far they now are. */
async function catchUp(
  { store, projections, onProgress, signal }: RebuildOptions,
  client: PoolClient,
  after: Position | undefined,
): Promise<Position | undefined> {
  const head = await store.head()
  if (head === undefined || (after !== undefined && head <= after)) return after
  let batch: RecordedEvent[] = []
  const flush = async (upTo: Position) => {
    const work = projections.map((projection) => ({ projection, touched: touchedBy(projection, batch, undefined) }))
    const streams = [...new Set(work.flatMap(({ touched }) => [...touched.keys()]))]
    const files = streams.length > 0 ? await filesAt(store, streams, upTo) : new Map()
    signal?.throwIfAborted()
    for (const { projection, touched } of work) {
      const beside = await besideOf(client, projection, enterprisesOf(touched))
      await write(client, nextSchema, projection, rowsOf(projection, touched, files, beside))
    }
    onProgress?.({ stage: 'CATCH_UP', events: batch.length, rows: 0 })
    batch = []
  }
  for await (const event of store.readAll(after === undefined ? {} : { after })) {
    if (event.position > head) break
    batch.push(event)
    if (batch.length === 5_000) await flush(event.position)
  }
  await flush(head)
  return head
}

/** Tells the new tables what was said beside the files meanwhile. */
async function catchUpBeside(
  { store, projections }: RebuildOptions,
  client: PoolClient,
  upTo: Position,
  before: BesideAll,
): Promise<void> {
  for (const projection of projections) {
    const beside = await besideOf(client, projection)
    const usccs = differing(before.get(projection) ?? new Map(), beside)
    if (usccs.length === 0) continue
    const streams = usccs.map((uscc) => enterpriseStream(uscc as Uscc))
    const touched: Touched = new Map(streams.map((stream) => [stream, { from: 0n, corrected: true }]))
    const files = await filesAt(store, streams, upTo)
    await write(client, nextSchema, projection, rowsOf(projection, touched, files, beside))
  }
}

/** The live tellers wait at their checkpoints while the last events are told and the tables change places. */
async function switchOver(
  options: RebuildOptions,
  client: PoolClient,
  position: Position | undefined,
  beside: BesideAll,
): Promise<Position | undefined> {
  const { projections, signal } = options
  await client.query('BEGIN')
  try {
    await lockCheckpoints(client, projections)
    const told = await catchUp(options, client, position)
    if (told !== undefined) await catchUpBeside(options, client, told, beside)
    await switchTables(client, projections, signal)
    for (const { name, version } of projections) {
      await client.query(
        'UPDATE told.checkpoint SET version = $2, position = $3, stopped = NULL, told_at = now() WHERE name = $1',
        [name, version, told ?? null],
      )
    }
    await client.query('COMMIT')
    return told
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
