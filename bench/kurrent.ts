/**
 * What the port costs over KurrentDB's bare client, both measured in turns in the same run:
 *
 *   KURRENTDB_URL=… node bench/kurrent.ts [--rounds 3] [--seconds 2] [--events 100000]
 *   KURRENTDB_URL=… node bench/kurrent.ts --kill '<command that kills the leader>'
 */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { EventStoreDBClient, excludeSystemEvents, jsonEvent, NO_STREAM, START } from '@eventstore/db-client'
import { addressOf } from '../api/system/kurrent-store/address.ts'
import { openKurrentStore } from '../api/system/kurrent-store/open.ts'
import { placeOf } from '../api/system/kurrent-store/position.ts'
import type { NewEvent, Position } from '../domain/kernel/event.ts'
import { idSource } from '../domain/kernel/ids.ts'
import { noStream } from '../domain/store/event-store.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    events: { type: 'string', default: '100000' },
    kill: { type: 'string' },
  },
})
const url = process.env.KURRENTDB_URL
if (!url) {
  console.error('KURRENTDB_URL 未设置：请指定要测量的 KurrentDB')
  process.exit(2)
}
const [rounds, seconds, events] = [Number(options.rounds), Number(options.seconds), Number(options.events)]

const newId = idSource()
const data = {
  penaltyId: 'pen-1',
  decisionNumber: '沪市监徐处〔2026〕042026000123号',
  kind: 'FINE',
  facts: '当事人未经许可从事食品经营活动，经责令改正后拒不改正。'.repeat(4),
  fine: 5_000_000,
  decidedOn: '2026-03-02',
}
const metadata = {
  recordedAt: '2026-03-02T08:00:00.000Z',
  actor: { agency: '11310104MB2F30502W', officer: 'officer-17', role: 'OFFICER' },
  correlationId: newId(),
}
const ourEvents = (count: number): NewEvent[] =>
  Array.from({ length: count }, () => ({ id: newId(), type: 'PenaltyImposed', schemaVersion: 1, data, metadata }))
const bareEvents = (count: number) =>
  Array.from({ length: count }, () => jsonEvent({ id: randomUUID(), type: 'PenaltyImposed', data, metadata }))

const store = await openKurrentStore({ url })
const bare = EventStoreDBClient.connectionString(addressOf(url).leader)

type Append = (stream: string, expected: bigint, count: number) => Promise<bigint>
const byPort: Append = async (stream, expected, count) =>
  (await store.append(stream, expected, ourEvents(count))).revision
const byBareClient: Append = async (stream, expected, count) => {
  const expectedRevision = expected === noStream ? NO_STREAM : expected
  return (await bare.appendToStream(stream, bareEvents(count), { expectedRevision })).nextExpectedRevision
}

/** Events per second that so many writers get into streams of their own, `count` at a time. */
async function appending(append: Append, writers: number, count: number): Promise<number> {
  const start = performance.now()
  const end = start + seconds * 1_000
  let written = 0
  await Promise.all(
    Array.from({ length: writers }, async () => {
      const stream = `bench-${newId()}`
      let revision = noStream
      while (performance.now() < end) {
        revision = await append(stream, revision, count)
        written += count
      }
    }),
  )
  return (written / (performance.now() - start)) * 1_000
}

async function catchingUpByPort(after: Position | undefined): Promise<number> {
  const stop = new AbortController()
  const start = performance.now()
  let seen = 0
  const from = after === undefined ? {} : { after }
  for await (const batch of store.subscribeAll({ ...from, signal: stop.signal })) {
    seen += batch.events.length
    if (seen >= events) stop.abort()
  }
  return (seen / (performance.now() - start)) * 1_000
}

async function catchingUpByBareClient(after: Position | undefined): Promise<number> {
  const place = after === undefined ? undefined : placeOf(after)
  const fromPosition = place ? { commit: BigInt(place.commit), prepare: BigInt(place.prepare) } : START
  const start = performance.now()
  const subscription = bare.subscribeToAll({ fromPosition, filter: excludeSystemEvents() })
  let seen = 0
  for await (const { event } of subscription) {
    if (event !== undefined && ++seen >= events) break
  }
  const took = performance.now() - start
  await subscription.unsubscribe()
  return (seen / took) * 1_000
}

/** In turns, so that what else the machine does meets both. */
async function compare(what: string, port: () => Promise<number>, bareClient: () => Promise<number>): Promise<void> {
  await port()
  await bareClient()
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    ours.push(await port())
    theirs.push(await bareClient())
  }
  const [our, their] = [median(ours), median(theirs)]
  console.log(
    `${what.padEnd(34)} port ${figure(our)} events/s   bare ${figure(their)} events/s   ${(our / their).toFixed(2)}`,
  )
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const figure = (value: number): string => Math.round(value).toLocaleString('en').padStart(8)

async function importing(): Promise<number> {
  const appends = Array.from({ length: 5_000 }, () => ({
    stream: `bench-${newId()}`,
    expected: noStream,
    events: ourEvents(2),
  }))
  const start = performance.now()
  await store.appendBulk(appends)
  return 10_000 / ((performance.now() - start) / 1_000)
}

/** The same streams by the bare client, 256 of them on their way at a time. */
async function importingByBareClient(): Promise<number> {
  const streams = Array.from({ length: 5_000 }, () => `bench-${newId()}`).values()
  const start = performance.now()
  const some = async () => {
    for (const stream of streams) await byBareClient(stream, noStream, 2)
  }
  await Promise.all(Array.from({ length: 256 }, some))
  return 10_000 / ((performance.now() - start) / 1_000)
}

async function measureSpeed(): Promise<void> {
  for (const writers of [1, 8, 32]) {
    const what = `single appends, ${writers} writer${writers > 1 ? 's' : ''}`
    await compare(
      what,
      () => appending(byPort, writers, 1),
      () => appending(byBareClient, writers, 1),
    )
  }
  await compare(
    'batches of 500, 1 writer',
    () => appending(byPort, 1, 500),
    () => appending(byBareClient, 1, 500),
  )
  await compare('import, 5,000 streams of 2 events', importing, importingByBareClient)
  const after = await store.head()
  const appends = Array.from({ length: Math.ceil(events / 500) }, () => ({
    stream: `bench-${newId()}`,
    expected: noStream,
    events: ourEvents(500),
  }))
  await store.appendBulk(appends)
  await compare(
    `catch-up, ${events.toLocaleString('en')} events`,
    () => catchingUpByPort(after),
    () => catchingUpByBareClient(after),
  )
}

/** Eight writers for half a minute, the command after five seconds: how long nothing is acknowledged, and what stands. */
async function measureLeaderChange(command: string): Promise<void> {
  const start = performance.now()
  const acknowledged: [stream: string, ids: string[]][] = []
  let [last, gap, gapAt, refused] = [start, 0, 0, 0]
  setTimeout(() => spawn(command, { shell: true, stdio: 'inherit' }), 5_000)
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const stream = `bench-${newId()}`
      const ids: string[] = []
      acknowledged.push([stream, ids])
      let pending = ourEvents(1)
      while (performance.now() - start < 30_000) {
        try {
          await store.append(stream, BigInt(ids.length - 1), pending)
        } catch {
          refused++ // Told as unavailable: the same append is sent again.
          continue
        }
        const now = performance.now()
        if (now - last > gap) [gap, gapAt] = [now - last, last - start]
        last = now
        ids.push(...pending.map(({ id }) => id))
        pending = ourEvents(1)
      }
    }),
  )
  let [total, wrong] = [0, 0]
  for (const [stream, ids] of acknowledged) {
    const standing: string[] = []
    for await (const event of store.readStream(stream)) standing.push(event.id)
    total += ids.length
    if (standing.slice(0, ids.length).join() !== ids.join() || standing.length > ids.length + 1) wrong++
  }
  console.log(
    `${total.toLocaleString('en')} appends acknowledged; longest pause ${(gap / 1_000).toFixed(1)} s, ${(gapAt / 1_000).toFixed(1)} s after the start;`,
    `${refused} told as unavailable; streams that do not hold exactly what was acknowledged: ${wrong}`,
  )
}

await (options.kill === undefined ? measureSpeed() : measureLeaderChange(options.kill))
await Promise.all([store.close(), bare.dispose()])
