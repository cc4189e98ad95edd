import type { Pool } from 'pg'
import { type Projection, projections, type Row } from '../../projections/index.ts'
import { batched } from '../batched.ts'

/** Sections of the file that have rows of their own, by the name of their table. */
export const sectionTables = {
  licences: 'licence',
  penalties: 'penalty',
  inspections: 'inspection',
  listings: 'listing',
  annualReports: 'annual_report',
  honours: 'honour',
  commitments: 'commitment',
  persons: 'person',
  registrationStates: 'registration_state',
} as const
export type SectionField = keyof typeof sectionTables

export type EnterpriseLoaders = Readonly<{
  enterprise: (uscc: string) => Promise<Row | undefined>
  sections: Readonly<Record<SectionField, (uscc: string) => Promise<readonly Row[]>>>
}>

export const projectionNamed = (name: string): Projection => {
  const projection = projections.find((one) => one.name === name)
  if (projection === undefined) throw new Error(`no projection is named ${name}`)
  return projection
}

/** The rows of files, gathered over all requests of one turn of the event loop into one statement a table. */
export function enterpriseLoaders(pool: Pool): EnterpriseLoaders {
  const sections = Object.entries(sectionTables).map(([field, table]) => [field, sectionLoader(pool, table)])
  return {
    enterprise: batched(async (usccs) => {
      const rows = await selectRows(pool, 'enterprise', usccs)
      return (uscc) => rows.get(uscc)?.[0]
    }),
    sections: Object.fromEntries(sections),
  }
}

const sectionLoader = (pool: Pool, table: string) =>
  batched(async (usccs: readonly string[]) => {
    const rows = await selectRows(pool, table, usccs)
    return (uscc: string): readonly Row[] => rows.get(uscc) ?? []
  })

async function selectRows(pool: Pool, table: string, usccs: readonly string[]): Promise<Map<string, Row[]>> {
  const columns = projectionNamed(table).columns.map(({ name }) => name)
  const { rows } = await pool.query<Row>({
    name: `rows-${table}`,
    text: `SELECT ${columns.join(', ')} FROM told.${table} WHERE uscc = ANY($1) ORDER BY uscc, revision DESC`,
    values: [usccs],
  })
  const byUscc = new Map<string, Row[]>()
  for (const row of rows) {
    const uscc = String(row.uscc)
    const own = byUscc.get(uscc)
    if (own) own.push(row)
    else byUscc.set(uscc, [row])
  }
  return byUscc
}
