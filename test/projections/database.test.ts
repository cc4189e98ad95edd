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
