import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { agencyParts } from './agencies/index.ts'
import type { AgencyServices } from './agencies/services.ts'
import { demoTokens, issuedTokens, type Tokens } from './auth/tokens.ts'
import { clockParts, serveDeadlines } from './clocks/index.ts'
import { clockServices } from './clocks/services.ts'
import { creditParts, serveMovers } from './credit/index.ts'
import { type CreditServices, profileLoader } from './credit/services.ts'
import { trialDesk } from './credit/trial-desk.ts'
import { enterpriseLoaders } from './enterprise/enterprise.loaders.ts'
import { enterpriseParts } from './enterprise/index.ts'
import type { EnterpriseServices } from './enterprise/services.ts'
import { drawParts, serveDraws } from './draw/index.ts'
import { postgresFrozenFiles } from './draw/frozen-files.ts'
import type { DrawServices } from './draw/services.ts'
import { fileLeftOver } from './draw/visit-desk.ts'
import { listParts, serveLists, serveMirrors } from './lists/index.ts'
import { measureParts } from './measures/index.ts'
import { punishmentParts, servePunishment } from './punishment/index.ts'
import type { ListServices } from './lists/services.ts'
import { serveHealth } from './health.ts'
import { serveMetrics } from './metrics/serve.ts'
import { operationsParts } from './operations/index.ts'
import { importDesk } from './imports/import-desk.ts'
import { importParts, serveVerdicts } from './imports/index.ts'
import { refreshProfiles } from '../projections/credit/refresh.ts'
import { liveEvents } from './live.ts'
import { drawDecider } from '../domain/draw/round/decider.ts'
import { verifyDrandSignature } from './system/drand.ts'
import { forgetAgain } from './person/forget.ts'
import { personParts } from './person/index.ts'
import { type PersonServices, personLoader } from './person/services.ts'
import { reportDesk } from './report/desk.ts'
import { reportParts } from './report/index.ts'
import { serveReports } from './report/serve.ts'
import { buildServer, viewerBy } from './server.ts'
import type { Config } from './system/config.ts'
import type { Log } from './system/log.ts'
import type { System } from './system/open.ts'
import { openAgencyDirectory } from './system/agency-directory.ts'
import { openPunishmentRules } from './system/punishment-rules.ts'
import { serveVerifyPage } from './verify-page.ts'
import { windowParts } from './window/index.ts'
import { serveWindow } from './window/tables.ts'
import { openLookups } from './window/lookups.ts'
import type { WindowServices } from './window/services.ts'

/** Every module's share of the schema. */
export const schemaParts = [
  ...enterpriseParts,
  ...creditParts,
  ...clockParts,
  ...personParts,
  ...importParts,
  ...drawParts,
  ...reportParts,
  ...windowParts,
  ...measureParts,
  ...listParts,
  ...punishmentParts,
  ...agencyParts,
  ...operationsParts,
]

/** Who may sign in: whoever a configured issuer vouches for, or else the demo users of this installation. */
export const openTokens = (
  { issuer, dataFolder }: Pick<Config, 'issuer' | 'dataFolder'>,
  clock: () => Date,
): Promise<Tokens> =>
  issuer ? Promise.resolve(issuedTokens(issuer, clock)) : demoTokens(join(dataFolder, 'demo-key.json'), clock)

type ApiConfig = Pick<Config, 'issuer' | 'dataFolder'> & Partial<Pick<Config, 'metrics' | 'publicUrl'>>

/** The API over an opened system; it does not listen yet. */
export async function openApi(
  system: System,
  options: Readonly<{ config: ApiConfig; log: Log; clock: () => Date; tokens?: Tokens }>,
): Promise<FastifyInstance> {
  const { config, log, clock } = options
  const { store, handler, newId, readModels, keys, models, calendars, ground, projections } = system
  const { metrics, watch, logKind } = system
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
    metrics,
  })
  const loaders = enterpriseLoaders(pool)
  const freshProfiles = () => refreshProfiles({ store, pool, projections, ground })
  const clocks = clockServices({ store, pool, projections, ground, calendars })
  const live = liveEvents(store)
  const punishment = await openPunishmentRules(store)
  const listTypes = () => punishment.book().listTypes
  const files: EnterpriseServices = { store, handler, newId, orm, pool, loaders, live, listTypes, freshProfiles }
  const trials = trialDesk({ folder: join(config.dataFolder, 'credit-trials'), store, pool, clock, newId, log })
  const credit: CreditServices = { models, trials, listTypes, profile: profileLoader(pool) }
  const persons: PersonServices = { keys, personKey: personLoader(keys) }
  const drawing: DrawServices = {
    ...{ store, handler, pool, newId, live, calendars, freshProfiles },
    ...{ frozen: postgresFrozenFiles(pool), draws: drawDecider(verifyDrandSignature) },
  }
  const { publicUrl = 'http://127.0.0.1:3000' } = config
  const reports = reportDesk({ store, handler, orm, pool, rules: punishment, clock, newId, publicUrl })
  const agencies = await openAgencyDirectory(store, pool)
  const directory: AgencyServices = { agencies }
  const windows: WindowServices = { punishment, lookups: openLookups(store, pool) }
  const listing: ListServices = { store, handler, pool, newId, live, calendars, agencies }
  await forgetAgain(orm.em.fork(), keys)
  const tokens = options.tokens ?? (await openTokens(config, clock))
  const services = {
    ...files,
    ...credit,
    ...clocks,
    ...persons,
    ...drawing,
    ...windows,
    ...directory,
    reports,
    imports,
    watch,
    logKind,
  }
  const app = await buildServer({
    parts: schemaParts,
    services,
    tokens,
    clock,
    log,
    metrics,
    rowsAsOf: () => watch.standing().rowsAsOf,
  })
  const viewerOf = (authorization: string | undefined) => viewerBy(tokens, authorization)
  serveVerdicts(app, { imports, viewerOf, log })
  serveDraws(app, { services: drawing, log })
  serveVerifyPage(app)
  await serveReports(app, { reports, viewerOf, log })
  serveMovers(app, { trials, viewerOf, log })
  serveLists(app, { services: listing, clock, viewerOf, log })
  await serveMirrors(app, {
    contextOf: (viewer, { id: correlationId }) => ({
      ...{ viewer, clock, correlationId },
      services: { store, handler, newId, ...directory },
    }),
    viewerOf,
    log,
  })
  servePunishment(app, {
    services: { ...files, ...directory, ...clocks, ...persons, ...windows },
    clock,
    viewerOf,
    log,
  })
  await serveWindow(app, {
    contextOf: (viewer, { id: correlationId }) => ({
      viewer,
      clock,
      correlationId,
      services: { ...files, ...windows },
    }),
    viewerOf,
    log,
  })
  serveDeadlines(app, { pool, services: clocks, clock, viewerOf, log })
  const filer = { agency: 'system', officer: 'system', role: 'system' }
  const filing = fileLeftOver(drawing, { clock, newId, actor: filer, correlationId: newId() }).then(
    (filed) => filed > 0 && log.info({ filed }, '补办检查结果归档'),
    (error: unknown) => log.error({ err: error }, '检查结果未能补办归档，下次启动再办'),
  )
  watch.start()
  serveHealth(app, { watch, kind: logKind })
  const { served = true, token } = config.metrics ?? {}
  if (served) serveMetrics(app, { metrics, watch, kind: logKind, pool, clock, token })
  const ending = new AbortController()
  const following = Promise.all([punishment.follow(ending.signal), agencies.follow(ending.signal)])
  let desksClosing: Promise<unknown> | undefined
  app.addHook('preClose', async () => {
    desksClosing = Promise.all([imports.close(), trials.close()]) // They end their batches while requests are answered.
  })
  app.addHook('onClose', async () => {
    ending.abort()
    await Promise.all([desksClosing, live.close(), filing, following])
  })
  return app
}
