import { logCodec } from '../../domain/codec.ts'
import { idSource } from '../../domain/kernel/ids.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import type { SealAlgorithm } from '../../domain/kernel/sealed.ts'
import { withCodec } from '../../domain/store/codec.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { type CommandHandler, commandHandler } from '../../domain/store/handle.ts'
import { openReadModels, type ReadModels } from '../../projections/database.ts'
import { logSince } from '../../projections/clocks/log-since.ts'
import { type Ground, type Projection, projectionsOn } from '../../projections/index.ts'
import { tellRows } from '../../projections/telling.ts'
import { measuredStore } from '../metrics/measured-store.ts'
import { type Metrics, openMetrics } from '../metrics/metrics.ts'
import { withoutWaiting } from '../operations/patience.ts'
import { openWatch, type Watch } from '../operations/watch.ts'
import { loggedCommands } from './command-log.ts'
import { type Calendars, openCalendars } from './calendars.ts'
import { type CreditModels, openCreditModels } from './credit-models.ts'
import { type MasterSource, noMaster } from './keys/master-key.ts'
import { type PersonKeys, personKeys } from './keys/person-keys.ts'
import type { Log } from './log.ts'
import { kurrentLog, type LogKind, postgresLog } from './log-kind.ts'
import { openKurrentStore } from './kurrent-store/open.ts'
import { openPostgresStore } from './postgres-store/open.ts'

/** An opened installation: its log, its rows, and what works on them. */
export type System = Readonly<{
  store: EventStore // Decoded: every event in its current version.
  handler: CommandHandler
  readModels: ReadModels
  projections: readonly Projection[]
  models: CreditModels
  calendars: Calendars
  ground: Ground // What profiles and clocks rest on besides their files.
  keys: PersonKeys // Beside the rows, wherever the log stands.
  newId: () => string
  metrics: Metrics
  watch: Watch // How both stores stand; looks by itself once it is started.
  logKind: LogKind
  /** Tells rows until `close`; without it rows are only read. */
  tell(): void
  close(): Promise<void>
}>

/** Opens the rows at a PostgreSQL, and the log beside them or in KurrentDB. */
export async function openSystem(
  options: Readonly<{
    databaseUrl: string
    kurrentUrl?: string | undefined
    log: Log
    clock: () => Date
    master?: MasterSource // Without it nothing can be sealed.
    sealAlgorithm?: SealAlgorithm
    patienceMs?: number // How long a log in KurrentDB is waited for before it is said to be away.
  }>,
): Promise<System> {
  const { databaseUrl, kurrentUrl, log, clock, master = noMaster, sealAlgorithm = 'AES-256-GCM' } = options
  const { patienceMs = 15_000 } = options
  const metrics = openMetrics()
  const sayTrouble = atMostEvery(troubleMs, (error, unsaid) =>
    log.warn({ reason: reasonOf(error), unsaid }, '事件库连接不稳，自动重试'),
  )
  const onTrouble = (error: unknown) => {
    metrics.troubles.inc({ store: 'log' })
    sayTrouble(error)
  }
  const raw = await (kurrentUrl
    ? openKurrentStore({ url: kurrentUrl, patienceMs, onTrouble })
    : openPostgresStore({ url: databaseUrl, onTrouble }))
  let watch: Watch | undefined
  const counted = withoutWaiting(measuredStore(raw, metrics), () => watch?.logAwayMs() ?? 0, patienceMs)
  const store = withCodec(counted, logCodec)
  let readModels: ReadModels
  let models: CreditModels
  let calendars: Calendars
  const since = logSince(store)
  try {
    models = await openCreditModels(store)
    calendars = await openCalendars(store)
    await since.look()
    readModels = await openReadModels(databaseUrl)
  } catch (error) {
    await raw.close()
    throw error
  }
  readModels.pool.on('error', () => metrics.troubles.inc({ store: 'rows' }))
  const looking = openWatch({ store: raw, pool: readModels.pool, clock })
  watch = looking
  const ending = new AbortController()
  const newId = idSource()
  const today = () => dayInChina(clock())
  const ground: Ground = { today, models: models.book, calendars: calendars.book, logSince: since }
  const projections = projectionsOn(ground)
  const logKind = kurrentUrl ? kurrentLog(raw) : postgresLog
  let telling: Promise<void> | undefined
  return {
    store,
    handler: loggedCommands(commandHandler(counted, logCodec), log),
    ...{ readModels, projections, models, calendars, ground },
    keys: personKeys(readModels.pool, { source: master, algorithm: sealAlgorithm, newId }),
    ...{ newId, metrics, watch: looking, logKind },
    tell() {
      const { pool } = readModels
      const { signal } = ending
      const rest = { log, clock, signal, logKind: logKind.name }
      telling ??= tellRows({ store, pool, projections, ground, models, calendars, ...rest })
    },
    async close() {
      ending.abort()
      await telling
      await looking.close()
      await raw.close()
      await readModels.close()
    },
  }
}

const troubleMs = 5_000

/** Trouble on the wire is told without where in a library it was met. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A log that is away is tried again many times a second by many; one line now and then says so. */
function atMostEvery(ms: number, say: (error: unknown, unsaid: number) => void): (error: unknown) => void {
  let quietUntil = 0
  let unsaid = 0
  return (error) => {
    if (performance.now() < quietUntil) {
      unsaid += 1
      return
    }
    say(error, unsaid)
    quietUntil = performance.now() + ms
    unsaid = 0
  }
}
