import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import { personResolvers } from './person.resolvers.ts'

/** The persons' share of the schema: sealed in the file, opened here and nowhere else. */
export const personParts: readonly SchemaPart[] = [
  { typeDefs: readSdl(import.meta.url, 'person.graphql'), resolvers: personResolvers },
]
