import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from '../../domain/kernel/errors.ts'
import { type ReportFormat, reportFormats } from '../../domain/report/events.ts'
import type { Viewer } from '../auth/viewer.ts'
import { toClientError } from '../errors.ts'
import type { Log } from '../system/log.ts'
import type { ReportDesk } from './desk.ts'
import { sha256Of } from './rendering.ts'
import { verdictHtml, verifyPage, verifyPolicy } from './verify-page.ts'

const types: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
}
const statuses: Readonly<Record<string, number>> = { FORBIDDEN: 403, NOT_FOUND: 404, UNAVAILABLE: 503 }
const fileBytesMax = 16 * 1_048_576

type Options = Readonly<{
  reports: ReportDesk
  viewerOf: (authorization: string | undefined) => Promise<Viewer>
  log: Log
}>

/** Hands out reports to whoever may have them, and lets everybody check one. */
export async function serveReports(app: FastifyInstance, options: Options): Promise<void> {
  serveFiles(app, options)
  // In a scope of its own: nowhere else may a body be just any bytes.
  await app.register(async (scope) => serveVerification(scope, options.reports))
}

function serveFiles(app: FastifyInstance, { reports, viewerOf, log }: Options): void {
  app.get<{ Params: { file: string } }>('/reports/:file', async (request, reply) => {
    try {
      const viewer = await viewerOf(request.headers.authorization)
      const { number, format } = named(request.params.file)
      const issued = await reports.find(number, viewer)
      const bytes = await reports.file(issued, format)
      const { officer = '', agency } = viewer.kind === 'OFFICER' ? viewer : {}
      log.info(
        { report: issued.number, format, officer, agency: agency?.code, correlationId: request.id },
        '领取信用报告',
      )
      return await reply
        .headers({
          'content-disposition': `attachment; filename="${issued.number}.${format}"`,
          'cache-control': 'private, no-store',
          'x-content-type-options': 'nosniff',
        })
        .type(types[format])
        .send(bytes)
    } catch (error) {
      const told = toClientError(error as Error, request.id, log)
      return reply.code(statuses[String(told.extensions?.code)] ?? 500).send({ errors: [told] })
    }
  })
}

function named(file: string): { number: string; format: ReportFormat } {
  const [, number = '', extension] = /^(.+)\.(\w+)$/.exec(file) ?? []
  const format = reportFormats.find((one) => one === extension)
  if (format === undefined) throw new NotFound('没有这份报告。')
  return { number, format }
}

type Asked = { Params: { number?: string }; Querystring: { number?: string; code?: string; sha256?: string } }

function serveVerification(app: FastifyInstance, reports: ReportDesk): void {
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: fileBytesMax },
    (_request, body, done) => done(null, body),
  )
  const page = async (request: FastifyRequest<Asked>, reply: FastifyReply) => {
    const { number, code, sha256 } = asked(request)
    const told = number && code ? await reports.verify({ number, code, sha256 }) : undefined
    return guarded(reply).send(verifyPage({ number, code }, told))
  }
  app.get<Asked>('/verify', page)
  app.get<Asked>('/verify/:number', page)
  app.post<Asked>('/verify/:number', { bodyLimit: fileBytesMax }, async (request, reply) => {
    const { number, code } = asked(request)
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const told = await reports.verify({ number, code, sha256: sha256Of(bytes) })
    if (request.headers.accept?.includes('text/html')) return guarded(reply).send(verdictHtml(told))
    return reply.header('cache-control', 'no-store').send(told)
  })
}

/** Whatever stands twice in an address is asked for once. */
function asked({ params, query }: FastifyRequest<Asked>): { number: string; code: string; sha256: string } {
  const { number = '', code = '', sha256 = '' } = query
  return { number: String(params.number ?? number), code: String(code), sha256: String(sha256) }
}

const guarded = (reply: FastifyReply): FastifyReply =>
  reply
    .headers({
      'content-security-policy': verifyPolicy,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    .type('text/html; charset=utf-8')
