import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openReadModels, type ReadModels } from '../../projections/database.ts'
import { freshDatabase } from '../support/postgres.ts'

let url: string
let readModels: ReadModels
beforeEach(async () => {
  url = await freshDatabase()
  readModels = await openReadModels(url)
})
afterEach(() => readModels.close())

test('a connection that breaks while it is in use fails its next query, and not the whole process', async () => {
  const { pool } = readModels
  const client = await pool.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const admin = new pg.Client(url)
  await admin.connect()
  const ended = new Promise<void>((resolve) => client.once('end', resolve))
  await admin.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
  await admin.end()
  await ended // An error of which nobody is told would have ended the process by now.
  await expect(client.query('SELECT 1')).rejects.toThrow()
  client.release(true)
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})

test('opening fails in bounded time where the connection is lost in the middle of a migration', async () => {
  const fresh = await freshDatabase()
  const [blocker, admin] = [new pg.Client(fresh), new pg.Client(fresh)]
  await Promise.all([blocker.connect(), admin.connect()])
  try {
    await blocker.query('BEGIN')
    await blocker.query('CREATE SCHEMA told')
    const opening = openReadModels(fresh)
    opening.catch(() => undefined)
    const waiting = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`
    await expect.poll(async () => (await admin.query(waiting)).rowCount, { timeout: 10_000 }).toBe(1)
    await expect(opening).rejects.toThrow(/terminat/)
    await blocker.query('ROLLBACK')
    await (await openReadModels(fresh)).close()
  } finally {
    await Promise.all([blocker.end(), admin.end()])
  }
})
