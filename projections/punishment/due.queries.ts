import type { Pool } from 'pg'
import type { ListingEntered } from '../../domain/enterprise/listing/events.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import type { PunishmentOfficer } from '../../domain/punishment/officer.ts'

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

/** Decisions with entries that no case knows of, the oldest first. */
export async function findUndraftedDecisions(
  pool: Pool,
  listTypes: readonly string[],
  day: PlainDate,
  page: Readonly<{ first: number; offset: number }>,
): Promise<readonly UndraftedDecision[]> {
  const { rows } = await pool.query<UndraftedDecision>(
    `SELECT l.list_type AS "listType", l.ground_code AS "groundCode", l.authority_code AS "authorityCode",
       ${decision} AS decision, count(*)::integer AS entries, (array_agg(l.record))[1] AS sample
     FROM told.listing l WHERE ${undrafted} GROUP BY 1, 2, 3, 4
     ORDER BY min(l.entered_on), 1, 2, 3, 4 LIMIT $3 OFFSET $4`,
    [listTypes, day, page.first, page.offset],
  )
  return rows
}

export type UndraftedEntry = Readonly<{ uscc: string; listingId: string }>

/** What entries of one decision have in common, as a key. */
export const decisionKey = (of: Omit<UndraftedDecision, 'entries' | 'sample'>): string =>
  [of.listType, of.groundCode, of.authorityCode, of.decision].join('\u001f')

/** The entries that no case knows of, by the key of their decision. */
export async function findUndraftedEntries(
  pool: Pool,
  listTypes: readonly string[],
  day: PlainDate,
): Promise<ReadonlyMap<string, readonly UndraftedEntry[]>> {
  const { rows } = await pool.query<UndraftedEntry & Omit<UndraftedDecision, 'entries' | 'sample'>>(
    `SELECT l.uscc, l.key AS "listingId", l.list_type AS "listType", l.ground_code AS "groundCode",
       l.authority_code AS "authorityCode", ${decision} AS decision
     FROM told.listing l WHERE ${undrafted} ORDER BY l.uscc, l.key`,
    [listTypes, day],
  )
  const byDecision = new Map<string, UndraftedEntry[]>()
  for (const row of rows) {
    const key = decisionKey(row)
    const entries = byDecision.get(key)
    if (entries) entries.push(row)
    else byDecision.set(key, [row])
  }
  return byDecision
}

/** Cases with lines whose ground has not fallen, in the order of their ids; some, those of some enterprises, or all. */
export async function findCasesWithStandingLines(
  pool: Pool,
  about: Readonly<{ usccs: readonly string[]; caseIds: readonly string[] }> | null,
  page: Readonly<{ first: number; after: string }>,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT DISTINCT case_id AS id FROM told.punishment_line
     WHERE NOT fallen AND ($1::text[] IS NULL OR uscc = ANY($1) OR case_id = ANY($4)) AND case_id > $2
     ORDER BY case_id LIMIT $3`,
    [about?.usccs ?? null, page.after, page.first, about?.caseIds ?? []],
  )
  return rows.map(({ id }) => id)
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
