import type { ClientBase, Pool } from 'pg'
import type { BulkVerdict } from '../../../domain/store/event-store.ts'
import type { EventText } from '../../../domain/store/event-text.ts'
import { bigintArray, intArray, smallintArray, textArray } from './binary.ts'
import { positionOf } from './position.ts'

/** An append whose events have been found fit to be written. */
export type JudgedAppend = Readonly<{ stream: string; expected: bigint; texts: readonly EventText[] }>

type AppendRow = { head: string; actuals: string[]; repeated: number[] | null; lasts: string[] | null }

const statement = {
  name: 'log-append',
  text: `select head, actuals, repeated, lasts from log.append($1::text[], $2::bigint[], $3::int[], $4::text[],
    $5::bigint[], $6::text[], $7::text[], $8::smallint[], $9::text[], $10::text[])`,
}

/** Appends to different streams in one round trip and one commit. */
export async function sendBatch(pool: Pool, batch: readonly JudgedAppend[]): Promise<readonly BulkVerdict[]> {
  const { head, actuals, repeated, lasts } = await callAppend(pool, parametersOf(batch))
  let place = BigInt(head)
  return batch.map(({ expected, texts }, n): BulkVerdict => {
    const actual = BigInt(actuals[n] ?? -1)
    const revision = expected + BigInt(texts.length)
    if (actual === expected) {
      place += BigInt(texts.length)
      return { verdict: 'APPENDED', revision, position: positionOf(place) }
    }
    const last = repeated ? lasts?.[repeated.indexOf(n + 1)] : undefined
    if (last === undefined) return { verdict: 'CONFLICT', actual }
    return { verdict: 'DUPLICATE', revision, position: positionOf(BigInt(last)) }
  })
}

/** Inside a transaction: nobody else appends until it ends. Answers with the last position, and each stream's revision. */
export async function takeTurn(client: ClientBase, streams: readonly string[]) {
  const nothing = textArray([])
  const values = [textArray(streams), bigintArray([]), intArray([]), nothing, bigintArray([]), nothing, nothing]
  const { head, actuals } = await callAppend(client, [...values, smallintArray([]), nothing, nothing])
  return { head: Number(head), revisions: new Map(streams.map((stream, n) => [stream, BigInt(actuals[n] ?? -1)])) }
}

async function callAppend(client: Pool | ClientBase, values: readonly Buffer[]): Promise<AppendRow> {
  const { rows } = await client.query<AppendRow>({ ...statement, values: [...values] })
  const row = rows[0]
  if (row === undefined) throw new Error('log.append answered nothing')
  return row
}

function parametersOf(batch: readonly JudgedAppend[]): readonly Buffer[] {
  const texts = batch.flatMap((append) => append.texts)
  return [
    textArray(batch.map(({ stream }) => stream)),
    bigintArray(batch.map(({ expected }) => expected)),
    ...placesOf(batch),
    textArray(texts.map(({ type }) => type)),
    smallintArray(texts.map(({ schemaVersion }) => schemaVersion)),
    textArray(texts.map(({ data }) => data)),
    textArray(texts.map(({ metadata }) => metadata)),
  ]
}

/** Of each event: its append, counted from 1, its stream, the revision it is meant for, and its id. */
export function placesOf(appends: readonly JudgedAppend[]): readonly [Buffer, Buffer, Buffer, Buffer] {
  return [
    intArray(appends.flatMap(({ texts }, n) => texts.map(() => n + 1))),
    textArray(appends.flatMap(({ stream, texts }) => texts.map(() => stream))),
    bigintArray(appends.flatMap(({ expected, texts }) => texts.map((_, n) => expected + BigInt(n + 1)))),
    textArray(appends.flatMap(({ texts }) => texts.map(({ id }) => id))),
  ]
}
