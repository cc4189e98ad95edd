import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { idSource } from '../../domain/kernel/ids.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { type DemoName, startTestApi, type TestApi } from '../support/api.ts'
import * as wish from '../support/wishes.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
  await api.record(wish.uscc, wish.register())
  await api.record(wish.uscc, wish.impose())
  await api.record(wish.uscc, wish.enter({ groundCode: 'AB1', reportYear: 2022 }))
})
afterAll(() => api.close())

const newId = idSource()
async function told(): Promise<void> {
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
}
async function ask<T>(query: string, variables: object = {}, as: DemoName = 'listing'): Promise<T> {
  const answer = await api.ask(query, variables, as)
  expect(answer.errors).toBeUndefined()
  return answer.data as unknown as T
}
async function refusal(query: string, variables: object, as?: DemoName): Promise<string> {
  const { errors } = await api.ask(query, variables, as)
  const { code: kind, reason } = errors?.[0]?.extensions ?? { code: 'NONE' }
  return reason ?? kind
}

const OPEN = `mutation ($input: OpenMatterInput!) { openMatter(input: $input) { id kindName standing steps { name } } }`
const STEP = `mutation ($input: MatterStepInput!) { takeMatterStep(input: $input) { standing steps { step takenOn to } } }`
const VOID = `mutation ($id: ID!) { voidMatter(id: $id, reason: "录错") { standing } }`
const objection = (requestId = newId()) => ({
  ...{ requestId, kind: 'OBJECTION', uscc: wish.uscc, section: 'PENALTY', recordId: wish.penaltyId },
  ...{ summary: '对处罚金额有异议', openedOn: '2026-11-19' },
})
type Clock = { code: string; dueOn: string; state: string; section: string; provisionalYears: number[] }
const DEADLINES = `query ($n: String!) { deadlines(number: $n) { deadlines { code dueOn state section provisionalYears } } }`
async function clocks(section: string): Promise<readonly string[]> {
  const { deadlines } = await ask<{ deadlines: { deadlines: Clock[] } }>(DEADLINES, { n: wish.uscc })
  const shown = deadlines.deadlines.filter((one) => one.section === section)
  return shown.map(({ code, dueOn, state }) => `${code} ${dueOn} ${state}`)
}
const DUE = `query ($codes: [String!], $within: Int!, $agency: String) {
  dueSoon(codes: $codes, withinDays: $within, agency: $agency) { totalCount lateCount provisionalCount
    nodes { uscc deadline { code dueOn state } } } }`
type Due = { totalCount: number; lateCount: number; provisionalCount: number; nodes: { deadline: Clock }[] }
const due = async (codes: readonly string[], within = 30): Promise<Due> =>
  (await ask<{ dueSoon: Due }>(DUE, { codes, within })).dueSoon

describe('a matter over the API', () => {
  test('starts its clocks for the enterprise and for the agency, and its steps end them', async () => {
    const input = objection()
    const { openMatter } = await ask<{ openMatter: { id: string; standing: string } }>(OPEN, { input })
    expect(openMatter).toMatchObject({ id: input.requestId, standing: 'OPEN', kindName: '异议（中心处理）' })
    await told()
    expect(await clocks('MATTER')).toEqual(['OBJ-MARK 2026-11-20 LATE', 'OBJ-DEC 2026-11-26 OPEN'])
    expect(await due(['OBJ-MARK', 'OBJ-DEC'])).toMatchObject({ totalCount: 2, lateCount: 1 })
    await ask(STEP, { input: { matterId: input.requestId, step: 'MARK', takenOn: '2026-11-23' } })
    await told()
    expect(await clocks('MATTER')).toEqual(['OBJ-DEC 2026-11-26 OPEN', 'OBJ-MARK 2026-11-20 DONE_LATE'])
    const decided = { matterId: input.requestId, step: 'DECIDE', takenOn: '2026-11-23' }
    const { takeMatterStep } = await ask<{ takeMatterStep: { standing: string } }>(STEP, { input: decided })
    expect(takeMatterStep.standing).toBe('CLOSED')
    await told()
    expect((await due(['OBJ-MARK', 'OBJ-DEC'])).totalCount).toBe(0)
    const before = await api.system.store.head()
    await ask(OPEN, { input })
    await ask(STEP, { input: decided })
    expect(await api.system.store.head()).toBe(before)
  })

  test('voided as a mistake leaves no clock behind', async () => {
    const input = objection()
    await ask(OPEN, { input })
    await ask(VOID, { id: input.requestId })
    await told()
    expect((await due(['OBJ-MARK', 'OBJ-DEC'])).totalCount).toBe(0)
  })

  test('of a served decision takes the place of the day that the file only presumes', async () => {
    await told()
    const before = (await clocks('PENALTY')).find((one) => one.startsWith('SUIT'))
    const input = { ...objection(), kind: 'SERVICE', summary: '直接送达', openedOn: '2026-11-20' }
    await ask(OPEN, { input })
    await told()
    expect(before).not.toBe('SUIT 2027-05-20 OPEN')
    expect(await clocks('PENALTY')).toContain('SUIT 2027-05-20 OPEN')
    const dueOf = async (agency: string) =>
      (
        await ask<{ dueSoon: Due }>(
          `query ($within: Int!, $codes: [String!]) {
        dueSoon(owedBy: ENTERPRISE, withinDays: $within, codes: $codes) { totalCount lateCount provisionalCount
          nodes { uscc deadline { code dueOn state section } } } }`,
          { within: 400, codes: [agency] },
        )
      ).dueSoon
    const suits = (await dueOf('SUIT')).nodes.filter(({ deadline }) => deadline.section === 'PENALTY')
    expect(suits.map(({ deadline }) => deadline.dueOn)).toEqual(['2027-05-20'])
  })

  test('is refused in words where something is missing, and to who may not', async () => {
    expect(await refusal(OPEN, { input: { ...objection(), recordId: 'none' } }, 'listing')).toBe(
      'MATTER_RECORD_UNKNOWN',
    )
    expect(await refusal(OPEN, { input: { ...objection(), kind: 'PILLORY' } }, 'listing')).toBe('BAD_USER_INPUT')
    expect(await refusal(OPEN, { input: objection() }, 'inspector')).toBe('FORBIDDEN')
    expect(await refusal(OPEN, { input: objection() })).toBe('FORBIDDEN')
    const step = { matterId: newId(), step: 'MARK', takenOn: '2026-11-23' }
    expect(await refusal(STEP, { input: step }, 'listing')).toBe('MATTER_UNKNOWN')
  })

  test('is listed with its kind, its steps, and what may follow', async () => {
    await told()
    type Page = { matters: { totalCount: number; nodes: { standing: string }[] } }
    const page = await ask<Page>('{ matters { totalCount nodes { standing kindName steps { name } } } }')
    expect(page.matters.totalCount).toBe(3)
    const voided = await ask<Page>('{ matters(standing: VOIDED) { totalCount nodes { standing } } }')
    expect(voided.matters.nodes).toEqual([{ standing: 'VOIDED' }])
    const { matterKinds } = await ask<{ matterKinds: { code: string; clocks: string[] }[] }>(
      '{ matterKinds { code name about clocks steps { code name after handsOver closes } } }',
    )
    expect(matterKinds.find(({ code }) => code === 'REPAIR')?.clocks).toEqual(['REP-ACCEPT', 'REP-DECIDE', 'REP-SYNC'])
  })
})

test('a provisional day beside the files becomes definite with the notice of its year', async () => {
  api.now.instant = new Date('2026-12-30T02:00:00.000Z')
  const input = { ...objection(), kind: 'INFORMATION_QUERY', section: null, recordId: null, openedOn: '2026-12-30' }
  await ask(OPEN, { input })
  await told()
  expect((await due(['INFO-QUERY'], 60)).provisionalCount).toBe(1)
  const notice = {
    ...{ requestId: newId(), year: 2027, documentNumber: '国办发明电〔2026〕8号' },
    ...{ holidays: ['2027-01-01', '2027-01-04', '2027-01-05'], workingWeekends: [] },
  }
  const entered = await ask<{ enterCalendarYear: { entryId: string } }>(
    'mutation ($input: EnterCalendarYearInput!) { enterCalendarYear(input: $input) { entryId } }',
    { input: notice },
    'credit',
  )
  await ask(
    'mutation ($id: ID!) { publishCalendarYear(entryId: $id) { entryId } }',
    { id: entered.enterCalendarYear.entryId },
    'approver',
  )
  const after = await due(['INFO-QUERY'], 60)
  expect(after.provisionalCount).toBe(0)
  expect(after.nodes[0]?.deadline.dueOn).toBe('2027-02-01')
})
