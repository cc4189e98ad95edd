import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import { measureResolvers } from './measures.resolvers.ts'

/** The share of the schema in which the catalogue of measures is made: proposed, enacted by another, withdrawn. */
export const measureParts: readonly SchemaPart[] = [
  { typeDefs: readSdl(import.meta.url, 'measures.graphql'), resolvers: measureResolvers },
]
