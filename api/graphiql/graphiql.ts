import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { demoUsers } from '../auth/demo-users.ts'

const require = createRequire(import.meta.url)
const here = dirname(fileURLToPath(import.meta.url))

/** The few files of GraphiQL, served from their packages: government networks reach no CDN. */
const files: Readonly<Record<string, Readonly<{ folder: string; file: string }>>> = {
  'react.js': { folder: folderOf('react'), file: 'umd/react.production.min.js' },
  'react-dom.js': { folder: folderOf('react-dom'), file: 'umd/react-dom.production.min.js' },
  'graphiql.js': { folder: folderOf('graphiql'), file: 'graphiql.min.js' },
  'graphiql.css': { folder: folderOf('graphiql'), file: 'graphiql.min.css' },
  'start.js': { folder: here, file: 'start.js' },
}

function folderOf(name: string): string {
  return dirname(require.resolve(`${name}/package.json`))
}

/** Serves GraphiQL's files below /graphiql/ and answers with what shows the page. */
export async function serveGraphiql(app: FastifyInstance, demo: boolean): Promise<(reply: FastifyReply) => unknown> {
  await app.register(fastifyStatic, { root: here, serve: false })
  for (const [name, { folder, file }] of Object.entries(files)) {
    app.get(`/graphiql/${name}`, (_request, reply) => reply.sendFile(file, folder))
  }
  return (reply) => reply.type('text/html; charset=utf-8').send(page(demo))
}

const page = (demo: boolean): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>一档 · 接口</title>
<link rel="stylesheet" href="/graphiql/graphiql.css">
<style>
  html, body { height: 100%; margin: 0 }
  body { display: flex; flex-direction: column; font-family: system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif }
  header { display: flex; gap: 12px; align-items: center; padding: 8px 16px; background: #8b1a1a; color: #fff }
  header strong { font-size: 18px } header .spring { flex: 1 }
  header select { font: inherit; padding: 3px 6px }
  #graphiql { flex: 1; min-height: 0 }
</style>
</head>
<body>
<header><strong>一档</strong><span>一户一档 · GraphQL 接口</span><span class="spring"></span>${demo ? signIn : ''}</header>
<div id="graphiql">正在载入……</div>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script src="/graphiql/start.js"></script>
</body>
</html>`

const signIn = `<label>登录为
<select id="user"><option value="">社会公众（未登录）</option>${demoUsers
  .map(({ name, title, agency }) => `<option value="${name}">${title} · ${agency.name}（${name}）</option>`)
  .join('')}</select></label><span id="said" role="status"></span>`
