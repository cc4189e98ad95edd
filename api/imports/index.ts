import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { RecordKind } from '../../domain/intake/columns.ts'
import { Forbidden } from '../../domain/kernel/errors.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import { readSdl } from '../base/sdl.ts'
import type { Context } from '../context.ts'
import { toClientError } from '../errors.ts'
import type { SchemaPart } from '../schema.ts'
import type { Log } from '../system/log.ts'
import type { ImportDesk, ImportRun } from './import-desk.ts'

type Ctx = Context<{ imports: ImportDesk }>
type Upload = Readonly<{ filename: string; createReadStream(): Readable }>

const told = (run: ImportRun) => ({ ...run, verdictsPath: `/imports/${run.id}/verdicts.csv` })

async function importRecords(
  _root: unknown,
  args: { file: Promise<Upload>; kind?: RecordKind | null },
  { viewer, services }: Ctx,
) {
  if (viewer.kind === 'PUBLIC') throw new Forbidden('请先登录')
  const { filename, createReadStream } = await args.file
  return told(
    await services.imports.begin({ name: filename, content: createReadStream(), kind: args.kind ?? undefined }, viewer),
  )
}

const importRun = async (_root: unknown, { id }: { id: string }, { viewer, services }: Ctx) =>
  told(await services.imports.find(id, viewer))

/** Uploads of records (归集): the schema's share, and the download of verdicts. */
export const importParts: readonly SchemaPart[] = [
  {
    typeDefs: readSdl(import.meta.url, 'imports.graphql'),
    resolvers: { Query: { importRun }, Mutation: { importRecords } },
  },
]

const statuses: Readonly<Record<string, number>> = { FORBIDDEN: 403, NOT_FOUND: 404, BAD_USER_INPUT: 409 }

/** Serves the verdicts of an import as CSV, to who may see the import. */
export function serveVerdicts(
  app: FastifyInstance,
  options: Readonly<{
    imports: ImportDesk
    viewerOf: (authorization: string | undefined) => Promise<Viewer>
    log: Log
  }>,
): void {
  const { imports, viewerOf, log } = options
  app.get<{ Params: { id: string } }>('/imports/:id/verdicts.csv', async (request, reply) => {
    try {
      const viewer = await viewerOf(request.headers.authorization)
      requirePermission(viewer, 'import:write')
      const content = await imports.verdicts(request.params.id, viewer)
      const headers = { 'content-disposition': `attachment; filename="verdicts-${request.params.id}.csv"` }
      return reply.headers(headers).type('text/csv; charset=utf-8').send(content)
    } catch (error) {
      const told = toClientError(error as Error, request.id, log)
      return reply.code(statuses[String(told.extensions?.code)] ?? 500).send({ errors: [told] })
    }
  })
}
