import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { EnterpriseEvent } from '../domain/enterprise/events.ts'
import type { FileFact } from '../domain/enterprise/facts.ts'
import { fileOf } from '../domain/enterprise/file.ts'
import { isEnterpriseStream, usccOf } from '../domain/enterprise/stream.ts'
import type { Position, RecordedEvent } from '../domain/kernel/event.ts'
import type { EventStore } from '../domain/store/event-store.ts'
import { addCheckpoints, lockCheckpoints } from './checkpoints.ts'
import type { Projection, Row } from './projection.ts'
import { completeNext, copyRows, createNext, nextSchema, switchTables } from './tables.ts'
import { filesAt, rowsOf, touchedBy, write } from './tell.ts'

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
  eventsPerPass?: number // How many events are held in memory at once; more passes over the log where there are more.
}>

/** Only one rebuild at a time: the tables being told anew have one place to stand. */
const rebuildLock = 7_305_002
/** How often the log is followed before the switch; what is left then is told while the live tellers wait. */
const catchUpRounds = 3

/**
 * Tells rows anew from the whole log beside the living (重建): into fresh tables by COPY, follows what comes in
 * meanwhile, and then puts them in place of the live ones in one short transaction at a position no older than theirs,
 * so that no read fails and none steps back. Answers with the number of rows told.
 */
export async function rebuild(
  options: RebuildOptions,
): Promise<Readonly<{ rows: number; position: Position | undefined }>> {
  const { pool, store, projections } = options
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [rebuildLock])
    await addCheckpoints(client, projections)
    for (const projection of projections) await createNext(client, projection)
    const { rows, position } = await tellAll(options, client)
    for (const projection of projections) await completeNext(client, projection)
    let told = position
    for (let round = 0; round < catchUpRounds; round++) told = await catchUp(options, client, told)
    told = await switchOver(options, client, told)
    options.onProgress?.({ stage: 'SWITCH', events: 0, rows })
    return { rows, position: told ?? (await store.head()) }
  } finally {
    client.release(true) // Ends the session and with it the lock.
  }
}

/** Folds the log up to now in memory, in as many passes as memory asks for, and copies the rows out. */
async function tellAll(
  { store, projections, onProgress, eventsPerPass = 1_000_000 }: RebuildOptions,
  client: PoolClient,
): Promise<{ rows: number; position: Position | undefined }> {
  const head = await store.head()
  if (head === undefined) return { rows: 0, position: undefined }
  let rows = 0
  let passes = 1
  for (let pass = 0; pass < passes; pass++) {
    const files = new Map<string, FileFact[]>()
    let events = 0
    for await (const event of store.readAll()) {
      if (event.position > head) break
      events += 1
      if (events % 10_000 === 0) onProgress?.({ stage: 'READ', events, rows })
      if (!isEnterpriseStream(event.stream) || passOf(event.stream, passes) !== pass) continue
      if (passes === 1 && events > eventsPerPass) continue // Too many for one pass: counted now, told in several.
      const facts = files.get(event.stream)
      const fact = event as RecordedEvent<EnterpriseEvent> as FileFact
      if (facts) facts.push(fact)
      else files.set(event.stream, [fact])
    }
    if (passes === 1 && events > eventsPerPass) {
      passes = Math.ceil(events / eventsPerPass)
      pass = -1
      continue
    }
    for (const projection of projections) {
      await copyRows(
        client,
        projection,
        told(projection, files, () => {
          rows += 1
          if (rows % 10_000 === 0) onProgress?.({ stage: 'WRITE', events, rows })
        }),
      )
    }
  }
  return { rows, position: head }
}

/** Streams are dealt to passes by a hash of their name, so that every pass sees whole files. */
const passOf = (stream: string, passes: number): number =>
  passes === 1 ? 0 : createHash('sha256').update(stream).digest().readUInt32BE(0) % passes

function* told(
  projection: Projection,
  files: ReadonlyMap<string, readonly FileFact[]>,
  onRow: () => void,
): Generator<Row> {
  for (const [stream, facts] of files) {
    for (const { row } of projection.tell(usccOf(stream), fileOf(facts))) {
      onRow()
      yield row
    }
  }
}

/** Tells the new tables what came in since `after`, and answers with how far they now are. */
async function catchUp(
  { store, projections, onProgress }: RebuildOptions,
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
    for (const { projection, touched } of work)
      await write(client, nextSchema, projection, rowsOf(projection, touched, files))
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

/** The live tellers wait at their checkpoints while the last events are told and the tables change places. */
async function switchOver(
  options: RebuildOptions,
  client: PoolClient,
  position: Position | undefined,
): Promise<Position | undefined> {
  const { projections } = options
  await client.query('BEGIN')
  try {
    await lockCheckpoints(client, projections)
    const told = await catchUp(options, client, position)
    await switchTables(client, projections)
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
