import { logCodec } from '../../domain/codec.ts'
import { idSource } from '../../domain/kernel/ids.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import type { SealAlgorithm } from '../../domain/kernel/sealed.ts'
import { withCodec } from '../../domain/store/codec.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { type CommandHandler, commandHandler } from '../../domain/store/handle.ts'
import { openReadModels, type ReadModels } from '../../projections/database.ts'
import { type CreditGround, type Projection, projectionsOn } from '../../projections/index.ts'
import { tellRows } from '../../projections/telling.ts'
import { type CreditModels, openCreditModels } from './credit-models.ts'
import { type MasterSource, noMaster } from './keys/master-key.ts'
import { type PersonKeys, personKeys } from './keys/person-keys.ts'
import type { Log } from './log.ts'
import { openKurrentStore } from './kurrent-store/open.ts'
import { openPostgresStore } from './postgres-store/open.ts'

/** An opened installation: its log, its rows, and what works on them. */
export type System = Readonly<{
  store: EventStore // Decoded: every event in its current version.
  handler: CommandHandler
  readModels: ReadModels
  projections: readonly Projection[]
  models: CreditModels
  ground: CreditGround // What credit profiles rest on besides their files.
  keys: PersonKeys // Beside the rows, wherever the log stands.
  newId: () => string
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
  }>,
): Promise<System> {
  const { databaseUrl, kurrentUrl, log, clock, master = noMaster, sealAlgorithm = 'AES-256-GCM' } = options
  const onTrouble = (error: unknown) => log.warn({ err: error }, '事件库连接不稳，自动重试')
  const raw = await (kurrentUrl
    ? openKurrentStore({ url: kurrentUrl, onTrouble })
    : openPostgresStore({ url: databaseUrl, onTrouble }))
  const store = withCodec(raw, logCodec)
  let readModels: ReadModels
  let models: CreditModels
  try {
    models = await openCreditModels(store)
    readModels = await openReadModels(databaseUrl)
  } catch (error) {
    await raw.close()
    throw error
  }
  const ending = new AbortController()
  const newId = idSource()
  const ground: CreditGround = { today: () => dayInChina(clock()), models: models.book }
  const projections = projectionsOn(ground)
  let telling: Promise<void> | undefined
  return {
    store,
    handler: commandHandler(raw, logCodec),
    ...{ readModels, projections, models, ground },
    keys: personKeys(readModels.pool, { source: master, algorithm: sealAlgorithm, newId }),
    newId,
    tell() {
      const { pool } = readModels
      telling ??= tellRows({ store, pool, projections, ground, models, log, clock, signal: ending.signal })
    },
    async close() {
      ending.abort()
      await telling
      await raw.close()
      await readModels.close()
    },
  }
}
