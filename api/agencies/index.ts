import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import { agencyResolvers } from './agency.resolvers.ts'

/** The directory's share of the schema: which agencies there are, of which kinds, and who coordinates. */
export const agencyParts: readonly SchemaPart[] = [
  { typeDefs: readSdl(import.meta.url, 'agencies.graphql'), resolvers: agencyResolvers },
]
