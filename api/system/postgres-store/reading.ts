import type { Pool } from 'pg'
import type { EventMetadata, RecordedEvent } from '../../../domain/kernel/event.ts'
import type { ReadAllOptions, ReadStreamOptions } from '../../../domain/store/event-store.ts'
import { textArray } from './binary.ts'
import { reaching } from './connection.ts'
import { placeOf, positionOf } from './position.ts'

type Row = [
  position: string,
  revision: string,
  schemaVersion: string,
  stream: string,
  id: string,
  type: string,
  data: string,
  metadata: string,
]

const columns = 'e.position, e.revision, e.schema_version, e.stream, e.id, e.type, e.data, e.metadata'

const statements = {
  forward: `select ${columns} from log.event e where e.stream = $1 and e.revision >= $2 order by e.revision limit $3`,
  backward: `select ${columns} from log.event e where e.stream = $1 and e.revision <= $2
    order by e.revision desc limit $3`,
  streams: `select ${columns} from unnest($1::text[]) s(stream), lateral (
    select * from log.event e where e.stream = s.stream order by e.revision offset 0) e`,
  piece: `select ${columns} from log.event e where e.position > $1 and e.position <= $2 order by e.position`,
  pieceOfTypes: `select ${columns} from log.event e where e.position > $1 and e.position <= $2
    and e.type = any($3::text[]) order by e.position`,
} as const

/** Every column as the text that it is on the wire: what it becomes is decided here, once. */
const asText = { getTypeParser: () => String }

type Page = Readonly<{ events: readonly RecordedEvent[]; characters: number }>

async function rowsOf(pool: Pool, name: keyof typeof statements, values: unknown[]): Promise<Page> {
  const query = { name: `log-${name}`, text: statements[name], values, rowMode: 'array' as const, types: asText }
  const { rows } = await reaching(() => pool.query<Row>(query))
  let characters = 0
  const events = rows.map((row) => {
    characters += row[6].length + row[7].length
    return eventOf(row)
  })
  return { events, characters }
}

function eventOf([position, revision, schemaVersion, stream, id, type, data, metadata]: Row): RecordedEvent {
  return {
    id,
    type,
    data: JSON.parse(data),
    stream,
    revision: BigInt(revision),
    position: positionOf(Number(position)),
    schemaVersion: Number(schemaVersion),
    metadata: JSON.parse(metadata) as EventMetadata,
  }
}

/** The place of the last event; every event up to it can be seen by whoever asks later. */
export async function findHead(pool: Pick<Pool, 'query'>): Promise<number> {
  const { rows } = await reaching(() =>
    pool.query<{ head: string }>({ name: 'log-head', text: 'select coalesce(max(position), 0) head from log.event' }),
  )
  return Number(rows[0]?.head)
}

/** The events behind `after` up to `end`, of the types asked for. */
export function readPiece(pool: Pool, after: number, end: number, types: readonly string[] | undefined): Promise<Page> {
  if (types === undefined) return rowsOf(pool, 'piece', [after, end])
  return rowsOf(pool, 'pieceOfTypes', [after, end, textArray(types)])
}

export async function readStreams(pool: Pool, streams: readonly string[]): Promise<Map<string, RecordedEvent[]>> {
  const read = new Map<string, RecordedEvent[]>()
  const { events } = await rowsOf(pool, 'streams', [textArray([...new Set(streams)])])
  for (const event of events) {
    const before = read.get(event.stream)
    if (before === undefined) read.set(event.stream, [event])
    else before.push(event)
  }
  return read
}

/** `check` says whether one may read at all, when somebody begins to. */
export async function* readStream(pool: Pool, stream: string, options: ReadStreamOptions, check: () => void) {
  check()
  const backward = options.direction === 'BACKWARD'
  let from = options.from ?? (backward ? lastRevision : 0n)
  let left = options.countMax ?? Number.POSITIVE_INFINITY
  let size = pageFirst
  while (left > 0 && from >= 0n) {
    const limit = Math.min(size, left)
    const page = await rowsOf(pool, backward ? 'backward' : 'forward', [stream, from, limit])
    for (const event of page.events) yield event // `yield*` would take several turns for each.
    const last = page.events.at(-1)
    if (last === undefined || page.events.length < limit) return
    from = backward ? last.revision - 1n : last.revision + 1n
    left -= page.events.length
    size = pageAfter(size, page.characters)
  }
}

/** All events behind `after`: the next piece is on its way while this one is being looked at. */
export async function* readAll(pool: Pool, { after, countMax }: ReadAllOptions, check: () => void) {
  check()
  let at = placeOf(after)
  const head = await findHead(pool)
  const end = Math.min(head, at + (countMax ?? head))
  let size = pageFirst
  let next = piece()
  while (next !== undefined) {
    const page = await next
    size = pageAfter(size, page.characters)
    next = piece()
    for (const event of page.events) yield event
  }

  function piece(): Promise<Page> | undefined {
    if (at >= end) return undefined
    const from = at
    at = Math.min(end, from + size)
    return ahead(readPiece(pool, from, at, undefined))
  }
}

/** A promise that nobody may come to await, because its reader left; whoever does still meets its error. */
export function ahead<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

const lastRevision = 2n ** 63n - 1n
export const pageFirst = 200
const pageMax = 20_000
const pageCharacters = 800_000

/**
 * Pages grow and shrink towards a size, whether events are small, large, or filtered away. Larger ones are slower: they
 * outlive the youngest generation of the heap, and are moved.
 */
export function pageAfter(size: number, characters: number): number {
  const factor = Math.min(4, pageCharacters / Math.max(characters, 1))
  return Math.max(10, Math.min(pageMax, Math.floor(size * factor)))
}
