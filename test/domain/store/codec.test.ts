import { describe, expect, test } from 'vitest'
import type { DomainEvent, Json } from '../../../domain/kernel/event.ts'
import { defineCodec, mergeCodecs, UnknownEvent, withCodec } from '../../../domain/store/codec.ts'
import { noStream } from '../../../domain/store/event-store.ts'
import { inMemoryStore } from '../../../domain/store/in-memory.ts'
import { all, fact, followed, newStream } from '../../contracts/event-store.contract.ts'

type NoteEvent =
  DomainEvent<'NoteTaken', { words: string[]; by: string | null }> | DomainEvent<'NoteLost', { n: number }>

const split = (data: Json): Json => ({ words: String((data as { text: string }).text).split(' ') })
const unsigned = (data: Json): Json => ({ ...(data as object), by: null })
const codec = defineCodec<NoteEvent>({ NoteTaken: { version: 3, upcasts: [split, unsigned] }, NoteLost: 1 })

describe('a codec', () => {
  test('stamps the current version on what is written', async () => {
    const log = inMemoryStore()
    const stream = newStream()
    const store = withCodec(log, codec)
    await store.append(stream, noStream, [fact({ words: ['a'], by: 'x' })])
    await store.appendBulk([{ stream, expected: 0n, events: [fact({ n: 1 }, 'NoteLost')] }])
    expect((await all(log.readStream(stream))).map(({ schemaVersion }) => schemaVersion)).toEqual([3, 1])
  })

  test('tells an old fact in today’s words, whichever way it is read, and leaves the log as it is', async () => {
    const log = inMemoryStore()
    const stream = newStream()
    const [v1, v2] = [fact({ text: 'a b' }), { ...fact({ words: ['c'] }), schemaVersion: 2 }]
    await log.append(stream, noStream, [v1, v2, { ...fact({ words: ['d'], by: 'x' }), schemaVersion: 3 }])
    const expected = [
      { words: ['a', 'b'], by: null },
      { words: ['c'], by: null },
      { words: ['d'], by: 'x' },
    ].map((data) => ({ data, schemaVersion: 3, stream }))
    const store = withCodec(log, codec)
    expect(await all(store.readStream(stream))).toMatchObject(expected)
    expect(await all(store.readAll())).toMatchObject(expected)
    expect((await store.readStreams([stream])).get(stream)).toMatchObject(expected)
    expect((await followed(store, {}, ({ length }) => length === 3)).events).toMatchObject(expected)
    expect((await all(log.readStream(stream)))[0]).toMatchObject({ data: { text: 'a b' }, schemaVersion: 1 })
  })

  test('stops at what this program is too old to know', async () => {
    const log = inMemoryStore()
    const [strange, newer] = [newStream(), newStream()]
    await log.append(strange, noStream, [fact(1, 'NoteBurnt')])
    await log.append(newer, noStream, [{ ...fact(1, 'NoteLost'), schemaVersion: 2 }])
    const store = withCodec(log, codec)
    for (const stream of [strange, newer])
      await expect(all(store.readStream(stream))).rejects.toBeInstanceOf(UnknownEvent)
    await expect(async () => store.append(strange, 0n, [fact(1, 'NoteBurnt')])).rejects.toBeInstanceOf(UnknownEvent)
  })

  test('knows every type of its union and every step of its versions, or is not made', () => {
    // @ts-expect-error A type of the union without a version does not compile.
    defineCodec<NoteEvent>({ NoteTaken: 1 })
    // @ts-expect-error Nor does one that the union does not have.
    defineCodec<NoteEvent>({ NoteTaken: 1, NoteLost: 1, NoteBurnt: 1 })
    const missing = { NoteTaken: { version: 3, upcasts: [split] }, NoteLost: 1 } as const
    expect(() => defineCodec<NoteEvent>(missing)).toThrow('NoteTaken has version 3 and 1 upcasts')
  })
})

describe('codecs of several kinds of streams', () => {
  const other = defineCodec<DomainEvent<'BookLent', { n: number }>>({ BookLent: 1 })

  test('are one codec, which knows what each of them knows and no more', async () => {
    const log = inMemoryStore()
    const stream = newStream()
    const store = withCodec(log, mergeCodecs(codec, other))
    await store.append(stream, noStream, [fact({ words: ['a'], by: 'x' }), fact({ n: 1 }, 'BookLent')])
    expect((await all(store.readStream(stream))).map(({ schemaVersion }) => schemaVersion)).toEqual([3, 1])
    await expect(async () => store.append(stream, 1n, [fact(1, 'NoteBurnt')])).rejects.toBeInstanceOf(UnknownEvent)
  })

  test('may not claim the same type', () => {
    expect(() => mergeCodecs(codec, other, codec)).toThrow('NoteTaken')
  })
})
