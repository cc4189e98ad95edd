import type { FastifyInstance } from 'fastify'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import { readSdl } from '../base/sdl.ts'
import { toClientError } from '../errors.ts'
import type { SchemaPart } from '../schema.ts'
import type { Log } from '../system/log.ts'
import { modelResolvers } from './model.resolvers.ts'
import { profileResolvers } from './profile.resolvers.ts'
import type { TrialDesk } from './trial-desk.ts'

/** The credit profile's share of the schema: classes and their reasons, models, trials, and overrides. */
export const creditParts: readonly SchemaPart[] = [
  {
    typeDefs: readSdl(import.meta.url, 'credit.graphql'),
    resolvers: {
      ...profileResolvers,
      ...modelResolvers,
      Query: { ...profileResolvers.Query, ...modelResolvers.Query },
    },
  },
]

const statuses: Readonly<Record<string, number>> = { FORBIDDEN: 403, NOT_FOUND: 404, BAD_USER_INPUT: 409 }

/** Serves the movers of a trial as CSV, to who may see the trial. */
export function serveMovers(
  app: FastifyInstance,
  options: Readonly<{
    trials: TrialDesk
    viewerOf: (authorization: string | undefined) => Promise<Viewer>
    log: Log
  }>,
): void {
  const { trials, viewerOf, log } = options
  app.get<{ Params: { id: string } }>('/credit-trials/:id/movers.csv', async (request, reply) => {
    try {
      requirePermission(await viewerOf(request.headers.authorization), 'credit:model')
      const content = await trials.moversCsv(request.params.id)
      const headers = { 'content-disposition': `attachment; filename="movers-${request.params.id}.csv"` }
      return reply.headers(headers).type('text/csv; charset=utf-8').send(content)
    } catch (error) {
      const told = toClientError(error as Error, request.id, log)
      return reply.code(statuses[String(told.extensions?.code)] ?? 500).send({ errors: [told] })
    }
  })
}
