import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import { windowResolvers } from './window.resolvers.ts'

/** The window's share of the schema: whether an enterprise is barred from a matter, and what was made of the answer. */
export const windowParts: readonly SchemaPart[] = [
  { typeDefs: readSdl(import.meta.url, 'window.graphql'), resolvers: windowResolvers },
]
