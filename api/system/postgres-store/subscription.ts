import type { Pool } from 'pg'
import { InvalidInput, Unavailable } from '../../../domain/kernel/errors.ts'
import type { EventBatch, SubscribeOptions } from '../../../domain/store/event-store.ts'
import type { Trouble } from './connection.ts'
import type { LiveHead } from './live-head.ts'
import { placeOf, positionOf } from './position.ts'
import { pause } from './pause.ts'
import { ahead, findHead, pageAfter, pageFirst, readPiece } from './reading.ts'

const batchDefault = 500
const retryMs = { first: 50, max: 5_000 }

type Page = Awaited<ReturnType<typeof readPiece>>

/** Reads behind `after` as far as the log goes, then whatever comes, for ever; a server out of reach is waited for. */
export async function* subscribe(
  pool: Pool,
  live: LiveHead,
  options: SubscribeOptions,
  closed: AbortSignal,
  trouble: Trouble,
): AsyncGenerator<EventBatch> {
  const { types, batchMax = batchDefault } = options
  const signal = AbortSignal.any([options.signal, closed])
  let at = placeOf(options.after)
  live.start()
  const start = await patiently(async () => findHead(pool), signal, trouble)
  if (start === undefined) return
  if (at > start) throw new InvalidInput('日志位置在日志末尾之后：日志可能恢复到了较早的状态', 'after')
  live.tell(start)
  if (at > 0 && at === live.get()) yield { events: [], upTo: positionOf(at), live: true }
  let size = pageFirst
  let next: Promise<Page | undefined> | undefined
  let end = at
  while (!signal.aborted) {
    if (next === undefined) {
      await live.past(at, signal)
      next = fetch()
      if (next === undefined) continue
    }
    const page = await next
    if (page === undefined || signal.aborted) return
    const upTo = end
    size = pageAfter(size, page.characters)
    next = fetch() // Already on its way while this page is being looked at.
    for (const batch of batchesOf(page, upTo, batchMax)) {
      const isLast = batch.upTo === positionOf(upTo)
      yield { ...batch, live: isLast && next === undefined && upTo >= live.get() }
      if (signal.aborted) return
    }
    at = upTo
  }

  function fetch(): Promise<Page | undefined> | undefined {
    const from = end
    if (live.get() <= from) return undefined
    end = Math.min(live.get(), from + size)
    return ahead(patiently(() => readPiece(pool, from, end, types), signal, trouble))
  }
}

function* batchesOf({ events }: Page, upTo: number, batchMax: number): Generator<Omit<EventBatch, 'live'>> {
  let first = 0
  for (; first + batchMax < events.length; first += batchMax) {
    const piece = events.slice(first, first + batchMax)
    const last = piece.at(-1)
    if (last !== undefined) yield { events: piece, upTo: last.position }
  }
  yield { events: events.slice(first), upTo: positionOf(upTo) }
}

/** Does the work until it succeeds, with growing pauses; undefined once the subscription is over. */
async function patiently<T>(work: () => Promise<T>, signal: AbortSignal, trouble: Trouble): Promise<T | undefined> {
  for (let waitMs = retryMs.first; !signal.aborted; waitMs = Math.min(retryMs.max, waitMs * 2)) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      if (!signal.aborted) trouble(error)
      await pause(waitMs, signal)
    }
  }
  return undefined
}
