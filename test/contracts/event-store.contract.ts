import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InvalidInput, Unavailable } from '../../domain/kernel/errors.ts'
import type { Json, NewEvent, Position, RecordedEvent } from '../../domain/kernel/event.ts'
import { idSource } from '../../domain/kernel/ids.ts'
import {
  type Append,
  appendBytesMax,
  type EventBatch,
  type EventStore,
  noStream,
  type SubscribeOptions,
  WrongRevision,
} from '../../domain/store/event-store.ts'

/** What a test of an adapter brings: two ways into one log, which other tests may have written to before. */
export type Fixture = Readonly<{
  store: EventStore
  another: EventStore // A second instance over the same log, as a second process has one.
  throwBack(): Promise<void> // Throws every live subscription back to catch-up, where the adapter has such a thing.
  close(): Promise<void>
}>

const newId = idSource()
const metadata = {
  recordedAt: '2026-03-02T08:00:00.000Z',
  actor: { agency: 'system', officer: 'test', role: 'SYSTEM' },
  correlationId: newId(),
}

/** An event with the data given, or with a number to tell it by. */
export function fact(data: number | { readonly [name: string]: Json } = 0, type = 'NoteTaken'): NewEvent {
  return { id: newId(), type, schemaVersion: 1, data: typeof data === 'number' ? { n: data } : data, metadata }
}

export const facts = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => fact(n))
export const newStream = (): string => `note-${newId()}`
const newStreams = (count: number): string[] => Array.from({ length: count }, newStream)
export const idsOf = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id)

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

/** Reads a subscription until `enough` says so. */
export async function followed(
  store: EventStore,
  options: Omit<SubscribeOptions, 'signal'>,
  enough: (events: readonly RecordedEvent[], batch: EventBatch) => boolean,
): Promise<{ events: RecordedEvent[]; batches: EventBatch[] }> {
  const stop = new AbortController()
  const events: RecordedEvent[] = []
  const batches: EventBatch[] = []
  for await (const batch of store.subscribeAll({ ...options, signal: stop.signal })) {
    events.push(...batch.events)
    batches.push(batch)
    if (enough(events, batch)) stop.abort()
  }
  return { events, batches }
}

const from = (position: Position | undefined) => (position === undefined ? {} : { after: position })

export function eventStoreContract(adapter: string, open: () => Promise<Fixture>): void {
  describe(`event store: ${adapter}`, () => {
    let fixture: Fixture
    let store: EventStore
    beforeAll(async () => {
      fixture = await open()
      store = fixture.store
    }, 120_000)
    afterAll(() => fixture?.close())

    describe('an append', () => {
      test('counts its stream from revision 0 without holes', async () => {
        const stream = newStream()
        expect(await store.append(stream, noStream, facts(3))).toMatchObject({ verdict: 'APPENDED', revision: 2n })
        expect(await store.append(stream, 2n, facts(2))).toMatchObject({ verdict: 'APPENDED', revision: 4n })
        const read = await all(store.readStream(stream))
        expect(read.map(({ revision }) => revision)).toEqual([0n, 1n, 2n, 3n, 4n])
      })

      test('comes back as it was', async () => {
        const stream = newStream()
        const data = {
          name: '上海某某餐饮有限公司 𠮷野家 🏮',
          quoted: 'a "b" \\ c \\u0000 \\N \\. \t\n\r\u0001 {} , 空',
          nested: { list: [1, -2.5, 1e21, true, null, '', [], {}], '键 "\\': 'x' },
          fine: 90_071_992_547_409,
        }
        const event = {
          ...fact(data),
          schemaVersion: 7,
          metadata: { ...metadata, source: { row: 3, file: '名单.csv' } },
        }
        const { position } = await store.append(stream, noStream, [event])
        const expected = { ...event, stream, revision: 0n, position }
        expect(await all(store.readStream(stream))).toEqual([expected])
        expect((await store.readStreams([stream])).get(stream)).toEqual([expected])
        expect(await lastOfAll(store)).toEqual(expected)
      })

      test('keeps its events together', async () => {
        const start = await store.head()
        const streams = newStreams(8)
        await Promise.all(streams.map((stream) => store.append(stream, noStream, facts(5))))
        const read = (await all(store.readAll(from(start)))).filter((event) => streams.includes(event.stream))
        expect(read.length).toBe(40)
        for (let place = 0; place < 40; place += 5) {
          expect(new Set(read.slice(place, place + 5).map(({ stream }) => stream)).size).toBe(1)
        }
      })

      test('is refused with the actual revision where the stream stands elsewhere, ahead or behind', async () => {
        const stream = newStream()
        await expect(store.append(stream, 0n, facts(1))).rejects.toMatchObject({ expected: 0n, actual: -1n })
        await store.append(stream, noStream, facts(2))
        for (const expected of [noStream, 0n, 2n, 99n]) {
          const refusal = await store.append(stream, expected, facts(1)).catch((error: unknown) => error)
          expect(refusal).toBeInstanceOf(WrongRevision)
          expect(refusal).toMatchObject({ stream, expected, actual: 1n })
        }
        expect(await all(store.readStream(stream))).toHaveLength(2)
      })

      test('of several at once behind the same revision stands exactly one', async () => {
        const stream = newStream()
        const writers = Array.from({ length: 20 }, (_, n) => (n % 2 ? store : fixture.another))
        const outcomes = await Promise.allSettled(writers.map((writer) => writer.append(stream, noStream, facts(1))))
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(WrongRevision)
        }
        expect(await all(store.readStream(stream))).toHaveLength(1)
      })

      test('sent again is a duplicate that adds nothing, also when others have written since', async () => {
        const stream = newStream()
        const events = facts(3)
        const first = await store.append(stream, noStream, events)
        expect(await store.append(stream, noStream, events)).toEqual({ ...first, verdict: 'DUPLICATE' })
        await store.append(stream, 2n, facts(2))
        expect(await fixture.another.append(stream, noStream, events)).toEqual({ ...first, verdict: 'DUPLICATE' })
        expect(await all(store.readStream(stream))).toHaveLength(5)
      })

      test('sent twice at the same moment stands once', async () => {
        const stream = newStream()
        const events = facts(2)
        const sent = await Promise.all(
          [store, fixture.another, store].map((way) => way.append(stream, noStream, events)),
        )
        expect(sent.map(({ verdict }) => verdict).sort()).toEqual(['APPENDED', 'DUPLICATE', 'DUPLICATE'])
        expect(await all(store.readStream(stream))).toHaveLength(2)
      })

      test('that stands only in part, or elsewhere in the stream, is a conflict', async () => {
        const stream = newStream()
        const [a, b, c, d] = [fact(1), fact(2), fact(3), fact(4)]
        await store.append(stream, noStream, [a, b, c])
        for (const [expected, events] of [
          [noStream, [a, c]], // The second differs.
          [noStream, [d, b]], // The first differs.
          [noStream, [b, c]], // They stand one further on.
          [1n, [c, d]], // The last is new.
          [noStream, [a, b, c, d]],
        ] as const) {
          await expect(store.append(stream, expected, events)).rejects.toMatchObject({ expected, actual: 2n })
        }
        expect(idsOf(await all(store.readStream(stream)))).toEqual(idsOf([a, b, c]))
      })

      test('that met a conflict may be sent again behind the right revision', async () => {
        const stream = newStream()
        const events = facts(2)
        await store.append(stream, noStream, facts(1))
        await expect(store.append(stream, noStream, events)).rejects.toBeInstanceOf(WrongRevision)
        expect(await store.append(stream, 0n, events)).toMatchObject({ verdict: 'APPENDED', revision: 2n })
        expect(await store.append(stream, 0n, events)).toMatchObject({ verdict: 'DUPLICATE', revision: 2n })
      })

      test('that is not an append is refused before anything is sent', async () => {
        const stream = newStream()
        const circle: Record<string, unknown> = {}
        circle.self = circle
        const wrong = [
          1n,
          Number.NaN,
          Number.POSITIVE_INFINITY,
          '\ud800',
          'a\0b',
          new Date(0),
          () => 1,
          circle,
          new Map(),
        ]
        for (const value of [...wrong, [undefined]]) await refused(stream, noStream, [{ ...fact(), data: { value } }])
        await refused(stream, noStream, [{ ...fact(), data: undefined }])
        await refused(stream, noStream, [{ ...fact(), data: { 'a\0': 1 } }])
        await refused(stream, noStream, [fact(1), { ...fact(), metadata: { recordedAt: 1n } }])
        await refused(stream, noStream, [{ ...fact(), id: 'not-a-ulid' }])
        await refused(stream, noStream, [{ ...fact(), type: '' }])
        await refused(stream, noStream, [{ ...fact(), schemaVersion: 0.5 }])
        await refused(stream, noStream, [])
        await refused(stream, -2n, facts(1))
        await refused('', noStream, facts(1))
        await refused('$all', noStream, facts(1))
        await refused('a\0b', noStream, facts(1))
        expect(await all(store.readStream(stream))).toEqual([])

        async function refused(name: string, expected: bigint, events: readonly object[]): Promise<void> {
          const append = { stream: name, expected, events: events as NewEvent[] }
          await expect(store.append(name, expected, append.events)).rejects.toBeInstanceOf(InvalidInput)
          const good = { stream: newStream(), expected: noStream, events: facts(1) }
          await expect(store.appendBulk([good, append])).rejects.toBeInstanceOf(InvalidInput)
          expect(await all(store.readStream(good.stream))).toEqual([])
        }
      })

      test('may hold 1 MiB and no more', async () => {
        const stream = newStream()
        const rest = Buffer.byteLength(JSON.stringify(metadata)) + '{"text":""}'.length
        const filled = (bytes: number) => fact({ text: '档'.repeat(bytes / 3) + 'x'.repeat(bytes % 3) })
        const half = appendBytesMax / 2 - rest
        await expect(store.append(stream, noStream, [filled(half), filled(half + 1)])).rejects.toThrow(InvalidInput)
        expect(await store.append(stream, noStream, [filled(half), filled(half)])).toMatchObject({ revision: 1n })
        expect(await all(store.readStream(stream))).toHaveLength(2)
      })
    })

    describe('many appends at once', () => {
      test('stand in their order, a stream as often as it comes, each with its verdict', async () => {
        const start = await store.head()
        const [one, two] = [newStream(), newStream()]
        const appends: Append[] = [
          { stream: one, expected: noStream, events: facts(2) },
          { stream: two, expected: noStream, events: facts(1) },
          { stream: one, expected: 1n, events: facts(1) },
          { stream: one, expected: 2n, events: facts(3) },
        ]
        const verdicts = await store.appendBulk(appends)
        const read = (await all(store.readAll(from(start)))).filter(({ stream }) => stream === one || stream === two)
        expect(idsOf(read)).toEqual(idsOf(appends.flatMap(({ events }) => events)))
        const ends = [1, 2, 3, 6].map((place) => read[place])
        expect(verdicts).toEqual(
          ends.map((end) => ({ verdict: 'APPENDED', revision: end?.revision, position: end?.position })),
        )
        expect(await store.appendBulk(appends)).toEqual(verdicts.map((one) => ({ ...one, verdict: 'DUPLICATE' })))
        expect(await store.appendBulk([])).toEqual([])
      })

      test('are judged as if sent one by one: a conflict or a duplicate leaves the others standing', async () => {
        const [old, fresh, other] = [newStream(), newStream(), newStream()]
        const known = facts(2)
        await store.append(old, noStream, known)
        const [twice, again] = [facts(2), facts(1)]
        const verdicts = await store.appendBulk([
          { stream: fresh, expected: noStream, events: twice },
          { stream: old, expected: noStream, events: facts(1) },
          { stream: old, expected: 5n, events: facts(1) },
          { stream: old, expected: noStream, events: known },
          { stream: old, expected: 1n, events: again },
          { stream: fresh, expected: noStream, events: twice },
          { stream: fresh, expected: 0n, events: facts(1) },
          { stream: other, expected: noStream, events: facts(1) },
          { stream: old, expected: 1n, events: [...again, fact()] },
        ])
        expect(verdicts).toMatchObject([
          { verdict: 'APPENDED', revision: 1n },
          { verdict: 'CONFLICT', actual: 1n },
          { verdict: 'CONFLICT', actual: 1n },
          { verdict: 'DUPLICATE', revision: 1n },
          { verdict: 'APPENDED', revision: 2n },
          { verdict: 'DUPLICATE', revision: 1n },
          { verdict: 'CONFLICT', actual: 1n },
          { verdict: 'APPENDED', revision: 0n },
          { verdict: 'CONFLICT', actual: 2n },
        ])
        expect(idsOf(await all(store.readStream(old)))).toEqual(idsOf([...known, ...again]))
        expect(idsOf(await all(store.readStream(fresh)))).toEqual(idsOf(twice))
      })

      test('go into 5,000 streams beside single appends, and are read back stream by stream', async () => {
        const streams = newStreams(5_000)
        const appends = streams.map((stream) => ({ stream, expected: noStream, events: facts(2) }))
        const beside = newStreams(40)
        const single = beside.map((stream) => fixture.another.append(stream, noStream, facts(1)))
        const verdicts = await store.appendBulk(appends)
        await Promise.all(single)
        expect(verdicts.every(({ verdict }) => verdict === 'APPENDED')).toBe(true)
        const read = await store.readStreams([...streams, ...beside])
        expect(read.size).toBe(5_040)
        for (const { stream, events } of appends) expect(idsOf(read.get(stream) ?? [])).toEqual(idsOf(events))
      }, 60_000)
    })

    describe('reading', () => {
      test('a stream goes either way, from any revision, as far as asked', async () => {
        const stream = newStream()
        await store.append(stream, noStream, facts(10))
        const revisions = async (options: Parameters<EventStore['readStream']>[1]) =>
          (await all(store.readStream(stream, options))).map(({ revision }) => Number(revision))
        expect(await revisions({})).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        expect(await revisions({ from: 7n })).toEqual([7, 8, 9])
        expect(await revisions({ from: 3n, countMax: 2 })).toEqual([3, 4])
        expect(await revisions({ from: 10n })).toEqual([])
        expect(await revisions({ direction: 'BACKWARD', countMax: 3 })).toEqual([9, 8, 7])
        expect(await revisions({ direction: 'BACKWARD', from: 2n })).toEqual([2, 1, 0])
        expect(await revisions({ direction: 'BACKWARD', from: 99n, countMax: 1 })).toEqual([9])
        expect(await all(store.readStream(newStream()))).toEqual([])
        await expect(revisions({ countMax: 0 })).rejects.toBeInstanceOf(InvalidInput)
        await expect(revisions({ from: -1n })).rejects.toBeInstanceOf(InvalidInput)
      })

      test('several streams leaves out those without events', async () => {
        const [one, two, none] = [newStream(), newStream(), newStream()]
        await store.append(one, noStream, facts(2))
        await store.append(two, noStream, facts(1))
        const read = await store.readStreams([two, none, one, two])
        expect([...read.keys()].sort()).toEqual([one, two].sort())
        expect(read.get(one)).toEqual(await all(store.readStream(one)))
        expect(await store.readStreams([])).toEqual(new Map())
      })

      test('all gives every event once, in the order of positions, up to the head', async () => {
        const start = await store.head()
        const streams = newStreams(3)
        for (const stream of [...streams, ...streams]) {
          const revision = (await all(store.readStream(stream))).length - 1
          await store.append(stream, BigInt(revision), facts(4))
        }
        const read = await all(store.readAll(from(start)))
        expect(read).toHaveLength(24)
        const positions = read.map(({ position }) => position)
        expect(positions).toEqual([...new Set(positions)].sort())
        expect(await store.head()).toBe(positions.at(-1))
        expect(await all(store.readAll({ after: positions[9] as Position, countMax: 5 }))).toEqual(read.slice(10, 15))
        expect(await all(store.readAll({ after: positions[23] as Position }))).toEqual([])
      })

      test('may be left in the middle', async () => {
        await store.append(newStream(), noStream, facts(50))
        for (let round = 0; round < 30; round++) {
          for await (const _event of store.readAll()) break
        }
        expect(await store.append(newStream(), noStream, facts(1))).toMatchObject({ revision: 0n })
      })
    })

    describe('a subscription', () => {
      test('catches up in batches, goes live, and repeats and skips nothing', async () => {
        const start = await store.head()
        const stream = newStream()
        const [before, after] = [facts(25), facts(25)]
        await store.append(stream, noStream, before)
        const following = followed(store, { ...from(start), batchMax: 10 }, (events) => events.length >= 50)
        await pause(50)
        for (const [n, event] of after.entries()) await store.append(stream, BigInt(24 + n), [event])
        const { events, batches } = await following
        expect(idsOf(events)).toEqual(idsOf([...before, ...after]))
        expect(events).toEqual(await all(store.readStream(stream)))
        expect(Math.max(...batches.map((batch) => batch.events.length))).toBeLessThanOrEqual(10)
        expect(batches[0]?.live).toBe(false)
        expect(batches.at(-1)).toMatchObject({ live: true, upTo: events.at(-1)?.position })
      })

      test('that begins at the end says that it is live, and meets what another process writes', async () => {
        const { position } = await store.append(newStream(), noStream, facts(1))
        const event = fact()
        const following = followed(store, { after: position }, (_events, batch) => {
          if (batch.events.length === 0) void fixture.another.append(newStream(), noStream, [event])
          return batch.events.length > 0
        })
        const { events, batches } = await following
        expect(batches[0]).toEqual({ events: [], upTo: position, live: true })
        expect(idsOf(events)).toEqual([event.id])
      })

      test('lets through the types asked for, and its checkpoint moves past the others', async () => {
        const start = await store.head()
        const wanted = [fact(1, 'ListingMade'), fact(2, 'ListingLifted')]
        await store.append(newStream(), noStream, [...facts(30), ...wanted, ...facts(30)])
        const end = await store.head()
        const types = ['ListingMade', 'ListingLifted']
        const reached = (_events: unknown, batch: EventBatch) => batch.upTo === end
        const { events, batches } = await followed(store, { ...from(start), types, batchMax: 20 }, reached)
        expect(idsOf(events)).toEqual(idsOf(wanted))
        const marks = batches.map(({ upTo }) => upTo)
        expect(marks).toEqual([...new Set(marks)].sort())
        const none = await followed(store, { ...from(start), types: ['NeverSeen'] }, reached)
        expect(none.events).toEqual([])
      })

      test('may be taken up again at any batch it has given', async () => {
        const start = await store.head()
        const written = facts(40)
        await store.append(newStream(), noStream, written)
        let after = start
        const seen: string[] = []
        while (seen.length < 40) {
          const { events, batches } = await followed(store, { ...from(after), batchMax: 7 }, () => true)
          seen.push(...idsOf(events))
          after = batches.at(-1)?.upTo
        }
        expect(seen).toEqual(idsOf(written))
      })

      test('thrown back to catch-up neither repeats nor skips', async () => {
        const start = await store.head()
        const stream = newStream()
        const written: NewEvent[] = []
        const following = followed(store, from(start), (events) => events.length >= 60)
        for (let round = 0; round < 3; round++) {
          await pause(30)
          await fixture.throwBack()
          for (let n = 0; n < 20; n++) {
            const event = fact(n)
            await fixture.another.append(stream, BigInt(written.length - 1), [event])
            written.push(event)
          }
        }
        expect(idsOf((await following).events)).toEqual(idsOf(written))
      }, 30_000)

      test('that is live meets an append of a thousand events whole', async () => {
        const start = await store.head()
        const written = facts(1_001)
        const stream = newStream()
        await store.append(stream, noStream, written.slice(0, 1))
        const following = followed(store, from(start), (events, batch) => {
          if (batch.live && events.length === 1) void fixture.another.append(stream, 0n, written.slice(1))
          return events.length >= 1_001
        })
        expect(idsOf((await following).events)).toEqual(idsOf(written))
      })

      test('ends quietly when aborted: before it began, while it waits, and between two batches', async () => {
        await store.append(newStream(), noStream, facts(30))
        expect(await all(store.subscribeAll({ signal: AbortSignal.abort() }))).toEqual([])
        const stop = new AbortController()
        const after = (await store.head()) as Position
        const waiting = all(store.subscribeAll({ after, signal: stop.signal }))
        await pause(30)
        stop.abort()
        expect(await waiting).toEqual([{ events: [], upTo: after, live: true }])
        expect((await followed(store, { batchMax: 3 }, () => true)).batches).toHaveLength(1)
      })
    })

    test('16 writers beside a reader of all and a subscriber: nothing skipped, nothing repeated, one order', async () => {
      const [writers, eventsEach] = [16, 750]
      const total = writers * eventsEach
      const start = await store.head()
      const subscribed = followed(fixture.another, from(start), (events) => events.length >= total)
      const read = readUntil(store, start, total)
      const streams = newStreams(writers)
      await Promise.all(streams.map((stream, n) => write(n % 2 ? store : fixture.another, stream)))
      const seen = await read
      const order = await all(store.readAll(from(start)))
      expect(order).toHaveLength(total)
      expect(seen).toEqual(idsOf(order))
      expect(idsOf((await subscribed).events)).toEqual(seen)
      expect(new Set(seen).size).toBe(total)

      async function write(way: EventStore, stream: string): Promise<void> {
        let revision = noStream
        while (revision < BigInt(eventsEach) - 1n) {
          const left = eventsEach - 1 - Number(revision)
          revision = (await way.append(stream, revision, facts(Math.min(left, 1 + (left % 3))))).revision
        }
      }
    }, 120_000)

    test('once closed is out of reach', async () => {
      const own = await open()
      await own.close()
      await expect(own.store.append(newStream(), noStream, facts(1))).rejects.toBeInstanceOf(Unavailable)
      await expect(own.store.appendBulk([])).rejects.toBeInstanceOf(Unavailable)
      await expect(own.store.head()).rejects.toBeInstanceOf(Unavailable)
      await expect(all(own.store.readAll())).rejects.toBeInstanceOf(Unavailable)
    })
  })
}

/** Reads all from where it stands, over and over, as long as it has not seen as many events. */
export async function readUntil(store: EventStore, start: Position | undefined, count: number): Promise<string[]> {
  const seen: string[] = []
  let after = start
  while (seen.length < count) {
    for await (const event of store.readAll({ ...from(after), countMax: 500 })) {
      seen.push(event.id)
      after = event.position
    }
    await pause(1)
  }
  return seen
}

async function lastOfAll(store: EventStore): Promise<RecordedEvent | undefined> {
  return (await all(store.readAll())).at(-1)
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
