import type { Position, RecordedEvent } from '../domain/kernel/event.ts'
import type { EventBatch, EventStore } from '../domain/store/event-store.ts'
import { recentStates } from '../domain/store/recent-states.ts'
import type { Fold } from './stream-projection.ts'

/** A stream as far as the rows of a projection tell it, and what the log holds of it beyond. */
export type Since = Readonly<{ stream: string; before: unknown; events: readonly RecordedEvent[] }>

/** A stream after one of its events: what it had come to, and which event that was. */
type Known = Readonly<{ state: unknown; revision: bigint; position: Position | undefined }>

/** The states of streams told lately, so that one fact of a long stream costs one fact (讲述中的状态). */
export type StreamStates = Readonly<{ ofBatch(batch: EventBatch): BatchStates }>

export type BatchStates = Readonly<{
  /** Streams as they stood at a checkpoint, and their events from there to the end of the batch. */
  since(fold: Fold, streams: readonly string[], checkpoint: Position | undefined): Promise<readonly Since[]>
  /** What a stream has come to with the events of the batch. */
  cameTo(fold: Fold, since: Since, after: unknown): void
  /** The batch is told: what its streams came to is what the next one begins with. */
  settle(): void
}>

/** A case of thousands of enterprises takes megabytes, so few are kept; a small one is soon read again. */
const statesMax = 32

/** A state says only what the log says, and is used where a checkpoint has passed it: whatever is rolled back, it is true. */
export function streamStates(store: EventStore): StreamStates {
  const kept = recentStates<Known>(statesMax)
  return {
    ofBatch(batch) {
      const news = Map.groupBy(batch.events, ({ stream }) => stream)
      const read = new Map<string, readonly RecordedEvent[]>()
      const bases = new Map<Fold, Map<string, Known>>()
      const ends: (() => void)[] = []

      /** From a state that is known, where the events of the batch follow on it without a hole. */
      function fromKnown(fold: Fold, stream: string, checkpoint: Position | undefined): Since | undefined {
        const nothing: Known = { state: fold.initial, revision: -1n, position: undefined }
        const base = bases.get(fold)?.get(stream) ?? kept.get(fold, stream) ?? nothing
        if (base.position !== undefined && (checkpoint === undefined || base.position > checkpoint)) return undefined
        const events = (news.get(stream) ?? []).filter(
          ({ position }) => checkpoint === undefined || position > checkpoint,
        )
        const follow = events.every(({ revision }, n) => revision === base.revision + BigInt(n + 1))
        return follow ? { stream, before: base.state, events } : undefined
      }

      function fromLog(fold: Fold, stream: string, checkpoint: Position | undefined): Since {
        const all = (read.get(stream) ?? []).filter(({ position }) => position <= batch.upTo)
        const told = all.filter(({ position }) => checkpoint !== undefined && position <= checkpoint)
        const before = told.reduce((state, event) => fold.evolve(state, event), fold.initial)
        const base = { state: before, revision: BigInt(told.length - 1), position: told.at(-1)?.position }
        const ofFold = bases.get(fold) ?? new Map<string, Known>()
        bases.set(fold, ofFold.set(stream, base))
        return { stream, before, events: all.slice(told.length) }
      }

      return {
        async since(fold, streams, checkpoint) {
          const known = streams.map((stream) => fromKnown(fold, stream, checkpoint))
          const unread = streams.filter((stream, n) => known[n] === undefined && !read.has(stream))
          if (unread.length > 0) for (const [name, events] of await store.readStreams(unread)) read.set(name, events)
          return streams.map((stream, n) => known[n] ?? fromLog(fold, stream, checkpoint))
        },
        cameTo(fold, { stream, events }, after) {
          const last = events.at(-1)
          if (last === undefined) return
          const known = { state: after, revision: last.revision, position: last.position }
          ends.push(() => kept.set(fold, stream, known))
        },
        settle() {
          for (const end of ends) end()
        },
      }
    },
  }
}
