import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import { directoryResolvers } from './directory.resolvers.ts'
import { drawResolvers } from './draw.resolvers.ts'
import { visitResolvers } from './visit.resolvers.ts'

export { serveDraws } from './downloads.ts'

/** The draw's share of the schema: items, inspectors, plans, draws, visits, and leads. */
export const drawParts: readonly SchemaPart[] = [
  {
    typeDefs: `${readSdl(import.meta.url, 'draw.graphql')}\n${readSdl(import.meta.url, 'inputs.graphql')}`,
    resolvers: {
      Query: { ...directoryResolvers.Query, ...drawResolvers.Query, ...visitResolvers.Query },
      Mutation: { ...directoryResolvers.Mutation, ...drawResolvers.Mutation, ...visitResolvers.Mutation },
      Subscription: { ...drawResolvers.Subscription, ...visitResolvers.Subscription },
      Draw: drawResolvers.Draw,
    },
  },
]
