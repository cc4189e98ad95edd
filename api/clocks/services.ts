import type { Context } from '../context.ts'
import type { EnterpriseServices } from '../enterprise/services.ts'
import type { LogSince } from '../../projections/clocks/log-since.ts'
import type { Calendars } from '../system/calendars.ts'

/** What the clocks' resolvers work with, besides the file's. */
export type ClockServices = Readonly<{
  calendars: Calendars
  logSince: LogSince // Since when there is a log: what is older was published elsewhere.
  freshDeadlines: () => Promise<unknown> // Before rows are counted: those whose day has come are told again.
}>

export type Ctx = Context<EnterpriseServices & ClockServices>
