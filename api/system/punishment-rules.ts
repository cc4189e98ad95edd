import { setTimeout as sleep } from 'node:timers/promises'
import type { ListType } from '../../domain/enterprise/listing/list-types.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import { listTypesOf } from '../../domain/lists/catalogue/as-list-type.ts'
import { listsOf } from '../../domain/lists/catalogue/catalogue.ts'
import { listTypeEventTitles, listTypeStream } from '../../domain/lists/catalogue/codec.ts'
import type { ListTypeEvent } from '../../domain/lists/catalogue/events.ts'
import { type MeasureCatalogue, measuresOf } from '../../domain/punishment/measures/catalogue.ts'
import { measureEventTitles, measureStream } from '../../domain/punishment/measures/codec.ts'
import type { MeasureEvent } from '../../domain/punishment/measures/events.ts'
import { type EventStore, noStream } from '../../domain/store/event-store.ts'
import { type ListEffects, listEffectsOf } from '../../domain/window/list-effects.ts'
import { batched } from '../batched.ts'

/** By what windows answer besides the file: the measures, and the effects of lists (惩戒措施清单、名单清单). */
export type PunishmentBook = Readonly<{
  measures: MeasureCatalogue
  lists: readonly ListEffects[]
  listTypes: readonly ListType[] // The same lists, as the files have to know them.
}>

/** The book with the last revisions of the two catalogues that it was read from. */
type Read = PunishmentBook & Readonly<{ revisions: string }>

/** Both catalogues as they now stand, followed through the log. */
export type PunishmentRules = Readonly<{
  book: () => PunishmentBook
  /** The catalogues as the log has them now: an answer must not rest on one that was replaced this instant. */
  current(): Promise<PunishmentBook>
  /** Reads the catalogues now: whoever has just written to one sees it at once. */
  refresh(): Promise<PunishmentBook>
  /** The catalogues as they were known at an instant. */
  knownAt(instant: string): Promise<PunishmentBook>
  /** Follows what others write. */
  follow(signal: AbortSignal): Promise<void>
}>

const types = [...Object.keys(measureEventTitles), ...Object.keys(listTypeEventTitles)]
const retryMs = 1_000

export async function openPunishmentRules(store: EventStore): Promise<PunishmentRules> {
  let book = await read()

  async function read(knownAt?: string): Promise<Read> {
    const streams = await store.readStreams([measureStream, listTypeStream])
    const revisions = [measureStream, listTypeStream].map((stream) => streams.get(stream)?.at(-1)?.revision ?? noStream)
    const eventsOf = (stream: string): readonly RecordedEvent[] =>
      (streams.get(stream) ?? []).filter(({ metadata }) => knownAt === undefined || metadata.recordedAt <= knownAt)
    const lists = listsOf(eventsOf(listTypeStream) as readonly RecordedEvent<ListTypeEvent>[])
    return {
      measures: measuresOf(eventsOf(measureStream) as readonly RecordedEvent<MeasureEvent>[]),
      lists: listEffectsOf(lists),
      listTypes: listTypesOf(lists),
      revisions: revisions.join(),
    }
  }

  async function refresh(): Promise<Read> {
    const fresh = await read()
    book = fresh
    return fresh
  }

  const lastRevision = async (stream: string): Promise<bigint> => {
    for await (const { revision } of store.readStream(stream, { direction: 'BACKWARD', countMax: 1 })) return revision
    return noStream
  }

  /** Whoever asks within one turn of the event loop is answered by one look. */
  const looked = batched(async () => {
    const revisions = await Promise.all([measureStream, listTypeStream].map(lastRevision))
    const fresh = revisions.join() === book.revisions ? book : await refresh()
    return () => fresh
  })

  return {
    book: () => book,
    current: () => looked(''),
    refresh,
    knownAt: (instant) => read(instant),
    async follow(signal) {
      while (!signal.aborted) {
        try {
          const after = await store.head()
          await refresh()
          for await (const { events } of store.subscribeAll({ types, signal, ...(after && { after }) }))
            if (events.length > 0) await refresh()
        } catch {
          // The log is away: its own follower says so, and what is known of the catalogues holds meanwhile.
        }
        await sleep(retryMs, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}
