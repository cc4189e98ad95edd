import { describe, expect, test } from 'vitest'
import { openKurrentStore } from '../../../api/system/kurrent-store/open.ts'
import { openPostgresStore } from '../../../api/system/postgres-store/open.ts'
import { Unavailable } from '../../../domain/kernel/errors.ts'
import { type EventStore, noStream } from '../../../domain/store/event-store.ts'
import { inMemoryStore } from '../../../domain/store/in-memory.ts'
import { copyLog, sumOf } from '../../../jobs/copy-log/copy-log.ts'
import { openDouble } from '../../api/system/kurrent-store/double/server.ts'
import { all, fact } from '../../contracts/event-store.contract.ts'
import { freshDatabase } from '../../support/postgres.ts'

/** A log of interleaved streams, with an old schema version and a large event in it. */
async function grown(store: EventStore, events = 400): Promise<EventStore> {
  const revisions = new Map<string, bigint>()
  for (let n = 0; n < events; n++) {
    const stream = `enterprise-${(n * 7) % 13}`
    const expected = revisions.get(stream) ?? noStream
    const text = n === 50 ? '大'.repeat(100_000) : `第${n}条`
    await store.append(stream, expected, [{ ...fact({ n, text }), schemaVersion: n % 5 === 0 ? 2 : 1 }])
    revisions.set(stream, expected + 1n)
  }
  return store
}

type Kind = 'memory' | 'PostgreSQL' | 'KurrentDB'

async function opened(kind: Kind): Promise<{ store: EventStore; close(): Promise<void> }> {
  if (kind === 'memory') return { store: inMemoryStore(), close: async () => undefined }
  if (kind === 'PostgreSQL') {
    const store = await openPostgresStore({ url: await freshDatabase() })
    return { store, close: () => store.close() }
  }
  const double = await openDouble()
  const store = await openKurrentStore({ url: double.url })
  return {
    store,
    async close() {
      await store.close()
      await double.close()
    },
  }
}

const plain = async (store: EventStore) =>
  (await all(store.readAll())).map(({ position: _position, ...event }) => event)

describe('a log copied into another store', () => {
  test.each([
    ['PostgreSQL', 'KurrentDB'],
    ['KurrentDB', 'PostgreSQL'],
    ['memory', 'PostgreSQL'],
  ] as const)('from %s to %s is the same, event by event, in the same order', async (one, other) => {
    const [from, to] = [await opened(one), await opened(other)]
    try {
      await grown(from.store)
      const sum = await copyLog({ from: from.store, to: to.store })
      expect(sum).toMatchObject({ events: 400, streams: 13 })
      expect(await plain(to.store)).toEqual(await plain(from.store))
      expect(await sumOf(to.store)).toEqual(await sumOf(from.store))
    } finally {
      await Promise.all([from.close(), to.close()])
    }
  })

  test('goes on where it was cut short, and takes what came in meanwhile', async () => {
    const from = await grown(inMemoryStore(), 12_000)
    const to = inMemoryStore()
    let bulks = 0
    const dying: EventStore = {
      ...to,
      async appendBulk(appends) {
        bulks += 1
        if (bulks === 2) {
          await to.appendBulk(appends.slice(0, 700)) // A prefix stands, and nobody is told.
          throw new Unavailable('the target went away')
        }
        return to.appendBulk(appends)
      },
    }
    await expect(copyLog({ from, to: dying })).rejects.toThrow(Unavailable)
    expect((await all(to.readAll())).length).toBe(5_700)
    await from.append('enterprise-late', noStream, [fact({ n: 1 }, 'NoteLate')])
    expect(await copyLog({ from, to })).toMatchObject({ events: 12_001 })
    expect(await plain(to)).toEqual(await plain(from))
    const before = (await all(to.readAll())).length
    await copyLog({ from, to })
    expect((await all(to.readAll())).length).toBe(before)
  })

  test('is refused where the target holds anything else, and not an event is written', async () => {
    const from = await grown(inMemoryStore(), 30)
    const to = await grown(inMemoryStore(), 3)
    await expect(copyLog({ from, to })).rejects.toThrow('来源所没有的事件')
    expect((await all(to.readAll())).length).toBe(3)
    const longer = inMemoryStore()
    await copyLog({ from, to: longer })
    await longer.append('other', noStream, [fact({ n: 2 })])
    await expect(copyLog({ from, to: longer })).rejects.toThrow('来源到此为止')
  })

  test('that differs in a single character is found out, and where', async () => {
    const from = await grown(inMemoryStore(), 20)
    const to = inMemoryStore()
    const forging: EventStore = {
      ...to,
      appendBulk: (appends) =>
        to.appendBulk(
          appends.map((append) => ({
            ...append,
            events: append.events.map((event) => ({
              ...event,
              data: JSON.parse(JSON.stringify(event.data).replace('第7条', '第8条')),
            })),
          })),
        ),
    }
    await expect(copyLog({ from, to: forging })).rejects.toThrow(/核对不符：前 7 条相同.*内容与来源不同/)
  })

  test('that lost its last events on the way is found out', async () => {
    const from = await grown(inMemoryStore(), 20)
    const to = inMemoryStore()
    const forgetting: EventStore = { ...to, readAll: (options) => to.readAll({ ...options, countMax: 15 }) }
    await expect(copyLog({ from, to: forgetting })).rejects.toThrow('搬了 20 条，目标里只有 15 条')
  })

  test('whose target wrote one behind its successor is given up at once', async () => {
    const from = await grown(inMemoryStore(), 20)
    const to = inMemoryStore()
    const swapping: EventStore = {
      ...to,
      async appendBulk([first, second, ...rest]) {
        if (first === undefined || second === undefined) return to.appendBulk([])
        const [two, one, ...others] = await to.appendBulk([second, first, ...rest])
        return [one, two, ...others].flatMap((verdict) => verdict ?? [])
      },
    }
    await expect(copyLog({ from, to: swapping })).rejects.toThrow('次序与来源不同')
  })

  test('cut short by hand leaves its source free', async () => {
    const from = await grown(inMemoryStore(), 11_000)
    let isReading = 0
    const watched: EventStore = {
      ...from,
      async *readAll(options) {
        isReading += 1
        try {
          yield* from.readAll(options)
        } finally {
          isReading -= 1
        }
      },
    }
    const stop = new AbortController()
    const copying = copyLog({
      ...{ from: watched, to: inMemoryStore(), signal: stop.signal },
      onProgress: () => stop.abort(),
    })
    await expect(copying).rejects.toThrow('abort')
    expect(isReading).toBe(0)
  })

  test('of nothing is nothing', async () => {
    const sum = await copyLog({ from: inMemoryStore(), to: inMemoryStore() })
    expect(sum).toMatchObject({ events: 0, streams: 0 })
  })
})
