import { batchStageOf, type ListBatch, withBatchEvent } from '../../domain/lists/batch/batch.ts'
import { batchCodec, batchPrefix } from '../../domain/lists/batch/decider.ts'
import type { ListBatchEvent } from '../../domain/lists/batch/events.ts'
import { listingCaseCodec, listingCasePrefix } from '../../domain/lists/case/codec.ts'
import type { ListingCaseEvent } from '../../domain/lists/case/events.ts'
import { type ListingCase, withListingCaseEvent } from '../../domain/lists/case/state.ts'
import type { Json } from '../../domain/kernel/event.ts'
import { defineStreamProjection } from '../stream-projection.ts'

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' }))
const record = { name: 'record', type: 'json' }

/** Cases of listings (列入案件), for those who handle them; what is public is told from the enterprises' files. */
export const listingCaseProjection = defineStreamProjection<ListingCaseEvent>({
  ...{ name: 'listing_case', version: 2, prefix: listingCasePrefix },
  types: listingCaseCodec.types as ListingCaseEvent['type'][],
  columns: [
    ...text('case_id', 'uscc', 'list_type', 'ground_code', 'agency', 'stage', 'batch_id', 'to_land'),
    ...text('named_on', 'decided_on', 'term_until', 'statement_until', 'decision_number', 'listing_id', 'published_on'),
    record,
  ],
  *tell(_stream, events) {
    let known: ListingCase | undefined
    for (const event of events) known = withListingCaseEvent(known, event)
    if (known === undefined) return
    const { named, stage, proposal, toLand, decision, notice, past, publishedOn } = known
    yield {
      key: '',
      row: {
        ...{ case_id: named.caseId, uscc: named.uscc, list_type: named.listType, ground_code: named.groundCode },
        ...{ agency: named.authority.code, stage, batch_id: proposal?.batchId ?? null, to_land: toLand },
        ...{ named_on: named.namedOn, decided_on: decision?.decidedOn ?? null },
        ...{ term_until: decision?.termUntil ?? null, statement_until: notice?.statementUntil ?? null },
        ...{ decision_number: decision?.decisionNumber ?? null, record: known as unknown as Json },
        // The entry that the public waits for: one taken over (承接) is public as its source made it.
        ...{ listing_id: past === null ? (decision?.listingId ?? null) : null, published_on: publishedOn },
      },
    }
  },
})

/** Decisions about many (批量决定). */
export const listBatchProjection = defineStreamProjection<ListBatchEvent>({
  ...{ name: 'list_batch', version: 2, prefix: batchPrefix, types: batchCodec.types as ListBatchEvent['type'][] },
  columns: [...text('batch_id', 'agency', 'stage', 'drawn_up_on'), record],
  *tell(_stream, events) {
    let batch: ListBatch | undefined
    for (const event of events) batch = withBatchEvent(batch, event)
    if (batch === undefined) return
    const { batchId, authority, drawnUpOn } = batch.drawnUp
    const row = { batch_id: batchId, agency: authority.code, stage: batchStageOf(batch), drawn_up_on: drawnUpOn }
    yield { key: '', row: { ...row, record: batch as unknown as Json } }
  },
})
