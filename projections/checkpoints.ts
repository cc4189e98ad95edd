import type { ClientBase } from 'pg'
import type { Position } from '../domain/kernel/event.ts'
import type { Projection } from './projection.ts'

/** What a checkpoint is kept of: a projection of files or of other streams. */
type Named = Pick<Projection, 'name' | 'version'>

/** How far a projection has told the log, and why it stands still if it does. */
export type Checkpoint = Readonly<{
  name: string
  version: number
  position: Position | undefined // Of the last event told; undefined before the first.
  stopped: Readonly<{ eventId: string; reason: string; at: string }> | undefined
}>

type CheckpointRow = {
  name: string
  version: number
  position: Position | null
  stopped: { eventId: string; reason: string; at: string } | null
}

const toCheckpoint = ({ name, version, position, stopped }: CheckpointRow): Checkpoint => ({
  ...{ name, version, position: position ?? undefined, stopped: stopped ?? undefined },
})

/** All checkpoints by name, as they stand. */
export async function readCheckpoints(client: Pick<ClientBase, 'query'>): Promise<ReadonlyMap<string, Checkpoint>> {
  const { rows } = await client.query<CheckpointRow>('SELECT name, version, position, stopped FROM told.checkpoint')
  return new Map(rows.map((row) => [row.name, toCheckpoint(row)]))
}

/** The checkpoints of some projections, locked until the transaction ends: who holds them may move them. */
export async function lockCheckpoints(
  client: ClientBase,
  projections: readonly Named[],
): Promise<ReadonlyMap<string, Checkpoint>> {
  const { rows } = await client.query<CheckpointRow>({
    name: 'lock-checkpoints',
    text: 'SELECT name, version, position, stopped FROM told.checkpoint WHERE name = ANY($1) ORDER BY name FOR UPDATE',
    values: [projections.map(({ name }) => name)],
  })
  return new Map(rows.map((row) => [row.name, toCheckpoint(row)]))
}

/**
 * Makes the checkpoints that are missing, at the start of the log; in one statement, so that whoever asks whether all rows
 * are told never meets some of them before the others.
 */
export async function addCheckpoints(client: Pick<ClientBase, 'query'>, projections: readonly Named[]) {
  await client.query(
    'INSERT INTO told.checkpoint (name, version) SELECT * FROM unnest($1::text[], $2::integer[]) ON CONFLICT DO NOTHING',
    [projections.map(({ name }) => name), projections.map(({ version }) => version)],
  )
}

export async function moveCheckpoints(client: ClientBase, names: readonly string[], position: Position) {
  if (names.length === 0) return
  await client.query({
    name: 'move-checkpoints',
    text: 'UPDATE told.checkpoint SET position = $2, stopped = NULL, told_at = now() WHERE name = ANY($1)',
    values: [names, position],
  })
}

export async function stopCheckpoint(client: ClientBase, name: string, stopped: NonNullable<Checkpoint['stopped']>) {
  await client.query('UPDATE told.checkpoint SET stopped = $2 WHERE name = $1', [name, JSON.stringify(stopped)])
}
