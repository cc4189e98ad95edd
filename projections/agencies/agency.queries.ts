import type { Pool } from 'pg'
import type { Position } from '../../domain/kernel/event.ts'
import { agencyProjection } from './agency.projection.ts'

/** The codes that the rows know, and how far in the log they are told: whoever reads on from there misses none. */
export async function findAgencyCodes(
  pool: Pool,
): Promise<Readonly<{ codes: readonly string[]; upTo: Position | undefined }>> {
  const checkpoint = await pool.query<{ position: Position | null }>(
    'SELECT position FROM told.checkpoint WHERE name = $1',
    [agencyProjection.name],
  )
  const { rows } = await pool.query<{ agency: string }>('SELECT agency FROM told.agency ORDER BY agency')
  return { codes: rows.map(({ agency }) => agency), upTo: checkpoint.rows[0]?.position ?? undefined }
}
