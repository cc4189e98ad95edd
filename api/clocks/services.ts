import type { Context } from '../context.ts'
import type { EnterpriseServices } from '../enterprise/services.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import type { LogSince } from '../../projections/clocks/log-since.ts'
import type { Calendars } from '../system/calendars.ts'

/** What the clocks' resolvers work with, besides the file's. */
export type ClockServices = Readonly<{
  calendars: Calendars
  logSince: LogSince // Since when there is a log: what is older was published elsewhere.
  untilTold: () => Promise<unknown> // Waits a bounded moment until what is recorded is told, one's own last entry included.
  freshDeadlines: (day: PlainDate) => Promise<unknown> // The same, and the rows reach a day and are counted by this calendar.
}>

export type Ctx = Context<EnterpriseServices & ClockServices>
