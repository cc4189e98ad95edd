import type { Pool } from 'pg'
import type { ListingEntered } from '../../domain/enterprise/listing/events.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import type { PunishmentOfficer } from '../../domain/punishment/officer.ts'
import type { CaseRecord } from './punishment.projection.ts'

/** A decision by which enterprises were entered on a list, as far as no case knows of them (待提请的列入决定). */
export type UndraftedDecision = Readonly<{
  listType: string
  groundCode: string
  authorityCode: string
  decision: string // Its number, of one about many without the place of one enterprise.
  entries: number
  sample: ListingEntered['data'] // One of the entries.
}>

/** On the list on a day, as the rows tell it, and in no case, where a line that fell is none; the file has the last word. */
const undrafted = `l.list_type = ANY($1) AND l.entered_on <= $2 AND (l.removed_on IS NULL OR l.removed_on > $2)
  AND (l.term_until IS NULL OR l.term_until >= $2)
  AND NOT EXISTS (SELECT FROM told.punishment_line p WHERE p.uscc = l.uscc AND p.listing_id = l.key AND NOT p.fallen)`

// Document numbers for matching, as `normalDocumentNumber` makes them: half width, all brackets alike, no spaces.
const wide = Array.from({ length: 94 }, (_, place) => String.fromCharCode(0xff01 + place)).join('')
const narrow = Array.from({ length: 94 }, (_, place) => String.fromCharCode(0x21 + place)).join('')
const [opening, closing] = ['〔【[{「『〖﹝〘﹙﹛❲', '〕】]}」』〗﹞〙﹚﹜❳']
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const brackets = `${quoted(opening + closing)}, '${'('.repeat(opening.length)}${')'.repeat(closing.length)}'`
const normal = (number: string) =>
  `upper(translate(translate(regexp_replace(${number}, '\\s', '', 'g'), ${quoted(wide)}, ${quoted(narrow)}), ${brackets}))`

/**
 * The number of an entry's decision. One about many numbers its members `-1`, `-2` …, and they are of one case; but other
 * numbers end so too: the end is cut off only where that authority decided many under the number that is left.
 */
const whole = `btrim(l.record->>'decisionNumber', E' \\t\\n\\u3000')`
const ofMany = `regexp_replace(${whole}, '[-－—][0-9]+$', '')`
const decision = `CASE WHEN (l.authority_code, ${normal(ofMany)}) IN
    (SELECT agency, ${normal("record->'decided'->>'number'")} FROM told.list_batch WHERE record->'decided'->>'number' IS NOT NULL)
  THEN ${ofMany} ELSE ${whole} END`

/** The number of the decision by which an enterprise was entered, as `findUndraftedDecisions` tells it. */
export async function findDecision(pool: Pool, uscc: string, listingId: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ decision: string }>(
    `SELECT ${decision} AS decision FROM told.listing l WHERE l.uscc = $1 AND l.key = $2`,
    [uscc, listingId],
  )
  return rows[0]?.decision
}

type DecisionKey = Omit<UndraftedDecision, 'entries' | 'sample'>
const keyColumns = `l.list_type, l.ground_code, l.authority_code, ${decision}`
const keyFields = `l.list_type AS "listType", l.ground_code AS "groundCode", l.authority_code AS "authorityCode",
  ${decision} AS decision`

/** What entries of one decision have in common, as a key; decisions are read in the order of its parts. */
export const decisionKey = (of: DecisionKey): string =>
  [of.listType, of.groundCode, of.authorityCode, of.decision].join(keySeparator)
const keySeparator = '\u001f'

/** Decisions with entries that no case knows of, in the order of their keys; those by which some were entered, or all. */
export async function findUndraftedDecisions(
  pool: Pool,
  listTypes: readonly string[],
  day: PlainDate,
  usccs: readonly string[] | null,
  page: Readonly<{ first: number; after: string }>, // Behind the decision with this key.
): Promise<readonly UndraftedDecision[]> {
  const [list = '', ground = '', authority = '', number = ''] = page.after.split(keySeparator)
  const { rows } = await pool.query<UndraftedDecision>(
    `SELECT ${keyFields}, count(*)::integer AS entries, (array_agg(l.record))[1] AS sample
     FROM told.listing l WHERE ${undrafted} AND (${keyColumns}) > ($3, $4, $5, $6)
     GROUP BY 1, 2, 3, 4 HAVING $7::text[] IS NULL OR bool_or(l.uscc = ANY($7))
     ORDER BY 1, 2, 3, 4 LIMIT $8`,
    [listTypes, day, list, ground, authority, number, usccs, page.first],
  )
  return rows
}

/** How many entries no case knows of. */
export async function countUndrafted(pool: Pool, listTypes: readonly string[], day: PlainDate): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM told.listing l WHERE ${undrafted}`,
    [listTypes, day],
  )
  return rows[0]?.count ?? 0
}

export type UndraftedEntry = Readonly<{ uscc: string; listingId: string }>

/** The entries of some decisions that no case knows of, by the key of their decision. */
export async function findUndraftedEntries(
  pool: Pool,
  day: PlainDate,
  decisions: readonly DecisionKey[],
): Promise<ReadonlyMap<string, readonly UndraftedEntry[]>> {
  const keys = [
    ...[decisions.map((one) => one.listType), decisions.map((one) => one.groundCode)],
    ...[decisions.map((one) => one.authorityCode), decisions.map((one) => one.decision)],
  ]
  const { rows } = await pool.query<UndraftedEntry & DecisionKey>(
    `SELECT l.uscc, l.key AS "listingId", ${keyFields} FROM told.listing l
     WHERE ${undrafted} AND (${keyColumns}) IN (SELECT * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[]))
     ORDER BY l.uscc, l.key`,
    [[...new Set(keys[0])], day, ...keys],
  )
  return Map.groupBy(rows, decisionKey)
}

/** Of which enterprises, or of which cases. */
export type About = Readonly<{ usccs: readonly string[]; caseIds: readonly string[] }>

/** Lines that stand, of the enterprises `$1` and of the cases `$4`, or all of them. */
const standingLine = `NOT p.fallen AND ($1::text[] IS NULL OR p.uscc = ANY($1) OR p.case_id = ANY($4))`
const standingCaseIds = `SELECT DISTINCT p.case_id FROM told.punishment_line p
  WHERE ${standingLine} AND p.case_id > $2 ORDER BY p.case_id LIMIT $3`

/** Cases with lines whose ground has not fallen, in the order of their ids; some, those of some enterprises, or all. */
export async function findCasesWithStandingLines(
  pool: Pool,
  about: About | null,
  page: Readonly<{ first: number; after: string }>,
): Promise<readonly string[]> {
  const values = [about?.usccs ?? null, page.after, page.first, about?.caseIds ?? []]
  const { rows } = await pool.query<{ case_id: string }>(standingCaseIds, values)
  return rows.map(({ case_id }) => case_id)
}

/** A case with lines whose ground has not fallen, and those of them of which the rows alone say that it stands no more. */
export type StandingCase = Readonly<{ record: CaseRecord; lineIds: readonly string[]; suspect: readonly string[] }>

/**
 * Whatever can take the ground from a line by itself or by a fact of its file: the listing is gone, removed, put right, past
 * its term, or of another day than the decision, its subject is not in business, or not every penalty on which it rests
 * stands. It may stand all the same: the file has the last word.
 */
const suspect = `l.key IS NULL OR l.removed_on IS NOT NULL OR l.corrected OR l.term_until < $5
  OR l.entered_on <> c.record->'drafted'->>'decidedOn'
  OR EXISTS (SELECT FROM told.registration_state r WHERE r.uscc = p.uscc AND r.status <> 'ACTIVE'
    AND r.since <= $5 AND (r.until IS NULL OR r.until > $5))
  OR EXISTS (SELECT FROM json_array_elements_text(l.record->'penaltyIds') AS basis (id)
    LEFT JOIN told.penalty n ON n.uscc = p.uscc AND n.key = basis.id WHERE n.key IS NULL OR n.standing = 'ANNULLED')`

/** Such cases with their lines, and of which of them the rows of a day tell that they may have fallen. */
export async function findStandingCases(
  pool: Pool,
  about: About | null,
  day: PlainDate,
  page: Readonly<{ first: number; after: string }>,
): Promise<readonly StandingCase[]> {
  const { rows } = await pool.query<StandingCase>(
    `SELECT c.record, s.line_ids AS "lineIds", s.suspect
     FROM (${standingCaseIds}) ids
     JOIN told.punishment_case c USING (case_id)
     CROSS JOIN LATERAL (SELECT array_agg(p.line_id) AS line_ids,
         coalesce(array_agg(p.line_id) FILTER (WHERE ${suspect}), '{}') AS suspect
       FROM told.punishment_line p LEFT JOIN told.listing l ON l.uscc = p.uscc AND l.key = p.listing_id
       WHERE p.case_id = ids.case_id AND ${standingLine}) s
     ORDER BY case_id`,
    [about?.usccs ?? null, page.after, page.first, about?.caseIds ?? [], day],
  )
  return rows
}

/** Decisions about many whose members have not all had their turn, by agency and number (批量决定尚未办结). */
export async function findDecisionsUnderWay(
  pool: Pool,
): Promise<readonly Readonly<{ authorityCode: string; number: string }>[]> {
  const { rows } = await pool.query<{ authorityCode: string; number: string }>(
    `SELECT agency AS "authorityCode", record->'decided'->>'number' AS number
     FROM told.list_batch WHERE stage = 'DECIDED' ORDER BY batch_id`,
  )
  return rows
}

/** Who proposed and who decided entries, as the cases of their listings tell it, by enterprise and listing (列入经办人). */
export async function findListers(
  pool: Pool,
  usccs: readonly string[],
): Promise<ReadonlyMap<string, readonly PunishmentOfficer[]>> {
  const { rows } = await pool.query<{ key: string; proposed: PunishmentOfficer; decided: PunishmentOfficer }>(
    `SELECT uscc || ' ' || (record->'decision'->>'listingId') AS key, record->'decision'->'decidedBy' AS decided,
       coalesce(record->'proposal'->'proposedBy', record->'named'->'namedBy') AS proposed
     FROM told.listing_case WHERE uscc = ANY($1) AND decided_on IS NOT NULL`,
    [usccs],
  )
  return new Map(rows.map(({ key, proposed, decided }) => [key, [proposed, decided]]))
}

/** Drafts that wait for lines (明细不完整). */
export async function findIncompleteDrafts(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT case_id AS id FROM told.punishment_case WHERE standing IN ('DRAFTED', 'RETURNED')
       AND lines < lines_expected ORDER BY case_id`,
  )
  return rows.map(({ id }) => id)
}
