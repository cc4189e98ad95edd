import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import { operationsResolvers } from './operations.resolvers.ts'

/** Operators' share of the schema: how the system stands. */
export const operationsParts: readonly SchemaPart[] = [
  { typeDefs: readSdl(import.meta.url, 'operations.graphql'), resolvers: operationsResolvers },
]
