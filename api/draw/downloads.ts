import type { FastifyInstance } from 'fastify'
import { bundleFile } from '../../domain/draw/bundle.ts'
import { drawStream } from '../../domain/draw/round/decider.ts'
import { NotFound } from '../../domain/kernel/errors.ts'
import { toClientError } from '../errors.ts'
import type { Log } from '../system/log.ts'
import { frozenDirectories } from './draw-desk.ts'
import { type DrawServices, readState } from './services.ts'
import { tarOf, type TarFile } from './tar.ts'

const statuses: Readonly<Record<string, number>> = { NOT_FOUND: 404, UNAVAILABLE: 503 }

/**
 * Serves what was published of a draw to anybody: the whole folder as `/draws/<id>/bundle.tar`, or one of its files. Who
 * unpacks it verifies it with `npx yidang verify`, and needs nothing else of ours.
 */
export function serveDraws(app: FastifyInstance, options: Readonly<{ services: DrawServices; log: Log }>): void {
  const { services, log } = options
  app.get<{ Params: { id: string; file: string } }>('/draws/:id/:file', async (request, reply) => {
    const { id, file } = request.params
    try {
      const { files, publishedAt } = await publishedFiles(services, id)
      if (file === 'bundle.tar') {
        const named = files.map(({ name, bytes }) => ({ name: `draw-${id}/${name}`, bytes }))
        const headers = { 'content-disposition': `attachment; filename="draw-${id}.tar"` }
        return reply.headers(headers).type('application/x-tar').send(tarOf(named, publishedAt))
      }
      const found = files.find(({ name }) => name === file)
      if (found === undefined) throw new NotFound('没有这个文件。')
      const type = file === bundleFile ? 'application/json' : 'text/tab-separated-values; charset=utf-8'
      return reply.type(type).send(Buffer.from(found.bytes))
    } catch (error) {
      const told = toClientError(error as Error, request.id, log)
      return reply.code(statuses[String(told.extensions?.code)] ?? 500).send({ errors: [told] })
    }
  })
}

async function publishedFiles(
  services: DrawServices,
  id: string,
): Promise<{ files: readonly TarFile[]; publishedAt: Date }> {
  const draw = await readState(services.store, services.draws, drawStream(id))
  if (!draw?.published || !draw.committed) throw new NotFound('该次抽取尚未公布。')
  const { published, committed } = draw
  const directories = Object.entries(await frozenDirectories(services, draw))
  const files = [
    ...directories.map(([name, bytes]) => ({ name, bytes })),
    { name: 'basis.tsv', bytes: await services.frozen.get(committed.files.basis.sha256) },
    { name: bundleFile, bytes: await services.frozen.get(published.bundleSha256) },
  ]
  return { files, publishedAt: new Date(published.publishedAt) }
}
