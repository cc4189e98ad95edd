import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import { commandResolvers } from './command.resolvers.ts'
import { fileChangeResolvers } from './file-changes.ts'
import { enterpriseResolvers } from './enterprise.resolvers.ts'

/** The enterprise file's share of the schema: what can be asked of it, and what can be recorded in it. */
export const enterpriseParts: readonly SchemaPart[] = [
  {
    typeDefs: readSdl(import.meta.url, 'enterprise.graphql'),
    resolvers: { ...enterpriseResolvers, ...fileChangeResolvers },
  },
  { typeDefs: readSdl(import.meta.url, 'commands.graphql'), resolvers: commandResolvers },
]
