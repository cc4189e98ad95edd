import { setTimeout as sleep } from 'node:timers/promises'
import { modelStream } from '../../domain/credit/catalogue/codec.ts'
import type { ModelEvent } from '../../domain/credit/catalogue/events.ts'
import { catalogueOf } from '../../domain/credit/catalogue/state.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { type ModelBook, modelBook } from '../../projections/credit/model-book.ts'

/** The catalogue of models as it now stands, followed through the log (模型目录). */
export type CreditModels = Readonly<{
  book: () => ModelBook
  /** Reads the catalogue now: whoever has just written to it sees it at once. */
  refresh(): Promise<ModelBook>
  /** The catalogue as it was known at an instant. */
  knownAt(instant: string): Promise<ModelBook>
  /** Follows what others write, and says when the book is another one. */
  follow(signal: AbortSignal, onChange: () => void): Promise<void>
}>

const types: readonly ModelEvent['type'][] = ['ModelProposed', 'ModelTried', 'ModelEnacted', 'ModelWithdrawn']
const retryMs = 1_000

export async function openCreditModels(store: EventStore): Promise<CreditModels> {
  let book = modelBook(catalogueOf(await read()))

  async function read(): Promise<readonly RecordedEvent<ModelEvent>[]> {
    const events: RecordedEvent<ModelEvent>[] = []
    for await (const event of store.readStream(modelStream)) events.push(event as RecordedEvent<ModelEvent>)
    return events
  }

  async function refresh(): Promise<ModelBook> {
    const fresh = modelBook(catalogueOf(await read()))
    book = fresh
    return fresh
  }

  return {
    book: () => book,
    refresh,
    async knownAt(instant) {
      const events = await read()
      return modelBook(catalogueOf(events.filter(({ metadata }) => metadata.recordedAt <= instant)))
    },
    async follow(signal, onChange) {
      while (!signal.aborted) {
        try {
          const after = await store.head()
          await refresh()
          onChange()
          for await (const { events } of store.subscribeAll({ types, signal, ...(after && { after }) })) {
            if (events.length === 0) continue
            await refresh()
            onChange()
          }
        } catch {
          // The log is away: its own follower says so, and what is known of the models holds meanwhile.
        }
        await sleep(retryMs, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}
