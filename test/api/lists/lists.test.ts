import { Readable } from 'node:stream'
import readExcelFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import { idSource } from '../../../domain/kernel/ids.ts'
import { dayInChina } from '../../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../../domain/kernel/uscc.ts'
import { shippedLists } from '../../../domain/lists/catalogue/shipped-edition.ts'
import { waitUntilTold } from '../../../projections/runner.ts'
import { type DemoName, startTestApi, type TestApi } from '../../support/api.ts'
import * as wish from '../../support/wishes.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const newId = idSource()
const context = () => ({
  ...{ clock: () => api.now.instant, newId: api.system.newId, correlationId: 'test' },
  actor: { agency: wish.agency.code, officer: 'o', role: 'x' },
})
const code = (n: number): Uscc => `9131010499000${String(n).padStart(5, '0')}` as Uscc
const submit = (uscc: Uscc, one: EnterpriseCommand) =>
  api.system.handler.submit(enterpriseDecider, enterpriseStream(uscc), one, context())

/** An enterprise that has not filed the report of 2025. */
async function file(n: number): Promise<Uscc> {
  const uscc = code(n)
  const details = { ...wish.details, name: `名录样例${n}有限公司` }
  await submit(uscc, wish.register({ uscc, details }))
  return uscc
}
const files = async (from: number, count: number) =>
  Promise.all(Array.from({ length: count }, (_, place) => file(from + place)))

async function told(): Promise<void> {
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
}

async function ask<T>(query: string, variables: object = {}, as: DemoName | null = 'listing'): Promise<T> {
  const answer = await api.ask(query, variables, as ?? undefined)
  expect(answer.errors).toBeUndefined()
  return answer.data as unknown as T
}
async function refusal(query: string, variables: object = {}, as: DemoName | null = 'listing'): Promise<string> {
  const { errors } = await api.ask(query, variables, as ?? undefined)
  const { code: kind, reason } = errors?.[0]?.extensions ?? { code: 'NONE' }
  return reason ?? kind
}

type Outcome = { caseId: string; changed: boolean; stage: string | null; refusal: string | null }
const outcome = 'caseId changed stage refusal message'
type Batch = { id: string; stage: string; number: string | null; decidedCount: number | null; caseIds: string[] }
const batchFields = `batch { id stage number decidedCount memberCount caseIds refused { caseId refusal } }
  outcomes { ${outcome} }`

const NAME = `mutation ($input: NameCandidatesInput!) { nameListingCandidates(input: $input) { ${outcome} } }`
const late = (usccs: readonly string[], requestId = newId()) => ({
  input: {
    ...{ requestId, listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB1', reportYear: 2025 },
    candidates: usccs.map((uscc) => ({ uscc, groundText: '未按规定期限公示2025年度报告' })),
  },
})
const SERVE = `mutation ($input: ListingNoticeInput!) { serveListingNotice(input: $input) { ${outcome} } }`
const LAPSE = `mutation ($ids: [ID!]!) { recordNoticeLapse(caseIds: $ids) { ${outcome} } }`
const PROPOSE = `mutation ($input: ProposeListingsInput!) { proposeListings(input: $input) { ${batchFields} } }`
const DECIDE = `mutation ($id: ID!) { decideListBatch(id: $id) { ${batchFields} } }`
const EXITS = `mutation ($input: ProposeExitsInput!) { proposeListingExits(input: $input) { ${batchFields} } }`
const CASE = `query ($id: ID!) { listingCase(id: $id) {
  id stage decisionNumber termUntil endGround toLand steps agencyName subjectName } }`
type Case = { stage: string; decisionNumber: string; endGround: string | null; toLand: string | null; steps: string[] }
const caseOf = async (id: string) => (await ask<{ listingCase: Case }>(CASE, { id })).listingCase

/** Candidates that were told and let the time pass, and are proposed as one batch. */
async function proposed(usccs: readonly string[]): Promise<{ ids: string[]; batchId: string }> {
  const named = await ask<{ nameListingCandidates: Outcome[] }>(NAME, late(usccs))
  const ids = named.nameListingCandidates.map(({ caseId }) => caseId)
  const notice = { caseIds: ids, noticeNumber: '徐市监告〔2026〕9号', serving: 'ANNOUNCEMENT', servedOn: '2026-11-10' }
  api.now.instant = new Date('2026-11-10T02:00:00.000Z')
  await ask(SERVE, { input: notice })
  api.now.instant = new Date('2026-11-23T02:00:00.000Z')
  await ask(LAPSE, { ids })
  const batchId = newId()
  const input = { requestId: batchId, caseIds: ids, reasons: '逾期未报' }
  const { proposeListings } = await ask<{ proposeListings: { batch: Batch } }>(PROPOSE, { input })
  expect(proposeListings.batch).toMatchObject({ id: batchId, stage: 'DRAWN_UP', memberCount: usccs.length })
  return { ids, batchId }
}

const PUBLIC = `query ($search: String) { publicList(listType: "ABNORMAL_OPERATIONS", search: $search) {
  totalCount listName nodes { uscc name decisionNumber groundText } } }`
type PublicPage = { publicList: { totalCount: number; nodes: { uscc: string; decisionNumber: string }[] } }
const publish = async (caseIds: readonly string[]) => {
  const publication = `mutation ($ids: [ID!]!, $on: Date!) {
    publishListings(caseIds: $ids, publishedOn: $on, where: "国家企业信用信息公示系统") { ${outcome} } }`
  await ask(publication, { ids: caseIds, on: dayInChina(api.now.instant) })
  await told()
}
const isBarred = async (uscc: string) => {
  const query = `query ($n: String!) { windowCheck(number: $n, matter: "SIMPLE_DEREGISTRATION") { answer } }`
  return (await ask<{ windowCheck: { answer: string } }>(query, { n: uscc }, 'licensing')).windowCheck.answer
}

describe('a listing over the API', () => {
  test('of many by one decision: numbers -1, -2 …, in every file, at every window, in the public list', async () => {
    api.now.instant = new Date('2026-11-09T02:00:00.000Z')
    const usccs = await files(100, 5)
    const { ids, batchId } = await proposed(usccs)
    const { decideListBatch } = await ask<{ decideListBatch: { batch: Batch; outcomes: Outcome[] } }>(
      ...([DECIDE, { id: batchId }, 'decider'] as const),
    )
    const number = '（徐市监）异入〔2026〕第1号'
    expect(decideListBatch.batch).toMatchObject({ stage: 'FINISHED', number, decidedCount: 5 })
    expect(decideListBatch.outcomes.map(({ stage }) => stage)).toEqual(ids.map(() => 'LISTED'))
    expect((await caseOf(ids[2] ?? '')).decisionNumber).toBe(`${number}-3`)
    expect(await isBarred(usccs[4] ?? '')).toBe('BARRED')
    await told()
    expect((await ask<PublicPage>(PUBLIC, { search: '名录样例10' }, null)).publicList.totalCount).toBe(0)
    await publish(ids)
    const { publicList } = await ask<PublicPage>(PUBLIC, { search: '名录样例10' }, null)
    expect(publicList.totalCount).toBe(5)
    expect(publicList.nodes.map(({ decisionNumber }) => decisionNumber).sort()).toEqual(
      [1, 2, 3, 4, 5].map((place) => `${number}-${place}`),
    )
  })

  test('is decided by nobody alone: not by the role that proposes, nor by the person who proposed', async () => {
    api.now.instant = new Date('2026-11-09T02:00:00.000Z')
    const { batchId } = await proposed([await file(120)])
    expect(await refusal(DECIDE, { id: batchId }, 'listing')).toBe('FORBIDDEN')
    expect(await refusal(PROPOSE, { input: { requestId: newId(), caseIds: ['x'], reasons: 'x' } }, 'decider')).toBe(
      'FORBIDDEN',
    )
    expect(await refusal(DECIDE, { id: batchId }, 'admin')).toBe('BATCH_OTHER_AGENCY')
    const RETURN = `mutation ($id: ID!) { returnListBatch(id: $id, reason: "补充") { ${batchFields} } }`
    const { returnListBatch } = await ask<{ returnListBatch: { outcomes: Outcome[] } }>(
      ...([RETURN, { id: batchId }, 'decider'] as const),
    )
    expect(returnListBatch.outcomes.map(({ stage }) => stage)).toEqual(['ELAPSED'])
    expect(await refusal(DECIDE, { id: batchId }, 'decider')).toBe('BATCH_RETURNED')
  })

  test('leaves out whoever filed the report in the meantime, and names them', async () => {
    api.now.instant = new Date('2026-11-09T02:00:00.000Z')
    const [first, second] = await files(130, 2)
    const { ids, batchId } = await proposed([first ?? '', second ?? ''])
    await submit(second as Uscc, wish.fileReport(2025, '2026-11-22'))
    const { decideListBatch } = await ask<{ decideListBatch: { batch: Batch & { refused: Outcome[] } } }>(
      ...([DECIDE, { id: batchId }, 'decider'] as const),
    )
    expect(decideListBatch.batch).toMatchObject({
      ...{ stage: 'FINISHED', number: '（徐市监）异入〔2026〕第2号', decidedCount: 1 },
      refused: [{ caseId: ids[1], refusal: 'LISTING_REPORT_FILED' }],
    })
    expect(await isBarred(second ?? '')).toBe('CLEAR')
  })

  test('ends at every window with the decision that ends it', async () => {
    const uscc = code(100)
    const { listingCases } = await ask<{ listingCases: { nodes: { id: string }[] } }>(
      'query ($u: String) { listingCases(uscc: $u) { nodes { id stage } } }',
      { u: uscc },
    )
    const caseIds = listingCases.nodes.map(({ id }) => id)
    const exit = (requestId: string) => ({
      input: { requestId, caseIds, ground: 'CURED', reasonCode: '1', findings: '已补报' },
    })
    const early = await ask<{ proposeListingExits: { batch: null; outcomes: Outcome[] } }>(EXITS, exit(newId()))
    expect(early.proposeListingExits).toMatchObject({ batch: null, outcomes: [{ refusal: 'EXIT_NOT_CURED' }] })
    await submit(uscc, wish.fileReport(2025, '2026-11-23'))
    const batchId = newId()
    await ask(EXITS, exit(batchId))
    expect(await isBarred(uscc)).toBe('BARRED')
    await ask(DECIDE, { id: batchId }, 'decider')
    expect(await isBarred(uscc)).toBe('CLEAR')
    expect(await caseOf(caseIds[0] ?? '')).toMatchObject({ stage: 'CURED', endGround: 'CURED', toLand: null })
    expect((await caseOf(caseIds[0] ?? '')).steps).toEqual([
      ...['拟列入', '拟列入告知', '逾期未陈述申辩', '拟定列入决定', '作出列入决定', '列入档案', '公示', '拟定移出'],
      ...['作出移出决定', '移出入档'],
    ])
  })
})

describe('what the public sees', () => {
  test('is the lists in force, and nothing of cases', async () => {
    for (const query of [
      ...['{ listingCases { totalCount } }', '{ listingCase(id: "x") { id } }', '{ listBatches { id } }'],
      '{ listCatalogueVersions { version } }',
    ])
      expect(await refusal(query, {}, null)).toBe('FORBIDDEN')
    const { listCatalogue } = await ask<{ listCatalogue: { version: number; lists: { code: string }[] } }>(
      ...(['{ listCatalogue { version lists { code termText earlyExitText } } }', {}, null] as const),
    )
    expect(listCatalogue.version).toBe(1)
    expect(listCatalogue.lists.map(({ code: one }) => one)).toContain('ABNORMAL_OPERATIONS')
    expect(await refusal('{ publicList(listType: "PILLORY") { totalCount } }', {}, null)).toBe('LIST_NOT_IN_FORCE')
  })

  test('is an entry from its publication on, which who keeps the list sees before', async () => {
    const [uscc] = await files(600, 1)
    api.now.instant = new Date('2026-11-09T02:00:00.000Z')
    const { ids, batchId } = await proposed([uscc ?? ''])
    await ask(DECIDE, { id: batchId }, 'decider')
    await told()
    const query = `query ($uscc: String!, $asOf: Date) {
      publicList(listType: "ABNORMAL_OPERATIONS", search: $uscc, asOf: $asOf) { totalCount unpublishedCount
        nodes { published } } }`
    type Seen = { publicList: { totalCount: number; unpublishedCount: number; nodes: { published: boolean }[] } }
    const seenBy = async (as: DemoName | null, asOf: string | null = null) =>
      (await ask<Seen>(query, { uscc, asOf }, as)).publicList
    expect(await seenBy(null)).toEqual({ totalCount: 0, unpublishedCount: 0, nodes: [] })
    expect(await seenBy('listing')).toEqual({ totalCount: 1, unpublishedCount: 1, nodes: [{ published: false }] })
    expect((await api.app.inject('/lists/ABNORMAL_OPERATIONS.csv')).body).not.toContain(uscc)
    const headers = { authorization: `Bearer ${await api.tokenOf('listing')}` }
    const kept = (await api.app.inject({ url: '/lists/ABNORMAL_OPERATIONS.csv', headers })).body.split('\n')
    expect(kept.find((line) => line.includes(uscc ?? ''))?.trim()).toMatch(/,否$/)
    await publish(ids)
    expect(await seenBy(null)).toEqual({ totalCount: 1, unpublishedCount: 0, nodes: [{ published: true }] })
    expect((await api.app.inject('/lists/ABNORMAL_OPERATIONS.csv')).body).toContain(uscc)

    api.now.instant = new Date('2026-11-25T02:00:00.000Z')
    const exit = newId()
    await ask(EXITS, { input: { requestId: exit, caseIds: ids, ground: 'CANCELLED_AS_WRONG', findings: '列错' } })
    await ask(DECIDE, { id: exit }, 'decider')
    await told()
    expect((await seenBy(null)).totalCount).toBe(0)
    for (const asOf of ['2026-11-24', '2030-01-01']) {
      expect(await refusal(query, { uscc, asOf }, null)).toBe('FORBIDDEN')
      expect((await api.app.inject(`/lists/ABNORMAL_OPERATIONS.csv?asOf=${asOf}`)).statusCode).toBe(403)
    }
    expect((await seenBy(null, '2026-11-25')).totalCount).toBe(0)
    expect((await seenBy('listing', '2026-11-24')).totalCount).toBe(1)
    api.now.instant = new Date('2026-11-23T02:00:00.000Z')
  })

  test('holds nobody whose licence is revoked, without anybody ending the entry, until the revocation is undone', async () => {
    const uscc = await file(610)
    api.now.instant = new Date('2026-11-09T02:00:00.000Z')
    const { ids, batchId } = await proposed([uscc])
    await ask(DECIDE, { id: batchId }, 'decider')
    await publish(ids)
    const query = `query ($n: String!) { publicList(listType: "ABNORMAL_OPERATIONS", search: $n) { totalCount }
      enterprise(number: $n) { listings { standing removalGround removedOn listName } } }`
    type Seen = { publicList: { totalCount: number }; enterprise: { listings: unknown[] } }
    const seen = async () => {
      await told()
      const { publicList, enterprise } = await ask<Seen>(query, { n: uscc })
      return [publicList.totalCount, ...enterprise.listings]
    }
    const listName = '经营异常名录'
    expect(await seen()).toEqual([1, { standing: 'LISTED', removalGround: null, removedOn: null, listName }])
    await submit(uscc, wish.status('LICENCE_REVOKED', '2026-11-23'))
    const gone = { standing: 'REMOVED', removalGround: 'DEREGISTERED', removedOn: '2026-11-23', listName }
    expect(await seen()).toEqual([0, gone])
    await submit(uscc, wish.status('ACTIVE', '2026-11-23'))
    expect(await seen()).toEqual([1, { standing: 'LISTED', removalGround: null, removedOn: null, listName }])
  })

  test('can be taken away as CSV and as XLSX, which say the same', async () => {
    await told()
    const csv = await api.app.inject('/lists/ABNORMAL_OPERATIONS.csv')
    expect(csv.statusCode).toBe(200)
    const lines = csv.body.replace('\ufeff', '').trim().split('\n')
    const xlsx = await api.app.inject('/lists/ABNORMAL_OPERATIONS.xlsx')
    const rows = await readExcelFile(Readable.from([xlsx.rawPayload]))
    const table = (Array.isArray(rows[0]) ? rows : (rows[0] as unknown as { data: unknown[][] }).data) as unknown[][]
    expect(table.map((row) => row.map((cell) => String(cell ?? '')).join(','))).toEqual(lines)
    expect(lines.length).toBeGreaterThan(5)
    expect((await api.app.inject('/listing-cases.csv')).statusCode).toBe(403)
    const headers = { authorization: `Bearer ${await api.tokenOf('listing')}` }
    expect((await api.app.inject({ url: '/listing-cases.csv', headers })).body).toContain('已列入')
  })
})

describe('the catalogue over the API', () => {
  const edition = {
    ...{ ...shippedLists, version: 2, name: '第二版' },
    lists: shippedLists.lists.map((list) => (list.code === 'STATISTICS' ? { ...list, effects: ['FUNDS'] } : list)),
  }
  const PROPOSE_TYPES = `mutation ($input: ProposeListTypesInput!) { proposeListTypes(input: $input) { version } }`
  const ENACT = `mutation ($from: Date!) { enactListTypes(version: 2, effectiveFrom: $from) { effectiveFrom } }`

  test('is changed by two, and only with measures that may be imposed', async () => {
    const wrong = { ...edition, lists: edition.lists.map((list) => ({ ...list, effects: ['PILLORY'] })) }
    expect(await refusal(PROPOSE_TYPES, { input: { edition: wrong, reason: 'x' } }, 'credit')).toBe(
      'MEASURE_NOT_IN_CATALOGUE',
    )
    expect(await refusal(PROPOSE_TYPES, { input: { edition: { version: 2 }, reason: 'x' } }, 'credit')).toBe(
      'BAD_USER_INPUT',
    )
    expect(await refusal(PROPOSE_TYPES, { input: { edition, reason: 'x' } }, 'listing')).toBe('FORBIDDEN')
    await ask(PROPOSE_TYPES, { input: { edition, reason: '统计名单的措施已核实' } }, 'credit')
    expect(await refusal(ENACT, { from: '2026-12-01' }, 'credit')).toBe('LIST_EDITION_OWN_ENACTMENT')
    await ask(ENACT, { from: '2026-12-01' }, 'approver')
    const on = async (asOf: string) =>
      (await ask<{ listCatalogue: { version: number } }>(`{ listCatalogue(asOf: "${asOf}") { version } }`))
        .listCatalogue
    expect([await on('2026-11-30'), await on('2026-12-01')]).toEqual([{ version: 1 }, { version: 2 }])
  })
})

describe('an entry of the past', () => {
  const TAKE = `mutation ($input: TakeOverListingsInput!) { takeOverListings(input: $input) { ${outcome} } }`
  const CONFIRM = `mutation ($ids: [ID!]!) { confirmTakenOverListings(caseIds: $ids) { ${outcome} } }`
  type Taken = { takeOverListings: Outcome[] }
  type Confirmed = { confirmTakenOverListings: Outcome[] }
  const past = (uscc: string) => ({
    ...{ uscc, listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4', groundText: '通过登记的住所无法联系' },
    ...{ decisionNumber: '（徐市监）异入〔2019〕第7号', enteredOn: '2019-05-06' },
  })

  test('is in the file once a second person has compared it, and bars from then on', async () => {
    const uscc = await file(300)
    const { takeOverListings } = await ask<Taken>(TAKE, { input: { listings: [past(uscc)] } })
    expect(takeOverListings).toMatchObject([{ stage: 'TAKEN_OVER', refusal: null }])
    expect(await isBarred(uscc)).toBe('CLEAR')
    const ids = takeOverListings.map(({ caseId }) => caseId)
    expect(await refusal(CONFIRM, { ids })).toBe('FORBIDDEN')
    const { confirmTakenOverListings } = await ask<Confirmed>(CONFIRM, { ids }, 'decider')
    expect(confirmTakenOverListings).toMatchObject([{ changed: true, stage: 'LISTED' }])
    expect(await isBarred(uscc)).toBe('BARRED')
    const before = await api.system.store.head()
    await ask(TAKE, { input: { listings: [past(uscc)] } })
    expect((await ask<Confirmed>(CONFIRM, { ids }, 'decider')).confirmTakenOverListings).toMatchObject([
      { changed: false, stage: 'LISTED' },
    ])
    expect(await api.system.store.head()).toBe(before)
  })

  test('that the file has already becomes a case by its id alone, and ends by two persons', async () => {
    const uscc = await file(301)
    await api.record(uscc, wish.enter())
    const listings = [{ uscc, listingId: wish.listingId }]
    const [taken] = (await ask<Taken>(TAKE, { input: { listings } })).takeOverListings
    const ids = [taken?.caseId ?? '']
    await ask(CONFIRM, { ids }, 'decider')
    const requestId = newId()
    const exit = { requestId, caseIds: ids, ground: 'CURED', reasonCode: '5', findings: '已取得联系' }
    await ask(EXITS, { input: exit })
    await ask(DECIDE, { id: requestId }, 'decider')
    expect(await isBarred(uscc)).toBe('CLEAR')
    expect(await caseOf(ids[0] ?? '')).toMatchObject({ stage: 'CURED', toLand: null })
  })

  test('is refused where it is new, unknown, or half said', async () => {
    const uscc = await file(302)
    const recent = { ...past(uscc), enteredOn: '2026-11-23', decisionNumber: '新' }
    expect((await ask<Taken>(TAKE, { input: { listings: [recent] } })).takeOverListings).toMatchObject([
      { changed: false, refusal: 'TAKEOVER_NOT_PAST' },
    ])
    expect(await refusal(TAKE, { input: { listings: [{ uscc, listingId: 'none' }] } })).toBe('NOT_FOUND')
    expect(await refusal(TAKE, { input: { listings: [{ uscc, listType: 'ABNORMAL_OPERATIONS' }] } })).toBe(
      'BAD_USER_INPUT',
    )
  })
})
