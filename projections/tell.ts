import type { ClientBase } from 'pg'
import type { EnterpriseEvent } from '../domain/enterprise/events.ts'
import type { FileFact } from '../domain/enterprise/facts.ts'
import { type EnterpriseFile, fileOf } from '../domain/enterprise/file.ts'
import { isEnterpriseStream, usccOf } from '../domain/enterprise/stream.ts'
import type { Position, RecordedEvent } from '../domain/kernel/event.ts'
import type { EventStore } from '../domain/store/event-store.ts'
import type { Beside } from './beside.ts'
import type { Projection, Row } from './projection.ts'
import { replace, type Schema, sweep, upsert } from './tables.ts'

/** What a batch of events touches: each file, from which revision on, and whether an entry was put right in it. */
export type Touched = ReadonlyMap<string, Readonly<{ from: bigint; corrected: boolean }>>

export function touchedBy(
  projection: Projection,
  events: readonly RecordedEvent[],
  after: Position | undefined,
): Touched {
  const touched = new Map<string, { from: bigint; corrected: boolean }>()
  for (const { stream, type, revision, position } of events) {
    if (after !== undefined && position <= after) continue
    if (!isEnterpriseStream(stream) || !(projection.types as readonly string[]).includes(type)) continue
    const before = touched.get(stream)
    const corrected = type === 'EntryCorrected' || type === 'EntryVoided'
    touched.set(stream, { from: before?.from ?? revision, corrected: corrected || (before?.corrected ?? false) })
  }
  return touched
}

/** The files of some streams as they stood at a position. */
export async function filesAt(
  store: EventStore,
  streams: readonly string[],
  upTo: Position,
): Promise<ReadonlyMap<string, EnterpriseFile>> {
  const files = new Map<string, EnterpriseFile>()
  for (const [stream, events] of await store.readStreams(streams)) {
    files.set(
      stream,
      fileOf(
        events.filter(
          ({ position }) => position <= upTo,
        ) as readonly RecordedEvent<EnterpriseEvent>[] as readonly FileFact[],
      ),
    )
  }
  return files
}

/** The rows that a batch changes, told from the files and what is said beside them; pure. */
export function rowsOf(
  projection: Projection,
  touched: Touched,
  files: ReadonlyMap<string, EnterpriseFile>,
  beside: Beside,
): Readonly<{ rows: readonly Row[]; swept: readonly string[] }> {
  const rows: Row[] = []
  const swept: string[] = []
  for (const [stream, { from, corrected }] of touched) {
    const file = files.get(stream)
    if (file === undefined) continue
    const uscc = usccOf(stream)
    const whole = corrected || projection.sweeps !== undefined
    if (whole) swept.push(uscc)
    for (const { revision, row } of projection.tell(uscc, file, beside.get(uscc) ?? [])) {
      if (whole || revision >= from) rows.push(row)
    }
  }
  return { rows, swept }
}

/** The enterprises whose files a batch touches. */
export const enterprisesOf = (touched: Touched): readonly string[] => [...touched.keys()].map(usccOf)

/** Writes what a batch changes for one projection, within the caller's transaction. */
export async function write(
  client: ClientBase,
  schema: Schema,
  projection: Projection,
  { rows, swept }: Readonly<{ rows: readonly Row[]; swept: readonly string[] }>,
) {
  if (rows.length === 0 && swept.length === 0) return
  if (projection.sweeps === 'BY_DIGEST') return replace(client, schema, projection, swept, rows)
  if (swept.length > 0) await sweep(client, schema, projection, swept, rows)
  await upsert(client, schema, projection, rows)
}
