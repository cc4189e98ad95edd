import { createHash } from 'node:crypto'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { NewEvent, Position, RecordedEvent } from '../../domain/kernel/event.ts'
import { type Append, appendBytesMax, type EventStore } from '../../domain/store/event-store.ts'

/** How far it is; how many events there are in all is only known when they are compared. */
export type CopyProgress = Readonly<{ stage: 'COMPARE' | 'COPY' | 'VERIFY'; events: number; total?: number }>

/** What a copied log comes to: two logs of the same count and hash hold the same events in the same order. */
export type LogSum = Readonly<{ events: number; streams: number; sha256: string }>

export type CopyOptions = Readonly<{
  from: EventStore // Neither with a codec: old versions of events are copied as they stand.
  to: EventStore
  onProgress?: (progress: CopyProgress) => void
  signal?: AbortSignal
}>

/** The copy is not what it was copied from; the message says at which event (核对不符). */
export class LogsDiffer extends Error {
  override readonly name = 'LogsDiffer'
}

const eventsPerBulk = 5_000
const eventsPerAppend = 500
const reportEvery = 1_000

/**
 * Copies a log into another store (事件库搬迁), event by event in the order of all, with ids, streams, revisions, versions,
 * and metadata as they are. What already stands in the target has to be how the source begins: a copy cut short goes on
 * where it stood, and anything else is refused before a single event is written. In the end both are read once more and
 * compared event by event; events that came into the source meanwhile are copied too.
 */
export async function copyLog(options: CopyOptions): Promise<LogSum> {
  const source = options.from.readAll()[Symbol.asyncIterator]()
  try {
    const there = await agreeing(source, options)
    return await compared(options, there + (await moving(source, options, there)))
  } finally {
    await source.return?.()
  }
}

/** How many events stand in the target already, each of them the source's. */
async function agreeing(source: AsyncIterator<RecordedEvent>, { to, onProgress, signal }: CopyOptions) {
  let events = 0
  for await (const there of to.readAll()) {
    const { value: here, done } = await source.next()
    if (done || textOf(here) !== textOf(there)) throw refuseForeign(there, done ? undefined : here)
    events += 1
    if (events % reportEvery === 0) onProgress?.({ stage: 'COMPARE', events })
    signal?.throwIfAborted()
  }
  return events
}

/** How many were written behind them. */
async function moving(source: AsyncIterator<RecordedEvent>, { to, onProgress, signal }: CopyOptions, there: number) {
  let events = 0
  let end: Position | undefined
  for (let batch = await take(source); batch.length > 0; batch = await take(source)) {
    signal?.throwIfAborted()
    end = await write(to, batch, end)
    events += batch.length
    onProgress?.({ stage: 'COPY', events: there + events })
  }
  return events
}

async function take(source: AsyncIterator<RecordedEvent>): Promise<readonly RecordedEvent[]> {
  const batch: RecordedEvent[] = []
  while (batch.length < eventsPerBulk) {
    const { value, done } = await source.next()
    if (done) break
    batch.push(value)
  }
  return batch
}

/** Answers with where the batch ends in the target, whose order must be the source's. */
async function write(
  to: EventStore,
  batch: readonly RecordedEvent[],
  before: Position | undefined,
): Promise<Position | undefined> {
  const appends = appendsOf(batch)
  let end = before
  for (const [place, verdict] of (await to.appendBulk(appends)).entries()) {
    const { stream, expected } = appends[place] as Append
    if (verdict.verdict === 'CONFLICT') {
      throw new InvalidInput(
        `目标里的流 ${stream} 应停在版本 ${expected}，实际在 ${verdict.actual}：有别的程序在写目标，请停掉它再来。`,
        'to',
      )
    }
    if (end !== undefined && verdict.position <= end) {
      throw new LogsDiffer(
        `${stream}@${verdict.revision} 写到了先前事件之前，次序与来源不同。请换一个空的目标，再搬一次。`,
      )
    }
    end = verdict.position
  }
  return end
}

/** Neighbours of one stream go together, within what one append may hold. */
function appendsOf(batch: readonly RecordedEvent[]): readonly Append[] {
  const appends: { stream: string; expected: bigint; events: NewEvent[]; bytes: number }[] = []
  for (const recorded of batch) {
    const { stream, revision, id, type, schemaVersion, data, metadata } = recorded
    const event: NewEvent = { id, type, schemaVersion, data, metadata }
    const bytes = Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata))
    const last = appends.at(-1)
    const fits =
      last?.stream === stream && last.events.length < eventsPerAppend && last.bytes + bytes <= appendBytesMax / 2
    if (fits) {
      last.events.push(event)
      last.bytes += bytes
    } else appends.push({ stream, expected: revision - 1n, events: [event], bytes })
  }
  return appends
}

/** Reads both from the first event on. What came into the source since is no part of the copy. */
async function compared({ from, to, onProgress, signal }: CopyOptions, total: number): Promise<LogSum> {
  const source = from.readAll()[Symbol.asyncIterator]()
  const sum = summing()
  try {
    for await (const there of to.readAll()) {
      const { value: here, done } = await source.next()
      const text = textOf(there)
      if (done || textOf(here) !== text) throw differing(there, done ? undefined : here, sum.events)
      sum.add(there, text)
      if (sum.events % reportEvery === 0) onProgress?.({ stage: 'VERIFY', events: sum.events, total })
      signal?.throwIfAborted()
    }
  } finally {
    await source.return?.()
  }
  if (sum.events < total) throw new LogsDiffer(`核对不符：搬了 ${total} 条，目标里只有 ${sum.events} 条。`)
  return sum.total()
}

/** The sum of a log, to be laid beside another's (事件库摘要). */
export async function sumOf(store: EventStore): Promise<LogSum> {
  const sum = summing()
  for await (const event of store.readAll()) sum.add(event, textOf(event))
  return sum.total()
}

function summing() {
  const hash = createHash('sha256')
  const streams = new Set<string>()
  return {
    events: 0,
    add({ stream }: RecordedEvent, text: string): void {
      hash.update(text).update('\n')
      streams.add(stream)
      this.events += 1
    },
    total(): LogSum {
      return { events: this.events, streams: streams.size, sha256: hash.digest('hex') }
    },
  }
}

/** All that an event is, but for its place in the order, which each store names in its own way. */
const textOf = ({ stream, revision, id, type, schemaVersion, data, metadata }: RecordedEvent): string =>
  JSON.stringify([stream, String(revision), id, type, schemaVersion, data, metadata])

const nameOf = ({ stream, revision, id }: RecordedEvent): string => `${stream}@${revision}（${id}）`

function refuseForeign(there: RecordedEvent, here: RecordedEvent | undefined): InvalidInput {
  const expected = here === undefined ? '来源到此为止' : `来源此处是 ${nameOf(here)}`
  return new InvalidInput(`目标里已有来源所没有的事件：${nameOf(there)}，${expected}。请换一个空的目标。`, 'to')
}

function differing(there: RecordedEvent, here: RecordedEvent | undefined, same: number): LogsDiffer {
  const expected = here === undefined ? '来源到此为止' : `来源此处是 ${nameOf(here)}`
  const isSameEvent = here !== undefined && nameOf(here) === nameOf(there)
  return new LogsDiffer(
    `核对不符：前 ${same} 条相同，其后目标是 ${nameOf(there)}，${isSameEvent ? '内容与来源不同' : expected}。请换一个空的目标，再搬一次。`,
  )
}
