import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { FrozenFiles } from '../../domain/draw/frozen-files.ts'
import { NotFound } from '../../domain/kernel/errors.ts'

const partBytes = 4 * 1_048_576 // A city's directory is a hundred megabytes; one value of that size would be copied often.

/** Frozen files in PostgreSQL (冻结名录), in parts, each file whole or not at all. */
export function postgresFrozenFiles(pool: Pool): FrozenFiles {
  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes)
      const client = await pool.connect()
      let failed = true
      try {
        await client.query('BEGIN')
        for (let part = 0, from = 0; part === 0 || from < bytes.length; part++, from += partBytes) {
          await client.query(
            'INSERT INTO frozen.file (sha256, part, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
            [sha256, part, Buffer.from(bytes.subarray(from, from + partBytes))],
          )
        }
        await client.query('COMMIT')
        failed = false
      } finally {
        client.release(failed)
      }
      return sha256
    },

    async get(sha256) {
      const { rows } = await pool.query<{ part: number }>(
        'SELECT part FROM frozen.file WHERE sha256 = $1 ORDER BY part',
        [sha256],
      )
      const parts: Buffer[] = []
      for (const { part } of rows) {
        const found = await pool.query<{ bytes: Buffer }>(
          'SELECT bytes FROM frozen.file WHERE sha256 = $1 AND part = $2',
          [sha256, part],
        )
        parts.push(...found.rows.map(({ bytes }) => bytes))
      }
      if (parts.length === 0) throw new NotFound('没有这个冻结的文件。')
      const bytes = new Uint8Array(Buffer.concat(parts))
      // What stands here under a digest and is not of it was changed behind the program's back.
      if (sha256Of(bytes) !== sha256) throw new Error(`frozen file ${sha256} is not what it was`)
      return bytes
    },
  }
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
