import type { Pool } from 'pg'
import type { ListingRecord } from '../../domain/enterprise/listing/record.ts'
import type { RegistrationStatus } from '../../domain/enterprise/registration/events.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { type ListBatch, stagesUnderWay } from '../../domain/lists/batch/batch.ts'
import type { CaseStage } from '../../domain/lists/case/stages.ts'
import type { ListingCase } from '../../domain/lists/case/state.ts'
import type { Page, Reader } from '../reader.ts'

export type CaseFilter = Readonly<{
  agency: string | null
  listType: string | null
  stages: readonly CaseStage[] | null
  uscc: string | null
}>

const chosen = `($1::text IS NULL OR agency = $1) AND ($2::text IS NULL OR list_type = $2)
  AND ($3::text[] IS NULL OR stage = ANY($3)) AND ($4::text IS NULL OR uscc = $4)`
const valuesOf = ({ agency, listType, stages, uscc }: CaseFilter) => [agency, listType, stages, uscc]

/** Cases, the latest first. */
export async function findCases(pool: Reader, filter: CaseFilter, { first, offset }: Page): Promise<ListingCase[]> {
  const { rows } = await pool.query<{ record: ListingCase }>(
    `SELECT record FROM told.listing_case WHERE ${chosen} ORDER BY named_on DESC, case_id DESC LIMIT $5 OFFSET $6`,
    [...valuesOf(filter), first, offset],
  )
  return rows.map(({ record }) => record)
}

/** How many cases there are at each stage. */
export async function countCases(
  pool: Pool,
  filter: CaseFilter,
): Promise<readonly { stage: CaseStage; count: number }[]> {
  const { rows } = await pool.query<{ stage: CaseStage; count: number }>(
    `SELECT stage, count(*)::integer AS count FROM told.listing_case WHERE ${chosen} GROUP BY stage ORDER BY stage`,
    valuesOf(filter),
  )
  return rows
}

/** Cases of which the enterprise's file does not know everything yet (待入档). */
export async function findUnlanded(pool: Pool, first: number): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT case_id AS id FROM told.listing_case WHERE to_land IS NOT NULL ORDER BY case_id LIMIT $1',
    [first],
  )
  return rows.map(({ id }) => id)
}

/** Batches whose members did not all have their turn: at being proposed, given back, or decided. */
export async function findBatchesUnderWay(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT batch_id AS id FROM told.list_batch WHERE stage = ANY($1) ORDER BY batch_id',
    [stagesUnderWay],
  )
  return rows.map(({ id }) => id)
}

export async function findBatches(
  pool: Pool,
  { agency, first }: Readonly<{ agency: string | null; first: number }>,
): Promise<readonly ListBatch[]> {
  const { rows } = await pool.query<{ record: ListBatch }>(
    `SELECT record FROM told.list_batch WHERE ($1::text IS NULL OR agency = $1)
     ORDER BY drawn_up_on DESC, batch_id DESC LIMIT $2`,
    [agency, first],
  )
  return rows.map(({ record }) => record)
}

/** A state of registration that ends entries made between two days by itself (注销、吊销), as the list said then. */
export type EndingState = Readonly<{ status: RegistrationStatus; from: PlainDate; until: PlainDate | null }>

export type PublicFilter = Readonly<{
  listType: string
  day: PlainDate
  search: string | null
  endings: readonly EndingState[]
}>

/** An entry as it stands on the list, and whether it was made known to the public (是否已公示). */
export type PublicEntry = Readonly<{ uscc: string; name: string; published: boolean; listing: ListingRecord }>

/** How many entries stand, and how many of them are public. */
export type PublicCounts = Readonly<{ all: number; published: number }>

/**
 * What came of a case here is public from its publication on (公示), and not before. What a source made known itself
 * (镜像、承接), or was recorded before there were cases, is public as it stands.
 */
const published = `NOT EXISTS (SELECT FROM told.listing_case c
    WHERE c.uscc = l.uscc AND c.listing_id = l.key AND (c.published_on IS NULL OR c.published_on > $2))`

const standing = `l.list_type = $1 AND l.entered_on <= $2 AND (l.removed_on IS NULL OR l.removed_on > $2)
  AND (l.term_until IS NULL OR l.term_until >= $2)
  AND NOT (json_array_length(l.record->'penaltyIds') > 0 AND NOT EXISTS (
    SELECT FROM json_array_elements_text(l.record->'penaltyIds') AS basis (id)
    JOIN told.penalty p ON p.uscc = l.uscc AND p.key = basis.id
    WHERE p.record->>'annulledOn' IS NULL OR p.record->>'annulledOn' > $2))
  AND NOT EXISTS (SELECT FROM told.registration_state s
    JOIN json_to_recordset($4::json) AS ending (status text, "from" text, until text) USING (status)
    WHERE s.uscc = l.uscc AND s.since <= $2 AND (s.until IS NULL OR s.until > $2)
      AND l.entered_on >= ending."from" AND (ending.until IS NULL OR l.entered_on <= ending.until))
  AND ($3::text IS NULL OR l.uscc = $3 OR e.name LIKE '%' || $3 || '%')`

/**
 * A list as it stands on a day (在列名单): a term that is over, a removal, an annulled basis, or the end of its subject takes
 * an entry off it. The public is shown what was published; whoever keeps the list sees the rest, too.
 */
export async function findPublic(
  pool: Reader,
  filter: PublicFilter,
  { first, offset, unpublished }: Page & Readonly<{ unpublished: boolean }>,
): Promise<readonly PublicEntry[]> {
  const { rows } = await pool.query<PublicEntry>(
    `SELECT l.uscc, e.name, ${published} AS published, l.record AS listing
     FROM told.listing l JOIN told.enterprise e USING (uscc) WHERE ${standing} AND ($7 OR ${published})
     ORDER BY l.entered_on DESC, l.uscc, l.key LIMIT $5 OFFSET $6`,
    [...publicValues(filter), first, offset, unpublished],
  )
  return rows
}

export async function countPublic(pool: Pool, filter: PublicFilter): Promise<PublicCounts> {
  const { rows } = await pool.query<PublicCounts>(
    `SELECT count(*)::integer AS all, (count(*) FILTER (WHERE ${published}))::integer AS published
     FROM told.listing l JOIN told.enterprise e USING (uscc) WHERE ${standing}`,
    publicValues(filter),
  )
  return rows[0] ?? { all: 0, published: 0 }
}

/** The entries of an enterprise that are not public on a day, by their ids. */
export async function findUnpublished(pool: Pool, uscc: string, day: PlainDate): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT listing_id AS id FROM told.listing_case WHERE uscc = $1 AND listing_id IS NOT NULL
     AND (published_on IS NULL OR published_on > $2) ORDER BY listing_id`,
    [uscc, day],
  )
  return rows.map(({ id }) => id)
}

const publicValues = ({ listType, day, search, endings }: PublicFilter) => [
  ...[listType, day, likeText(search), JSON.stringify(endings)],
]

/** A text searched for as it is: signs of patterns mean themselves. */
const likeText = (search: string | null): string | null => search?.replace(/[\\%_]/g, (sign) => `\\${sign}`) ?? null
