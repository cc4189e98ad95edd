import { finished } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { BulkVerdict } from '../../../domain/store/event-store.ts'
import { type JudgedAppend, placesOf, takeTurn } from './appends.ts'
import { leaveToTheNextQuery } from './connection.ts'
import {
  columns,
  copyEnd,
  copyStart,
  type EncodedRows,
  encodeRows,
  piecesOf,
  putPositions,
  type RowRange,
} from './copy-rows.ts'
import { positionOf } from './position.ts'
import { headChannel } from './schema.ts'

const eventsMax = 5_000
const charactersMax = 4_000_000

/** A chunk of appends as the rows that `COPY` wants, ready but for the positions. */
type Chunk = Readonly<{ appends: readonly JudgedAppend[]; rows: EncodedRows }>

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
  const { appends, rows } = chunk
  await client.query('begin isolation level read committed')
  const { head, revisions } = await takeTurn(client, [...new Set(appends.map(({ stream }) => stream))])
  const verdicts: BulkVerdict[] = []
  const accepted: RowRange[] = []
  let place = head
  let row = 0
  for (const { stream, expected, texts } of appends) {
    const range = { first: row, end: row + texts.length }
    row = range.end
    const actual = revisions.get(stream) ?? -1n
    if (actual !== expected) {
      verdicts.push({ verdict: 'CONFLICT', actual })
      continue
    }
    putPositions(rows, range, place)
    accepted.push(range)
    place += texts.length
    const revision = expected + BigInt(texts.length)
    revisions.set(stream, revision)
    verdicts.push({ verdict: 'APPENDED', revision, position: positionOf(place) })
  }
  if (accepted.length > 0) await copy(client, piecesOf(rows, accepted), whileCopying)
  await tellDuplicates(client, appends, verdicts)
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

async function copy(client: PoolClient, pieces: readonly Buffer[], whileCopying: () => void): Promise<void> {
  const stream = client.query(copyFrom(`copy log.event (${columns}) from stdin (format binary)`))
  for (const piece of [copyStart, ...pieces]) stream.write(piece)
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
  return done ? undefined : { appends, rows: await encodeRows(appends) }
}
