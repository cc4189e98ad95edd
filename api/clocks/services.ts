import type { Pool } from 'pg'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { ClockGround } from '../../projections/clocks/deadline.projection.ts'
import { factsBeside, type FactsBeside } from '../../projections/clocks/deadline.queries.ts'
import type { LogSince } from '../../projections/clocks/log-since.ts'
import { refreshDeadlines } from '../../projections/clocks/refresh.ts'
import type { Projection } from '../../projections/projection.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { batched } from '../batched.ts'
import type { Context } from '../context.ts'
import type { EnterpriseServices } from '../enterprise/services.ts'
import type { Calendars } from '../system/calendars.ts'

/** What the clocks' resolvers work with, besides the file's. */
export type ClockServices = Readonly<{
  calendars: Calendars
  file: (uscc: string) => Promise<readonly FileFact[]> // Everything that ever stood in it, from first to last.
  beside: (uscc: string) => Promise<readonly FactsBeside[]> // What streams beside its file say of an enterprise's clocks.
  logSince: LogSince // Since when there is a log: what is older was published elsewhere.
  untilTold: () => Promise<unknown> // Waits a bounded moment until what is recorded is told, one's own last entry included.
  freshDeadlines: (day: PlainDate) => Promise<unknown> // The same, and the rows reach a day and are counted by this calendar.
}>

export type Ctx = Context<EnterpriseServices & ClockServices>

/** How long a question about clocks waits for rows that are still being told. */
const toldWaitMs = 1_000

const filesAtOnce = 100

export function clockServices(
  rest: Readonly<{
    store: EventStore
    pool: Pool
    projections: readonly Projection[]
    ground: ClockGround
    calendars: Calendars
  }>,
): ClockServices {
  const { store, pool, ground, calendars } = rest
  const told = batched<'log', boolean>(async () => {
    const head = await store.head()
    const isTold = head === undefined || (await waitUntilTold(pool, head, toldWaitMs))
    return () => isTold
  })
  const untilTold = () => told('log') // Who asks in one turn of the event loop waits together.
  return {
    ...{ calendars, logSince: ground.logSince, untilTold },
    file: batched<string, readonly FileFact[]>(async (usccs) => {
      const streams = await store.readStreams(usccs.map((uscc) => enterpriseStream(uscc as Uscc)))
      return (uscc) => (streams.get(enterpriseStream(uscc as Uscc)) ?? []) as unknown as readonly FileFact[]
    }, filesAtOnce),
    beside: batched<string, readonly FactsBeside[]>(async (usccs) => {
      const facts = await factsBeside(pool, usccs)
      return (uscc) => facts.get(uscc) ?? []
    }),
    async freshDeadlines(until) {
      await untilTold()
      return refreshDeadlines({ ...rest, until })
    },
  }
}
