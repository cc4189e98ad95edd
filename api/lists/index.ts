import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import { batchResolvers } from './batch.resolvers.ts'
import { caseResolvers } from './case.resolvers.ts'
import { catalogueResolvers } from './catalogue.resolvers.ts'
import { mirrorResolvers } from './mirror.resolvers.ts'
import { revocationResolvers } from './revocation.resolvers.ts'
import { takeoverResolvers } from './takeover.resolvers.ts'

export { serveLists } from './exports.ts'
export { serveMirrors } from './mirror-uploads.ts'

/** The lists' share of the schema: the catalogue, due process, public lists, and mirrors. */
export const listParts: readonly SchemaPart[] = [
  {
    typeDefs: readSdl(import.meta.url, 'lists.graphql'),
    resolvers: {
      Query: { ...catalogueResolvers.Query, ...caseResolvers.Query, ...mirrorResolvers.Query },
      Mutation: {
        ...{ ...catalogueResolvers.Mutation, ...caseResolvers.Mutation },
        ...{ ...batchResolvers.Mutation, ...mirrorResolvers.Mutation, ...takeoverResolvers.Mutation },
        ...revocationResolvers.Mutation,
      },
      Subscription: caseResolvers.Subscription,
    },
  },
]
