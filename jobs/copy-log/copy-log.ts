import { createHash, type Hash } from 'node:crypto'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { NewEvent, RecordedEvent } from '../../domain/kernel/event.ts'
import { type Append, appendBytesMax, type EventStore } from '../../domain/store/event-store.ts'

export type CopyProgress = Readonly<{ stage: 'COMPARE' | 'COPY' | 'VERIFY'; events: number }>

/** What a copied log comes to: two logs of the same count and hash hold the same events in the same order. */
export type LogSum = Readonly<{ events: number; streams: number; sha256: string }>

export type CopyOptions = Readonly<{
  from: EventStore // Neither with a codec: old versions of events are copied as they stand.
  to: EventStore
  onProgress?: (progress: CopyProgress) => void
  signal?: AbortSignal
}>

const eventsPerBulk = 5_000
const eventsPerAppend = 500
const reportEvery = 1_000

/**
 * Copies a log into another store (事件库搬迁), event by event in the order of all, with ids, streams, revisions, versions,
 * and metadata as they are. What already stands in the target has to be how the source begins: a copy cut short goes on
 * where it stood, and anything else is refused before a single event is written. In the end both are read once more and
 * compared; events that came into the source meanwhile are copied too.
 */
export async function copyLog(options: CopyOptions): Promise<LogSum> {
  const { from, to, onProgress, signal } = options
  const source = from.readAll()[Symbol.asyncIterator]()
  let events = 0
  for await (const there of to.readAll()) {
    const { value: here, done } = await source.next()
    if (done || textOf(here) !== textOf(there)) throw refuseForeign(there, done ? undefined : here)
    events += 1
    if (events % reportEvery === 0) onProgress?.({ stage: 'COMPARE', events })
    signal?.throwIfAborted()
  }
  for (let batch = await take(source); batch.length > 0; batch = await take(source)) {
    signal?.throwIfAborted()
    await write(to, batch)
    events += batch.length
    onProgress?.({ stage: 'COPY', events })
  }
  const copied = await sumOf(to, events, onProgress)
  const original = await sumOf(from, copied.events, onProgress)
  if (copied.sha256 !== original.sha256 || copied.events !== original.events) {
    throw new Error(
      `核对不符：来源 ${original.events} 条 ${original.sha256}，目标 ${copied.events} 条 ${copied.sha256}`,
    )
  }
  return copied
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

async function write(to: EventStore, batch: readonly RecordedEvent[]): Promise<void> {
  const appends = appendsOf(batch)
  for (const [place, verdict] of (await to.appendBulk(appends)).entries()) {
    if (verdict.verdict !== 'CONFLICT') continue
    const { stream, expected } = appends[place] as Append
    throw new InvalidInput(
      `目标里的流 ${stream} 应停在版本 ${expected}，实际在 ${verdict.actual}：有别的程序在写目标，请停掉它再来。`,
      'to',
    )
  }
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

/** The sum of the first so many events of a log. */
export async function sumOf(
  store: EventStore,
  eventsMax = Number.POSITIVE_INFINITY,
  onProgress?: CopyOptions['onProgress'],
): Promise<LogSum> {
  const hash: Hash = createHash('sha256')
  const streams = new Set<string>()
  let events = 0
  if (eventsMax > 0) {
    for await (const event of store.readAll()) {
      hash.update(textOf(event)).update('\n')
      streams.add(event.stream)
      events += 1
      if (events % reportEvery === 0) onProgress?.({ stage: 'VERIFY', events })
      if (events === eventsMax) break
    }
  }
  return { events, streams: streams.size, sha256: hash.digest('hex') }
}

/** All that an event is, but for its place in the order, which each store names in its own way. */
const textOf = ({ stream, revision, id, type, schemaVersion, data, metadata }: RecordedEvent): string =>
  JSON.stringify([stream, String(revision), id, type, schemaVersion, data, metadata])

function refuseForeign(there: RecordedEvent, here: RecordedEvent | undefined): InvalidInput {
  const found = `${there.stream}@${there.revision}（${there.id}）`
  const expected = here === undefined ? '来源到此为止' : `来源此处是 ${here.stream}@${here.revision}（${here.id}）`
  return new InvalidInput(`目标里已有来源所没有的事件：${found}，${expected}。请换一个空的目标。`, 'to')
}
