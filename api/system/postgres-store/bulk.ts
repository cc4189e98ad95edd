import { finished } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { BulkVerdict } from '../../../domain/store/event-store.ts'
import type { EventText } from '../../../domain/store/event-text.ts'
import { type JudgedAppend, placesOf } from './appends.ts'
import { textArray, writeText } from './binary.ts'
import { positionOf } from './position.ts'
import { headChannel } from './schema.ts'

const eventsMax = 5_000
const charactersMax = 4_000_000

/** A chunk of appends as the rows that `COPY` wants, ready but for the positions. */
type Chunk = Readonly<{ appends: readonly JudgedAppend[]; bytes: Buffer; rowsAt: readonly (readonly number[])[] }>

/**
 * Many appends by `COPY`, chunk by chunk: each chunk waits for its turn, learns where the log and its streams end, puts
 * the positions into rows that are already encoded, and commits; so the lock is held for one chunk's way to the server.
 * While the server works on a chunk, the next one is being encoded.
 */
export async function sendBulk(pool: Pool, appends: readonly JudgedAppend[]): Promise<readonly BulkVerdict[]> {
  const verdicts: BulkVerdict[] = []
  const chunks = chunksOf(appends)
  const client = await pool.connect()
  try {
    let chunk = encoded(chunks.next())
    while (chunk !== undefined) {
      const sent = sendChunk(client, chunk)
      const following = encoded(chunks.next())
      verdicts.push(...(await sent))
      chunk = following
    }
  } catch (error) {
    client.release(true) // Whatever the transaction was doing ends with its connection.
    throw error
  }
  client.release()
  return verdicts
}

async function sendChunk(client: PoolClient, chunk: Chunk): Promise<readonly BulkVerdict[]> {
  await client.query('begin isolation level read committed')
  const { head, ends } = await takeTurn(client, chunk.appends)
  const verdicts: BulkVerdict[] = []
  const rows: Buffer[] = []
  let place = head
  for (const [n, { stream, expected, texts }] of chunk.appends.entries()) {
    const actual = ends.get(stream) ?? -1n
    if (actual !== expected) {
      verdicts.push({ verdict: 'CONFLICT', actual })
      continue
    }
    rows.push(placedRows(chunk, n, place))
    place += BigInt(texts.length)
    ends.set(stream, expected + BigInt(texts.length))
    verdicts.push({ verdict: 'APPENDED', revision: expected + BigInt(texts.length), position: positionOf(place) })
  }
  if (rows.length > 0) await copy(client, rows)
  await tellDuplicates(client, chunk.appends, verdicts)
  if (place > head) await client.query('select pg_notify($1, $2)', [headChannel, place.toString(16)])
  await client.query('commit')
  return verdicts
}

async function takeTurn(client: PoolClient, appends: readonly JudgedAppend[]) {
  const streams = [...new Set(appends.map(({ stream }) => stream))]
  const { rows } = await client.query<{ head: string; actuals: string[] }>({
    name: 'log-take-turn',
    text: 'select head, actuals from log.take_turn($1::text[])',
    values: [textArray(streams)],
  })
  const row = rows[0]
  if (row === undefined) throw new Error('log.take_turn answered nothing')
  return { head: BigInt(row.head), ends: new Map(streams.map((stream, n) => [stream, BigInt(row.actuals[n] ?? -1)])) }
}

/** What looks like a conflict may be an append that already stands, from before or from further up in this chunk. */
async function tellDuplicates(client: PoolClient, appends: readonly JudgedAppend[], verdicts: BulkVerdict[]) {
  const asked: number[] = []
  for (const [n, verdict] of verdicts.entries()) {
    const expected = appends[n]?.expected ?? 0n
    if (verdict.verdict === 'CONFLICT' && verdict.actual > expected) asked.push(n)
  }
  if (asked.length === 0) return
  const { rows } = await client.query<{ owner: number; last: string }>({
    name: 'log-standing',
    text: 'select owner, last from log.standing($1::int[], $2::text[], $3::bigint[], $4::text[])',
    values: [...placesOf(asked.map((n) => appends[n] as JudgedAppend))],
  })
  for (const { owner, last } of rows) {
    const n = asked[owner - 1] as number
    const { expected, texts } = appends[n] as JudgedAppend
    const revision = expected + BigInt(texts.length)
    verdicts[n] = { verdict: 'DUPLICATE', revision, position: positionOf(BigInt(last)) }
  }
}

const copyStart = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const copyEnd = Buffer.from([0xff, 0xff])

async function copy(client: PoolClient, rows: readonly Buffer[]): Promise<void> {
  const stream = client.query(
    copyFrom(`copy log.event (position, revision, schema_version, stream, id, type, data, metadata)
      from stdin (format binary)`),
  )
  stream.end(Buffer.concat([copyStart, ...rows, copyEnd]))
  await finished(stream)
}

function* chunksOf(appends: readonly JudgedAppend[]): Generator<readonly JudgedAppend[]> {
  let chunk: JudgedAppend[] = []
  let events = 0
  let characters = 0
  for (const append of appends) {
    const added = append.texts.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0)
    if (chunk.length > 0 && (events + append.texts.length > eventsMax || characters + added > charactersMax)) {
      yield chunk
      chunk = []
      events = 0
      characters = 0
    }
    chunk.push(append)
    events += append.texts.length
    characters += added
  }
  if (chunk.length > 0) yield chunk
}

function encoded({ value: appends }: IteratorResult<readonly JudgedAppend[], unknown>): Chunk | undefined {
  if (!Array.isArray(appends)) return undefined
  return encode(appends)
}

const fixedBytes = 2 + 8 * 4 + 8 + 8 + 2 // Column count, lengths, position, revision, schema version.

function encode(appends: readonly JudgedAppend[]): Chunk {
  const bytes = Buffer.allocUnsafe(appends.reduce((sum, append) => sum + sizeOf(append), 0))
  let at = 0
  const rowsAt = appends.map(({ stream, expected, texts }) => {
    const rows = texts.map((text, n) => {
      const row = at
      at = writeRow(bytes, at, stream, expected + BigInt(n + 1), text)
      return row
    })
    return [...rows, at]
  })
  return { appends, bytes, rowsAt }
}

function sizeOf({ stream, texts }: JudgedAppend): number {
  const streamBytes = Buffer.byteLength(stream)
  let size = 0
  for (const { id, type, data, metadata } of texts) {
    size += fixedBytes + streamBytes + id.length + type.length + Buffer.byteLength(data) + Buffer.byteLength(metadata)
  }
  return size
}

function writeRow(bytes: Buffer, start: number, stream: string, revision: bigint, text: EventText): number {
  let at = bytes.writeInt16BE(8, start)
  at = bytes.writeInt32BE(8, at) + 8 // The position comes later.
  at = bytes.writeBigInt64BE(revision, bytes.writeInt32BE(8, at))
  at = bytes.writeInt16BE(text.schemaVersion, bytes.writeInt32BE(2, at))
  at = writeText(bytes, at, stream)
  at = writeText(bytes, at, text.id)
  at = writeText(bytes, at, text.type)
  at = writeText(bytes, at, text.data)
  return writeText(bytes, at, text.metadata)
}

/** The rows of one append, with the positions that follow `head`. */
function placedRows({ bytes, rowsAt }: Chunk, n: number, head: bigint): Buffer {
  const at = rowsAt[n] ?? []
  const end = at.at(-1) ?? 0
  for (let row = 0; row < at.length - 1; row++) bytes.writeBigInt64BE(head + BigInt(row + 1), (at[row] ?? 0) + 6)
  return bytes.subarray(at[0], end)
}
