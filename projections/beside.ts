import type { ClientBase } from 'pg'
import { enterpriseStream, usccOf } from '../domain/enterprise/stream.ts'
import type { Json } from '../domain/kernel/event.ts'
import type { Uscc } from '../domain/kernel/uscc.ts'
import type { EventStore } from '../domain/store/event-store.ts'
import { lockCheckpoints } from './checkpoints.ts'
import type { Projection } from './projection.ts'
import { liveSchema } from './tables.ts'
import { filesAt, write } from './tell.ts'

type Client = Pick<ClientBase, 'query'>

/** What streams that are no files say of enterprises (档案之外的事实), by enterprise, in the order of the streams. */
export type Beside = ReadonlyMap<string, readonly Json[]>

export const nothingBeside: Beside = new Map()

/** What a projection of files rests on besides them, looked up: of some enterprises, or of all of which anything is said. */
export async function besideOf(
  client: Client,
  projection: Projection,
  usccs: readonly string[] | null = null,
): Promise<Beside> {
  await projection.look?.()
  const { beside } = projection
  if (beside === undefined || usccs?.length === 0) return nothingBeside
  const { rows } = await client.query<{ uscc: string; facts: readonly Json[] }>(
    `SELECT uscc, json_agg(facts ORDER BY stream, key) AS facts FROM told.${beside}
      ${usccs === null ? '' : 'WHERE uscc = ANY($1)'} GROUP BY uscc`,
    usccs === null ? [] : [usccs],
  )
  return new Map(rows.map(({ uscc, facts }) => [uscc, facts]))
}

/** The enterprises of which something else is said now. */
export function differing(before: Beside, after: Beside): readonly string[] {
  const said = (beside: Beside, uscc: string): string => JSON.stringify(beside.get(uscc) ?? [])
  return [...new Set([...before.keys(), ...after.keys()])].filter((uscc) => said(before, uscc) !== said(after, uscc))
}

const filesPerBatch = 500

/**
 * Tells rows of files anew, within the caller's transaction and as the files stood where their teller is: its checkpoint
 * is locked, so that whoever comes second sees what the first has told. Answers whether it has told any rows so far.
 */
export async function retellFiles(
  { store, client, projection }: Readonly<{ store: EventStore; client: ClientBase; projection: Projection }>,
  usccs: readonly string[],
): Promise<boolean> {
  if (usccs.length === 0) return true
  const checkpoint = (await lockCheckpoints(client, [projection])).get(projection.name)
  if (checkpoint?.position === undefined) return false // Whoever tells it has to begin.
  for (let at = 0; at < usccs.length; at += filesPerBatch) {
    const batch = usccs.slice(at, at + filesPerBatch)
    const streams = batch.map((uscc) => enterpriseStream(uscc as Uscc))
    const [files, beside] = [
      await filesAt(store, streams, checkpoint.position),
      await besideOf(client, projection, batch),
    ]
    const rows = [...files].flatMap(([stream, file]) => {
      const uscc = usccOf(stream)
      return [...projection.tell(uscc, file, beside.get(uscc) ?? [])]
    })
    const swept = projection.sweeps !== undefined ? batch : []
    await write(client, liveSchema, projection, { rows: rows.map(({ row }) => row), swept })
  }
  return true
}
