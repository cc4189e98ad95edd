import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConcurrentChange, InvalidInput, Unavailable } from '../../../domain/kernel/errors.ts'
import { idSource } from '../../../domain/kernel/ids.ts'
import { withCodec } from '../../../domain/store/codec.ts'
import { type Append, type EventStore, noStream } from '../../../domain/store/event-store.ts'
import { type ItemVerdict, type Submission, submission, submitAll } from '../../../domain/store/handle-bulk.ts'
import { inMemoryStore } from '../../../domain/store/in-memory.ts'
import { all, fact } from '../../contracts/event-store.contract.ts'
import { context, type ShopCommand, shop, shopCodec, shopDecider } from './shop.ts'

type Wish = readonly [stream: string, type: ShopCommand['type'], name?: string]

const newId = idSource()
const itemsMax = 4 // Small, so that a few items already make several batches.

function itemsOf(wishes: readonly Wish[], correlationId = newId()): Submission[] {
  return wishes.map(([stream, type, name], n) => {
    const source = { file: 'shops.csv', row: 1 + Math.floor(n / 2) } // Two commands a row.
    return submission(shopDecider, stream, shop(type, name), { ...context, correlationId, source })
  })
}

const run = (log: EventStore, items: readonly Submission[]) =>
  submitAll(withCodec(log, shopCodec), shopCodec, items, itemsMax)

async function contents(log: EventStore): Promise<Record<string, unknown[]>> {
  const streams: Record<string, unknown[]> = {}
  for await (const { stream, type, data } of log.readAll()) {
    streams[stream] ??= []
    streams[stream].push([type, data])
  }
  return streams
}

const outcome = (verdict: ItemVerdict) =>
  'events' in verdict ? verdict.events : 'refused' in verdict ? verdict.refused.reason : 'other'

describe('submitting many commands', () => {
  test('gives one verdict per item in the order of the items', async () => {
    const log = inMemoryStore()
    const items = itemsOf([
      ['a', 'Open', 'A'],
      ['b', 'Close'],
      ['a', 'Rename', 'B'],
      ['b', 'Open', 'C'],
      ['a', 'Rename', 'B'],
      ['a', 'Open', 'D'],
      ['b', 'Close'],
    ])
    expect((await run(log, items)).map(outcome)).toEqual([1, 'CLOSED', 1, 1, 0, 'OPEN', 1])
    expect(await run(log, [])).toEqual([])
  })

  test('makes one append per stream in a batch, in the order in which the streams come', async () => {
    const log = inMemoryStore()
    const sent: Append[] = []
    const spied: EventStore = {
      ...log,
      appendBulk(appends) {
        sent.push(...appends)
        return log.appendBulk(appends)
      },
    }
    const wishes: Wish[] = [
      ['b', 'Open', 'A'],
      ['a', 'Open', 'A'],
      ['b', 'Rename', 'B'],
      ['b', 'Rename', 'C'],
      ['b', 'Rename', 'D'],
      ['a', 'Rename', 'B'],
    ]
    await run(spied, itemsOf(wishes))
    expect(sent.map(({ stream, expected, events }) => [stream, Number(expected), events.length])).toEqual([
      ['b', -1, 3],
      ['a', -1, 1],
      ['b', 2, 1],
      ['a', 0, 1],
    ])
  })

  test('decides anew what somebody else was faster at, and leaves the rest as it stands', async () => {
    const log = inMemoryStore()
    let others = 1
    const contested: EventStore = {
      ...log,
      async appendBulk(appends) {
        if (others-- > 0) await log.append('a', noStream, [fact({ name: 'other' }, 'ShopOpened')])
        return log.appendBulk(appends)
      },
    }
    const wishes: Wish[] = [
      ['a', 'Open', 'A'],
      ['b', 'Open', 'B'],
      ['a', 'Rename', 'C'],
    ]
    expect((await run(contested, itemsOf(wishes))).map(outcome)).toEqual(['OPEN', 1, 1])
    expect(Object.values(await contents(log)).flat()).toHaveLength(3)
  })

  test('gives up where a stream never holds still', async () => {
    const log = inMemoryStore()
    const restless: EventStore = {
      ...log,
      async appendBulk(appends) {
        await log.append('a', appends[0]?.expected ?? noStream, [fact({ name: newId() }, 'ShopRenamed')])
        return log.appendBulk(appends)
      },
    }
    await expect(
      run(
        restless,
        itemsOf([
          ['a', 'Open'],
          ['a', 'Rename', 'B'],
        ]),
      ),
    ).rejects.toBeInstanceOf(ConcurrentChange)
  })

  test('an item that cannot be written is invalid, and the others are not', async () => {
    const log = inMemoryStore()
    const verdicts = await run(
      log,
      itemsOf([
        ['a', 'Open', 'x'.repeat(2_000_000)],
        ['a', 'Open', 'a\0b'],
        ['a', 'Open', 'A'],
      ]),
    )
    expect(verdicts[0]).toMatchObject({ invalid: expect.any(InvalidInput) })
    expect(verdicts[1]).toMatchObject({ invalid: expect.any(InvalidInput) })
    expect(verdicts[2]).toEqual({ events: 1 })
  })

  test('divides what is too large for one append', async () => {
    const log = inMemoryStore()
    const large: Wish[] = ['a', 'b', 'c', 'd'].map((name) => [
      's',
      name === 'a' ? 'Open' : 'Rename',
      name.repeat(400_000),
    ])
    expect((await run(log, itemsOf(large))).map(outcome)).toEqual([1, 1, 1, 1])
    expect(await all(log.readStream('s'))).toHaveLength(4)
  })

  test('decides anew whatever an import brings a second time', async () => {
    const log = inMemoryStore()
    const wishes: Wish[] = [
      ['a', 'Rename', 'B'],
      ['b', 'Open', 'B'],
      ['a', 'Open', 'A'],
    ]
    expect((await run(log, itemsOf(wishes))).map(outcome)).toEqual(['CLOSED', 1, 1])
    expect((await run(log, itemsOf(wishes))).map(outcome)).toEqual([1, 0, 'OPEN'])
  })

  const anyWish = fc.tuple(
    fc.constantFrom('a', 'b', 'c'),
    fc.constantFrom('Open' as const, 'Rename' as const, 'Close' as const),
    fc.constantFrom('A', 'B'),
  )

  test('killed anywhere, leaves of every stream the beginning of what a clean run writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyWish, { maxLength: 30 }), fc.nat(4), fc.nat(6), async (wishes, batches, appends) => {
        const clean = inMemoryStore()
        await run(clean, itemsOf(wishes))
        const log = inMemoryStore()
        await run(killedAfter(log, batches, appends), itemsOf(wishes)).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error
        })
        const whole = await contents(clean)
        for (const [stream, events] of Object.entries(await contents(log))) {
          expect(events).toEqual(whole[stream]?.slice(0, events.length))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a bulk append without an answer is sent once more', async () => {
    const log = inMemoryStore()
    let lost = 1
    const flaky: EventStore = {
      ...log,
      async appendBulk(appends) {
        const verdicts = await log.appendBulk(lost > 0 ? appends.slice(0, 1) : appends)
        if (lost-- > 0) throw new Unavailable('no answer')
        return verdicts
      },
    }
    expect(
      (
        await run(
          flaky,
          itemsOf([
            ['a', 'Open'],
            ['b', 'Open'],
          ]),
        )
      ).map(outcome),
    ).toEqual([1, 1])
    expect(Object.values(await contents(log)).flat()).toHaveLength(2)
  })
})

class Killed extends Error {}

/** After so many batches, the next one ends in the middle. */
function killedAfter(log: EventStore, batches: number, appends: number): EventStore {
  let left = batches
  return {
    ...log,
    async appendBulk(list) {
      if (left-- > 0) return log.appendBulk(list)
      await log.appendBulk(list.slice(0, appends))
      throw new Killed()
    },
  }
}
