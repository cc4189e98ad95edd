import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openKurrentStore } from '../../../../api/system/kurrent-store/open.ts'
import { InvalidInput, Unavailable } from '../../../../domain/kernel/errors.ts'
import type { NewEvent, Position } from '../../../../domain/kernel/event.ts'
import { type Append, type EventStore, noStream, WrongRevision } from '../../../../domain/store/event-store.ts'
import { all, fact, facts, followed, idsOf, newStream, pause } from '../../../contracts/event-store.contract.ts'
import { openTcpProxy, type TcpProxy } from '../../../support/tcp-proxy.ts'
import { type AppendFault, type Double, openDouble } from './double/server.ts'

/** Longer than a busy machine takes for anything, for what is not about silence: there, silence would be a mistake. */
const patient = { attemptMs: 20_000, patienceMs: 60_000 }
/** For a silence that is waited for, and then got over. */
const wary = { attemptMs: 500, patienceMs: 20_000 }
/** For a silence that is to be told. */
const brief = { attemptMs: 500, patienceMs: 2_000 }

let double: Double
let proxy: TcpProxy
let store: EventStore
let troubles: unknown[]
let opened: EventStore[]

beforeEach(async () => {
  double = await openDouble()
  proxy = await openTcpProxy('127.0.0.1', double.port)
  troubles = []
  opened = []
  store = await reopened(patient)
})

afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()))
  await proxy.close()
  await double.close()
})

/** Another way to the same log, over the same bad network. */
async function reopened(settings: typeof patient): Promise<EventStore> {
  const url = `kurrentdb://127.0.0.1:${proxy.port}?tls=false`
  const one = await openKurrentStore({ ...settings, url, onTrouble: (error) => troubles.push(error) })
  opened.push(one)
  return one
}

const standing = (stream: string): string[] => double.log.stream(stream).map(({ id }) => id)

describe('an append to KurrentDB', () => {
  test('is one round trip where the stream was read or written before', async () => {
    const stream = newStream()
    expect(await all(store.readStream(stream))).toEqual([])
    const before = { ...double.counts }
    for (const revision of [noStream, 0n, 1n]) {
      expect(await store.append(stream, revision, facts(1))).toMatchObject({ verdict: 'APPENDED' })
    }
    await expect(store.append(stream, 0n, facts(1))).rejects.toBeInstanceOf(WrongRevision)
    expect(await store.append(stream, 2n, facts(1))).toMatchObject({ verdict: 'APPENDED' })
    expect(double.counts).toEqual({ ...before, appends: before.appends + 5 })
  })

  const silences: AppendFault[] = ['SILENT_BEFORE', 'SILENT_AFTER']
  const faults: AppendFault[] = ['BREAK_BEFORE', 'BREAK_AFTER', 'TIMEOUT_BEFORE', 'TIMEOUT_AFTER']
  for (const fault of [...faults, ...silences]) {
    test(`stands once when its first try ends in ${fault}`, async () => {
      const isSilence = silences.includes(fault)
      if (isSilence) store = await reopened(wary)
      const stream = newStream()
      await store.append(stream, noStream, facts(1))
      const events = facts(3)
      double.faults.push(fault)
      expect(await store.append(stream, 0n, events)).toMatchObject({ verdict: 'APPENDED', revision: 3n })
      expect(standing(stream).slice(1)).toHaveLength(3)
      expect(idsOf(await all(store.readStream(stream, { from: 1n })))).toEqual(idsOf(events))
      if (isSilence) expect(troubles[0]).toMatchObject({ name: 'Silence' })
      else expect(troubles).toHaveLength(1)
    })
  }

  test('that nobody answers is unavailable within its bounds, and may be sent again', async () => {
    const hasty = await reopened(brief)
    const stream = newStream()
    const events = facts(2)
    double.faults.push('SILENT_AFTER', ...Array.from({ length: 20 }, () => 'SILENT_BEFORE' as const))
    const start = performance.now()
    await expect(hasty.append(stream, noStream, events)).rejects.toBeInstanceOf(Unavailable)
    expect(performance.now() - start).toBeLessThan(brief.patienceMs + 2 * brief.attemptMs + 5_000)
    double.faults.length = 0
    expect(await store.append(stream, noStream, events)).toMatchObject({ verdict: 'DUPLICATE', revision: 1n })
    expect(standing(stream)).toHaveLength(2)
  })

  test('goes to the leader that a follower names', async () => {
    const leader = await openDouble(double.log)
    double.setLeader(leader.port)
    double.faults.push('NOT_LEADER')
    expect(await store.append(newStream(), noStream, facts(1))).toMatchObject({ verdict: 'APPENDED' })
    expect(leader.counts.appends).toBe(1)
    await leader.close()
  })

  test('in flight beside one that breaks the connection stands once as well', async () => {
    double.faults.push(...Array.from({ length: 3 }, () => 'BREAK_AFTER' as const))
    const streams = Array.from({ length: 30 }, newStream)
    const verdicts = await Promise.all(streams.map((stream) => store.append(stream, noStream, facts(2))))
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['APPENDED']))
    for (const stream of streams) expect(standing(stream)).toHaveLength(2)
  })

  test('over a connection that was cut goes over another one', async () => {
    for (let round = 0; round < 5; round++) {
      proxy.cut()
      expect(await store.append(newStream(), noStream, facts(1))).toMatchObject({ verdict: 'APPENDED' })
    }
  })

  test('over a connection that died without a word goes over another one', async () => {
    const cautious = await reopened(wary)
    const stream = newStream()
    proxy.halfOpen()
    const appended = cautious.append(stream, noStream, facts(1))
    await pause(wary.attemptMs / 2)
    proxy.heal()
    expect(await appended).toMatchObject({ verdict: 'APPENDED' })
    expect(standing(stream)).toHaveLength(1)
  })
})

describe('many appends to KurrentDB', () => {
  const someAppends = (count: number): Append[] =>
    Array.from({ length: count }, () => ({ stream: newStream(), expected: noStream, events: facts(2) }))
  const written = (): string[] => double.log.entries.filter(({ type }) => !type.startsWith('$')).map(({ id }) => id)
  const uuidsOf = async (appends: readonly Append[]): Promise<string[]> => {
    const streams = await store.readStreams(appends.map(({ stream }) => stream))
    expect([...streams.values()].flatMap(idsOf).sort()).toEqual(appends.flatMap(({ events }) => idsOf(events)).sort())
    return appends.flatMap(({ stream }) => standing(stream))
  }

  test('stand once and in order however often the connection breaks under them', async () => {
    const appends = someAppends(400)
    for (let place = 0; place < 400; place += 50) {
      double.faults[place + 20] = place % 100 ? 'BREAK_BEFORE' : 'BREAK_AFTER'
    }
    const verdicts = await store.appendBulk(appends)
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['APPENDED']))
    expect(written()).toEqual(await uuidsOf(appends))
  })

  test('leave a prefix of them where the server stays away', async () => {
    const hasty = await reopened({ ...patient, patienceMs: brief.patienceMs })
    const appends = someAppends(400)
    double.faults[150] = 'BREAK_BEFORE'
    const sending = hasty.appendBulk(appends)
    const outcome = sending.then(
      () => 'done',
      (error: unknown) => error,
    )
    while (written().length < 300) await pause(1)
    await double.close()
    expect(await outcome).toBeInstanceOf(Unavailable)
    expect(written()).toEqual(appends.slice(0, 150).flatMap(({ stream }) => standing(stream)))
    for (const { stream } of appends.slice(150)) expect(standing(stream)).toEqual([])
  })

  test('are not in conflict with one before them that only had to be sent again', async () => {
    const stream = newStream()
    const events = facts(3)
    double.faults.push('TIMEOUT_BEFORE')
    const verdicts = await store.appendBulk(
      events.map((event, place) => ({ stream, expected: BigInt(place - 1), events: [event] })),
    )
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['APPENDED', 'APPENDED', 'APPENDED'])
    expect(idsOf(await all(store.readStream(stream)))).toEqual(idsOf(events))
  })
})

describe('a read from KurrentDB', () => {
  test('that breaks off or falls silent goes on where it was', async () => {
    store = await reopened(wary)
    const stream = newStream()
    const events = facts(40)
    await store.append(stream, noStream, events)
    double.readFaults.push('BREAK', 'SILENT', 'BREAK')
    expect(idsOf(await all(store.readStream(stream)))).toEqual(idsOf(events))
    double.readFaults.push('BREAK', 'SILENT')
    expect(idsOf(await all(store.readAll()))).toEqual(idsOf(events))
    double.readFaults.push('SILENT', 'BREAK')
    expect(idsOf(await all(store.readStream(stream, { direction: 'BACKWARD', countMax: 7 })))).toEqual(
      idsOf(events.slice(-7).reverse()),
    )
  })

  test('that nobody answers is unavailable', async () => {
    store = await reopened(brief)
    proxy.halfOpen()
    await expect(store.head()).rejects.toBeInstanceOf(Unavailable)
    await expect(all(store.readStream(newStream()))).rejects.toBeInstanceOf(Unavailable)
  })

  test("never meets the server's own entries", async () => {
    for (let n = 0; n < 30; n++) await store.append(newStream(), noStream, facts(1))
    expect(double.log.entries.some(({ type }) => type.startsWith('$'))).toBe(true)
    expect(await all(store.readAll())).toHaveLength(30)
    expect((await all(store.readAll())).at(-1)?.position).toBe(await store.head())
  })
})

describe('a subscription to KurrentDB', () => {
  test('is dropped by every large append, and nobody notices', async () => {
    const stream = newStream()
    const written: NewEvent[] = []
    const following = followed(store, {}, (events) => events.length >= 3_000)
    for (let round = 0; round < 3; round++) {
      while (double.counts.subscriptions <= round) await pause(5)
      const events = facts(1_000)
      await store.append(stream, BigInt(written.length - 1), events)
      written.push(...events)
    }
    expect(idsOf((await following).events)).toEqual(idsOf(written))
    expect(double.counts.subscriptions).toBeGreaterThan(3)
    expect(troubles).toEqual([])
  })

  test('on a connection that died without a word takes another one', async () => {
    store = await reopened(wary)
    const direct = await openKurrentStore({ url: double.url })
    const event = fact()
    const following = followed(store, {}, (events) => events.length === 2)
    await direct.append(newStream(), noStream, facts(1))
    await pause(100)
    proxy.halfOpen()
    await direct.append(newStream(), noStream, [event])
    await pause(50)
    proxy.heal()
    expect((await following).events.at(-1)?.id).toBe(event.id)
    await direct.close()
  })

  test('from beyond the end of the log is refused: the log must have been restored to an earlier state', async () => {
    const { position } = await store.append(newStream(), noStream, facts(1))
    const beyond = `f${position.slice(1)}` as Position
    await expect(followed(store, { after: beyond }, () => true)).rejects.toBeInstanceOf(InvalidInput)
  })

  test('ends at once when aborted, even while nobody answers', async () => {
    const stop = new AbortController()
    const following = all(store.subscribeAll({ signal: stop.signal }))
    await pause(50)
    proxy.halfOpen()
    await pause(500)
    const start = performance.now()
    stop.abort()
    await following
    expect(performance.now() - start).toBeLessThan(patient.attemptMs / 2)
  })

  test('outlives a server that stays away longer than anybody waits', async () => {
    store = await reopened(brief)
    const direct = await openKurrentStore({ url: double.url })
    const event = fact()
    await direct.append(newStream(), noStream, facts(1))
    const following = followed(store, {}, (events) => events.length === 2)
    await pause(100)
    proxy.halfOpen()
    await pause(brief.patienceMs + 3 * brief.attemptMs)
    proxy.heal()
    await direct.append(newStream(), noStream, [event])
    expect((await following).events.at(-1)?.id).toBe(event.id)
    await direct.close()
  })

  test('holds no more than it was asked for while its reader is slow', async () => {
    await store.append(newStream(), noStream, facts(2_000))
    const stop = new AbortController()
    const seen: string[] = []
    for await (const batch of store.subscribeAll({ batchMax: 10, signal: stop.signal })) {
      expect(batch.events.length).toBeLessThanOrEqual(10)
      if (seen.length === 0) await pause(200)
      seen.push(...idsOf(batch.events))
      if (seen.length === 2_000) stop.abort()
    }
    expect(seen).toEqual(idsOf(await all(store.readAll())))
  })
})

describe('opening KurrentDB', () => {
  test('fails where nobody listens, and where the connection string is none', async () => {
    await double.close()
    await expect(openKurrentStore({ ...brief, url: double.url })).rejects.toBeInstanceOf(Unavailable)
    await expect(openKurrentStore({ url: 'postgres://one' })).rejects.toBeInstanceOf(InvalidInput)
    await expect(openKurrentStore({ url: 'esdb://one:port' })).rejects.toBeInstanceOf(InvalidInput)
    const noFile = openKurrentStore({ url: 'kurrentdb://one:2113?tls=true&tlsCaFile=none.crt' })
    await expect(noFile).rejects.toThrow('证书文件')
  })
})

describe('whatever goes wrong', () => {
  const anyFault = fc.constantFrom<AppendFault | undefined>(
    ...[undefined, undefined, 'BREAK_BEFORE' as const, 'BREAK_AFTER' as const],
    ...['TIMEOUT_BEFORE' as const, 'TIMEOUT_AFTER' as const, 'SILENT_AFTER' as const],
  )

  test('what was acknowledged stands once, and all else once or not at all', async () => {
    store = await reopened(brief)
    await fc.assert(
      fc.asyncProperty(fc.array(anyFault, { maxLength: 12 }), async (faults) => {
        double.faults.length = 0
        double.faults.push(...(faults as AppendFault[]))
        await Promise.all(Array.from({ length: 3 }, () => writing()))
      }),
      { numRuns: 15 },
    )

    async function writing(): Promise<void> {
      const stream = newStream()
      const sent: string[] = []
      for (let revision = noStream; revision < 4n; revision++) {
        const events = facts(1)
        const outcome = await store.append(stream, revision, events).catch((error: unknown) => error)
        if (outcome instanceof Unavailable) {
          expect(sent.length).toBeLessThanOrEqual(standing(stream).length)
          expect(standing(stream).length).toBeLessThanOrEqual(sent.length + 1)
          return
        }
        expect(outcome).toMatchObject({ verdict: 'APPENDED', revision: revision + 1n })
        sent.push(...idsOf(events))
      }
      expect(idsOf(await all(store.readStream(stream)))).toEqual(sent)
    }
  }, 120_000)
})
