import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../api/system/log.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { batchStream } from '../../domain/lists/batch/decider.ts'
import { listingCaseStream } from '../../domain/lists/case/codec.ts'
import { listingCaseDecider } from '../../domain/lists/case/decider.ts'
import type { ListingDecided } from '../../domain/lists/case/events.ts'
import type { CommandHandler } from '../../domain/store/handle.ts'
import type { JobWorld } from '../../jobs/job.ts'
import { finishInterruptedListings as job } from '../../jobs/when-a-listing-is-interrupted-then-finish-it.ts'
import { type Office, openOffice } from '../api/lists/office.ts'
import { day } from '../support/given.ts'
import { agency } from '../support/wishes.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.api.close())

const world = (): JobWorld => {
  const { store, handler, calendars, newId, readModels } = office.api.system
  const log = createLog({ level: 'silent', pretty: false })
  return { ...{ store, handler, calendars, newId, log, pool: readModels.pool }, clock: () => office.api.now.instant }
}
const run = () => job.run(world(), null, new AbortController().signal)

/** The process ends before its nth write from now: that one, and every later one, is not made. */
async function killedBefore(write: number, work: () => Promise<unknown>): Promise<void> {
  const handler = office.api.system.handler as { submit: CommandHandler['submit'] }
  const { submit } = handler
  let writes = 0
  handler.submit = ((...args: Parameters<CommandHandler['submit']>) => {
    if (writes++ >= write) throw new Error('killed')
    return submit(...args)
  }) as CommandHandler['submit']
  await work().catch(() => undefined)
  handler.submit = submit
}

let next = 1
const some = async (count: number): Promise<Uscc[]> => office.files((next += count) - count, count)
const exitsOf = (ids: readonly string[]) => async (requestId: string) => {
  await office.api.ask(office.documents.EXITS, office.exit(ids, requestId), 'listing')
}
const proposalOf = (ids: readonly string[]) => async (requestId: string) => {
  await office.api.ask(office.documents.PROPOSE, office.proposal(ids, requestId), 'listing')
}
const approver = (query: string, id: string) => office.api.ask(query, { id }, 'decider')

const noneLeft = { counts: { batches: 0, landed: 0, refused: 0 } }
const kills = [0, 1, 2, 3, 4, 5, 6, 8, 11]

describe('a listing that was interrupted is finished by any process, wherever it stood', () => {
  test.each(kills)('at being proposed, before write %i', async (write) => {
    const { heard, newId, decide, stagesOf } = office
    const ids = await heard(await some(3))
    const requestId = newId()
    await killedBefore(write, () => proposalOf(ids)(requestId))
    await run()
    if (write === 0) {
      expect(await stagesOf(ids)).toEqual(ids.map(() => 'ELAPSED')) // Nothing was asked for, as far as anybody knows.
      await proposalOf(ids)(requestId)
    }
    expect(await stagesOf(ids)).toEqual(ids.map(() => 'PROPOSED'))
    expect((await decide(requestId)).batch).toMatchObject({ stage: 'FINISHED', decidedCount: 3 })
    expect(await run()).toEqual(noneLeft)
  })

  test.each(kills)('at being decided, before write %i', async (write) => {
    const { heard, listed, newId, documents, stagesOf, countIn, decide } = office
    const usccs = await some(3)
    for (const kind of ['ENTRY', 'EXIT'] as const) {
      const ids = kind === 'ENTRY' ? await heard(usccs) : await listed(await some(3))
      const requestId = newId()
      await (kind === 'ENTRY' ? proposalOf(ids) : exitsOf(ids))(requestId)
      await killedBefore(write, () => approver(documents.DECIDE, requestId))
      await run()
      if (write === 0) await decide(requestId)
      expect(await stagesOf(ids)).toEqual(ids.map(() => (kind === 'ENTRY' ? 'LISTED' : 'CURED')))
      for (const type of ['ListBatchDecisionBegun', 'ListBatchDecided', 'ListBatchFinished'])
        expect(await countIn(batchStream(requestId), type)).toBe(1)
    }
    for (const uscc of usccs) expect(await countIn(enterpriseStream(uscc), 'ListingEntered')).toBe(1)
    expect(await run()).toEqual(noneLeft)
  })

  test.each([0, 1, 2, 3, 4])('at being given back, before write %i', async (write) => {
    const { heard, listed, newId, documents, stagesOf } = office
    for (const kind of ['ENTRY', 'EXIT'] as const) {
      const ids = kind === 'ENTRY' ? await heard(await some(2)) : await listed(await some(2))
      const requestId = newId()
      await (kind === 'ENTRY' ? proposalOf(ids) : exitsOf(ids))(requestId)
      await killedBefore(write, () => approver(documents.RETURN, requestId))
      await run()
      if (write === 0) await approver(documents.RETURN, requestId)
      expect(await stagesOf(ids)).toEqual(ids.map(() => (kind === 'ENTRY' ? 'ELAPSED' : 'LISTED')))
    }
    expect(await run()).toEqual(noneLeft)
  })

  test('beside the officer who is at the same, and all is said once', async () => {
    const { heard, propose, decide, stagesOf, countIn } = office
    const usccs = await some(6)
    const ids = await heard(usccs)
    const { batch } = await propose(ids)
    const id = batch?.id ?? ''
    await killedBefore(3, () => approver(office.documents.DECIDE, id))
    const [{ outcomes }] = await Promise.all([decide(id), run(), run()])
    expect(outcomes.map(({ refusal }) => refusal)).toEqual(ids.map(() => null))
    expect(await stagesOf(ids)).toEqual(ids.map(() => 'LISTED'))
    for (const uscc of usccs) expect(await countIn(enterpriseStream(uscc), 'ListingEntered')).toBe(1)
    expect(await countIn(batchStream(id), 'ListBatchFinished')).toBe(1)
  })
})

describe('a decision that its file refuses', () => {
  /** As it could be decided before the file was asked first. */
  async function decidedUnasked(id: string): Promise<void> {
    const data: ListingDecided['data'] = {
      ...{ decisionId: 'older', decisionNumber: `旧${id}号`, listingId: `older-${id}`, termUntil: day('2020-01-01') },
      ...{ decidedOn: day('2026-11-23'), decidedBy: { agency: agency.code, officer: 'decider' } },
    }
    const unasked = { ...listingCaseDecider, decide: () => [{ type: 'ListingDecided' as const, data }] }
    await office.api.system.handler.submit(unasked, listingCaseStream(id), {} as never, office.context())
  }

  test('holds no other up at any start, says why, and is cancelled by two', async () => {
    const { heard, propose, stagesOf, caseOf, ask, documents, newId, decide } = office
    const [stuck = '', ...others] = await heard(await some(4))
    await decidedUnasked(stuck)
    const { batch } = await propose(others)
    await killedBefore(3, () => approver(documents.DECIDE, batch?.id ?? ''))
    expect((await run()).counts).toMatchObject({ batches: 1, refused: 1 })
    expect(await stagesOf(others)).toEqual(others.map(() => 'LISTED'))
    expect(await caseOf(stuck)).toMatchObject({ stage: 'DECIDED', toLand: 'ENTRY' })
    expect((await run()).counts).toEqual({ batches: 0, landed: 0, refused: 1 })

    const requestId = newId()
    const input = {
      requestId,
      caseIds: [stuck],
      ground: 'CANCELLED_AS_WRONG',
      findings: '期限早于决定日期，档案不予接受',
    }
    await ask(documents.EXITS, { input })
    expect((await run()).counts).toMatchObject({ refused: 1 })
    expect((await decide(requestId)).outcomes).toMatchObject([{ stage: 'CANCELLED_AS_WRONG', toLand: null }])
    expect(await run()).toEqual(noneLeft)
  })
})
