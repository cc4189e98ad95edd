import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import { commandResolvers } from './command.resolvers.ts'
import { queryResolvers } from './query.resolvers.ts'

export { servePunishment } from './exports.ts'

/** Joint punishment's share of the schema: cases, orders, releases, letters, and who is late. */
export const punishmentParts: readonly SchemaPart[] = [
  { typeDefs: readSdl(import.meta.url, 'punishment.graphql'), resolvers: { ...queryResolvers, ...commandResolvers } },
]
