import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { agencyStream, coordinatorStream } from '../../../domain/agencies/codec.ts'
import { agencyDecider, coordinatorDecider } from '../../../domain/agencies/decider.ts'
import { listingIdOf } from '../../../domain/enterprise/listing/commands.ts'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import type { BatchMember } from '../../../domain/lists/batch/events.ts'
import { batchDecider, batchStream } from '../../../domain/lists/batch/decider.ts'
import { standingLines } from '../../../domain/punishment/case/case.ts'
import { releaseWhenGroundFalls } from '../../../jobs/when-a-ground-falls-then-release.ts'
import { draftCaseOfEntry as job } from '../../../jobs/when-an-entry-has-effects-then-draft-its-case.ts'
import type { JobWorld } from '../../../jobs/job.ts'
import { designate, enter as enterAgency } from '../../support/agencies.ts'
import { command, day } from '../../support/given.ts'
import { districtAgencies, enterAgencies } from '../../support/district-agencies.ts'
import { type PunishedDistrict, punishedDistrict } from '../../support/punished-district.ts'
import * as wish from '../../support/wishes.ts'

let district: PunishedDistrict
beforeEach(async () => {
  district = await punishedDistrict()
})
afterEach(() => district.api.close())

const context = () => ({
  ...{ clock: () => district.api.now.instant, newId: district.api.system.newId, correlationId: 'test' },
  actor: { agency: 'x', officer: 'x', role: 'x' },
})
const enterAll = () => enterAgencies(district.api.system.handler, context())
const { signal } = new AbortController()
const run = (world: JobWorld = district.world) => job.run(world, null, signal)
/** Takes the one of that place off the list of the first decision. */
const remove = (n: number) =>
  district.submit(
    district.code(n),
    command('RemoveListing', {
      listingId: listingIdOf('SERIOUS_VIOLATION', wish.agency.code, `严入〔2025〕1号-${n}`, 'SV5'),
      ...({ removedOn: day('2026-11-22'), ground: 'EARLY_EXIT', exitReasonCode: null } as const),
      ...{ decisionNumber: null, authority: wish.agency },
    }),
  )
/** Strikes the latest removal out, as a correction or a source that lists it again does. */
async function strikeOutRemovals(n: number, round: number): Promise<void> {
  const ids: string[] = []
  for await (const { id, type } of district.world.store.readStream(enterpriseStream(district.code(n))))
    if (type === 'ListingRemoved') ids.push(id)
  const voiding = { correctionId: `again-${round}`, eventId: ids.at(-1) ?? '', reason: '来源名单重新列入' }
  await district.submit(district.code(n), command('VoidMirroredEntry', { ...voiding, voidedOn: day('2026-11-23') }))
}
const drafted = async () =>
  (await district.cases())
    .map(({ drafted: { decisionNumber, executors }, lines, linesExpected, standing }) => ({
      ...{ decisionNumber, executors: executors.length, linesExpected, standing },
      lines: [...lines.values()].map(({ uscc }) => uscc),
    }))
    .toSorted((a, b) => (a.decisionNumber < b.decisionNumber ? -1 : 1))

describe('an entry on a list whose effects name measures', () => {
  test.each([
    ['as they come', () => district.world],
    ['the other way round', () => reversed(district.world)],
  ])('has its case drafted by itself, with every agency that carries them out, once; rows %s', async (_how, world) => {
    await enterAll()
    const usccs = await district.list(1, 3, '严入〔2025〕1号')
    await district.list(11, 1, '严入〔2025〕2号')
    expect((await run(world())).counts).toMatchObject({ cases: 2, lines: 4 })
    expect(await drafted()).toEqual([
      { decisionNumber: '严入〔2025〕1号', executors: 12, linesExpected: 3, standing: 'DRAFTED', lines: usccs },
      expect.objectContaining({ decisionNumber: '严入〔2025〕2号', lines: [district.code(11)] }),
    ])
    const head = await district.api.system.store.head()
    expect(await run()).toMatchObject({ counts: { cases: 0, lines: 0, refused: 0 } })
    expect(await district.api.system.store.head()).toBe(head)
  })

  test('that became known later joins the draft, or a supplement once the first case was passed', async () => {
    await enterAll()
    await district.list(1, 2, '严入〔2025〕1号')
    await run()
    await district.list(3, 1, '严入〔2025〕1号', { decisionNumber: '严入〔2025〕1号-3' })
    await run()
    const [first] = await district.cases()
    expect([first?.lines.size, first?.linesExpected]).toEqual([3, 3])
    await district.pass(first?.drafted.caseId ?? '')
    await district.list(4, 1, '严入〔2025〕1号', { decisionNumber: '严入〔2025〕1号-4' })
    expect((await run()).counts).toMatchObject({ cases: 1, lines: 1 })
    expect(await drafted()).toEqual([
      expect.objectContaining({ standing: 'PASSED', lines: [1, 2, 3].map(district.code) }),
      expect.objectContaining({ standing: 'DRAFTED', lines: [district.code(4)] }),
    ])
    await district.list(5, 1, '严入〔2025〕1号', { decisionNumber: '严入〔2025〕1号-5' })
    await run()
    expect((await drafted())[1]?.lines).toEqual([4, 5].map(district.code))
  })

  test('that stands again after its release is ordered anew, once, and again if that falls too', async () => {
    await enterAll()
    await district.list(1, 2, '严入〔2025〕1号')
    await run()
    const [first] = await district.cases()
    await district.pass(first?.drafted.caseId ?? '')
    for (const round of [1, 2]) {
      await remove(1)
      await releaseWhenGroundFalls.run(district.world, null, signal)
      await strikeOutRemovals(1, round)
      expect((await run()).counts).toMatchObject({ cases: 1, lines: 1 })
      expect((await run()).counts).toMatchObject({ cases: 0, lines: 0 })
      const cases = await district.cases()
      const lines = cases.flatMap((known) => standingLines(known).filter(({ uscc }) => uscc === district.code(1)))
      expect([cases.length, lines.length]).toEqual([1 + round, 1])
      await district.pass(cases.at(-1)?.drafted.caseId ?? '')
    }
  })

  test('that stands again before its case was passed has another line in it', async () => {
    await enterAll()
    await district.list(1, 2, '严入〔2025〕1号')
    await run()
    await remove(1)
    await releaseWhenGroundFalls.run(district.world, null, signal)
    await strikeOutRemovals(1, 1)
    expect((await run()).counts).toMatchObject({ cases: 1, lines: 1 })
    const [known, ...others] = await district.cases()
    expect([known && standingLines(known).length, known?.linesExpected, others.length]).toEqual([2, 3, 0])
    await district.pass(known?.drafted.caseId ?? '')
  })

  test('is not asked for where it bars no more: removed, out of its term, annulled beneath, or never with effects', async () => {
    await enterAll()
    const [removed] = await district.list(1, 1, '严入〔2025〕1号')
    const listingId = listingIdOf('SERIOUS_VIOLATION', wish.agency.code, '严入〔2025〕1号-1', 'SV5')
    const removal = { listingId, removedOn: day('2025-05-01'), ground: 'EARLY_EXIT', exitReasonCode: null } as const
    await district.submit(
      removed ?? district.code(1),
      command('RemoveListing', { ...removal, decisionNumber: null, authority: wish.agency }),
    )
    await district.list(2, 1, '严入〔2022〕1号', { enteredOn: day('2022-01-01'), termUntil: day('2024-12-31') })
    const uscc = district.code(3)
    await district.submit(uscc, wish.register({ uscc }))
    await district.submit(uscc, wish.impose())
    const basis = { penaltyIds: [wish.penaltyId], decisionNumber: '严入〔2025〕3号' }
    const serious = { listType: 'SERIOUS_VIOLATION', groundCode: 'SV5', enteredOn: day('2025-04-01') }
    await district.submit(uscc, wish.enter({ ...serious, ...basis }))
    await district.submit(uscc, wish.annul())
    await district.submit(district.code(4), wish.register({ uscc: district.code(4) }))
    await district.submit(district.code(4), wish.enter())
    expect(await run()).toEqual({
      counts: { cases: 0, lines: 0, completed: 0, waiting: 0, over: 1, nobody: 0, refused: 0 },
    })
    expect(await drafted()).toEqual([])
  })

  test('of a decision about many waits until every member had its turn, so that the case is whole', async () => {
    await enterAll()
    const { handler } = district.api.system
    const members: BatchMember[] = [1, 2].map((n) => ({ caseId: `c${n}`, uscc: district.code(n), exitId: null }))
    const by = (officer: string) => ({ agency: wish.agency.code, officer })
    const submit = (wish_: object) =>
      handler.submit(
        batchDecider,
        batchStream('B1'),
        { ...wish_, today: day('2026-11-23'), agency: wish.agency.code } as never,
        context(),
      )
    const drawnUp = { batchId: 'B1', listType: 'SERIOUS_VIOLATION', kind: 'ENTRY', authority: wish.agency, members }
    await submit({ type: 'DrawUpBatch', data: { ...drawnUp, leftOut: [], proposal: null, drawnUpBy: by('one') } })
    await submit({ type: 'BeginBatchDecision', data: { decidedBy: by('other') } })
    await submit({ type: 'DecideBatch', data: { number: '严入〔2026〕1号', decidedBy: by('other') } })
    await district.list(1, 1, '严入〔2026〕1号')
    expect((await run()).counts).toMatchObject({ cases: 0, waiting: 1 })
    await district.list(2, 1, '严入〔2026〕1号', { decisionNumber: '严入（2026）1号-2' })
    await submit({ type: 'FinishBatch', data: { decided: 2, refused: [] } })
    expect((await run()).counts).toMatchObject({ lines: 2, waiting: 0 })
    expect(await drafted()).toMatchObject([{ lines: [1, 2].map(district.code), linesExpected: 2 }])
  })

  test('makes no case with a directory that serves not, and says what is wrong with it', async () => {
    await district.list(1, 1, '严入〔2025〕1号')
    expect(await run()).toMatchObject({ counts: { cases: 0, waiting: 1 }, fault: expect.stringContaining('是空的') })
    const { handler } = district.api.system
    const [market, development] = districtAgencies
    if (!market || !development) throw new Error('no agencies')
    const { agency } = development
    await handler.submit(agencyDecider, agencyStream(agency.code), enterAgency({ agency }), context())
    expect((await run()).fault).toContain('没有指定信用牵头部门')
    await handler.submit(coordinatorDecider, coordinatorStream, designate({ agency }), context())
    await handler.submit(
      agencyDecider,
      agencyStream(market.agency.code),
      enterAgency({ agency: market.agency, kinds: ['COURT'] }),
      context(),
    )
    expect((await run()).counts).toMatchObject({ cases: 1 }) // A court may ask for Shanghai's own measures.
    await district.list(2, 1, '严入〔2025〕2号')
    const moved = {
      agency: market.agency,
      kinds: ['EDUCATION'] as const,
      reason: 'x',
      changedBy: { agency: 'x', officer: 'x' },
    }
    const change = { type: 'ChangeAgency', data: moved, today: day('2026-11-23'), agency: null } as const
    await handler.submit(agencyDecider, agencyStream(market.agency.code), change, context())
    expect(await run()).toMatchObject({
      counts: { cases: 0, nobody: 1 },
      fault: expect.stringContaining('核对机关类别'),
    })
  })
})

test('decisions whose numbers end alike but name no document about many have a case each', async () => {
  await enterAll()
  await district.list(1, 1, '无关1号', { decisionNumber: '徐市监严字2026-17' })
  await district.list(2, 1, '无关2号', { decisionNumber: '徐市监严字2026-18' })
  await run()
  expect((await drafted()).map(({ decisionNumber }) => decisionNumber)).toEqual([
    '徐市监严字2026-17',
    '徐市监严字2026-18',
  ])
})

test('woken by an entry, only the decision by which it was made is looked at, with all its entries', async () => {
  await enterAll()
  await district.list(1, 2, '严入〔2025〕1号')
  await district.list(11, 1, '严入〔2025〕2号')
  expect((await job.run(district.world, new Set([district.code(1)]), signal)).counts).toMatchObject({ lines: 2 })
  expect((await drafted()).map(({ decisionNumber }) => decisionNumber)).toEqual(['严入〔2025〕1号'])
  expect((await run()).counts).toMatchObject({ cases: 1, lines: 1 })
})

test('a decision that fails does not keep the others from being drafted', async () => {
  await enterAll()
  await district.list(1, 1, '严入〔2025〕1号')
  await district.list(11, 1, '严入〔2025〕2号')
  const { handler } = district.world
  const submit: typeof handler.submit = (decider, stream, wished, context_) => {
    if (JSON.stringify(wished).includes('严入〔2025〕1号')) throw new Error('too large')
    return handler.submit(decider, stream, wished, context_)
  }
  await expect(run({ ...district.world, handler: { ...handler, submit } })).rejects.toMatchObject({
    ...{ message: '严入〔2025〕1号: too large', counts: { cases: 1, failed: 1 } },
  })
  expect((await drafted()).map(({ decisionNumber }) => decisionNumber)).toEqual(['严入〔2025〕2号'])
})

test('killed between portions and run again, the case is the same, and whole', async () => {
  await enterAll()
  await district.list(1, 505, '严入〔2025〕1号')
  await expect(run(killedAfter(1))).rejects.toThrow('killed')
  expect((await drafted()).map(({ linesExpected, lines }) => [linesExpected, lines.length])).toEqual([[505, 500]])
  expect((await run()).counts).toMatchObject({ cases: 1, lines: 5 })
  const whole = await drafted()
  expect(whole.map(({ linesExpected, lines }) => [linesExpected, new Set(lines).size])).toEqual([[505, 505]])
  await run()
  expect(await drafted()).toEqual(whole)
})

test('killed between portions, what is left of a case can be passed though an entry fell before it became a line', async () => {
  await enterAll()
  await district.list(1, 505, '严入〔2025〕1号')
  await expect(run(killedAfter(1))).rejects.toThrow('killed')
  const [known] = await district.cases()
  const left = Array.from({ length: 505 }, (_, place) => place + 1).find(
    (n) => ![...(known?.lines.values() ?? [])].some(({ uscc }) => uscc === district.code(n)),
  )
  const decisionNumber = `严入〔2025〕1号-${left}`
  const listingId = listingIdOf('SERIOUS_VIOLATION', wish.agency.code, decisionNumber, 'SV5')
  const removal = { listingId, removedOn: day('2026-11-22'), ground: 'EARLY_EXIT', exitReasonCode: null } as const
  const removing = command('RemoveListing', { ...removal, decisionNumber: null, authority: wish.agency })
  await district.submit(district.code(left ?? 0), removing)
  await run()
  expect((await drafted()).map(({ linesExpected, lines }) => [linesExpected, lines.length])).toEqual([[504, 504]])
  await district.pass(known?.drafted.caseId ?? '')
})

test('killed between portions, a case can be passed though every missing entry fell before it became a line', async () => {
  await enterAll()
  await district.list(1, 505, '严入〔2025〕1号')
  await expect(run(killedAfter(1))).rejects.toThrow('killed')
  const [known] = await district.cases()
  const there = new Set([...(known?.lines.values() ?? [])].map(({ uscc }) => uscc))
  for (let n = 1; n <= 505; n++) if (!there.has(district.code(n))) await remove(n)
  expect((await run()).counts).toMatchObject({ cases: 0, completed: 1 })
  expect((await run()).counts).toMatchObject({ completed: 0 })
  expect((await drafted()).map(({ linesExpected, lines }) => [linesExpected, lines.length])).toEqual([[500, 500]])
  await district.pass(known?.drafted.caseId ?? '')
})

/** The world in which every query answers with its rows the other way round. */
function reversed(world: JobWorld): JobWorld {
  const query = async (...asked: Parameters<JobWorld['pool']['query']>) => {
    const answer = (await world.pool.query(...asked)) as unknown as { rows: readonly object[] }
    return { ...answer, rows: answer.rows.toReversed() }
  }
  return { ...world, pool: { query } as unknown as JobWorld['pool'] }
}

/** The world of a process that is killed after so many commands. */
function killedAfter(commandsMax: number): JobWorld {
  const { handler } = district.world
  let commands = 0
  const submit: typeof handler.submit = (...args) => {
    if (++commands > commandsMax) throw new Error('killed')
    return handler.submit(...args)
  }
  return { ...district.world, handler: { ...handler, submit } }
}
