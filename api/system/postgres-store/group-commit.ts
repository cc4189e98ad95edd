import type { BulkVerdict } from '../../../domain/store/event-store.ts'
import type { JudgedAppend } from './appends.ts'

type Waiting = Readonly<{
  append: JudgedAppend
  resolve(verdict: BulkVerdict): void
  reject(error: unknown): void
}>

const batchesInFlight = 2
const eventsMax = 2_000
const appendsMax = 500

/**
 * Appends that arrive while a batch is on its way go together in the next one: one round trip and one commit for all of
 * them. A batch has at most one append per stream, and none for a stream that is still on its way, so that appends to
 * one stream keep the order in which they came.
 */
export function groupCommit(send: (batch: readonly JudgedAppend[]) => Promise<readonly BulkVerdict[]>) {
  let queue: Waiting[] = []
  const busy = new Set<string>()
  const flights = new Set<Promise<void>>()
  let scheduled = false

  /** Not at once: those who were just answered have their next append ready within this turn of the event loop. */
  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      while (flights.size < batchesInFlight && start());
    })
  }

  function start(): boolean {
    const batch = takeBatch()
    if (batch.length === 0) return false
    const flight = fly(batch).finally(() => {
      flights.delete(flight)
      for (const { append } of batch) busy.delete(append.stream)
      schedule()
    })
    flights.add(flight)
    return true
  }

  function takeBatch(): readonly Waiting[] {
    const batch: Waiting[] = []
    const left: Waiting[] = []
    let events = 0
    for (const waiting of queue) {
      const { stream, texts } = waiting.append
      const fits = batch.length === 0 || (batch.length < appendsMax && events + texts.length <= eventsMax)
      if (!fits || busy.has(stream)) left.push(waiting)
      else {
        busy.add(stream)
        events += texts.length
        batch.push(waiting)
      }
    }
    queue = left
    return batch
  }

  async function fly(batch: readonly Waiting[]): Promise<void> {
    try {
      const verdicts = await send(batch.map(({ append }) => append))
      for (const [place, { resolve }] of batch.entries()) resolve(verdicts[place] as BulkVerdict)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  return {
    add(append: JudgedAppend): Promise<BulkVerdict> {
      return new Promise((resolve, reject) => {
        queue.push({ append, resolve, reject })
        schedule()
      })
    },

    /** Resolves when nothing is waiting or on its way any more. */
    async settled(): Promise<void> {
      while (queue.length > 0 || flights.size > 0) {
        await Promise.all(flights)
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}
