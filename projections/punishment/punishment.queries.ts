import type { Pool } from 'pg'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import type { LineStage } from '../../domain/punishment/case/steps.ts'
import type { CaseRecord, CopyRecord, LineRecord } from './punishment.projection.ts'
import type { Reader } from '../reader.ts'

export type Page = Readonly<{ first: number; offset: number }>

/** A case as a list shows it. */
export type CaseRow = Readonly<{
  caseId: string
  lines: number
  linesExpected: number
  linesFallen: number
  record: CaseRecord
}>

/** Cases that an agency asked for or carries out, or all of them. */
export type CaseFilter = Readonly<{
  agency: string | null
  standing: string | null
  listType: string | null
  uscc: string | null
}>

const ofCases = `($1::text IS NULL OR c.agency = $1 OR c.standing = 'PASSED' AND c.executors @> ARRAY[$1])
  AND ($2::text IS NULL OR c.standing = $2) AND ($3::text IS NULL OR c.list_type = $3)
  AND ($4::text IS NULL OR c.case_id IN (SELECT case_id FROM told.punishment_line WHERE uscc = $4))`
const caseValues = ({ agency, standing, listType, uscc }: CaseFilter) => [agency, standing, listType, uscc]

export async function findCases(pool: Reader, filter: CaseFilter, { first, offset }: Page): Promise<CaseRow[]> {
  const { rows } = await pool.query<CaseRow>(
    `SELECT case_id AS "caseId", lines, lines_expected AS "linesExpected", lines_fallen AS "linesFallen", record
     FROM told.punishment_case c WHERE ${ofCases} ORDER BY drafted_on DESC, case_id DESC LIMIT $5 OFFSET $6`,
    [...caseValues(filter), first, offset],
  )
  return rows
}

export const countCases = (pool: Pool, filter: CaseFilter): Promise<number> =>
  countOf(pool, `FROM told.punishment_case c WHERE ${ofCases}`, caseValues(filter))

async function countOf(pool: Pool, from: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::integer AS count ${from}`, [...values])
  return rows[0]?.count ?? 0
}

/** The enterprises of a case, in the order of their codes. */
export async function findLines(pool: Reader, caseId: string, { first, offset }: Page): Promise<LineRecord[]> {
  const { rows } = await pool.query<{ record: LineRecord }>(
    `SELECT record FROM told.punishment_line WHERE case_id = $1 ORDER BY uscc, line_id LIMIT $2 OFFSET $3`,
    [caseId, first, offset],
  )
  return rows.map(({ record }) => record)
}

/** What an agency has to do for one enterprise (惩戒任务). */
export type OrderRow = Readonly<{
  caseId: string
  agency: string
  agencyName: string
  lineId: string
  uscc: string
  name: string
  stage: LineStage
  issuedOn: PlainDate
  feedbackDueOn: PlainDate | null
  acceptedOn: PlainDate | null
  objectedOn: PlainDate | null
  objection: string | null
  answerDueOn: PlainDate | null // While it waited for its answer, on the day that was asked about.
  answeredOn: PlainDate | null
  answer: string | null
  executedOn: PlainDate | null
  content: string | null
  releasedOn: PlainDate | null
  confirmDueOn: PlainDate | null
  confirmedOn: PlainDate | null
  note: string | null
  provisional: boolean
  daysLate: number // On the day that was asked about.
  requesting: string
  decisionNumber: string
}>

export const latenesses = ['FEEDBACK', 'CONFIRMATION', 'ANSWER'] as const
export type Lateness = (typeof latenesses)[number]

export type OrderFilter = Readonly<{
  agency: string | null // Whose order it is.
  viewer: string | null // Whose own case or order it has to be; null for whoever sees all.
  stages: readonly LineStage[] | null
  caseId: string | null
  uscc: string | null
  late: Lateness | null // On `day`: whose feedback is overdue, who has not confirmed a release, what is not answered.
  day: PlainDate
}>

const orders = 'told.punishment_order o JOIN told.punishment_case c USING (case_id)'

/** Whether an event of an order had happened by a day, however it stands today. */
const isBy = (column: string, day: string): string => `coalesce(o.${column} <= ${day}, false)`

/** Whether an agency still owed its feedback on a day: an objection stops the clock until it is answered. */
const owed = (day: string): string =>
  `(${isBy('issued_on', day)} AND NOT ${isBy('executed_on', day)} AND NOT ${isBy('released_on', day)}
    AND NOT (${isBy('objected_on', day)} AND NOT ${isBy('insisted_on', day)}))`
const unconfirmed = (day: string): string => `(${isBy('released_on', day)} AND NOT ${isBy('confirmed_on', day)})`
/** Whether an objection waited for its answer on a day. */
const unanswered = (day: string): string =>
  `(${isBy('objected_on', day)} AND NOT ${isBy('answered_on', day)} AND NOT ${isBy('released_on', day)})`
const daysLate = (day: string): string =>
  `CASE WHEN ${unconfirmed(day)} THEN greatest(0, ${day}::text::date - o.confirm_due_on::date)
    WHEN ${unanswered(day)} THEN greatest(0, ${day}::text::date - o.answer_due_on::date)
    WHEN ${owed(day)} THEN greatest(0, ${day}::text::date - o.feedback_due_on::date) ELSE 0 END`

const ofOrders = `($1::text IS NULL OR o.agency = $1) AND ($2::text IS NULL OR o.agency = $2 OR c.agency = $2)
  AND ($3::text[] IS NULL OR o.stage = ANY($3)) AND ($4::text IS NULL OR o.case_id = $4)
  AND ($5::text IS NULL OR o.uscc = $5)
  AND ($6::text IS NULL OR $6 = 'FEEDBACK' AND ${owed('$7')} AND o.feedback_due_on < $7
    OR $6 = 'ANSWER' AND ${unanswered('$7')} AND o.answer_due_on < $7
    OR $6 = 'CONFIRMATION' AND ${unconfirmed('$7')})`
const orderValues = ({ agency, viewer, stages, caseId, uscc, late, day }: OrderFilter) => [
  ...[agency, viewer, stages, caseId, uscc, late, day],
]

/** Orders line by line, what is due first on top. */
export async function findOrders(pool: Reader, filter: OrderFilter, { first, offset }: Page): Promise<OrderRow[]> {
  const { rows } = await pool.query<OrderRow>(
    `SELECT o.case_id AS "caseId", o.agency, o.agency_name AS "agencyName", o.line_id AS "lineId", o.uscc, o.name,
       o.stage, o.issued_on AS "issuedOn", o.feedback_due_on AS "feedbackDueOn", o.accepted_on AS "acceptedOn",
       o.objected_on AS "objectedOn", o.objection,
       CASE WHEN ${unanswered('$7')} THEN o.answer_due_on END AS "answerDueOn",
       o.answered_on AS "answeredOn", o.answer, o.executed_on AS "executedOn", o.content, o.note,
       o.released_on AS "releasedOn", o.confirm_due_on AS "confirmDueOn", o.confirmed_on AS "confirmedOn", o.provisional,
       coalesce(${daysLate('$7')}, 0) AS "daysLate", c.agency AS requesting, c.decision_number AS "decisionNumber"
     FROM ${orders} WHERE ${ofOrders}
     ORDER BY coalesce(o.confirm_due_on, o.feedback_due_on) NULLS LAST, o.case_id, o.agency, o.line_id
     LIMIT $8 OFFSET $9`,
    [...orderValues(filter), first, offset],
  )
  return rows
}

export const countOrders = (pool: Pool, filter: OrderFilter): Promise<number> =>
  countOf(pool, `FROM ${orders} WHERE ${ofOrders}`, orderValues(filter))

/** An order of an agency against an enterprise, with the rules that it carries out. */
export type OrderBeside = Pick<OrderRow, 'caseId' | 'lineId' | 'agency' | 'uscc' | 'stage' | 'decisionNumber'> &
  Readonly<{ rules: readonly string[]; edition: number }>

/** All orders that agencies have against the enterprises of some orders, those included. */
export async function findOrdersBeside(
  pool: Pool,
  orders: readonly Pick<OrderRow, 'agency' | 'uscc'>[],
): Promise<OrderBeside[]> {
  const { rows } = await pool.query<OrderBeside>(
    `SELECT o.case_id AS "caseId", o.line_id AS "lineId", o.agency, o.uscc, o.stage, e->'rules' AS rules,
       c.decision_number AS "decisionNumber", (c.record->'drafted'->>'edition')::integer AS edition
     FROM told.punishment_order o JOIN told.punishment_case c USING (case_id)
       CROSS JOIN LATERAL json_array_elements(c.record->'executors') e
     WHERE (o.agency, o.uscc) IN (SELECT * FROM unnest($1::text[], $2::text[])) AND e->'agency'->>'code' = o.agency
     ORDER BY o.case_id, o.line_id`,
    [orders.map(({ agency }) => agency), orders.map(({ uscc }) => uscc)],
  )
  return rows
}

/** Letters that an agency sent or has to answer (抄告). */
export type CopyRow = Readonly<{ caseId: string; receiver: string; record: CopyRecord }>

export async function findCopies(
  pool: Reader,
  filter: Readonly<{ caseId: string | null; receiver: string | null; open: boolean }>,
  { first, offset }: Page,
): Promise<CopyRow[]> {
  const { rows } = await pool.query<CopyRow>(
    `SELECT case_id AS "caseId", receiver, record FROM told.punishment_copy
     WHERE ($1::text IS NULL OR case_id = $1) AND ($2::text IS NULL OR receiver = $2)
       AND (NOT $3 OR received_on IS NULL) ORDER BY sent_on DESC, copy_id, receiver LIMIT $4 OFFSET $5`,
    [filter.caseId, filter.receiver, filter.open, first, offset],
  )
  return rows
}

/** What waits for an agency (待办). */
export type Inbox = Readonly<{
  toPass: number
  toResubmit: number
  toAnswer: number
  toAccept: number
  toFeedBack: number
  feedbackLate: number
  toConfirm: number
  confirmLate: number
  copiesToReceive: number
}>

export async function inboxOf(pool: Pool, agency: string, day: PlainDate): Promise<Inbox> {
  const { rows } = await pool.query<Inbox>(
    `WITH own AS (SELECT o.stage, o.feedback_due_on, o.confirm_due_on
       FROM told.punishment_order o WHERE o.agency = $1 AND o.stage IN ('ORDERED', 'ACCEPTED', 'INSISTED', 'RELEASED'))
     SELECT (SELECT count(*) FROM told.punishment_case WHERE agency = $1 AND standing = 'DRAFTED'
         AND lines > lines_fallen)::integer AS "toPass",
       (SELECT count(*) FROM told.punishment_case WHERE agency = $1 AND standing = 'RETURNED')::integer AS "toResubmit",
       (SELECT count(*) FROM told.punishment_order o JOIN told.punishment_case c USING (case_id)
         WHERE c.agency = $1 AND o.stage = 'OBJECTED')::integer AS "toAnswer",
       (SELECT count(*) FROM own WHERE stage IN ('ORDERED', 'INSISTED'))::integer AS "toAccept",
       (SELECT count(*) FROM own WHERE stage = 'ACCEPTED')::integer AS "toFeedBack",
       (SELECT count(*) FROM own WHERE stage <> 'RELEASED' AND feedback_due_on < $2)::integer AS "feedbackLate",
       (SELECT count(*) FROM own WHERE stage = 'RELEASED')::integer AS "toConfirm",
       (SELECT count(*) FROM own WHERE stage = 'RELEASED' AND confirm_due_on < $2)::integer AS "confirmLate",
       (SELECT count(*) FROM told.punishment_copy WHERE receiver = $1 AND received_on IS NULL)::integer
         AS "copiesToReceive"`,
    [agency, day],
  )
  const [inbox] = rows
  if (inbox === undefined) throw new Error('a count has one row')
  return inbox
}

/** What one agency did in one month (月度执行情况), counted in enterprises. */
export type MonthlyFigure = Readonly<{
  code: string
  name: string
  ordered: number
  accepted: number
  objected: number
  executed: number
  executedLate: number
  overdue: number // Due by the month's last day, and not done by its end.
  released: number
  confirmed: number
  confirmedLate: number
  unconfirmed: number // Still to be confirmed at the month's end.
}>

const isIn = (column: string): string => `o.${column} BETWEEN $1 AND $2`

/**
 * The figures of a month for every agency that had orders by its end, in the order of their codes; of one's own agency and
 * of those that carry out what it asked for, or of all. A month's end is told from the days alone, however late one asks.
 */
export async function findMonthlyFigures(
  pool: Pool,
  month: Readonly<{ from: PlainDate; until: PlainDate }>,
  viewer: string | null,
): Promise<readonly MonthlyFigure[]> {
  const counts: Readonly<Record<Exclude<keyof MonthlyFigure, 'code' | 'name'>, string>> = {
    ...{ ordered: isIn('issued_on'), accepted: isIn('accepted_on'), objected: isIn('objected_on') },
    ...{ executed: isIn('executed_on'), executedLate: `${isIn('executed_on')} AND o.executed_on > o.feedback_due_on` },
    overdue: `${owed('$2')} AND o.feedback_due_on <= $2`,
    ...{ released: isIn('released_on'), confirmed: isIn('confirmed_on') },
    confirmedLate: `${isIn('confirmed_on')} AND o.confirmed_on > o.confirm_due_on`,
    unconfirmed: unconfirmed('$2'),
  }
  const counted = Object.entries(counts).map(
    ([name, holds]) => `count(*) FILTER (WHERE ${holds})::integer AS "${name}"`,
  )
  const { rows } = await pool.query<MonthlyFigure>(
    `SELECT o.agency AS code, max(o.agency_name) AS name, ${counted.join(', ')} FROM ${orders}
     WHERE o.issued_on <= $2 AND ($3::text IS NULL OR o.agency = $3 OR c.agency = $3) GROUP BY 1 ORDER BY 1`,
    [month.from, month.until, viewer],
  )
  return rows
}

/** Cases of which an order was counted by another calendar, and may still be moved. */
export async function staleOrders(pool: Pool, calendars: string, rowsMax: number): Promise<readonly string[]> {
  const { rows } = await pool.query<{ stream: string }>(
    `SELECT DISTINCT stream FROM told.punishment_order WHERE calendars IS NOT NULL AND calendars <> $1
     ORDER BY stream LIMIT $2`,
    [calendars, rowsMax],
  )
  return rows.map(({ stream }) => stream)
}
