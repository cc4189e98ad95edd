import { describe, expect, test } from 'vitest'
import { ConcurrentChange, Unavailable } from '../../../domain/kernel/errors.ts'
import { type EventStore, noStream } from '../../../domain/store/event-store.ts'
import { commandHandler } from '../../../domain/store/handle.ts'
import { inMemoryStore } from '../../../domain/store/in-memory.ts'
import { all, fact, newStream } from '../../contracts/event-store.contract.ts'
import { context, shop, shopCodec, shopDecider } from './shop.ts'

const renamed = (name: string) => fact({ name }, 'ShopRenamed')
const closed = () => fact({ reason: 'x' }, 'ShopClosed')

/** A handler over a store, some of whose ways are replaced; beside it stands another process writing to the log. */
function given(replace: (log: EventStore) => Partial<EventStore> = () => ({}), statesMax?: number) {
  const log = inMemoryStore()
  const { submit } = commandHandler({ ...log, ...replace(log) }, shopCodec, statesMax)
  const stream = newStream()
  const names = async () =>
    (await all(log.readStream(stream))).map(({ type, data }) => [type, ...Object.values(data as object)])
  return {
    log,
    stream,
    names,
    ask: (...wish: Parameters<typeof shop>) => submit(shopDecider, stream, shop(...wish), context),
  }
}

describe('submitting a command', () => {
  test('appends what is decided on what stands, and says where', async () => {
    const { log, ask, names } = given()
    const first = await ask('Open', 'A')
    expect(first).toMatchObject({ revision: 0n, events: [{ type: 'ShopOpened', schemaVersion: 1 }] })
    const second = await ask('Rename', 'B')
    expect(second).toMatchObject({ revision: 1n, position: await log.head(), events: [{ data: { name: 'B' } }] })
    expect(await names()).toEqual([
      ['ShopOpened', 'A'],
      ['ShopRenamed', 'B'],
    ])
    const [event] = first.events
    expect(event?.metadata).toEqual({
      recordedAt: '2026-03-02T08:00:00.000Z',
      actor: context.actor,
      correlationId: context.correlationId,
    })
  })

  test('that changes nothing appends nothing, and says where the stream stands', async () => {
    const { ask, names, log } = given()
    await expect(ask('Close')).rejects.toMatchObject({ reason: 'CLOSED' })
    await ask('Open')
    expect(await ask('Open')).toEqual({ revision: 0n, position: await log.head(), events: [] })
    expect(await names()).toHaveLength(1)
  })

  test('is decided anew where somebody else was faster', async () => {
    const { log, stream, ask, names } = given()
    await ask('Open', 'A')
    await log.append(stream, 0n, [renamed('B')])
    expect(await ask('Rename', 'C')).toMatchObject({ revision: 2n })
    await log.append(stream, 2n, [closed()])
    await expect(ask('Rename', 'D')).rejects.toMatchObject({ reason: 'CLOSED' })
    expect(await names()).toHaveLength(4)
  })

  test('is neither refused nor found done on a state that is no longer true', async () => {
    const { log, stream, ask } = given()
    await ask('Open', 'A')
    await log.append(stream, 0n, [closed()])
    expect(await ask('Open', 'B')).toMatchObject({ revision: 2n }) // Refused on the old state.
    await log.append(stream, 2n, [renamed('C')])
    expect(await ask('Rename', 'B')).toMatchObject({ revision: 4n }) // Already so on the old state.
  })

  test('gives up after three decisions', async () => {
    let decisions = 0
    const { stream, ask } = given((log) => ({
      async append(name, expected, events) {
        decisions++
        await log.append(name, expected, [renamed(`other ${decisions}`)])
        return log.append(name, expected, events)
      },
    }))
    await expect(ask('Open')).rejects.toMatchObject({ reason: 'OPEN' })
    decisions = 0
    await expect(ask('Rename', 'B')).rejects.toBeInstanceOf(ConcurrentChange)
    expect(decisions).toBe(3)
    expect(stream).toBeDefined()
  })

  test('whose append went unanswered sends the same once more, and stands once', async () => {
    let lost = 0
    const { ask, names } = given((log) => ({
      async append(...append) {
        await log.append(...append)
        if (lost-- > 0) throw new Unavailable('no answer')
        return log.append(...append)
      },
    }))
    lost = 1
    expect(await ask('Open')).toMatchObject({ revision: 0n, events: [{ type: 'ShopOpened' }] })
    lost = 2
    await expect(ask('Rename', 'B')).rejects.toBeInstanceOf(Unavailable)
    lost = 0
    expect(await ask('Rename', 'B')).toMatchObject({ revision: 1n, events: [] })
    expect(await names()).toHaveLength(2)
  })

  test('fifty at once on one stream by one process all stand', async () => {
    const { ask, names } = given()
    await ask('Open', 'A')
    await Promise.all(Array.from({ length: 50 }, (_, n) => ask('Rename', `name ${n}`)))
    expect(await names()).toHaveLength(51)
  })

  test('reads a stream once as long as its state is kept, and keeps only so many', async () => {
    let reads = 0
    const log = inMemoryStore()
    const counting: EventStore = {
      ...log,
      readStream(...read) {
        reads++
        return log.readStream(...read)
      },
    }
    const { submit } = commandHandler(counting, shopCodec, 2)
    const ask = (stream: string, name: string) => submit(shopDecider, stream, shop('Rename', name), context)
    for (const stream of ['a', 'b', 'c']) await log.append(stream, noStream, [fact({ name: 'A' }, 'ShopOpened')])
    for (const [stream, name] of ['aB', 'bB', 'aC', 'aD', 'bC'].map((wish) => wish.split('')))
      await ask(stream ?? '', name ?? '')
    expect(reads).toBe(2)
    await ask('c', 'B') // Drives out `a`, which was used before `b`.
    await ask('b', 'E')
    expect(reads).toBe(3)
    await ask('a', 'E')
    expect(reads).toBe(4)
  })

  test('follows a log that was set back to an earlier state', async () => {
    let log = inMemoryStore()
    const handler = commandHandler(
      { ...log, append: (...append) => log.append(...append), readStream: (...read) => log.readStream(...read) },
      shopCodec,
    )
    const stream = newStream()
    await handler.submit(shopDecider, stream, shop('Open', 'A'), context)
    await handler.submit(shopDecider, stream, shop('Rename', 'B'), context)
    log = inMemoryStore()
    await log.append(stream, noStream, [fact({ name: 'A' }, 'ShopOpened')])
    const { revision } = await handler.submit(shopDecider, stream, shop('Rename', 'C'), context)
    expect(revision).toBe(1n)
  })
})
