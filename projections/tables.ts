import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg, { type ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
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

/**
 * Rows of some files in the place of those that stand there (`digest`): what came out as it was is not written again, nor
 * sent.
 */
export async function replace(
  client: ClientBase,
  schema: Schema,
  projection: Projection,
  usccs: readonly string[],
  told: readonly Row[],
) {
  const table = `${schema}.${projection.name}`
  const { rows } = await client.query<[uscc: string, key: string, digest: string]>({
    ...{ text: `SELECT uscc, key, digest FROM ${table} WHERE uscc = ANY($1)`, values: [usccs] },
    rowMode: 'array',
  })
  const standing = new Map(rows.map((row) => [`${row[0]}/${row[1]}`, row]))
  const changed = told.filter((row) => {
    const id = `${row.uscc}/${row.key}`
    const isAsItWas = standing.get(id)?.[2] === row.digest
    standing.delete(id)
    return !isAsItWas
  })
  if (standing.size > 0) {
    const gone = [...standing.values()]
    const text = `DELETE FROM ${table} WHERE (uscc, key) IN (SELECT * FROM unnest($1::text[], $2::text[]))`
    await client.query(text, [gone.map(([uscc]) => uscc), gone.map(([, key]) => key)])
  }
  await upsert(client, schema, projection, changed)
}

/**
 * An empty table like the live one, without its indexes, for `fillNext` and then `completeNext`, all in one transaction:
 * rows that come into a table of their own transaction are written as frozen, and a rebuild cut short leaves nothing.
 */
export async function createNext(client: ClientBase, { name }: Projection) {
  await client.query(`DROP TABLE IF EXISTS ${nextSchema}.${name}`)
  await client.query(`CREATE TABLE ${nextSchema}.${name} (LIKE ${liveSchema}.${name} INCLUDING DEFAULTS)`)
}

/** Gives the new table the indexes and the primary key of the live one. */
export async function completeNext(client: ClientBase, { name }: Projection, signal?: AbortSignal) {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    'SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = $1 AND tablename = $2',
    [liveSchema, name],
  )
  for (const { indexname, indexdef } of rows) {
    signal?.throwIfAborted()
    if (indexname === `${name}_pkey`)
      await client.query(`ALTER TABLE ${nextSchema}.${name} ADD PRIMARY KEY (uscc, key)`)
    else await client.query(indexdef.replace(` ON ${liveSchema}.`, ` ON ${nextSchema}.`))
  }
  signal?.throwIfAborted()
  await client.query(`ANALYZE ${nextSchema}.${name}`)
  signal?.throwIfAborted()
}

/** Takes away what a rebuild that was called off had completed. */
export async function dropNext(client: ClientBase, projections: readonly Projection[]) {
  for (const { name } of projections) await client.query(`DROP TABLE IF EXISTS ${nextSchema}.${name}`)
}

/** Puts the new tables in the place of the live ones; within the caller's transaction, so that no read meets neither. */
export async function switchTables(client: ClientBase, projections: readonly Projection[], signal?: AbortSignal) {
  await lockTables(client, projections, signal)
  for (const { name } of projections) {
    await client.query(`DROP TABLE ${liveSchema}.${name}`)
    await client.query(`ALTER TABLE ${nextSchema}.${name} SET SCHEMA ${liveSchema}`)
  }
}

const lockMs = 200 // Well below PostgreSQL's own second, after which it would refuse one of the two.
const lockPauseMs = 20

/**
 * All live tables at once, or none: a reader that has one table of a join and waits for the next could wait for a switch
 * that waits for the first. It is the switch that gives way, and tries again, never the reader.
 */
async function lockTables(client: ClientBase, projections: readonly Projection[], signal?: AbortSignal): Promise<void> {
  const tables = projections.map(({ name }) => `${liveSchema}.${name}`).join(', ')
  if (tables === '') return
  for (;;) {
    signal?.throwIfAborted()
    await client.query('SAVEPOINT locking')
    try {
      await client.query(`SET LOCAL lock_timeout = ${lockMs}`)
      await client.query(`LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`)
      await client.query('SET LOCAL lock_timeout = 0')
      return
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== lockNotAvailable) throw error
      await client.query('ROLLBACK TO SAVEPOINT locking')
    }
    await sleep(lockPauseMs)
  }
}

const lockNotAvailable = '55P03'

/** A new table that takes rows by COPY; `add` answers with a promise where it has to wait. */
export type Filling = Readonly<{ add(row: Row): Promise<unknown> | undefined; end(): Promise<void> }>

export function fillNext(client: ClientBase, { name, columns }: Projection): Filling {
  const stream = client.query(copyFrom(`COPY ${nextSchema}.${name} (${names(columns)}) FROM STDIN WITH (FREEZE)`))
  const done = once(stream, 'finish')
  done.catch(() => undefined) // Awaited in the end; a failure before that must not count as unhandled.
  let chunk = ''
  return {
    add(row) {
      chunk += copyLine(columns, row)
      if (chunk.length < chunkSize) return undefined
      const drained = stream.write(chunk)
      chunk = ''
      return drained ? undefined : Promise.race([once(stream, 'drain'), done])
    },
    async end() {
      stream.end(chunk)
      await done
    },
  }
}

const chunkSize = 64 * 1024

function copyLine(columns: readonly Column[], row: Row): string {
  let line = ''
  for (const { name, type } of columns) {
    const value = row[name]
    if (line !== '') line += '\t'
    if (value === null || value === undefined) line += '\\N'
    else if (type === 'json') line += escapedJson(JSON.stringify(value))
    else line += typeof value === 'string' ? escaped(value) : String(value)
  }
  return `${line}\n`
}

const special = /[\\\n\r\t]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const escaped = (text: string): string => text.replace(special, (sign) => escapes[sign] ?? sign)
/** JSON has its line ends and tabs escaped already, and mostly nothing else to escape. */
const escapedJson = (json: string): string => (json.includes('\\') ? json.replaceAll('\\', '\\\\') : json)

/** A fingerprint of all rows of a table, independent of their order: how many, and the sum of their hashes. */
export async function fingerprint(client: ClientBase, schema: Schema, { name }: Projection): Promise<string> {
  const { rows } = await client.query<{ count: string; sum: string | null }>(
    `SELECT count(*) AS count, sum(('x' || substr(md5(row::text), 1, 16))::bit(64)::bigint::numeric)::text AS sum
     FROM ${schema}.${name} AS row`,
  )
  return `${rows[0]?.count ?? 0}:${rows[0]?.sum ?? 0}`
}
