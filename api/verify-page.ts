import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'

const web = join(import.meta.dirname, '..', 'web', 'verify')
const place = '/* program */'
const script = '</script'

let made: Promise<string> | undefined

/**
 * The page on which a stranger redoes a draw, one file that needs nothing else: the verifier of `npx yidang verify`, whose
 * only call of Node is answered by a library.
 */
export function verifyPage(): Promise<string> {
  made ??= makePage().catch((error: unknown) => {
    made = undefined
    throw error
  })
  return made
}

async function makePage(): Promise<string> {
  const { rolldown } = await import('rolldown')
  const bundle = await rolldown({
    input: join(web, 'page.ts'),
    platform: 'browser',
    plugins: [
      {
        name: 'hash-of-the-browser',
        resolveId: (source, importer) =>
          source === './hash.ts' && importer?.includes(join('domain', 'draw')) ? join(web, 'hash.ts') : null,
      },
    ],
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message)
    },
  })
  try {
    const { output } = await bundle.generate({ format: 'iife', minify: true })
    const program = output[0].code.replaceAll(script, '<\\/script')
    const html = await readFile(join(web, 'page.html'), 'utf8')
    return html.replace(place, () => program)
  } finally {
    await bundle.close()
  }
}

/** Where the page is: open to everybody. */
export const verifyPagePath = '/verify-draw'

export function serveVerifyPage(app: FastifyInstance): void {
  app.get(verifyPagePath, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(await verifyPage()),
  )
}
