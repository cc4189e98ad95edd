import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../domain/kernel/errors.ts'
import type { Position, RecordedEvent } from '../domain/kernel/event.ts'
import type { EventStore } from '../domain/store/event-store.ts'

/** New events as they come in, for subscriptions (实时推送); one reader of the log serves all of them. */
export type LiveEvents = Readonly<{
  /** Events recorded from now on that are wanted; it listens as soon as this resolves, until somebody returns it. */
  listen(wants: (event: RecordedEvent) => boolean): Promise<AsyncIterableIterator<RecordedEvent, undefined>>
  close(): Promise<void>
}>

/** How many events may wait for a listener that does not keep up; it is told to come again then. */
const waitingMax = 10_000
const retryMs = 1_000

type Listener = Readonly<{
  wants: (event: RecordedEvent) => boolean
  take: (event: RecordedEvent) => void
  end: () => void
}>

export function liveEvents(store: EventStore): LiveEvents {
  const listeners = new Set<Listener>()
  const ending = new AbortController()
  let head: Promise<Position | undefined> | undefined
  let reading: Promise<void> | undefined

  async function read(from: Position | undefined): Promise<void> {
    let after = from
    while (!ending.signal.aborted) {
      try {
        for await (const { events, upTo } of store.subscribeAll({
          signal: ending.signal,
          ...(after === undefined ? {} : { after }),
        })) {
          for (const event of events) for (const { wants, take } of listeners) if (wants(event)) take(event)
          after = upTo
        }
      } catch {
        // The log is away: what is recorded meanwhile is met once it is back.
      }
      await sleep(retryMs, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }

  return {
    async listen(wants) {
      head ??= store.head()
      const from = await head.catch((error: unknown) => {
        head = undefined // Asked again by the next who comes.
        throw error
      })
      reading ??= read(from)
      const waiting: RecordedEvent[] = []
      let overrun = false
      let ended = false
      let wake: () => void = () => undefined
      const listener: Listener = {
        wants,
        take(event) {
          if (waiting.length >= waitingMax) overrun = true
          else waiting.push(event)
          wake()
        },
        end() {
          ended = true
          listeners.delete(listener)
          wake()
        },
      }
      listeners.add(listener)
      const done = { done: true, value: undefined } as const
      const arriving: AsyncIterableIterator<RecordedEvent, undefined> = {
        async next() {
          while (!ended && !overrun && waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve))
          if (overrun) listener.end()
          const value = waiting.shift()
          if (overrun && value === undefined) throw new Unavailable('推送积压过多，请重新订阅。')
          return value === undefined ? done : { done: false, value }
        },
        async return() {
          waiting.length = 0
          listener.end() // At once, also while `next` waits: nothing may ever come.
          return done
        },
        [Symbol.asyncIterator]: () => arriving,
      }
      return arriving
    },
    async close() {
      ending.abort()
      for (const { end } of listeners) end()
      await reading
    },
  }
}

/** Those of the events that are kept; whoever returns it lets go of what it listens to at once. */
export function onlyThose(
  heard: AsyncIterableIterator<RecordedEvent, undefined>,
  keeps: (event: RecordedEvent) => Promise<boolean>,
): AsyncIterableIterator<RecordedEvent, undefined> {
  const kept: AsyncIterableIterator<RecordedEvent, undefined> = {
    async next() {
      for (;;) {
        const one = await heard.next()
        if (one.done || (await keeps(one.value))) return one
      }
    },
    async return() {
      await heard.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => kept,
  }
  return kept
}
