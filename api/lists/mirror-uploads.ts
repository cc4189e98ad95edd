import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import { naturalId } from '../../domain/kernel/ids.ts'
import { isPlainDate, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { MirrorFileKind } from '../../domain/lists/mirror/entry.ts'
import type { MirrorPlace } from '../../domain/lists/mirror/events.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import { toClientError } from '../errors.ts'
import { openNamedRows } from '../system/import/read-records.ts'
import type { Log } from '../system/log.ts'
import { statuses } from '../tables.ts'
import { withUpload } from '../uploads.ts'
import { type MirrorCtx, requirePlace, rowsMax, takeInFile } from './mirror-desk.ts'
import { readMirrorTable } from './mirror-table.ts'

const megabytesMax = 64

type Query = Readonly<Record<string, unknown>>
type Said = Readonly<{ kind: MirrorFileKind; sequence: number; asOf: PlainDate; fileName: string }>

function saidIn({ kind, sequence, asOf, fileName }: Query): Said {
  const kinds: Readonly<Record<string, MirrorFileKind>> = { full: 'FULL', delta: 'DELTA' }
  const known = kinds[String(kind)]
  if (known === undefined) throw new InvalidInput('kind 应为 full（全量）或者 delta（增量）', 'kind')
  if (typeof sequence !== 'string' || !/^\d{1,9}$/.test(sequence))
    throw new InvalidInput('sequence 应为来源的文件序号', 'sequence')
  if (typeof asOf !== 'string' || !isPlainDate(asOf)) throw new InvalidInput('asOf 应写作 2026-01-31', 'asOf')
  const name = typeof fileName === 'string' ? fileName.slice(0, 200) : ''
  return { kind: known, sequence: Number(sequence), asOf, fileName: name }
}

type Options = Readonly<{
  contextOf: (viewer: Viewer, request: FastifyRequest) => MirrorCtx
  viewerOf: (authorization: string | undefined) => Promise<Viewer>
  log: Log
}>

/**
 * Takes in a file of a mirrored list with a CSV, an XLSX, or NDJSON as the body of a request (镜像名单文件上传):
 * `POST /list-mirrors/JUDGMENT_DEFAULTER/court?kind=full&sequence=7&asOf=2026-11-20`. List, source, and sequence name the
 * file, so that the same one sent again is the same.
 */
export async function serveMirrors(app: FastifyInstance, { contextOf, viewerOf, log }: Options): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body))
    scope.post<{ Params: MirrorPlace; Querystring: Query; Body: Readable | undefined }>(
      '/list-mirrors/:listType/:source',
      async (request, reply) => {
        try {
          const viewer = await viewerOf(request.headers.authorization)
          requirePermission(viewer, 'list:mirror')
          const place = requirePlace(request.params)
          const said = saidIn(request.query)
          const table = await withUpload(request.body, megabytesMax, async (path) =>
            readMirrorTable(openNamedRows(path), said.kind, rowsMax),
          )
          const fileId = naturalId('mirror-file', place.listType, place.source, String(said.sequence))
          const outcome = await takeInFile({ ...place, ...said, ...table, fileId }, contextOf(viewer, request))
          const { kind, sequence, asOf } = said
          return await reply.send({ ...place, kind, sequence, asOf, ...outcome })
        } catch (error) {
          const told = toClientError(error as Error, request.id, log)
          return reply.code(statuses[String(told.extensions?.code)] ?? 500).send({ errors: [told] })
        }
      },
    )
  })
}
