import { finished } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { BulkVerdict } from '../../../domain/store/event-store.ts'
import type { EventText } from '../../../domain/store/event-text.ts'
import { type JudgedAppend, placesOf, takeTurn } from './appends.ts'
import { writeText } from './binary.ts'
import { leaveToTheNextQuery } from './connection.ts'
import { positionOf } from './position.ts'
import { headChannel } from './schema.ts'

const eventsMax = 5_000
const charactersMax = 4_000_000
const pieceBytes = 100_000

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
  client.on('error', leaveToTheNextQuery)
  try {
    let chunk = await nextOf(chunks)
    while (chunk !== undefined) {
      let following: Promise<Chunk | undefined> | undefined
      const whileCopying = () => {
        following = nextOf(chunks)
      }
      verdicts.push(...(await sendChunk(client, chunk, whileCopying)))
      chunk = await (following ?? nextOf(chunks))
    }
  } catch (error) {
    client.release(true) // Whatever the transaction was doing ends with its connection.
    throw error
  }
  client.off('error', leaveToTheNextQuery).release()
  return verdicts
}

async function sendChunk(client: PoolClient, chunk: Chunk, whileCopying: () => void): Promise<readonly BulkVerdict[]> {
  await client.query('begin isolation level read committed')
  const streams = [...new Set(chunk.appends.map(({ stream }) => stream))]
  const { head, revisions } = await takeTurn(client, streams)
  const verdicts: BulkVerdict[] = []
  const accepted: number[] = []
  let place = head
  for (const [n, { stream, expected, texts }] of chunk.appends.entries()) {
    const actual = revisions.get(stream) ?? -1n
    if (actual !== expected) {
      verdicts.push({ verdict: 'CONFLICT', actual })
      continue
    }
    putPositions(chunk, n, place)
    accepted.push(n)
    place += texts.length
    revisions.set(stream, expected + BigInt(texts.length))
    verdicts.push({ verdict: 'APPENDED', revision: expected + BigInt(texts.length), position: positionOf(place) })
  }
  if (accepted.length > 0) await copy(client, rowsOf(chunk, accepted), whileCopying)
  await tellDuplicates(client, chunk.appends, verdicts)
  if (place > head) await client.query('select pg_notify($1, $2)', [headChannel, place.toString(16)])
  await client.query('commit')
  return verdicts
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

async function copy(client: PoolClient, rows: readonly Buffer[], whileCopying: () => void): Promise<void> {
  const stream = client.query(
    copyFrom(`copy log.event (position, revision, schema_version, stream, id, type, data, metadata)
      from stdin (format binary)`),
  )
  for (const piece of [copyStart, ...rows]) stream.write(piece)
  stream.end(copyEnd)
  whileCopying()
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

async function nextOf(chunks: Iterator<readonly JudgedAppend[]>): Promise<Chunk | undefined> {
  const { value: appends, done } = chunks.next()
  return done ? undefined : encode(appends)
}

const positionAt = 2 + 4 // In a row: behind the column count and the first length.
const fixedBytes = 2 + 8 * 4 + 8 + 8 + 2 // Column count, lengths, position, revision, schema version.

/** In small pieces, so that the chunk before gets out of the door meanwhile. */
async function encode(appends: readonly JudgedAppend[]): Promise<Chunk> {
  const bytes = Buffer.allocUnsafe(appends.reduce((sum, append) => sum + bytesMaxOf(append), 0))
  const rowsAt: number[][] = []
  let at = 0
  let pauseAt = pieceBytes
  for (const { stream, expected, texts } of appends) {
    const rows = texts.map((text, n) => {
      const row = at
      at = writeRow(bytes, at, stream, expected + BigInt(n + 1), text)
      return row
    })
    rowsAt.push([...rows, at])
    if (at < pauseAt) continue
    pauseAt = at + pieceBytes
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { appends, bytes, rowsAt }
}

/** At most: a UTF-16 unit is never more than three bytes of UTF-8, and memory that is not written to costs nothing. */
function bytesMaxOf({ stream, texts }: JudgedAppend): number {
  let units = 0
  for (const { id, type, data, metadata } of texts) {
    units += stream.length + id.length + type.length + data.length + metadata.length
  }
  return units * 3 + texts.length * fixedBytes
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

/** Gives the rows of one append the positions that follow `head`. */
function putPositions({ bytes, rowsAt }: Chunk, n: number, head: number): void {
  const [, ...ends] = rowsAt[n] ?? []
  for (let row = 0; row < ends.length; row++) {
    const at = (rowsAt[n]?.[row] ?? 0) + positionAt
    const place = head + row + 1
    bytes.writeUInt32BE(Math.floor(place / 2 ** 32), at)
    bytes.writeUInt32BE(place % 2 ** 32, at + 4)
  }
}

/** The rows of the appends that were accepted, in as few pieces as possible: as a rule, one. */
function rowsOf({ bytes, rowsAt }: Chunk, accepted: readonly number[]): readonly Buffer[] {
  const pieces: { start: number; end: number }[] = []
  for (const n of accepted) {
    const [start, end] = [rowsAt[n]?.[0] ?? 0, rowsAt[n]?.at(-1) ?? 0]
    const last = pieces.at(-1)
    if (last?.end === start) last.end = end
    else pieces.push({ start, end })
  }
  return pieces.map(({ start, end }) => bytes.subarray(start, end))
}
