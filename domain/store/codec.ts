import type { DomainEvent, Json, NewEvent, RecordedEvent } from '../kernel/event.ts'
import type { Append, EventBatch, EventStore } from './event-store.ts'

/** Data of one schema version told in the next one. Pure; what an old fact did not say, it must not make up. */
export type Upcast = (data: Json) => Json

/**
 * Of each event type of a union how its data came to look as it does: `1` where it never changed, otherwise the upcasts
 * from version 1 on, one for every version since. A type of the union that is missing here does not compile.
 */
export type Versions<E extends DomainEvent> = {
  readonly [Type in E['type']]: 1 | Readonly<{ version: number; upcasts: readonly Upcast[] }>
}

/** An event's version stamped on its way into the log, and its data brought up to date on its way out. */
export type Codec<E extends DomainEvent = DomainEvent> = Readonly<{
  types: readonly string[] // Every type that it knows.
  encode(event: Omit<NewEvent<E>, 'schemaVersion'>): NewEvent<E>
  decode(recorded: RecordedEvent): RecordedEvent<E>
}>

/** The log holds what this program is too old to understand: it has to stop here, not to step over it. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent'
}

export function defineCodec<E extends DomainEvent>(versions: Versions<E>): Codec<E> {
  const upcasts = new Map<string, readonly Upcast[]>(
    Object.entries<Versions<E>[E['type']]>(versions).map(([type, known]) => [type, checkedUpcasts(type, known)]),
  )

  function upcastsOf(type: string): readonly Upcast[] {
    const known = upcasts.get(type)
    if (known === undefined) throw new UnknownEvent(`event type ${type} is not known`)
    return known
  }

  return {
    types: [...upcasts.keys()],
    encode(event) {
      return { ...event, schemaVersion: upcastsOf(event.type).length + 1 } as NewEvent<E>
    },

    decode(recorded) {
      const { type, schemaVersion, stream, revision } = recorded
      const steps = upcastsOf(type)
      const current = steps.length + 1
      if (schemaVersion === current) return recorded as RecordedEvent<E>
      if (schemaVersion > current) {
        throw new UnknownEvent(`${type} at ${stream}@${revision} has version ${schemaVersion}, known is ${current}`)
      }
      const data = steps.slice(schemaVersion - 1).reduce((old, upcast) => upcast(old), recorded.data as Json)
      return { ...recorded, data, schemaVersion: current } as RecordedEvent<E>
    },
  }
}

/** One codec for streams of several kinds; a type that two of them claim is an error here, at start. */
export function mergeCodecs(...codecs: readonly Pick<Codec<never>, 'types'>[]): Codec {
  const byType = new Map<string, Codec>()
  for (const codec of codecs as readonly Codec[]) {
    for (const type of codec.types) {
      if (byType.has(type)) throw new Error(`two codecs know ${type}`)
      byType.set(type, codec)
    }
  }
  const codecOf = (type: string): Codec => {
    const codec = byType.get(type)
    if (codec === undefined) throw new UnknownEvent(`event type ${type} is not known`)
    return codec
  }
  return {
    types: [...byType.keys()],
    encode: (event) => codecOf(event.type).encode(event),
    decode: (recorded) => codecOf(recorded.type).decode(recorded),
  }
}

function checkedUpcasts(type: string, known: Versions<DomainEvent>[string]): readonly Upcast[] {
  if (known === 1) return []
  if (known.upcasts.length === known.version - 1) return known.upcasts
  throw new Error(`${type} has version ${known.version} and ${known.upcasts.length} upcasts`)
}

/** The same log, in which every event that is read is up to date and every one that is written has its version. */
export function withCodec<E extends DomainEvent>(store: EventStore, codec: Codec<E>): EventStore {
  const encode = (event: NewEvent): NewEvent => codec.encode(event as NewEvent<E>)
  const decode = (recorded: RecordedEvent): RecordedEvent => codec.decode(recorded)
  return {
    append: (stream, expected, events) => store.append(stream, expected, events.map(encode)),
    appendBulk: (appends) =>
      store.appendBulk(appends.map((append): Append => ({ ...append, events: append.events.map(encode) }))),
    readStream: (stream, options) => mapped(store.readStream(stream, options), decode),
    async readStreams(streams) {
      const read = await store.readStreams(streams)
      return new Map([...read].map(([stream, events]) => [stream, events.map(decode)]))
    },
    readAll: (options) => mapped(store.readAll(options), decode),
    subscribeAll: (options) =>
      mapped(store.subscribeAll(options), (batch): EventBatch => ({ ...batch, events: batch.events.map(decode) })),
    head: () => store.head(),
    close: () => store.close(),
  }
}

async function* mapped<A, B>(items: AsyncIterable<A>, map: (item: A) => B): AsyncGenerator<B> {
  for await (const item of items) yield map(item)
}
