import type { Pool, PoolClient } from 'pg'
import type { CreditClass } from '../../domain/credit/classes.ts'
import type { ObjectRow } from '../../domain/draw/plan/scope.ts'
import { type LicenceRecord, licenceStanding } from '../../domain/enterprise/licence/record.ts'
import { endedWithBasis } from '../../domain/enterprise/listing/basis-end.ts'
import { type ListingRecord, listingStanding } from '../../domain/enterprise/listing/record.ts'
import { type PlainDate, addYears } from '../../domain/kernel/plain-date.ts'
import { subjectClassOf, type Uscc } from '../../domain/kernel/uscc.ts'

/** Which of an enterprise's records a task asks about; what it does not ask about is not read. */
export type ObjectQuestion = Readonly<{ day: PlainDate; licences: boolean; tags: boolean; visits: boolean }>

type Found = {
  uscc: string
  name: string
  status: string
  street: string | null
  industry: string | null
  creditClass: CreditClass | null
  licences: readonly LicenceRecord[] | null
  listings: readonly ListingRecord[] | null
  annulments: Readonly<Record<string, PlainDate | null>> | null
  visits: readonly PlainDate[] | null
}

// A joint visit is one visit, however many agencies recorded it: their entries of one day name the same task. A visit that
// is ordered but not yet filed counts on the day of its order.
const parts = {
  licences: `(SELECT json_agg(l.record) FROM told.licence l WHERE l.uscc = e.uscc)`,
  listings: `(SELECT json_agg(l.record) FROM told.listing l WHERE l.uscc = e.uscc AND l.removed_on IS NULL)`,
  annulments: `(SELECT json_object_agg(p.key, p.record->>'annulledOn') FROM told.penalty p WHERE p.uscc = e.uscc)`,
  visits: `(SELECT json_agg(day) FROM (
      SELECT day FROM (SELECT DISTINCT i.inspected_on AS day, i.record->>'planId' AS task FROM told.inspection i
        WHERE i.uscc = e.uscc AND i.inspected_on >= $1 AND i.record->>'form' = 'RANDOM') made
      UNION ALL
      SELECT v.dispatched_on FROM told.visit v
        WHERE v.uscc = e.uscc AND v.dispatched_on >= $1 AND NOT v.cancelled AND NOT v.filed) days)`,
} as const
const rowsPerFetch = 5_000

/**
 * Every subject that has been registered, in the order of the bytes of their codes, as the draw looks at it; all of one
 * moment, and up to which position of the log that is (`onPosition`).
 */
export async function* objectRows(
  pool: Pool,
  question: ObjectQuestion,
  onPosition: (position: string | null) => void,
): AsyncGenerator<ObjectRow> {
  const client = await pool.connect()
  let failed = true
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const { rows } = await client.query<{ position: string | null }>(
      `SELECT position FROM told.checkpoint WHERE name = 'enterprise'`,
    )
    onPosition(rows[0]?.position ?? null)
    await declare(client, question)
    for (;;) {
      const found = await client.query<Found>(`FETCH ${rowsPerFetch} FROM objects`)
      for (const row of found.rows) yield rowOf(row, question.day)
      if (found.rows.length < rowsPerFetch) break
    }
    await client.query('COMMIT')
    failed = false
  } finally {
    client.release(failed) // Left in the middle, the connection and its transaction end.
  }
}

async function declare(client: PoolClient, { day, licences, tags, visits }: ObjectQuestion): Promise<void> {
  const asked = (wanted: boolean, part: keyof typeof parts) => (wanted ? parts[part] : 'NULL::json')
  // A cursor takes no parameters in its name, but they do in its query.
  await client.query({
    text: `DECLARE objects NO SCROLL CURSOR FOR
      SELECT e.uscc, e.name, e.status, e.street, e.industry, p.credit_class AS "creditClass",
        ${asked(licences, 'licences')} AS licences, ${asked(tags, 'listings')} AS listings,
        ${asked(tags, 'annulments')} AS annulments,
        ${asked(visits, 'visits')} AS visits
      FROM told.enterprise e LEFT JOIN told.credit_profile p USING (uscc)
      WHERE NOT e.provisional AND ($1::text IS NOT NULL) ORDER BY e.uscc COLLATE "C"`,
    values: [`${addYears(day, -1).slice(0, 4)}-01-01`],
  })
}

function rowOf({ licences, listings, annulments, visits, ...row }: Found, day: PlainDate): ObjectRow {
  const inForce = (licences ?? []).filter((one) => licenceStanding(one, day) === 'VALID')
  const ended = (listings ?? []).map((one) => endedWithBasis(one, (penaltyId) => annulments?.[penaltyId]))
  const onLists = ended.filter((one) => listingStanding(one, day) === 'LISTED')
  return {
    ...row,
    subjectClass: subjectClassOf(row.uscc as Uscc),
    licences: inForce.flatMap(({ terms }) => terms.certificateName ?? []),
    tags: [...new Set(onLists.map(({ listType }) => listType))],
    visits: visits ?? [],
  }
}
