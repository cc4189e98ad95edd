import type { Pool } from 'pg'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { isRunning } from '../../domain/clocks/deadline.ts'
import { addDays, daysBetween, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Reader } from '../reader.ts'

/** Files whose rows hold no longer: a clock may have started by itself, or the calendar is another. */
export async function staleDeadlines(
  pool: Pool,
  day: PlainDate,
  calendars: string,
  rowsMax: number,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ uscc: string }>({
    name: 'stale-deadlines',
    text: `SELECT uscc FROM told.deadline WHERE key = '' AND (valid_until < $1 OR calendars <> $2)
      ORDER BY uscc LIMIT $3`,
    values: [day, calendars, rowsMax],
  })
  return rows.map(({ uscc }) => uscc)
}

/** Streams that are no files, of which a running clock was counted by another calendar. */
export async function staleElsewhere(
  pool: Pool,
  table: string, // A projection's own name.
  calendars: string,
  rowsMax: number,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ stream: string }>({
    name: `stale-${table}`,
    text: `SELECT DISTINCT stream FROM told.${table} WHERE NOT settles AND calendars <> $1 ORDER BY stream LIMIT $2`,
    values: [calendars, rowsMax],
  })
  return rows.map(({ stream }) => stream)
}

/** The streams beside its file that may hold clocks of an enterprise. */
export async function streamsBeside(pool: Pool, uscc: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ stream: string }>({
    name: 'streams-beside',
    text: `SELECT stream FROM told.listing_case WHERE uscc = $1
      UNION SELECT stream FROM told.matter WHERE uscc = $1
      UNION SELECT stream FROM told.punishment_line WHERE uscc = $1 ORDER BY stream`,
    values: [uscc],
  })
  return rows.map(({ stream }) => stream)
}

/** Which running clocks are asked for; what is left out does not matter. */
export type DueFilter = Readonly<{
  agency?: string | undefined // Whose duty they are.
  owedBy?: string | undefined
  officer?: string | undefined
  codes?: readonly string[] | undefined
  withinDays: number // Due by so many days from today, what is late included.
}>

/** A right or a term that ran out on a definite day is over, though its row may not have been told anew since. */
const wanted = `due_on <= $2 AND (nature = 'DUTY' OR due_on >= $1 OR provisional)
  AND ($3::text IS NULL OR agency = $3) AND ($4::text IS NULL OR owed_by = $4)
  AND ($5::text IS NULL OR officer = $5) AND ($6::text[] IS NULL OR code = ANY($6))`

const columns = 'uscc, key, code, nature, owed_by, agency, officer, due_on, provisional, deadline'
const beside = ['listing_deadline', 'punishment_deadline', 'matter_deadline']

/** Clocks of files that are not settled elsewhere, and those that run beside the files. */
const running = `(SELECT ${columns} FROM told.deadline d WHERE key <> ''
  ${['listing_deadline', 'matter_deadline'].map(notSettledBy).join(' ')}
  ${beside.map((table) => `UNION ALL SELECT ${columns} FROM told.${table} WHERE NOT settles`).join(' ')}) running`

function notSettledBy(table: string): string {
  return `AND NOT EXISTS (SELECT FROM told.${table} s WHERE s.settles AND s.uscc = d.uscc AND s.code = d.code
    AND starts_with(d.key, s.code || '/' || s.record_key || '/'))`
}

const valuesOf = (day: PlainDate, { agency, owedBy, officer, codes, withinDays }: DueFilter) => [
  ...[day, addDays(day, withinDays), agency ?? null, owedBy ?? null, officer ?? null, codes ?? null],
]

export type DueDeadline = Readonly<{ uscc: string; name: string; deadline: Deadline }>

/** Running clocks that are due soon or late, the longest due first (即将到期与逾期). */
export async function findDue(
  pool: Reader,
  day: PlainDate,
  filter: DueFilter,
  page: Readonly<{ first: number; offset: number }>,
): Promise<readonly DueDeadline[]> {
  const { rows } = await pool.query<DueDeadline>({
    name: 'due-deadlines',
    text: `SELECT due.uscc, e.name, due.deadline FROM (SELECT * FROM ${running} WHERE ${wanted}
        ORDER BY due_on, uscc, key LIMIT $7 OFFSET $8) due JOIN told.enterprise e USING (uscc)
      ORDER BY due.due_on, due.uscc, due.key`,
    values: [...valuesOf(day, filter), page.first, page.offset],
  })
  return rows.map(({ uscc, name, deadline }) => ({ uscc, name, deadline: runningOn(deadline, day) }))
}

/** How many there are, and how many of them are late. */
export async function countDue(
  pool: Pool,
  day: PlainDate,
  filter: DueFilter,
): Promise<Readonly<{ total: number; late: number; provisional: number }>> {
  const { rows } = await pool.query<{ total: number; late: number; provisional: number }>({
    name: 'count-due-deadlines',
    text: `SELECT count(*)::int AS total, (count(*) FILTER (WHERE nature = 'DUTY' AND due_on < $1))::int AS late,
        (count(*) FILTER (WHERE provisional))::int AS provisional
      FROM ${running} WHERE ${wanted}`,
    values: valuesOf(day, filter),
  })
  return rows[0] ?? { total: 0, late: 0, provisional: 0 }
}

/** A running clock as it stands on another day than the one on which its row was told: it has moved on by days alone. */
export function runningOn(deadline: Deadline, day: PlainDate): Deadline {
  if (!isRunning(deadline)) return deadline
  const daysLeft = daysBetween(day, deadline.dueOn)
  const isLate = deadline.nature === 'DUTY' && daysLeft < 0
  return { ...deadline, state: isLate ? 'LATE' : 'OPEN', daysLeft, daysLate: isLate ? -daysLeft : 0 }
}
