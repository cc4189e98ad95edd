import { InvalidInput, Unavailable } from '../../domain/kernel/errors.ts'
import { type BulkVerdict, type EventStore, WrongRevision } from '../../domain/store/event-store.ts'
import type { AppendOutcome, Metrics } from './metrics.ts'

type Counters = Pick<Metrics, 'appends' | 'appendSeconds' | 'eventsAppended'>

/** The same log, of which every append is counted by what became of it and by how long it took. */
export function measuredStore(store: EventStore, metrics: Counters): EventStore {
  const { appends, appendSeconds, eventsAppended } = metrics

  async function timed<T>(kind: 'single' | 'bulk', count: number, append: () => Promise<T>): Promise<T> {
    const end = appendSeconds.startTimer({ kind })
    try {
      return await append()
    } catch (error) {
      appends.inc({ outcome: outcomeOf(error) }, count)
      throw error
    } finally {
      end()
    }
  }

  function count(verdict: BulkVerdict['verdict'], events: number): void {
    appends.inc({ outcome: outcomes[verdict] })
    if (verdict === 'APPENDED') eventsAppended.inc(events)
  }

  return {
    ...store,
    async append(stream, expected, events) {
      const appended = await timed('single', 1, () => store.append(stream, expected, events))
      count(appended.verdict, events.length)
      return appended
    },
    async appendBulk(batch) {
      const verdicts = await timed('bulk', batch.length, () => store.appendBulk(batch))
      for (const [n, { verdict }] of verdicts.entries()) count(verdict, batch[n]?.events.length ?? 0)
      return verdicts
    },
  }
}

const outcomes: Readonly<Record<BulkVerdict['verdict'], AppendOutcome>> = {
  APPENDED: 'ok',
  DUPLICATE: 'duplicate',
  CONFLICT: 'conflict',
}

function outcomeOf(error: unknown): AppendOutcome {
  if (error instanceof WrongRevision) return 'conflict'
  if (error instanceof Unavailable) return 'unavailable'
  return error instanceof InvalidInput ? 'refused' : 'error'
}
