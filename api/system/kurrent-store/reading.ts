import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { Position, RecordedEvent } from '../../../domain/kernel/event.ts'
import type { ReadStreamOptions } from '../../../domain/store/event-store.ts'
import { recordedOf } from './envelope.ts'
import { positionOf } from './position.ts'
import { logRequest, streamRequest } from './requests.ts'
import type { Session } from './session.ts'
import { Silence } from './trouble.ts'

type Read = ReadResp.ReadEvent.RecordedEvent

const pageMax = 500
const concurrentReads = 16

/** The whole log behind `after`; a read that breaks off goes on where it was. */
export async function* readAll(session: Session, after: Position | undefined, countMax: number | undefined) {
  let at = after
  let left = countMax ?? Number.MAX_SAFE_INTEGER
  const request = () => logRequest({ from: at ?? 'START', backward: false, count: oneMore(left), types: undefined })
  for await (const read of entries(session, request)) {
    const event = recordedOf(read)
    if (event === undefined || (at !== undefined && event.position <= at)) continue // The read begins with `at` itself.
    at = event.position
    yield event
    if (--left === 0) return
  }
}

/** One stream; read forward to its end, it is known where that was. */
export async function* readStream(session: Session, stream: string, options: ReadStreamOptions) {
  const backward = options.direction === 'BACKWARD'
  let from = options.from ?? (backward ? undefined : 0n)
  let left = options.countMax ?? Number.MAX_SAFE_INTEGER
  const request = () => streamRequest({ stream, from: from ?? 'END', backward, count: left })
  for await (const read of entries(session, request)) {
    const event = recordedOf(read)
    const revision = BigInt(read.getStreamRevision())
    from = backward ? revision - 1n : revision + 1n
    left--
    if (event !== undefined) yield event
    if (left === 0 || from < 0n) return
  }
  if (!backward && from !== undefined) session.edges.tell(stream, from - 1n)
}

/** Many streams, some at a time. */
export async function readStreams(session: Session, streams: readonly string[]): Promise<Map<string, RecordedEvent[]>> {
  const found = new Map<string, RecordedEvent[]>()
  const names = new Set(streams).values()
  await Promise.all(Array.from({ length: concurrentReads }, readSome))
  return found

  async function readSome(): Promise<void> {
    for (const stream of names) {
      const events: RecordedEvent[] = []
      for await (const event of readStream(session, stream, {})) events.push(event)
      if (events.length > 0) found.set(stream, events)
    }
  }
}

/** Where the last event stands that is not KurrentDB's own. */
export const findHead = (session: Session): Promise<Position | undefined> => findLast(session, undefined)

/** Where the last entry of all stands: a subscription's mark may have moved as far as that. */
export const findEnd = (session: Session): Promise<Position | undefined> => findLast(session, 'SYSTEM_TOO')

async function findLast(session: Session, types: undefined | 'SYSTEM_TOO'): Promise<Position | undefined> {
  const last = await first(entries(session, () => logRequest({ from: 'END', backward: true, count: 1, types })))
  return last && positionOf(last.getCommitPosition(), last.getPreparePosition())
}

/** Whether anything of these types stands behind `after`. */
export async function hasMore(session: Session, after: Position | undefined, types: readonly string[] | undefined) {
  const request = () => logRequest({ from: after ?? 'START', backward: false, count: 2, types })
  for await (const read of entries(session, request)) {
    if (after === undefined || positionOf(read.getCommitPosition(), read.getPreparePosition()) > after) return true
  }
  return false
}

export async function entryAt(session: Session, stream: string, revision: bigint): Promise<Read> {
  const entry = await first(
    entries(session, () => streamRequest({ stream, from: revision, backward: false, count: 1 })),
  )
  if (entry === undefined) throw new Error(`nothing stands at ${stream}@${revision}, which was just answered`)
  return entry
}

/** What a read brings. Where it breaks off, it is asked for anew: `request` says for what is still missing. */
async function* entries(session: Session, request: () => ReadReq): AsyncGenerator<Read> {
  const { connection, settings } = session
  const enough = session.patience()
  for (;;) {
    let feed: Awaited<ReturnType<typeof connection.read>> | undefined
    const stop = () => feed?.breakOff(new Silence('stopped'))
    try {
      feed = await connection.read(request(), pageMax * 2)
      session.stop.addEventListener('abort', stop)
      for (;;) {
        const taken = await feed.take(pageMax, settings.attemptMs)
        if (taken === 'OVER') return
        if (taken === 'SILENT') {
          feed.breakOff(new Silence(`nothing came for ${settings.attemptMs} ms`))
          continue
        }
        enough.renew()
        for (const message of taken) {
          const entry = message.getEvent()?.getEvent()
          if (entry !== undefined) yield entry
        }
      }
    } catch (error) {
      await enough.after(error)
    } finally {
      session.stop.removeEventListener('abort', stop)
      feed?.cancel()
    }
  }
}

async function first<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item
  return undefined
}

const oneMore = (count: number): number => Math.min(count + 1, Number.MAX_SAFE_INTEGER)
