import type { Pool } from 'pg'
import type { Matter } from '../../domain/clocks/matters/decider.ts'

export const matterStandings = ['OPEN', 'CLOSED', 'VOIDED'] as const
export type MatterStanding = (typeof matterStandings)[number]

export type MatterFilter = Readonly<{
  agency: string | null
  uscc: string | null
  kind: string | null
  standing: MatterStanding | null
}>

const chosen = `($1::text IS NULL OR agency = $1) AND ($2::text IS NULL OR uscc = $2)
  AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR standing = $4)`
const valuesOf = ({ agency, uscc, kind, standing }: MatterFilter) => [agency, uscc, kind, standing]

/** Matters whose time is counted, the latest first. */
export async function findMatters(
  pool: Pool,
  filter: MatterFilter,
  page: Readonly<{ first: number; offset: number }>,
): Promise<readonly Matter[]> {
  const { rows } = await pool.query<{ record: Matter }>(
    `SELECT record FROM told.matter WHERE ${chosen} ORDER BY opened_on DESC, matter_id DESC LIMIT $5 OFFSET $6`,
    [...valuesOf(filter), page.first, page.offset],
  )
  return rows.map(({ record }) => record)
}

export async function countMatters(pool: Pool, filter: MatterFilter): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM told.matter WHERE ${chosen}`,
    valuesOf(filter),
  )
  return rows[0]?.count ?? 0
}
