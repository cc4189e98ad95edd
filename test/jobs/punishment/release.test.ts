import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import { caseCodec } from '../../../domain/punishment/case/codec.ts'
import type { Codec } from '../../../domain/store/codec.ts'
import { commandHandler } from '../../../domain/store/handle.ts'
import { listingIdOf } from '../../../domain/enterprise/listing/commands.ts'
import { caseStream } from '../../../domain/punishment/case/codec.ts'
import { releaseWhenGroundFalls as job } from '../../../jobs/when-a-ground-falls-then-release.ts'
import { draftCaseOfEntry } from '../../../jobs/when-an-entry-has-effects-then-draft-its-case.ts'
import { findStandingCases } from '../../../projections/punishment/due.queries.ts'
import type { JobWorld } from '../../../jobs/job.ts'
import { command, day } from '../../support/given.ts'
import { enterAgencies } from '../../support/district-agencies.ts'
import { type PunishedDistrict, punishedDistrict } from '../../support/punished-district.ts'
import * as wish from '../../support/wishes.ts'

let district: PunishedDistrict
beforeEach(async () => {
  district = await punishedDistrict()
  const { handler, newId } = district.api.system
  const context = { clock: district.world.clock, newId, correlationId: 'test' }
  await enterAgencies(handler, { ...context, actor: { agency: 'x', officer: 'x', role: 'x' } })
})
afterEach(() => district.api.close())

const { signal } = new AbortController()
const run = (subjects: ReadonlySet<string> | null = null, world: JobWorld = district.world) =>
  job.run(world, subjects, signal)
const decision = '严入〔2025〕1号'
const remove = (n: number, on = '2026-11-22') =>
  district.submit(
    district.code(n),
    command('RemoveListing', {
      listingId: listingIdOf('SERIOUS_VIOLATION', wish.agency.code, `${decision}-${n}`, 'SV5'),
      ...({ removedOn: day(on), ground: 'EARLY_EXIT', exitReasonCode: null } as const),
      ...{ decisionNumber: null, authority: wish.agency },
    }),
  )
/** Drafts the case of everybody listed so far. */
async function draft(): Promise<string> {
  await draftCaseOfEntry.run(district.world, null, signal)
  return (await district.cases())[0]?.drafted.caseId ?? ''
}
/** How many lines of how many agencies are to be released, and whose ground fell. */
async function released() {
  const [known] = await district.cases()
  const orders = [...(known?.orders.values() ?? [])].flatMap(({ lines }) => [...lines.values()])
  const { fallen } = known ?? {}
  return {
    fallen: [...(fallen?.values() ?? [])]
      .map(({ lineId, reason }) => [known?.lines.get(lineId)?.uscc, reason])
      .toSorted(),
    orders: orders.filter(({ stage }) => stage === 'RELEASED').length,
  }
}

describe('when a ground falls', () => {
  test('every agency that had the order is told to release, once', async () => {
    await district.list(1, 3, decision)
    await district.pass(await draft())
    expect((await run()).counts).toMatchObject({ released: 0 })
    await remove(2)
    expect(await run(new Set([district.code(2)]))).toMatchObject({ counts: { released: 1, refused: 0 } })
    expect(await released()).toEqual({ fallen: [[district.code(2), 'EARLY_EXIT']], orders: 12 })
    const head = await district.api.system.store.head()
    expect(await run()).toMatchObject({ counts: { released: 0, partlyReleased: 0, refused: 0 } })
    expect(await district.api.system.store.head()).toBe(head)
  })

  test('before the case was passed, its line is withdrawn', async () => {
    await district.list(1, 2, decision)
    const caseId = await draft()
    await remove(1)
    await run()
    expect(await released()).toEqual({ fallen: [[district.code(1), 'EARLY_EXIT']], orders: 0 })
    await district.pass(caseId)
    expect((await district.cases())[0]?.orders.values().next().value?.lines.size).toBe(1)
  })

  test('and the case is passed before anybody looked, what it was passed with is released at once', async () => {
    await district.list(1, 2, decision)
    const caseId = await draft()
    await remove(1)
    await district.pass(caseId)
    const woken = job.subjectsOf({ type: 'PunishmentCasePassed', stream: caseStream(caseId) } as never)
    expect((await run(new Set(woken))).counts).toMatchObject({ released: 1 })
  })

  test('by a day that turned, those are found without any fact about them', async () => {
    await district.list(1, 2, decision, { termUntil: day('2026-11-23') })
    await district.pass(await draft())
    expect((await run()).counts).toMatchObject({ released: 0 })
    district.api.now.instant = new Date('2026-11-23T16:10:00.000Z') // Ten minutes past midnight in China.
    expect((await run()).counts).toMatchObject({ released: 2 })
    expect(await released()).toEqual({
      fallen: [1, 2].map((n) => [district.code(n), 'TERM_ENDED']),
      orders: 24,
    })
  })

  test('the files of whose subject is gone are looked at, because lists may end with it', async () => {
    await district.list(1, 2, decision)
    await draft()
    await district.submit(district.code(2), wish.status('DEREGISTERED', '2026-11-20'))
    await district.told()
    const suspects = async (on: string) =>
      (await findStandingCases(district.world.pool, null, day(on), { first: 10, after: '' })).flatMap(
        (one) => one.suspect,
      )
    expect(await suspects('2026-11-19')).toEqual([])
    const lines = [...((await district.cases())[0]?.lines.values() ?? [])]
    expect(await suspects('2026-11-23')).toEqual([lines.find(({ uscc }) => uscc === district.code(2))?.lineId])
    expect(job.on).toContain('RegistrationStatusChanged')
  })

  test('only the enterprises that the facts were about are looked at, and all of them when it starts', async () => {
    await district.list(1, 2, decision)
    await district.pass(await draft())
    await remove(1)
    await remove(2)
    expect((await run(new Set([district.code(2)]))).counts).toMatchObject({ released: 1 })
    expect((await run()).counts).toMatchObject({ released: 1 })
  })

  test('killed between two commands and run again, it comes to the same', async () => {
    await district.list(1, 2, decision)
    await district.list(11, 1, '严入〔2025〕2号')
    await draft()
    for (const { drafted } of await district.cases()) await district.pass(drafted.caseId)
    await remove(1)
    await district.submit(
      district.code(11),
      command('RemoveListing', {
        listingId: listingIdOf('SERIOUS_VIOLATION', wish.agency.code, '严入〔2025〕2号-1', 'SV5'),
        ...({ removedOn: day('2026-11-22'), ground: 'EARLY_EXIT', exitReasonCode: null } as const),
        ...{ decisionNumber: null, authority: wish.agency },
      }),
    )
    const { handler } = district.world
    let commands = 0
    const submit: typeof handler.submit = (...args) => {
      if (++commands > 1) throw new Error('killed')
      return handler.submit(...args)
    }
    await expect(run(null, { ...district.world, handler: { ...handler, submit } })).rejects.toThrow('killed')
    expect((await run()).counts).toMatchObject({ released: 1 })
    expect((await district.cases()).map(({ fallen }) => fallen.size)).toEqual([1, 1])
    expect((await run()).counts).toMatchObject({ released: 0 })
  })

  /** One case each of so many decisions, passed, and then its only ground gone. */
  async function fallenCases(count: number): Promise<readonly string[]> {
    for (let n = 1; n <= count; n++) await district.list(n, 1, `严入〔2025〕${n}号`)
    await draft()
    const ids = (await district.cases()).map(({ drafted }) => drafted.caseId).toSorted()
    for (const id of ids) await district.pass(id)
    for (let n = 1; n <= count; n++)
      await district.submit(
        district.code(n),
        command('RemoveListing', {
          listingId: listingIdOf('SERIOUS_VIOLATION', wish.agency.code, `严入〔2025〕${n}号-1`, 'SV5'),
          ...({ removedOn: day('2026-11-22'), ground: 'EARLY_EXIT', exitReasonCode: null } as const),
          ...{ decisionNumber: null, authority: wish.agency },
        }),
      )
    return ids
  }

  test('a case that fails does not keep the others from being released, and the run says which it was', async () => {
    const [first = ''] = await fallenCases(3)
    const { handler } = district.world
    const submit: typeof handler.submit = (decider, stream, ...rest) => {
      if (stream.endsWith(first)) throw new Error('the append is too large')
      return handler.submit(decider, stream, ...rest)
    }
    const failing = run(null, { ...district.world, handler: { ...handler, submit } })
    await expect(failing).rejects.toMatchObject({
      message: `${first}: the append is too large`,
      counts: { released: 2, failed: 1 },
    })
    expect((await run()).counts).toMatchObject({ released: 1 })
  })

  test('a run goes on behind the case where the one before stopped', async () => {
    const [first, second] = await fallenCases(2)
    expect((await job.run(district.world, null, signal, first)).counts).toMatchObject({ released: 1 })
    const cases = await district.cases()
    const fallen = [first, second].map((id) => cases.find((one) => one.drafted.caseId === id)?.fallen.size)
    expect(fallen).toEqual([0, 1])
  })

  test('a run for everything reads no file whose rows say that all stands', async () => {
    await district.list(1, 3, decision)
    await district.pass(await draft())
    await remove(2)
    const read: string[] = []
    const { store } = district.world
    const readStreams: typeof store.readStreams = (streams) => {
      read.push(...streams)
      return store.readStreams(streams)
    }
    const counted = { ...district.world, store: { ...store, head: () => store.head(), readStreams } }
    expect((await run(null, counted as JobWorld)).counts).toMatchObject({ released: 1 })
    expect(read.filter((stream) => stream.startsWith('enterprise'))).toEqual([enterpriseStream(district.code(2))])
  })

  test('a run on rows that are told no further fails, and says which', async () => {
    await district.told()
    const stopped = JSON.stringify({ eventId: 'x', reason: 'x', at: 'x' })
    await district.world.pool.query(`UPDATE told.checkpoint SET stopped = $1 WHERE name = 'punishment_line'`, [stopped])
    await expect(run()).rejects.toThrow('punishment_line')
  })
})

test('two runs at the same time count what was released once', async () => {
  await district.list(1, 3, decision)
  await district.pass(await draft())
  for (const n of [1, 2, 3]) await remove(n)
  const other = commandHandler(district.world.store, caseCodec as unknown as Codec)
  const runs = await Promise.all([run(), run(null, { ...district.world, handler: other })])
  expect(runs.reduce((sum, { counts }) => sum + (counts.released ?? 0), 0)).toBe(3)
})
