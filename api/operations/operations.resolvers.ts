import type { Context } from '../context.ts'
import { lagsOf } from '../metrics/serve.ts'
import { type LogKind } from '../system/log-kind.ts'
import { masked } from '../system/log.ts'
import type { Standing, Watch } from './watch.ts'

export type OperationsServices = Readonly<{ watch: Watch; logKind: LogKind }>

type Ctx = Context<OperationsServices>

const system = (_root: unknown, _args: object, { services }: Ctx): Promise<Standing> => services.watch.look()

async function projections(standing: Standing, _args: object, { services }: Ctx) {
  const lags = await lagsOf(standing, services.logKind)
  return standing.projections.map(({ lagMs, stopped, ...rest }, n) => ({
    ...rest,
    lagEvents: lags[n] ?? null,
    lagSeconds: lagMs / 1_000,
    stopped: stopped && { ...stopped, reason: masked(stopped.reason) }, // It may repeat what stood in the event.
  }))
}

export const operationsResolvers = {
  Query: { system },
  System: {
    logReachable: ({ log }: Standing) => log.reachable,
    rowsAsOf: ({ rowsAsOf }: Standing) => rowsAsOf?.toISOString() ?? null,
    logPosition: ({ log }: Standing) => log.head ?? null,
    projections,
  },
}
