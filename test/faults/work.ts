import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../../domain/kernel/errors.ts'
import type { NewEvent, Position } from '../../domain/kernel/event.ts'
import { idSource } from '../../domain/kernel/ids.ts'
import { type Append, type EventStore, noStream } from '../../domain/store/event-store.ts'

/** What was acknowledged and what was not, stream by stream, and what a subscription has met. */
export type Ledger = {
  after: Position | undefined
  acknowledged: Map<string, string[]>
  doubtful: Map<string, string[]> // Sent, never answered, and given up.
  met: string[]
  troubles: number
  unavailable: number
  hasMetAll(waitMs: number): Promise<void>
}

const newId = idSource()
const metadata = {
  recordedAt: '2026-03-02T08:00:00.000Z',
  actor: { agency: 'system', officer: 'faults', role: 'SYSTEM' },
  correlationId: newId(),
}
const facts = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, n) => ({ id: newId(), type: 'NoteTaken', schemaVersion: 1, data: { n }, metadata }))
const idsOf = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id)

export function newLedger(): Ledger {
  const ledger: Ledger = {
    after: undefined,
    acknowledged: new Map(),
    doubtful: new Map(),
    met: [],
    troubles: 0,
    unavailable: 0,
    async hasMetAll(waitMs) {
      const until = performance.now() + waitMs
      const expected = [...ledger.acknowledged.values()].flat()
      while (performance.now() < until) {
        const met = new Set(ledger.met)
        if (expected.every((id) => met.has(id))) return
        await sleep(200)
      }
    },
  }
  return ledger
}

/** Appends one to three events at a time to a stream. What nobody answers is sent again, or given up with its stream. */
export async function writing(log: EventStore, ledger: Ledger, writer: number, stop: AbortSignal): Promise<void> {
  for (let turn = 0; !stop.aborted; turn++) {
    const stream = `faults-${newId()}`
    const acknowledged: string[] = []
    ledger.acknowledged.set(stream, acknowledged)
    let events = facts(1)
    while (!stop.aborted) {
      try {
        await log.append(stream, BigInt(acknowledged.length - 1), events)
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error
        ledger.unavailable++
        if ((turn + writer) % 2 === 0) continue // The same once more.
        ledger.doubtful.set(stream, idsOf(events))
        break
      }
      acknowledged.push(...idsOf(events))
      events = facts(1 + (acknowledged.length % 3))
    }
    if (stop.aborted && !ledger.doubtful.has(stream)) ledger.doubtful.set(stream, idsOf(events))
  }
}

/** Imports of two hundred appends each; one that breaks off is sent again as it was. */
export async function importing(log: EventStore, ledger: Ledger, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const appends = Array.from({ length: 200 }, (): Append => ({
      stream: `faults-${newId()}`,
      expected: noStream,
      events: facts(2),
    }))
    for (let isDone = false; !isDone;) {
      try {
        const verdicts = await log.appendBulk(appends)
        if (verdicts.some(({ verdict }) => verdict === 'CONFLICT')) throw new Error('an import met a conflict')
        for (const { stream, events } of appends) ledger.acknowledged.set(stream, idsOf(events))
        isDone = true
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error
        ledger.unavailable++
        if (!stop.aborted) continue
        for (const { stream, events } of appends) ledger.doubtful.set(stream, idsOf(events))
        isDone = true
      }
    }
    await sleep(300)
  }
}

export async function following(log: EventStore, ledger: Ledger, signal: AbortSignal): Promise<void> {
  const after = ledger.after === undefined ? {} : { after: ledger.after }
  for await (const { events } of log.subscribeAll({ ...after, signal })) ledger.met.push(...idsOf(events))
}

/** Compares what stands with what was said, and prints it. Answers with how much is wrong. */
export async function judge(log: EventStore, ledger: Ledger): Promise<number> {
  let [events, standingDoubtful, wrong] = [0, 0, 0]
  const streams = [...new Set([...ledger.acknowledged.keys(), ...ledger.doubtful.keys()])]
  const found = await log.readStreams(streams)
  for (const stream of streams) {
    const acknowledged = ledger.acknowledged.get(stream) ?? []
    const doubtful = ledger.doubtful.get(stream) ?? []
    const standing = idsOf(found.get(stream) ?? [])
    const rest = standing.slice(acknowledged.length).join()
    const isRight = standing.slice(0, acknowledged.length).join() === acknowledged.join()
    if (!isRight || (rest !== '' && rest !== doubtful.join())) wrong++
    if (rest !== '') standingDoubtful++
    events += acknowledged.length
  }
  const order: string[] = []
  const after = ledger.after === undefined ? {} : { after: ledger.after }
  for await (const { id, stream } of log.readAll(after)) if (stream.startsWith('faults-')) order.push(id)
  const isSameOrder = order.slice(0, ledger.met.length).join() === ledger.met.join()
  const twice = order.length - new Set(order).size
  console.log(
    `已确认事件 ${events}，流 ${streams.length}；报告不可用 ${ledger.unavailable}；未确认而已写入的追加 ${standingDoubtful}`,
  )
  console.log(
    `有误的流 ${wrong}；重复的事件 ${twice}；订阅收到 ${ledger.met.length} / ${order.length}，顺序${isSameOrder ? '一致' : '不一致'}`,
  )
  const missed = order.length - ledger.met.length
  return wrong + twice + (isSameOrder ? 0 : 1) + (missed > 0 ? 1 : 0)
}
