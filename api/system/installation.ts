import type { Config } from './config.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'
import { masterSource } from './keys/master-key.ts'
import type { Log } from './log.ts'
import { openSystem, type System } from './open.ts'

export type Installation = System & Readonly<{ databaseUrl: string }>

/** Opens the installation that the configuration names: its PostgreSQL or ours, the log in it, and the rows. */
export async function openInstallation(config: Config, log: Log, clock: () => Date): Promise<Installation> {
  const embedded =
    config.databaseUrl === undefined ? await openEmbeddedPostgres({ folder: config.dataFolder, log }) : undefined
  const databaseUrl = embedded?.url ?? config.databaseUrl ?? ''
  try {
    const { kurrentUrl, sealAlgorithm } = config
    const system = await openSystem({
      databaseUrl,
      kurrentUrl,
      log,
      clock,
      master: masterSource(config),
      sealAlgorithm,
    })
    await system.keys.check().catch(async (error) => {
      await system.close()
      throw error
    })
    return {
      ...system,
      databaseUrl,
      async close() {
        await system.close()
        await embedded?.stop()
      },
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}
