import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { demoTokens, issuedTokens } from './auth/tokens.ts'
import { enterpriseLoaders } from './enterprise/enterprise.loaders.ts'
import { enterpriseParts } from './enterprise/index.ts'
import type { EnterpriseServices } from './enterprise/services.ts'
import { buildServer } from './server.ts'
import type { Config } from './system/config.ts'
import type { Log } from './system/log.ts'
import type { System } from './system/open.ts'

/** The API over an opened system; it does not listen yet. */
export async function openApi(
  system: System,
  options: Readonly<{ config: Config; log: Log; clock: () => Date }>,
): Promise<FastifyInstance> {
  const { config, log, clock } = options
  const { store, handler, newId, readModels } = system
  const services: EnterpriseServices = {
    ...{
      store,
      handler,
      newId,
      orm: readModels.orm,
      pool: readModels.pool,
      loaders: enterpriseLoaders(readModels.pool),
    },
  }
  const tokens = config.issuer
    ? issuedTokens(config.issuer)
    : await demoTokens(join(config.dataFolder, 'demo-key.json'), clock)
  return buildServer({ parts: enterpriseParts, services, tokens, clock, log })
}
