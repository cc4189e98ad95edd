import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { demoTokens, issuedTokens, type Tokens } from './auth/tokens.ts'
import { enterpriseLoaders } from './enterprise/enterprise.loaders.ts'
import { enterpriseParts } from './enterprise/index.ts'
import type { EnterpriseServices } from './enterprise/services.ts'
import { serveHealth } from './health.ts'
import { importDesk } from './imports/import-desk.ts'
import { importParts, serveVerdicts } from './imports/index.ts'
import { forgetAgain } from './person/forget.ts'
import { personParts } from './person/index.ts'
import { type PersonServices, personLoader } from './person/services.ts'
import { buildServer, viewerBy } from './server.ts'
import type { Config } from './system/config.ts'
import type { Log } from './system/log.ts'
import type { System } from './system/open.ts'

/** Every module's share of the schema. */
export const schemaParts = [...enterpriseParts, ...personParts, ...importParts]

/** Who may sign in: whoever a configured issuer vouches for, or else the demo users of this installation. */
export const openTokens = (
  { issuer, dataFolder }: Pick<Config, 'issuer' | 'dataFolder'>,
  clock: () => Date,
): Promise<Tokens> =>
  issuer ? Promise.resolve(issuedTokens(issuer, clock)) : demoTokens(join(dataFolder, 'demo-key.json'), clock)

/** The API over an opened system; it does not listen yet. */
export async function openApi(
  system: System,
  options: Readonly<{ config: Pick<Config, 'issuer' | 'dataFolder'>; log: Log; clock: () => Date; tokens?: Tokens }>,
): Promise<FastifyInstance> {
  const { config, log, clock } = options
  const { store, handler, newId, readModels, keys } = system
  const { orm, pool } = readModels
  const imports = importDesk({
    folder: join(config.dataFolder, 'imports'),
    store,
    handler,
    pool,
    keys,
    clock,
    newId,
    log,
  })
  const files: EnterpriseServices = { store, handler, newId, orm, pool, loaders: enterpriseLoaders(pool) }
  const persons: PersonServices = { keys, personKey: personLoader(keys) }
  await forgetAgain(orm.em.fork(), keys)
  const tokens = options.tokens ?? (await openTokens(config, clock))
  const app = await buildServer({ parts: schemaParts, services: { ...files, ...persons, imports }, tokens, clock, log })
  serveVerdicts(app, { imports, viewerOf: (authorization) => viewerBy(tokens, authorization), log })
  serveHealth(app, { store, pool })
  app.addHook('onClose', () => imports.close())
  return app
}
