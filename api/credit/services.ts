import type { Pool } from 'pg'
import type { ListType } from '../../domain/enterprise/listing/list-types.ts'
import type { Row } from '../../projections/index.ts'
import { batched } from '../batched.ts'
import type { CreditModels } from '../system/credit-models.ts'
import type { TrialDesk } from './trial-desk.ts'

/** What the credit profile's resolvers work with, besides the file's. */
export type CreditServices = Readonly<{
  models: CreditModels
  trials: TrialDesk
  listTypes: () => readonly ListType[] // Those that a model may count.
  profile: (uscc: string) => Promise<Row | undefined>
}>

/** Rows of credit profiles, gathered over all requests of one turn of the event loop. */
export const profileLoader = (pool: Pool) =>
  batched(async (usccs: readonly string[]) => {
    const { rows } = await pool.query<Row>({
      name: 'rows-credit_profile',
      text: 'SELECT uscc, revision, valid_until, models, profile FROM told.credit_profile WHERE uscc = ANY($1)',
      values: [usccs],
    })
    const byUscc = new Map(rows.map((row) => [String(row.uscc), row]))
    return (uscc: string): Row | undefined => byUscc.get(uscc)
  })
