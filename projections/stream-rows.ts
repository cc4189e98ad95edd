import type { ClientBase } from 'pg'
import type { RecordedEvent } from '../domain/kernel/event.ts'
import type { EventStore } from '../domain/store/event-store.ts'
import { retellFiles } from './beside.ts'
import { isOfTheServer } from './poison.ts'
import type { Projection, Row } from './projection.ts'
import { changesSince, type Parts, type StreamProjection, type StreamRow } from './stream-projection.ts'
import type { BatchStates, Since } from './stream-states.ts'

/** Where rows are written, and which rows of files rest on some of them. */
export type Writing = Readonly<{ store: EventStore; client: ClientBase; resting: readonly Projection[] }>

/**
 * Writes rows of some streams, or of all (`keys`: these of each alone), and tells anew the rows of the files that rest on
 * those that came out otherwise.
 */
export async function withResting(
  options: Writing &
    Readonly<{ projection: StreamProjection; streams: readonly string[] | null; keys: readonly string[] | null }>,
  writeRows: () => Promise<void>,
): Promise<void> {
  const { store, client, projection: told, resting } = options
  const theirs = resting.filter(({ beside }) => beside === told.name)
  if (theirs.length === 0) return writeRows()
  const before = await factsOf(options)
  await writeRows()
  const after = await factsOf(options)
  const changed = new Set<string>()
  for (const [key, { uscc }] of [...before, ...after])
    if (before.get(key)?.facts !== after.get(key)?.facts) changed.add(uscc)
  for (const projection of theirs) await retellFiles({ store, client, projection }, [...changed])
}

async function factsOf({ client, projection: { name }, streams, keys }: Parameters<typeof withResting>[0]) {
  const { rows } = await client.query<{ id: string; uscc: string; facts: string }>(
    `SELECT stream || '/' || key AS id, uscc, facts::text AS facts FROM told.${name}
      WHERE ($1::text[] IS NULL OR stream = ANY($1)) AND ($2::text[] IS NULL OR key = ANY($2))`,
    [streams, keys],
  )
  return new Map(rows.map(({ id, uscc, facts }) => [id, { uscc, facts }]))
}

type Streams = readonly (readonly [stream: string, events: readonly RecordedEvent[]])[]

/** One projection's rows; what the database refuses of them is taken back, so that the others' still stand. */
export async function writeAlone(options: Writing, projection: StreamProjection, streams: Streams): Promise<void> {
  if (streams.length === 0) return
  const { client } = options
  const rows = rowsOf(projection, streams)
  const names = streams.map(([stream]) => stream)
  const write = async () => {
    await client.query(`DELETE FROM told.${projection.name} WHERE stream = ANY($1)`, [names])
    await insert(client, projection, rows)
  }
  await alone(client, () => withResting({ ...options, projection, streams: names, keys: null }, write))
}

/** Of a projection in parts only what changed is written: the other rows of its streams stand as they were told. */
export async function writeChanges(
  options: Writing,
  projection: StreamProjection,
  parts: Parts,
  streams: readonly Since[],
  known: BatchStates,
): Promise<void> {
  const { client } = options
  const rows: Row[] = []
  const gone: Readonly<{ stream: string; key: string }>[] = []
  const keys = new Set<string>()
  for (const since of streams) {
    const { stream } = since
    const changes = changesSince(parts, since.before, since.events)
    known.cameTo(parts.fold, since, changes.after)
    for (const row of changes.rows) rows.push(placed(row, stream, -1n))
    for (const key of changes.gone) gone.push({ stream, key })
    for (const key of [...changes.rows.map((row) => row.key), ...changes.gone]) keys.add(key)
  }
  const text = `DELETE FROM told.${projection.name} WHERE (stream, key) IN (SELECT * FROM unnest($1::text[], $2::text[]))`
  const write = async () => {
    if (gone.length > 0) await client.query(text, [gone.map(({ stream }) => stream), gone.map(({ key }) => key)])
    await insert(client, projection, rows)
  }
  const names = streams.map(({ stream }) => stream)
  await alone(client, () => withResting({ ...options, projection, streams: names, keys: [...keys] }, write))
}

async function alone(client: ClientBase, write: () => Promise<void>): Promise<void> {
  await client.query('SAVEPOINT alone')
  try {
    await write()
    await client.query('RELEASE SAVEPOINT alone')
  } catch (error) {
    if (!isOfTheServer(error)) await client.query('ROLLBACK TO SAVEPOINT alone')
    throw error
  }
}

export function rowsOf(projection: StreamProjection, streams: Streams): readonly Row[] {
  const rows: Row[] = []
  for (const [stream, events] of streams) {
    const revision = events.at(-1)?.revision ?? -1n
    for (const row of projection.tell(stream, events)) rows.push(placed(row, stream, revision))
  }
  return rows
}

const placed = ({ key, row, revision }: StreamRow, stream: string, last: bigint): Row => ({
  ...{ ...row, stream, key, revision: Number(revision ?? last) },
})

const ownColumns = [
  { name: 'stream', type: 'text' },
  { name: 'key', type: 'text' },
  { name: 'revision', type: 'bigint' },
]

export async function insert(
  client: ClientBase,
  { name, columns }: StreamProjection,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return
  const all = [...ownColumns, ...columns]
  const names = all.map((column) => column.name).join(', ')
  const typed = all.map((column) => `${column.name} ${column.type}`).join(', ')
  const told = all.map((column) => `${column.name} = excluded.${column.name}`).join(', ')
  const text = `INSERT INTO told.${name} (${names}) SELECT ${names} FROM json_to_recordset($1::json) AS fresh (${typed})
    ON CONFLICT (stream, key) DO UPDATE SET ${told}`
  await client.query({ name: `insert-${name}`, text, values: [JSON.stringify(rows)] })
}
