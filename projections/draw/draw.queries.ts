import type { Pool } from 'pg'
import type { ItemVersion } from '../../domain/draw/items/catalogue.ts'
import type { Library } from '../../domain/draw/items/events.ts'
import type { Plan } from '../../domain/draw/plan/plan.ts'
import type { Draw } from '../../domain/draw/round/draw.ts'
import type { LeadGround } from '../../domain/draw/visit/events.ts'
import type { PartStage, StandingResult, Visit } from '../../domain/draw/visit/visit.ts'
import type { Inspector } from '../../domain/inspectors/inspector.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'

const recordsOf = <R>(rows: readonly { record: R }[]): readonly R[] => rows.map(({ record }) => record)

export async function findItems(pool: Pool): Promise<readonly ItemVersion[]> {
  const { rows } = await pool.query<{ record: ItemVersion }>(
    `SELECT record FROM told.inspection_item WHERE kind = 'ITEM' ORDER BY code COLLATE "C", version`,
  )
  return recordsOf(rows)
}

export async function findLibraries(pool: Pool): Promise<readonly (Library & { version: number })[]> {
  const { rows } = await pool.query<{ record: Library & { version: number } }>(
    `SELECT record FROM told.inspection_item WHERE kind = 'LIBRARY' ORDER BY code COLLATE "C"`,
  )
  return recordsOf(rows)
}

/** Officers of some agencies, or of all. */
export async function findInspectors(pool: Pool, agencies: readonly string[] | null): Promise<readonly Inspector[]> {
  const { rows } = await pool.query<{ record: Inspector }>(
    `SELECT record FROM told.inspector WHERE $1::text[] IS NULL OR agency = ANY($1) ORDER BY inspector_id COLLATE "C"`,
    [agencies],
  )
  return recordsOf(rows)
}

export async function findPlans(
  pool: Pool,
  { year, publishedOnly }: Readonly<{ year: number | null; publishedOnly: boolean }>,
): Promise<readonly Plan[]> {
  const { rows } = await pool.query<{ record: Plan }>(
    `SELECT record FROM told.inspection_plan WHERE ($1::integer IS NULL OR year = $1)
     AND ($2 = false OR published_on IS NOT NULL) ORDER BY year DESC, agency`,
    [year, publishedOnly],
  )
  return recordsOf(rows)
}

export async function findDraws(
  pool: Pool,
  { planId, committedOnly, first }: Readonly<{ planId: string | null; committedOnly: boolean; first: number }>,
): Promise<readonly Draw[]> {
  const { rows } = await pool.query<{ record: Draw }>(
    `SELECT record FROM told.draw WHERE ($1::text IS NULL OR plan_id = $1)
     AND ($2 = false OR record->'committed'->>'committedAt' IS NOT NULL) ORDER BY draw_id DESC LIMIT $3`,
    [planId, committedOnly, first],
  )
  return recordsOf(rows)
}

export async function findVisits(
  pool: Pool,
  { drawId, agency, first, after }: Readonly<{ drawId: string; agency: string | null; first: number; after: string }>,
): Promise<readonly Visit[]> {
  const { rows } = await pool.query<{ record: Visit }>(
    `SELECT record FROM told.visit v WHERE draw_id = $1 AND uscc > $4 AND ($2::text IS NULL OR EXISTS (
       SELECT FROM told.visit_part p WHERE p.stream = v.stream AND p.agency = $2)) ORDER BY uscc LIMIT $3`,
    [drawId, agency, first, after],
  )
  return recordsOf(rows)
}

export type VisitTask = Readonly<{
  visitId: string
  drawId: string
  uscc: string
  name: string
  matters: readonly string[]
  agency: string
  inspectorId: string
  stage: PartStage
  dueOn: PlainDate
}>

/** An officer's tasks, those due first at the top; with `open`, only where a result is still to be recorded. */
export async function findTasks(
  pool: Pool,
  { account, agency, open, first }: Readonly<{ account: string; agency: string; open: boolean; first: number }>,
): Promise<readonly VisitTask[]> {
  const { rows } = await pool.query<VisitTask>(
    `SELECT t.visit_id AS "visitId", t.draw_id AS "drawId", t.uscc, v.record->'dispatched'->>'name' AS name,
       v.record->'dispatched'->'matters' AS matters, t.agency, t.inspector_id AS "inspectorId", t.stage, t.due_on AS "dueOn"
     FROM told.visit_task t JOIN told.visit v USING (stream)
     WHERE t.account = $1 AND t.agency = $2 AND ($3 = false OR t.stage IN ('TO_RECORD', 'RETURNED', 'REJECTED'))
     ORDER BY t.due_on, t.visit_id LIMIT $4`,
    [account, agency, open, first],
  )
  return rows
}

export type VisitPart = Readonly<{
  visitId: string
  drawId: string
  uscc: string
  agency: string
  stage: PartStage
  dueOn: PlainDate
  result: StandingResult | null
}>

/** Parts by stage, the inspection longest ago first: its result is due for publication before the others. */
export async function findParts(
  pool: Pool,
  { agency, stages, first }: Readonly<{ agency: string | null; stages: readonly PartStage[]; first: number }>,
): Promise<readonly VisitPart[]> {
  const { rows } = await pool.query<VisitPart>(
    `SELECT visit_id AS "visitId", draw_id AS "drawId", uscc, agency, stage, due_on AS "dueOn", result
     FROM told.visit_part WHERE ($1::text IS NULL OR agency = $1) AND stage = ANY($2)
     ORDER BY inspected_on NULLS LAST, visit_id LIMIT $3`,
    [agency, stages, first],
  )
  return rows
}

export type LeadRow = Readonly<{
  leadId: string
  visitId: string
  uscc: string
  name: string
  agency: string
  ground: LeadGround
  openedOn: PlainDate
  closed: Readonly<{ listed: boolean; note: string; closedOn: PlainDate }> | null
}>

export async function findLeads(
  pool: Pool,
  { open, agency, first }: Readonly<{ open: boolean; agency: string | null; first: number }>,
): Promise<readonly LeadRow[]> {
  const { rows } = await pool.query<LeadRow>(
    `SELECT lead_id AS "leadId", visit_id AS "visitId", uscc, name, agency, ground, opened_on AS "openedOn", closed
     FROM told.lead WHERE ($1 = false OR closed_on IS NULL) AND ($2::text IS NULL OR agency = $2)
     ORDER BY opened_on, lead_id LIMIT $3`,
    [open, agency, first],
  )
  return rows
}

/** The names of some enterprises, as they now are. */
export async function namesOf(pool: Pool, usccs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ uscc: string; name: string }>(
    'SELECT uscc, name FROM told.enterprise WHERE uscc = ANY($1)',
    [usccs],
  )
  return new Map(rows.map(({ uscc, name }) => [uscc, name]))
}
