import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CommandHandler } from '../../../domain/store/handle.ts'
import * as wish from '../../support/wishes.ts'
import { type BatchOutcome, type Office, openOffice, type Outcome } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.api.close())

const numberOf = ({ batch }: BatchOutcome): number => Number(/第(\d+)号/.exec(batch?.number ?? '')?.[1] ?? 0)
const refusals = (outcomes: readonly Outcome[]) => outcomes.map(({ refusal }) => refusal)

describe('the numbers of decisions', () => {
  test('go on behind those of the year that were issued elsewhere, said before the first is taken here', async () => {
    const { files, listed, proposeExits, decide, ask, refusal, documents } = office
    const ids = await listed(await files(70, 1))
    const input = { listType: 'ABNORMAL_OPERATIONS', kind: 'CORRECTION', year: 2026, last: 120 }
    expect(await refusal(documents.NUMBERS, { input }, 'listing')).toBe('FORBIDDEN')
    expect(await refusal(documents.NUMBERS, { input: { ...input, year: 2025 } }, 'decider')).toBe('BAD_USER_INPUT')
    expect(await ask(documents.NUMBERS, { input }, 'decider')).toEqual({ last: 120 })
    expect(await ask(documents.NUMBERS, { input }, 'decider')).toEqual({ last: 120 })
    expect(await refusal(documents.NUMBERS, { input: { ...input, last: 121 } }, 'decider')).toBe('NUMBERS_IN_USE')
    expect(await refusal(documents.NUMBERS, { input: { ...input, kind: 'ENTRY' } }, 'decider')).toBe('NUMBERS_IN_USE')
    const wrong = { requestId: office.newId(), caseIds: ids, ground: 'CANCELLED_AS_WRONG', findings: '列错' }
    await ask(documents.EXITS, { input: wrong })
    expect(numberOf(await decide(wrong.requestId))).toBe(121)
    expect(await proposeExits(ids)).toMatchObject({ batch: null })
  })
})

describe('every mutation of a listing', () => {
  test('adds nothing when it is sent again', async () => {
    const { files, newId, at, documents, ask, api, proposal, exit } = office
    const head = () => api.system.store.head()
    /** Sends it twice, and answers with what it answered first. */
    async function twice<T>(query: string, variables: object, as: 'listing' | 'decider' = 'listing'): Promise<T> {
      const first = await ask<T>(query, variables, as)
      const before = await head()
      await ask(query, variables, as)
      expect(await head(), query).toBe(before)
      return first
    }
    const [uscc = ''] = await files(1, 1)
    at('2026-11-09')
    const candidates = [{ uscc, groundText: '无法联系' }]
    const naming = { requestId: newId(), listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4', candidates }
    const [named] = await twice<Outcome[]>(documents.NAME, { input: naming })
    const id = named?.caseId ?? ''
    at('2026-11-10')
    const notice = { caseIds: [id], noticeNumber: '告1号', serving: 'SERVICE', servedOn: '2026-11-10' }
    await twice(documents.SERVE, { input: notice })
    at('2026-11-23')
    await twice(documents.LAPSE, { ids: [id] })
    const [first, second, application, third] = [newId(), newId(), newId(), newId()]
    await twice(documents.PROPOSE, proposal([id], first))
    await twice(documents.RETURN, { id: first }, 'decider')
    await twice(documents.PROPOSE, proposal([id], second))
    await twice(documents.PROPOSE, proposal([id], first)) // The one that was given back proposes nothing any more.
    expect(await twice<BatchOutcome>(documents.DECIDE, { id: second }, 'decider')).toMatchObject({
      outcomes: [{ stage: 'LISTED' }],
    })
    const said = { requestId: application, caseId: id, ground: 'CURED', statement: '已联系', appliedOn: '2026-11-23' }
    await twice(documents.APPLY, { input: said })
    await twice(documents.ACCEPT, { id, exitId: application })
    await twice(documents.EXITS, exit([id], third))
    await twice(documents.DECIDE, { id: third }, 'decider')
    await twice(documents.EXITS, exit([id], third))
    expect(await office.caseOf(id)).toMatchObject({ stage: 'CURED', toLand: null, exitId: application })
  })

  test('is refused before any step when its request is reused with other content', async () => {
    const { files, heard, propose, refusal, documents, proposal, stagesOf, api } = office
    const [one = '', other = ''] = await heard(await files(10, 2))
    const { batch } = await propose([one])
    const before = await api.system.store.head()
    const id = batch?.id ?? ''
    expect(await refusal(documents.PROPOSE, proposal([other], id))).toBe('BATCH_TAKEN')
    expect(await refusal(documents.PROPOSE, proposal([one, other], id))).toBe('BATCH_TAKEN')
    const { input } = proposal([one], id)
    expect(await refusal(documents.PROPOSE, { input: { ...input, reasons: '另有理由' } })).toBe('BATCH_TAKEN')
    expect(await refusal(documents.EXITS, office.exit([one], id))).toBe('BATCH_TAKEN')
    expect(await api.system.store.head()).toBe(before)
    expect(await stagesOf([one, other])).toEqual(['PROPOSED', 'ELAPSED'])
    expect(await propose([one], id)).toMatchObject({ batch: { id }, outcomes: [{ changed: false, stage: 'PROPOSED' }] })
  })
})

describe('a batch of exits', () => {
  test('decides the exits that it was drawn up for, and no other of the same cases', async () => {
    const { files, listed, proposeExits, ask, documents, newId, decide, giveBack, caseOf } = office
    const [id = ''] = await listed(await files(20, 1))
    const [first, second] = [newId(), newId()]
    await proposeExits([id], first)
    await ask(documents.REFUSE, { id, exitId: first }, 'decider')
    const input = { requestId: second, caseIds: [id], ground: 'CANCELLED_AS_WRONG', findings: '列错' }
    await ask(documents.EXITS, { input })
    expect(await decide(first)).toMatchObject({
      batch: { stage: 'DRAWN_UP', number: null },
      outcomes: [{ refusal: 'EXIT_OTHER' }],
    })
    expect(refusals((await giveBack(first)).outcomes)).toEqual(['EXIT_OTHER'])
    expect(await caseOf(id)).toMatchObject({ stage: 'EXIT_PROPOSED', exitId: second })
    expect(await decide(second)).toMatchObject({
      batch: { stage: 'FINISHED' },
      outcomes: [{ stage: 'CANCELLED_AS_WRONG' }],
    })
  })

  test('is not the second with the same exit', async () => {
    const { files, listed, proposeExits, ask, documents, newId } = office
    const [id = ''] = await listed(await files(25, 1))
    const exitId = newId()
    const said = { requestId: exitId, caseId: id, ground: 'CURED', statement: '已联系', appliedOn: '2026-11-23' }
    await ask(documents.APPLY, { input: said })
    await ask(documents.ACCEPT, { id, exitId })
    expect(await proposeExits([id])).toMatchObject({ batch: { stage: 'DRAWN_UP' }, outcomes: [{ refusal: null }] })
    expect(await proposeExits([id])).toMatchObject({
      batch: null,
      outcomes: [{ refusal: 'EXIT_PROPOSAL_OUT_OF_ORDER' }],
    })
  })

  test('given back again leaves alone what was proposed since', async () => {
    const { files, listed, proposeExits, newId, giveBack, caseOf } = office
    const [id = ''] = await listed(await files(30, 1))
    const [first, second] = [newId(), newId()]
    await proposeExits([id], first)
    expect((await giveBack(first)).outcomes).toMatchObject([{ stage: 'LISTED', changed: true }])
    await proposeExits([id], second)
    expect((await giveBack(first)).outcomes).toMatchObject([{ stage: 'EXIT_PROPOSED', changed: false }])
    expect(await caseOf(id)).toMatchObject({ stage: 'EXIT_PROPOSED', exitId: second })
  })
})

describe('the members of a batch', () => {
  test('are each another enterprise or another ground: a repetition is left out, and neither numbered nor counted', async () => {
    const { files, heard, propose, decide } = office
    const usccs = await files(40, 2)
    const ids = [...(await heard(usccs)), ...(await heard(usccs.slice(0, 1)))]
    const { batch, outcomes } = await propose(ids)
    expect(refusals(outcomes)).toEqual([null, null, 'BATCH_TWIN'])
    expect(batch).toMatchObject({ caseIds: ids.slice(0, 2), refused: [{ caseId: ids[2], refusal: 'BATCH_TWIN' }] })
    expect((await decide(batch?.id ?? '')).batch).toMatchObject({ decidedCount: 2 })
    expect(await office.stagesOf(ids)).toEqual(['LISTED', 'LISTED', 'ELAPSED'])
  })

  test('that their files do not allow any more are not decided, and hold no other up', async () => {
    const { files, heard, propose, decide, stagesOf, submit } = office
    const usccs = await files(45, 2)
    const ids = await heard(usccs)
    const { batch } = await propose(ids)
    for (const uscc of usccs.slice(0, 1)) await submit(uscc, wish.status('DEREGISTERED', '2026-11-20'))
    const decided = await decide(batch?.id ?? '')
    expect(refusals(decided.outcomes)).toEqual(['LISTING_SUBJECT_GONE', null])
    expect(decided.batch).toMatchObject({ stage: 'FINISHED', decidedCount: 1, refused: [{ caseId: ids[0] }] })
    expect(await stagesOf(ids)).toEqual(['PROPOSED', 'LISTED'])
  })

  test('are answered as they stand at the end, however many decide at once', async () => {
    const { files, heard, propose, decide } = office
    const ids = await heard(await files(50, 5))
    const { batch } = await propose(ids)
    const answers = await Promise.all([1, 2, 3].map(() => decide(batch?.id ?? '')))
    for (const { outcomes, batch: known } of answers) {
      expect(outcomes.map(({ stage, toLand }) => [stage, toLand])).toEqual(ids.map(() => ['LISTED', null]))
      expect(known).toMatchObject({ stage: 'FINISHED', decidedCount: 5 })
    }
  })
})

describe('the number of a decision', () => {
  const next = async (from: number) => {
    const { batch } = await office.propose(await office.heard(await office.files(from, 1)))
    return numberOf(await office.decide(batch?.id ?? ''))
  }

  test('is not taken where nobody can be decided', async () => {
    const { files, listed, heard, propose, decide, stagesOf } = office
    const before = await next(60)
    const [uscc = ''] = await files(61, 1)
    const [twin = ''] = await heard([uscc])
    const { batch } = await propose([twin])
    await listed([uscc])
    expect(await decide(batch?.id ?? '')).toMatchObject({
      batch: { stage: 'DRAWN_UP', number: null, decidedCount: null },
      outcomes: [{ refusal: 'LISTING_TWICE' }],
    })
    expect(await stagesOf([twin])).toEqual(['PROPOSED'])
    expect(await next(62)).toBe(before + 2)
  })

  test('is not lost to a return that comes while it is taken', async () => {
    const { files, heard, propose, decide, refusal, documents, api } = office
    const before = await next(65)
    const { batch } = await propose(await heard(await files(66, 2)))
    const id = batch?.id ?? ''
    const handler = api.system.handler as { submit: CommandHandler['submit'] }
    const { submit } = handler
    let returned = ''
    handler.submit = (async (...args: Parameters<CommandHandler['submit']>) => {
      if (args[1].startsWith('list-numbers-')) {
        handler.submit = submit
        returned = await refusal(documents.RETURN, { id }, 'decider')
      }
      return submit(...args)
    }) as CommandHandler['submit']
    expect(numberOf(await decide(id))).toBe(before + 1)
    expect(returned).toBe('BATCH_BEGUN')
    expect(await next(68)).toBe(before + 2)
  })
})
