import type { Pool, QueryResultRow } from 'pg'

/** What a query asks of a database: a pool, or a cursor that reads on where it stopped. */
export type Reader = Readonly<{
  query<R extends QueryResultRow>(query: string | Statement, values?: unknown[]): Promise<Readonly<{ rows: R[] }>>
}>
type Statement = Readonly<{ name?: string; text: string; values: unknown[] }>
export type Page = Readonly<{ first: number; offset: number }>

const rowsAtOnce = 1_000
const everything: Page = { first: 2_147_483_647, offset: 0 }

/**
 * All that a query finds, in one snapshot and one run through it, a thousand rows at a time: whatever is written meanwhile,
 * no row is skipped or met twice, and no more than those thousand are held. Left early, the cursor is closed all the same.
 */
export async function* allOf<R>(
  pool: Pool,
  find: (reader: Reader, page: Page) => Promise<readonly R[]>,
): AsyncGenerator<R> {
  const client = await pool.connect()
  let failed = true
  try {
    await client.query('BEGIN READ ONLY')
    let isOpen = false
    const cursor: Reader = {
      async query(query, values) {
        const statement = typeof query === 'string' ? { text: query, values: values ?? [] } : query
        // A cursor takes no parameters in its name, but they do in its query.
        if (!isOpen) await client.query(`DECLARE everything NO SCROLL CURSOR FOR ${statement.text}`, statement.values)
        isOpen = true
        return client.query(`FETCH ${rowsAtOnce} FROM everything`)
      },
    }
    for (;;) {
      const rows = await find(cursor, everything)
      yield* rows
      if (rows.length < rowsAtOnce) break
    }
    await client.query('COMMIT')
    failed = false
  } finally {
    client.release(failed) // Left in the middle, the connection and its transaction end.
  }
}
