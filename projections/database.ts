import { setTimeout as sleep } from 'node:timers/promises'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import { entities } from './entities.ts'
import { Migration20261123000000 } from './migrations/Migration20261123000000.ts'
import { Migration20261124000000 } from './migrations/Migration20261124000000.ts'
import { Migration20261125000000 } from './migrations/Migration20261125000000.ts'
import { Migration20261126000000 } from './migrations/Migration20261126000000.ts'
import { Migration20261127000000 } from './migrations/Migration20261127000000.ts'
import { Migration20261130000000 } from './migrations/Migration20261130000000.ts'
import { Migration20261201000000 } from './migrations/Migration20261201000000.ts'
import { Migration20261202000000 } from './migrations/Migration20261202000000.ts'
import { Migration20261128000000 } from './migrations/Migration20261128000000.ts'
import { Migration20261204000000 } from './migrations/Migration20261204000000.ts'
import { Migration20261205040000 } from './migrations/Migration20261205040000.ts'
import { Migration20261205010000 } from './migrations/Migration20261205010000.ts'
import { Migration20261205050000 } from './migrations/Migration20261205050000.ts'
import { Migration20261205080000 } from './migrations/Migration20261205080000.ts'
import { Migration20261205060000 } from './migrations/Migration20261205060000.ts'
import { Migration20261205070000 } from './migrations/Migration20261205070000.ts'
import { Migration20261203000000 } from './migrations/Migration20261203000000.ts'

export type ReadModels = Readonly<{
  orm: MikroORM
  pool: pg.Pool // For the runner, rebuilds, and loaders that read many rows of one shape.
  close(): Promise<void>
}>

const migrationLock = 7_305_003

/** Opens the read models and brings their schema up to date; several processes may do so at once. */
export async function openReadModels(url: string, options: { poolMax?: number } = {}): Promise<ReadModels> {
  const pool = new pg.Pool({ connectionString: url, max: options.poolMax ?? 20, application_name: 'yidang' })
  pool.on('error', () => undefined) // A lost idle connection is replaced at the next use, which reports what is wrong.
  pool.on('connect', (client) => client.on('error', () => undefined)) // So does the next query on one that is in use.
  const orm = new MikroORM({
    clientUrl: url,
    driverOptions: { connectionString: url }, // From `clientUrl` it takes no parameters, so `sslmode` would be lost.
    entities,
    extensions: [Migrator],
    discovery: { warnWhenNoEntities: false },
    logger: () => undefined, // What goes wrong is thrown; the migrator's chatter is nobody's news.
    migrations: {
      migrationsList: [
        { name: 'Migration20261123000000', class: Migration20261123000000 },
        { name: 'Migration20261124000000', class: Migration20261124000000 },
        { name: 'Migration20261125000000', class: Migration20261125000000 },
        { name: 'Migration20261126000000', class: Migration20261126000000 },
        { name: 'Migration20261127000000', class: Migration20261127000000 },
        { name: 'Migration20261128000000', class: Migration20261128000000 },
        { name: 'Migration20261130000000', class: Migration20261130000000 },
        { name: 'Migration20261201000000', class: Migration20261201000000 },
        { name: 'Migration20261203000000', class: Migration20261203000000 },
        { name: 'Migration20261202000000', class: Migration20261202000000 },
        { name: 'Migration20261204000000', class: Migration20261204000000 },
        { name: 'Migration20261205040000', class: Migration20261205040000 },
        { name: 'Migration20261205010000', class: Migration20261205010000 },
        { name: 'Migration20261205050000', class: Migration20261205050000 },
        { name: 'Migration20261205080000', class: Migration20261205080000 },
        { name: 'Migration20261205060000', class: Migration20261205060000 },
        { name: 'Migration20261205070000', class: Migration20261205070000 },
      ],
      tableName: 'migration',
      transactional: true,
      snapshot: false,
    },
    forceUtcTimezone: true,
    pool: { max: options.poolMax ?? 20 },
  })
  try {
    await migrate(orm, pool)
  } catch (error) {
    await closed(orm, pool)
    throw error
  }
  return {
    orm,
    pool,
    close: () => closed(orm, pool),
  }
}

const closeMs = 2_000

/** A connection that is lost within a transaction of the library's is never given back, and its pool waits for ever. */
async function closed(orm: MikroORM, pool: pg.Pool): Promise<void> {
  const enough = new AbortController()
  const patience = sleep(closeMs, undefined, { signal: enough.signal }).catch(() => undefined)
  await Promise.race([orm.close(true), patience])
  enough.abort()
  await pool.end()
}

async function migrate(orm: MikroORM, pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    await orm.migrator.up()
  } finally {
    client.release(true)
  }
}
