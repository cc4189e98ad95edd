/**
 * A plain Fastify route that asks for one enterprise in one SQL statement, at PORT over DATABASE_URL: what the API is held
 * against.
 */
import Fastify from 'fastify'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 })
const rowsOf = (table: string, columns: string) => `(SELECT coalesce(json_agg(row), '[]') FROM
  (SELECT ${columns} FROM told.${table} WHERE uscc = e.uscc ORDER BY revision DESC) AS row)`
const text = `SELECT json_build_object('name', e.name, 'status', e.status,
    'licences', ${rowsOf('licence', 'document_number AS "documentNumber", valid_until AS "validUntil"')},
    'penalties', ${rowsOf('penalty', 'decision_number AS "decisionNumber", standing, fine')},
    'listings', ${rowsOf('listing', 'list_type AS "listType", entered_on AS "enteredOn", term_until AS "termUntil"')}
  )::text AS answer FROM told.enterprise e WHERE e.uscc = $1`

const app = Fastify()
app.get<{ Params: { uscc: string } }>('/enterprise/:uscc', async (request, reply) => {
  const { rows } = await pool.query<{ answer: string }>({ name: 'enterprise', text, values: [request.params.uscc] })
  return reply.type('application/json; charset=utf-8').send(rows[0]?.answer ?? 'null')
})
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
console.log('ready')
