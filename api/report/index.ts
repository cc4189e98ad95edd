import { readSdl } from '../base/sdl.ts'
import type { SchemaPart } from '../schema.ts'
import { reportResolvers } from './report.resolvers.ts'

/** The credit reports' share of the schema: issued on application, checked by anybody. */
export const reportParts: readonly SchemaPart[] = [
  { typeDefs: readSdl(import.meta.url, 'report.graphql'), resolvers: reportResolvers },
]
