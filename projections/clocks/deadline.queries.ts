import type { Pool } from 'pg'
import type { CalendarHistory } from '../../domain/clocks/calendars.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { type Settled, settledFrom } from '../../domain/clocks/settle.ts'
import type { ClockFacts } from '../../domain/clocks/started.ts'
import { addDays, daysBetween, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { type ClockRow, clockOf, deadlineOfRow, readColumns } from './deadline-row.ts'
import type { Reader } from '../reader.ts'

/** Files whose rows hold no longer: they do not reach a day, or the calendar is another. */
export async function staleDeadlines(
  pool: Pool,
  until: PlainDate,
  calendars: string,
  rowsMax: number,
): Promise<readonly string[]> {
  const head = "SELECT uscc FROM told.deadline WHERE key = ''"
  const { rows } = await pool.query<{ uscc: string }>({
    name: 'stale-deadlines',
    // Each part is a look-up of its own in an index; together they would be none.
    text: `(${head} AND calendars = $2 AND valid_until < $1 LIMIT $3) UNION (${head} AND calendars < $2 LIMIT $3)
      UNION (${head} AND calendars > $2 LIMIT $3) LIMIT $3`,
    values: [until, calendars, rowsMax],
  })
  return rows.map(({ uscc }) => uscc)
}

/** What one stream beside the files says of the clocks of an enterprise. */
export type FactsBeside = Readonly<{ stream: string; facts: ClockFacts }>

/** What the streams beside their files say of the clocks of some enterprises, in the order of the streams. */
export async function factsBeside(
  pool: Pool,
  usccs: readonly string[],
): Promise<ReadonlyMap<string, readonly FactsBeside[]>> {
  const { rows } = await pool.query<FactsBeside & { uscc: string }>({
    name: 'clock-facts-beside',
    text: 'SELECT uscc, stream, facts FROM told.clock_facts WHERE uscc = ANY($1) ORDER BY stream, key',
    values: [usccs],
  })
  return Map.groupBy(rows, ({ uscc }) => uscc)
}

/** Which running clocks are asked for; what is left out does not matter. */
export type DueFilter = Readonly<{
  agency?: string | undefined // Whose duty they are.
  unowned?: boolean // Only those that are an agency's, of which no record says which.
  owedBy?: string | undefined
  officer?: string | undefined
  codes?: readonly string[] | undefined
  withinDays: number // Due by so many days from the day asked about, what is late included.
}>

const ofFilter = `($3::text IS NULL OR agency = $3) AND ($4::text IS NULL OR owed_by = $4)
  AND ($5::text IS NULL OR officer = $5) AND ($6::text[] IS NULL OR code = ANY($6))
  AND (NOT $7 OR agency IS NULL AND owed_by <> 'ENTERPRISE')`
const wanted = `key <> '' AND from_on <= $1 AND until_on > $1 AND due_on <= $2 AND ${ofFilter}`
const isLate = "nature = 'DUTY' AND due_on < $1"

const valuesOf = (day: PlainDate, { agency, unowned, owedBy, officer, codes, withinDays }: DueFilter) => [
  ...[day, addDays(day, withinDays), agency ?? null, owedBy ?? null, officer ?? null, codes ?? null],
  unowned ?? false,
]

type Page = Readonly<{ first: number; offset: number }>
export type DueDeadline = Readonly<{ uscc: string; name: string; deadline: Deadline }>

/** Clocks that run on a day and are due soon or late, the longest due first (即将到期与逾期). */
export async function findDue(
  pool: Reader,
  { day, calendars }: Readonly<{ day: PlainDate; calendars: CalendarHistory }>,
  filter: DueFilter,
  page: Page,
): Promise<readonly DueDeadline[]> {
  const { rows } = await pool.query<ClockRow & { uscc: string; name: string }>({
    name: 'due-deadlines',
    text: `SELECT due.*, e.name FROM (SELECT uscc, ${readColumns} FROM told.deadline WHERE ${wanted}
        ORDER BY due_on, uscc, key LIMIT $8 OFFSET $9) due JOIN told.enterprise e USING (uscc)
      ORDER BY due.due_on, due.uscc, due.key`,
    values: [...valuesOf(day, filter), page.first, page.offset],
  })
  return rows.map((row) => ({ uscc: row.uscc, name: row.name, deadline: deadlineOfRow(row, calendars, day) }))
}

type DueCounts = Readonly<{ total: number; late: number; provisional: number }>
const counted = `count(*)::int AS total, (count(*) FILTER (WHERE ${isLate}))::int AS late,
  (count(*) FILTER (WHERE provisional))::int AS provisional`

/** How many there are, and how many of them are late. */
export async function countDue(pool: Pool, day: PlainDate, filter: DueFilter): Promise<DueCounts> {
  const { rows } = await pool.query<DueCounts>({
    name: 'count-due-deadlines',
    text: `SELECT ${counted} FROM told.deadline WHERE ${wanted}`,
    values: valuesOf(day, filter),
  })
  return rows[0] ?? { total: 0, late: 0, provisional: 0 }
}

/** By what running clocks are counted: the agency, the officer within it, the kind of party, the clock, the enterprise. */
export const countKeys = {
  AGENCY: ['agency', "max(deadline->>'agencyName')"],
  OFFICER: ["CASE WHEN officer IS NOT NULL THEN agency || '/' || officer END", "max(deadline->>'agencyName')"],
  PARTY: ['owed_by', 'NULL'],
  CODE: ['code', 'NULL'],
  ENTERPRISE: ['uscc', '(SELECT name FROM told.enterprise e WHERE e.uscc = d.uscc)'],
} as const
export type CountKey = keyof typeof countKeys

/** The running clocks of one key; `key` is null of those that have none. */
export type CountedDue = DueCounts & Readonly<{ key: string | null; name: string | null; latestBy: number }>

/** How many run on a day, and how many are late, for each agency, officer, or enterprise: whoever has most late first. */
export async function countDueBy(
  pool: Pool,
  by: CountKey,
  day: PlainDate,
  filter: DueFilter,
  page: Page,
): Promise<readonly CountedDue[]> {
  const [key, name] = countKeys[by]
  const { rows } = await pool.query<DueCounts & { key: string | null; name: string | null; latest: PlainDate | null }>({
    name: `count-due-by-${by}`,
    text: `SELECT ${key} AS key, ${name} AS name, ${counted}, min(due_on) FILTER (WHERE ${isLate}) AS latest
      FROM told.deadline d WHERE ${wanted} GROUP BY ${by === 'ENTERPRISE' ? 'd.uscc' : '1'}
      ORDER BY late DESC, latest NULLS LAST, key LIMIT $8 OFFSET $9`,
    values: [...valuesOf(day, filter), page.first, page.offset],
  })
  return rows.map(({ latest, ...one }) => ({ ...one, latestBy: latest === null ? 0 : daysBetween(latest, day) }))
}

export type SettledDeadline = Readonly<{ uscc: string; name: string; settled: Settled }>

type SettledRow = ClockRow & {
  uscc: string
  name: string
  was_due_on: PlainDate
  was_provisional: boolean
  is_over: boolean
}

const settledOn = `told.deadline was JOIN told.deadline d ON d.uscc = was.uscc AND ${clockOf('d')} = ${clockOf('was')}
  AND d.from_on = was.until_on WHERE was.until_on = $1 AND ($2::text IS NULL OR d.agency = $2)
  AND ($3::text IS NULL OR d.owed_by = $3)`

/** The clocks that ran when another calendar was published, and moved or became definite by it (时限变动). */
export async function findSettled(
  pool: Pool,
  { day, calendars }: Readonly<{ day: PlainDate; calendars: CalendarHistory }>,
  { agency, owedBy }: Pick<DueFilter, 'agency' | 'owedBy'>,
  page: Page,
): Promise<Readonly<{ total: number; moved: number; nodes: readonly SettledDeadline[] }>> {
  const values = [day, agency ?? null, owedBy ?? null]
  const count = await pool.query<{ total: number; moved: number }>({
    name: 'count-settled-deadlines',
    text: `SELECT count(*)::int AS total, (count(*) FILTER (WHERE d.due_on <> was.due_on))::int AS moved FROM ${settledOn}`,
    values,
  })
  const { rows } = await pool.query<SettledRow>({
    name: 'settled-deadlines',
    text: `SELECT s.*, e.name FROM (SELECT d.uscc, ${readColumns.replace(/\w+/g, 'd.$&')},
        was.due_on AS was_due_on, was.provisional AS was_provisional, d.until_on = d.from_on AS is_over
        FROM ${settledOn} ORDER BY d.due_on, d.uscc, d.key LIMIT $4 OFFSET $5) s JOIN told.enterprise e USING (uscc)
      ORDER BY s.due_on, s.uscc, s.key`,
    values: [...values, page.first, page.offset],
  })
  const nodes = rows.map((row) => {
    const running = deadlineOfRow(row, calendars, day)
    const over = { state: 'LAPSED', endedOn: row.due_on, daysLeft: 0 } as const
    const was = { dueOn: row.was_due_on, isProvisional: row.was_provisional }
    return {
      uscc: row.uscc,
      name: row.name,
      settled: settledFrom(was, row.is_over ? { ...running, ...over } : running),
    }
  })
  return { ...(count.rows[0] ?? { total: 0, moved: 0 }), nodes }
}
