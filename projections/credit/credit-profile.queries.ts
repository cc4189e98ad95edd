import type { Pool } from 'pg'
import type { CreditClass } from '../../domain/credit/classes.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'

/** Files whose row holds no longer: its last day has gone by, or the models are others now. */
export async function staleProfiles(
  pool: Pool,
  day: PlainDate,
  models: string,
  rowsMax: number,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ uscc: string }>({
    name: 'stale-profiles',
    text: `SELECT uscc FROM told.credit_profile WHERE valid_until < $1 OR models <> $2 ORDER BY uscc LIMIT $3`,
    values: [day, models, rowsMax],
  })
  return rows.map(({ uscc }) => uscc)
}

export const distributionKeys = ['STREET', 'INDUSTRY'] as const
export type DistributionKey = (typeof distributionKeys)[number]

/** How many enterprises of each class there are, in all and by street or industry division (分类分布). */
export async function countClasses(
  pool: Pool,
  by: DistributionKey | undefined,
): Promise<readonly Readonly<{ key: string | null; creditClass: CreditClass; count: number }>[]> {
  const key = by === 'STREET' ? 'e.street' : by === 'INDUSTRY' ? 'left(e.industry, 2)' : 'NULL::text'
  const { rows } = await pool.query<{ key: string | null; creditClass: CreditClass; count: number }>(
    `SELECT ${key} AS key, p.credit_class AS "creditClass", count(*)::int AS count
     FROM told.credit_profile p JOIN told.enterprise e USING (uscc) GROUP BY 1, 2 ORDER BY 1 NULLS LAST, 2`,
  )
  return rows
}
