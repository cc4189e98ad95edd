import { setTimeout as sleep } from 'node:timers/promises'
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import { InvalidInput } from '../../../domain/kernel/errors.ts'
import type { Position, RecordedEvent } from '../../../domain/kernel/event.ts'
import type { EventBatch, SubscribeOptions } from '../../../domain/store/event-store.ts'
import { recordedOf } from './envelope.ts'
import type { Feed } from './feed.ts'
import { positionOf } from './position.ts'
import { impatience } from './patience.ts'
import { findEnd, findHead, hasMore } from './reading.ts'
import { subscriptionRequest } from './requests.ts'
import type { Session } from './session.ts'
import { isDropped, isTransient, toldAs } from './trouble.ts'

const batchDefault = 500
const retryMs = { first: 50, max: 5_000 }
const quietMs = { first: 100, max: 2_000 }

/** What a message is to a subscriber: an event, a mark of how far the server has looked, or word of where it stands. */
type Met = Readonly<{ event?: RecordedEvent; upTo?: Position; word?: 'CAUGHT_UP' | 'FELL_BEHIND' }>

/**
 * Everything behind `after`, then whatever comes, for ever. Subscribes anew wherever it was thrown out: the server lets
 * go of a subscriber that is some dozens of events behind, and a server that dies says so by an error and no end.
 */
export async function* subscribe(
  session: Session,
  leader: Session,
  options: SubscribeOptions,
): AsyncGenerator<EventBatch> {
  const { types, batchMax = batchDefault } = options
  const stop = AbortSignal.any([options.signal, session.stop])
  const once: Session = { ...session, stop, patience: () => impatience } // Where it fails, the feed is to be doubted too.
  let at = options.after
  let isNew = true // Nothing has been said yet, not even that there is nothing.
  let waitMs = retryMs.first
  while (!stop.aborted) {
    let feed: Feed | undefined
    let hasMoved = false
    const cancel = () => feed?.cancel()
    try {
      if (isNew && at !== undefined && (await endNotBefore(at)) === at) {
        isNew = false
        yield { events: [], upTo: at, live: true }
        if (stop.aborted) return
      }
      feed = await session.connection.read(subscriptionRequest(at, types), batchMax * 2)
      stop.addEventListener('abort', cancel)
      for await (const batch of fed(feed)) {
        waitMs = retryMs.first
        isNew = false
        hasMoved = true
        at = batch.upTo
        yield batch
        if (stop.aborted) return
      }
    } catch (error) {
      if (stop.aborted) return
      if (!isTransient(error)) throw toldAs(error)
      if (!isDropped(error)) session.trouble(error)
      else if (hasMoved) continue
      await sleep(waitMs, undefined, { signal: stop }).catch(() => undefined) // Woken, there is nothing left to do.
      waitMs = Math.min(retryMs.max, waitMs * 2)
    } finally {
      stop.removeEventListener('abort', cancel)
      feed?.cancel()
    }
  }

  /** What the log has not reached is a place in another state of it, which was lost: there is nothing to wait for. */
  async function endNotBefore(place: Position): Promise<Position> {
    const end = await findEnd({ ...once, connection: leader.connection })
    if (end !== undefined && end >= place) return end
    throw new InvalidInput('日志位置在日志末尾之后：日志可能恢复到了较早的状态', 'after')
  }

  async function* fed(source: Feed): AsyncGenerator<EventBatch> {
    let live = false
    let waitQuietMs = quietMs.first
    while (!stop.aborted) {
      const taken = await source.take(live ? 1 : batchMax, waitQuietMs)
      if (taken === 'OVER') return
      const met = taken === 'SILENT' ? [] : taken.map(metOf)
      waitQuietMs = met.length > 0 ? quietMs.first : Math.min(quietMs.max, waitQuietMs * 2)
      const word = met.findLast((one) => one.word !== undefined)?.word
      if (word !== undefined) live = word === 'CAUGHT_UP'
      for (const { isLast, ...batch } of batchesOf(met, at, batchMax)) {
        yield { ...batch, live: live && isLast && source.isEmpty() }
      }
      if ((word === 'CAUGHT_UP' || taken === 'SILENT') && source.isEmpty()) {
        const head = await quietHead()
        if (head === undefined) continue
        live = true
        if (isNew || at === undefined || head > at) yield { events: [], upTo: head, live }
      }
    }
  }

  /**
   * The head, if nothing between here and there is wanted: asked for when all is quiet, because the filter hides how far
   * the server has looked, and because a connection that died without a word sounds like a silent one.
   */
  async function quietHead(): Promise<Position | undefined> {
    const head = await findHead(once)
    if (head === undefined) return undefined
    if (at !== undefined && head <= at) return at
    return (await hasMore(once, at, types)) ? undefined : head
  }
}

function metOf(message: ReadResp): Met {
  const entry = message.getEvent()?.getEvent()
  if (entry !== undefined) {
    const event = recordedOf(entry)
    return {
      ...(event !== undefined && { event }),
      upTo: positionOf(entry.getCommitPosition(), entry.getPreparePosition()),
    }
  }
  const mark = message.getCheckpoint()
  if (mark !== undefined) return { upTo: positionOf(mark.getCommitPosition(), mark.getPreparePosition()) }
  if (message.hasCaughtUp()) return { word: 'CAUGHT_UP' }
  return message.hasFellBehind() ? { word: 'FELL_BEHIND' } : {}
}

/** In pieces of `batchMax` events; a mark behind the last event only moves the last piece's end. */
function* batchesOf(met: readonly Met[], after: Position | undefined, batchMax: number) {
  let events: RecordedEvent[] = []
  let told = after
  let upTo = after
  for (const { event, upTo: reached } of met) {
    if (events.length === batchMax && event !== undefined && upTo !== undefined) {
      yield { events, upTo, isLast: false }
      events = []
      told = upTo
    }
    if (event !== undefined && upTo !== undefined && event.position < upTo) throw outOfOrder(event)
    if (reached === undefined || (upTo !== undefined && reached <= upTo)) continue
    upTo = reached
    if (event !== undefined) events.push(event)
  }
  if (upTo !== undefined && upTo !== told) yield { events, upTo, isLast: true }
}

/** To step over it would be to lose it; no trouble of a network looks like this. */
function outOfOrder({ stream, revision }: RecordedEvent): Error {
  return new Error(`the event at ${stream}@${revision} came behind later ones`)
}
