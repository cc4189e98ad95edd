import { once } from 'node:events'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Json } from '../domain/kernel/event.ts'
import type { Column, Projection, Row } from './projection.ts'

/** The schema of the rows that readers see, and that of rows being told anew beside them. */
export const liveSchema = 'told'
export const nextSchema = 'told_next'
export type Schema = typeof liveSchema | typeof nextSchema

const names = (columns: readonly Column[]): string => columns.map(({ name }) => name).join(', ')

/** Writes rows over those of the same key, in one statement. */
export async function upsert(client: ClientBase, schema: Schema, projection: Projection, rows: readonly Row[]) {
  if (rows.length === 0) return
  const { name, columns } = projection
  const typed = columns.map((column) => `${column.name} ${column.type}`).join(', ')
  const fresh = columns.map((column) => `${column.name} = excluded.${column.name}`).join(', ')
  const text = `INSERT INTO ${schema}.${name} (${names(columns)})
    SELECT ${names(columns)} FROM json_to_recordset($1::json) AS fresh (${typed})
    ON CONFLICT (uscc, key) DO UPDATE SET ${fresh}`
  await client.query({ name: `upsert-${schema}-${name}`, text, values: [JSON.stringify(rows)] })
}

/** Takes away the rows of some files that are not among those told: records that were struck out. */
export async function sweep(
  client: ClientBase,
  schema: Schema,
  projection: Projection,
  usccs: readonly string[],
  told: readonly Row[],
) {
  const text = `DELETE FROM ${schema}.${projection.name} AS row
    WHERE row.uscc = ANY($1) AND NOT EXISTS (
      SELECT FROM unnest($2::text[], $3::text[]) AS told (uscc, key) WHERE told.uscc = row.uscc AND told.key = row.key)`
  await client.query(text, [usccs, told.map(({ uscc }) => uscc), told.map(({ key }) => key)])
}

/** An empty table like the live one, without its indexes, for `copyRows` and then `completeNext`. */
export async function createNext(client: ClientBase, { name }: Projection) {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${nextSchema}`)
  await client.query(`DROP TABLE IF EXISTS ${nextSchema}.${name}`)
  await client.query(`CREATE TABLE ${nextSchema}.${name} (LIKE ${liveSchema}.${name} INCLUDING DEFAULTS)`)
}

/** Gives the new table the indexes and the primary key of the live one. */
export async function completeNext(client: ClientBase, { name }: Projection) {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    'SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = $1 AND tablename = $2',
    [liveSchema, name],
  )
  for (const { indexname, indexdef } of rows) {
    if (indexname === `${name}_pkey`)
      await client.query(`ALTER TABLE ${nextSchema}.${name} ADD PRIMARY KEY (uscc, key)`)
    else await client.query(indexdef.replace(` ON ${liveSchema}.`, ` ON ${nextSchema}.`))
  }
  await client.query(`ANALYZE ${nextSchema}.${name}`)
}

/** Puts the new tables in the place of the live ones; within the caller's transaction, so that no read meets neither. */
export async function switchTables(client: ClientBase, projections: readonly Projection[]) {
  for (const { name } of projections) {
    await client.query(`DROP TABLE ${liveSchema}.${name}`)
    await client.query(`ALTER TABLE ${nextSchema}.${name} SET SCHEMA ${liveSchema}`)
  }
}

/** Writes many rows into a new table by COPY. */
export async function copyRows(client: ClientBase, projection: Projection, rows: Iterable<Row>) {
  const { name, columns } = projection
  const stream = client.query(copyFrom(`COPY ${nextSchema}.${name} (${names(columns)}) FROM STDIN`))
  const done = once(stream, 'finish')
  done.catch(() => undefined) // Awaited below; a failure before that must not count as unhandled.
  let chunk = ''
  for (const row of rows) {
    chunk += copyLine(columns, row)
    if (chunk.length < chunkSize) continue
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), done])
    chunk = ''
  }
  stream.end(chunk)
  await done
}

const chunkSize = 256 * 1024

function copyLine(columns: readonly Column[], row: Row): string {
  let line = ''
  for (const { name, type } of columns) {
    const value = row[name]
    line += line === '' ? '' : '\t'
    line +=
      value === null || value === undefined ? '\\N' : escaped(type === 'json' ? JSON.stringify(value) : textOf(value))
  }
  return `${line}\n`
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : String(value))

const special = /[\\\n\r\t]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const escaped = (text: string): string => text.replace(special, (sign) => escapes[sign] ?? sign)

/** A fingerprint of all rows of a table, independent of their order: how many, and the sum of their hashes. */
export async function fingerprint(client: ClientBase, schema: Schema, { name }: Projection): Promise<string> {
  const { rows } = await client.query<{ count: string; sum: string | null }>(
    `SELECT count(*) AS count, sum(('x' || substr(md5(row::text), 1, 16))::bit(64)::bigint::numeric)::text AS sum
     FROM ${schema}.${name} AS row`,
  )
  return `${rows[0]?.count ?? 0}:${rows[0]?.sum ?? 0}`
}
