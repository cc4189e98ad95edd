import { Socket } from 'node:net'
import pg from 'pg'
import type { Postmaster } from './postmaster.ts'

/**
 * Whoever uses the server holds a shared lock on this number for as long; whoever holds it alone may stop the server. It
 * is held in the database `postgres`, where no other lock of ours can be.
 */
const presenceLock = 1
const maintenanceDatabase = 'postgres'

export const databaseName = 'yidang'

/** Without encryption, whatever `PGSSLMODE` says for other servers: this one is on loopback and has none. */
export const connectionUrl = ({ port }: Postmaster, password: string, database = databaseName): string =>
  `postgres://yidang:${password}@127.0.0.1:${port}/${database}?sslmode=disable`

/** Our being there, seen by every other process that uses the server; it ends with us, however we end. */
export type Presence = Readonly<{
  /** Takes leave. True when nobody else is there: from then on nobody is let in, and the server is ours to stop. */
  leave(): Promise<boolean>
  end(): Promise<void>
}>

/** Enters; nothing where somebody is about to stop the server. Throws what the server or the network says against it. */
export async function enter(
  postmaster: Postmaster,
  password: string,
  onLost: (error: Error) => void,
): Promise<Presence | undefined> {
  const socket = new Socket()
  const client = new pg.Client({
    connectionString: connectionUrl(postmaster, password, maintenanceDatabase),
    application_name: 'yidang-presence',
    connectionTimeoutMillis: 10_000,
    stream: () => socket,
  })
  let present = false
  client.on('error', (error) => {
    if (present) onLost(error)
    present = false // The server's farewell and the broken connection are two errors, and one loss.
  })
  const end = () => {
    present = false
    return client.end()
  }
  try {
    await client.connect()
    const { rows } = await client.query('select pg_try_advisory_lock_shared($1) as entered', [presenceLock])
    if (!rows[0].entered) {
      await end()
      return undefined
    }
    await ensureDatabase(client)
    await assertOpens(connectionUrl(postmaster, password))
  } catch (error) {
    await end()
    throw error
  }
  present = true
  socket.unref() // Being there must not keep a finished process from ending.
  return { leave: () => leave(client, socket), end }
}

async function leave(client: pg.Client, socket: Socket): Promise<boolean> {
  socket.ref()
  await client.query('select pg_advisory_unlock_shared($1)', [presenceLock])
  const { rows } = await client.query('select pg_try_advisory_lock($1) as alone', [presenceLock])
  return rows[0].alone === true
}

async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName])
  if (rowCount) return
  try {
    await client.query(`create database ${databaseName} template template0`)
  } catch (error) {
    const createdMeanwhile = error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505')
    if (!createdMeanwhile) throw error
  }
}

/** A database whose files are gone is still in the list; only who goes in finds out. */
async function assertOpens(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {}) // A connection that breaks after it was made has told what was asked.
  try {
    await client.connect()
  } finally {
    await client.end()
  }
}
