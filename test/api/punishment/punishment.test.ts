import { Readable } from 'node:stream'
import { parse } from 'csv-parse/sync'
import readExcelFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoUsers } from '../../../api/auth/demo-users.ts'
import { caseStream } from '../../../domain/punishment/case/codec.ts'
import type { PunishmentLinesAdded } from '../../../domain/punishment/case/events.ts'
import { penaltyIdOf } from '../../../domain/enterprise/penalty/commands.ts'
import { fen } from '../../../domain/kernel/fen.ts'
import { idSource } from '../../../domain/kernel/ids.ts'
import { waitUntilTold } from '../../../projections/runner.ts'
import { type DemoName, startTestApi, type TestApi } from '../../support/api.ts'
import { day } from '../../support/given.ts'
import { decideMany } from '../../support/list-batches.ts'
import { serious, seriousId } from '../../support/window.ts'
import * as wish from '../../support/wishes.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
  const posts = demoUsers.filter(({ name }) => ['passer', 'executor', 'coordinator'].includes(name))
  for (const { agency } of posts) await ask(ENTER, { input: agency }, 'admin')
  await ask('mutation ($code: String!) { designateCoordinator(code: $code) { code } }', { code: coordinator }, 'admin')
})
afterAll(() => api.close())

const coordinator = demoUsers.find(({ name }) => name === 'coordinator')?.agency.code ?? ''
const finance = demoUsers.find(({ name }) => name === 'executor')?.agency.code ?? ''
const newId = idSource()
const ENTER = 'mutation ($input: EnterAgencyInput!) { enterAgency(input: $input) { code kinds } }'

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

const code = (n: number) => `9131010488000${String(n).padStart(5, '0')}`
const penaltyOf = (n: number) => `沪市监徐处〔2026〕${n}号`
const weighed = [
  ...['主观恶意', '违法频次', '持续时间', '处罚类型', '罚没款数额', '产品货值金额', '危害后果', '社会影响'],
]

/** An enterprise with a penalty of the heavier kinds. */
async function penalised(n: number): Promise<void> {
  api.now.instant = new Date('2026-11-02T02:00:00.000Z')
  const details = { ...wish.details, name: `惩戒样例${n}有限公司` }
  await api.record(code(n), wish.register({ uscc: code(n) as never, details }))
  const bar = wish.impose({ kinds: ['ORDER_SUSPENSION'], fine: fen(0) }, penaltyOf(n))
  await api.record(code(n), { ...bar, data: { ...bar.data, decidedOn: day('2026-10-20') } } as never)
}

/** Enterprises with a heavier penalty each, listed as serious violators by one decision of two persons. */
async function listed(
  numbers: readonly number[],
  personIds: readonly string[] = [],
): Promise<readonly { uscc: string; listingId: string }[]> {
  for (const n of numbers) await penalised(n)
  const candidates = numbers.map((n) => ({
    uscc: code(n),
    groundText: '性质恶劣',
    penaltyIds: [penaltyIdOf(wish.agency.code, penaltyOf(n))],
    personIds,
  }))
  type Named = { nameListingCandidates: { caseId: string; refusal: string | null }[] }
  const input = { requestId: newId(), listType: 'SERIOUS_VIOLATION', groundCode: 'SV5', candidates }
  const { nameListingCandidates } = await ask<Named>(
    'mutation ($input: NameCandidatesInput!) { nameListingCandidates(input: $input) { caseId refusal message } }',
    { input },
  )
  expect(nameListingCandidates.map((one) => one.refusal)).toEqual(numbers.map(() => null))
  const caseIds = nameListingCandidates.map(({ caseId }) => caseId)
  const notice = { caseIds, noticeNumber: '徐市监严告〔2026〕1号', serving: 'SERVICE', servedOn: '2026-11-02' }
  await ask('mutation ($input: ListingNoticeInput!) { serveListingNotice(input: $input) { caseId } }', {
    input: notice,
  })
  for (const caseId of caseIds)
    await ask('mutation ($id: ID!, $on: Date!) { recordListingWaiver(caseId: $id, waivedOn: $on) { stage } }', {
      ...{ id: caseId, on: '2026-11-02' },
    })
  const proposal = { requestId: newId(), caseIds, reasons: '情节严重', weighed }
  await ask('mutation ($input: ProposeListingsInput!) { proposeListings(input: $input) { batch { id } } }', {
    input: proposal,
  })
  await ask('mutation ($id: ID!) { decideListBatch(id: $id) { batch { id } } }', { id: proposal.requestId }, 'decider')
  await told()
  const { rows } = await api.system.readModels.pool.query<{ uscc: string; listingId: string }>(
    'SELECT uscc, key AS "listingId" FROM told.listing WHERE uscc = ANY($1) ORDER BY uscc',
    [numbers.map(code)],
  )
  return rows
}

type Case = {
  id: string
  stage: string
  summary: { standing: string; lineCount: number; executors: { agency: { code: string } }[] }
  lines: { id: string; uscc: string; fallen: boolean; fallReason: string | null; persons: { name: string }[] }[]
  orders: { agency: { code: string }; stages: { stage: string; count: number }[] }[]
}
const fields = `id stage summary { standing lineCount fallenCount executors { agency { code } rules { code name } } }
  lines { id uscc fallen fallReason fellOn fellBy persons { id personId name identityNumber } }
  orders { agency { code name } feedbackDueOn stages { stage count } } copies { id receiver receivedOn }`
const DRAFT = `mutation ($input: DraftPunishmentInput!) { draftPunishmentCase(input: $input) { ${fields} } }`
const PASS = `mutation ($id: ID!) { passPunishmentCase(id: $id, opinion: "同意") { ${fields} } }`
const RETURN = `mutation ($id: ID!, $request: ID!) { returnPunishmentCase(id: $id, requestId: $request, reason: "补充依据") { ${fields} } }`
const RESUBMIT = `mutation ($id: ID!, $request: ID!) { resubmitPunishmentCase(id: $id, requestId: $request, note: "已补充") { ${fields} } }`
const order = (name: string, more = '', given = '') =>
  `mutation ($input: PunishmentOrderInput!${more}) { ${name}(input: $input${given}) { ${fields} } }`
const ACCEPT = order('acceptPunishmentOrder')
const OBJECT = order('objectToPunishmentOrder', '', ', reason: "无此事项"')
const ANSWER = order('answerPunishmentObjection', ', $upheld: Boolean!', ', upheld: $upheld, reason: "仍应执行"')
const EXECUTE = order('executePunishmentOrder', '', ', content: "已列入限制申请名单"')
const CONFIRM = order('confirmPunishmentRelease', '', ', note: "已移除"')
const RELEASE = `mutation ($id: ID!) { releasePunishment(id: $id) { ${fields} } }`
const CASE = `query ($id: ID!) { punishmentCase(id: $id) { ${fields} } }`
const caseAs = async (id: string, as: DemoName) =>
  (await ask<{ punishmentCase: Case | null }>(CASE, { id }, as)).punishmentCase
const stagesOf = (known: Case | null, agency: string) =>
  known?.orders.find((one) => one.agency.code === agency)?.stages.map(({ stage, count }) => `${stage} ${count}`)
const windowAnswer = async (uscc: string) => {
  const query = `query ($n: String!) { windowCheck(number: $n, matter: "FUNDS") { answer } }`
  return (await ask<{ windowCheck: { answer: string } }>(query, { n: uscc }, 'licensing')).windowCheck.answer
}

describe('from a decision to every window, and back', () => {
  test('a case is drafted by one, passed by another, carried out by each agency, and released when its ground falls', async () => {
    const entries = await listed([1, 2])
    expect(await windowAnswer(code(1))).not.toBe('CLEAR')
    const [input] = entries
    const { draftPunishmentCase: drafted } = await ask<{ draftPunishmentCase: Case }>(DRAFT, { input }, 'proposer')
    expect(drafted.summary).toMatchObject({ standing: 'DRAFTED', lineCount: 2 })
    const listers = new Set<string>()
    for await (const event of api.system.store.readStream(caseStream(drafted.id)))
      if (event.type === 'PunishmentLinesAdded')
        for (const { officer } of (event as unknown as PunishmentLinesAdded).data.listedBy) listers.add(officer)
    expect(listers).toEqual(new Set(['listing', 'decider']))
    expect(drafted.summary.executors.map(({ agency }) => agency.code)).toContain(finance)
    const { id } = drafted
    expect(await caseAs(id, 'executor')).toBeNull() // Nobody is ordered anything yet.
    expect(await refusal(PASS, { id }, 'proposer')).toBe('FORBIDDEN')
    const back = { id, request: newId() }
    const returned = await ask<{ returnPunishmentCase: Case }>(RETURN, back, 'passer')
    expect(returned.returnPunishmentCase.stage).toBe('RETURNED')
    const again = { id, request: newId() }
    for (const _time of [1, 2]) await ask(RESUBMIT, again, 'proposer')
    await ask(RETURN, back, 'passer') // A repetition that comes late sends nothing back.
    const { passPunishmentCase: passed } = await ask<{ passPunishmentCase: Case }>(PASS, { id }, 'passer')
    expect(passed.stage).toBe('IN_FORCE')
    expect(stagesOf(await caseAs(id, 'executor'), finance)).toEqual(['ORDERED 2'])

    const [first, second] = passed.lines.map((line) => line.id)
    const own = { caseId: id }
    await ask(OBJECT, { input: { ...own, lineIds: [first] } }, 'executor')
    await ask(ACCEPT, { input: { ...own, lineIds: [second] } }, 'executor')
    await told()
    const unanswered = await ask<{
      punishmentOrders: { nodes: { lineId: string; answerDueOn: string; daysLate: number }[] }
    }>('{ punishmentOrders(late: ANSWER, asOf: "2026-12-01") { nodes { lineId answerDueOn daysLate } } }', {}, 'passer')
    expect(unanswered.punishmentOrders.nodes).toEqual([{ lineId: first, answerDueOn: '2026-11-09', daysLate: 22 }])
    await ask(ANSWER, { input: { ...own, agency: finance }, upheld: false }, 'passer')
    await ask(ACCEPT, { input: own }, 'executor')
    await ask(EXECUTE, { input: { ...own, lineIds: [second] } }, 'executor')
    expect(stagesOf(await caseAs(id, 'executor'), finance)).toEqual(['ACCEPTED 1', 'EXECUTED 1'])

    const annulled = { penaltyId: penaltyIdOf(wish.agency.code, penaltyOf(1)), annulledOn: day('2026-11-20') }
    api.now.instant = new Date('2026-11-20T02:00:00.000Z')
    await api.record(code(1), {
      ...wish.register(),
      ...{
        type: 'AnnulPenalty',
        data: { ...annulled, ground: 'REVIEW', documentNumber: '复1号', authority: wish.agency },
      },
    } as never)
    expect(await windowAnswer(code(1))).toBe('CLEAR') // With no job having run.
    expect(await windowAnswer(code(2))).not.toBe('CLEAR')
    const { releasePunishment: released } = await ask<{ releasePunishment: Case }>(RELEASE, { id }, 'releaser')
    expect(released.lines.map(({ fallen }) => fallen)).toEqual([true, false])
    expect(released.lines[0]?.fallReason).toContain('撤销')
    expect(stagesOf(released, finance)).toEqual(['EXECUTED 1', 'RELEASED 1'])
    await told()
    const unconfirmed = await ask<{ punishmentOrders: { totalCount: number; nodes: { agencyName: string }[] } }>(
      'query ($id: ID!) { punishmentOrders(caseId: $id, late: CONFIRMATION) { totalCount nodes { agencyName uscc } } }',
      { id },
      'coordinator',
    )
    expect(unconfirmed.punishmentOrders.nodes.map(({ agencyName }) => agencyName)).toContain('上海市徐汇区财政局')
    await ask(CONFIRM, { input: own }, 'executor')
    await told()
    expect(stagesOf(await caseAs(id, 'coordinator'), finance)).toEqual(['EXECUTED 1', 'CONFIRMED 1'])
  })

  test('what was said in its course is read by those whom it concerns: opinion, objection, answer, content, note', async () => {
    const said = 'objection answeredOn answer content note'
    type Said = Record<'objection' | 'answer' | 'content' | 'note', string | null>
    type Whole = { id: string; summary: { opinion: string }; orders: { agency: { code: string }; lines: Said[] }[] }
    const { punishmentOrders } = await ask<{ punishmentOrders: { nodes: (Said & { caseId: string })[] } }>(
      `{ punishmentOrders { nodes { caseId ${said} } } }`,
      {},
      'executor',
    )
    const { punishmentCase } = await ask<{ punishmentCase: Whole }>(
      `query ($id: ID!) { punishmentCase(id: $id) { summary { opinion resubmittedNote }
        orders { agency { code } lines { ${said} } } } }`,
      { id: punishmentOrders.nodes[0]?.caseId },
      'passer',
    )
    expect(punishmentCase.summary).toEqual({ opinion: '同意', resubmittedNote: '已补充' })
    const lines = punishmentCase.orders.find(({ agency }) => agency.code === finance)?.lines ?? []
    for (const told of [punishmentOrders.nodes, lines]) {
      expect(told).toContainEqual(expect.objectContaining({ objection: '无此事项', answer: '仍应执行' }))
      expect(told).toContainEqual(expect.objectContaining({ content: '已列入限制申请名单' }))
      expect(told).toContainEqual(expect.objectContaining({ note: '已移除' }))
    }
  })

  test('every step sent again adds nothing', async () => {
    const [row] = (
      await ask<{ punishmentCases: { nodes: { id: string }[] } }>('{ punishmentCases { nodes { id } } }', {}, 'passer')
    ).punishmentCases.nodes
    const id = row?.id ?? ''
    const before = await api.system.store.head()
    await ask(PASS, { id }, 'passer')
    await ask(ACCEPT, { input: { caseId: id } }, 'executor')
    await ask(CONFIRM, { input: { caseId: id } }, 'executor')
    await ask(RELEASE, { id }, 'releaser')
    expect(await api.system.store.head()).toBe(before)
  })

  test('what waits, what is late, and the month are told to each agency', async () => {
    api.now.instant = new Date('2027-02-10T02:00:00.000Z')
    const { punishmentInbox } = await ask<{ punishmentInbox: Record<string, number> }>(
      '{ punishmentInbox { toPass toResubmit toAnswer toAccept toFeedBack feedbackLate toConfirm confirmLate copiesToReceive } }',
      {},
      'passer',
    )
    expect(punishmentInbox.toAccept).toBeGreaterThan(0) // The regulator carries out measures of its own as well.
    const late = await ask<{ punishmentOrders: { totalCount: number; nodes: { daysLate: number; stage: string }[] } }>(
      '{ punishmentOrders(late: FEEDBACK) { totalCount nodes { daysLate stage agencyName } } }',
      {},
      'coordinator',
    )
    expect(late.punishmentOrders.totalCount).toBeGreaterThan(0)
    for (const { daysLate } of late.punishmentOrders.nodes) expect(daysLate).toBeGreaterThan(0)
    type Figure = { agency: { code: string }; ordered: number; executed: number; released: number; confirmed: number }
    const { punishmentMonthly } = await ask<{ punishmentMonthly: Figure[] }>(
      '{ punishmentMonthly(month: "2026-11") { agency { code } ordered accepted executed released confirmed overdue } }',
      {},
      'coordinator',
    )
    expect(punishmentMonthly.find(({ agency }) => agency.code === finance)).toMatchObject({
      ...{ ordered: 2, executed: 1, released: 1, confirmed: 1 },
    })
    const own = await ask<{ punishmentMonthly: Figure[] }>(
      '{ punishmentMonthly(month: "2026-11") { agency { code } ordered } }',
      {},
      'executor',
    )
    expect(own.punishmentMonthly.map(({ agency }) => agency.code)).toEqual([finance])
    const due = await ask<{ dueSoon: { lateCount: number; nodes: { deadline: { code: string } }[] } }>(
      'query { dueSoon(withinDays: 0, codes: ["RESPONSE"]) { lateCount nodes { deadline { code } } } }',
      {},
      'passer',
    )
    expect(due.dueSoon.lateCount).toBeGreaterThan(0)
    api.now.instant = new Date('2026-11-23T02:00:00.000Z')
  })

  describe('are taken away as tables', () => {
    async function sheetOf(bytes: Uint8Array): Promise<unknown[][]> {
      const [sheet] = (await readExcelFile(Readable.from([bytes]))) as unknown as { data: unknown[][] }[]
      return sheet?.data ?? []
    }

    /** The lines of a table, each by the names of its columns. */
    async function table(path: string, as: DemoName, format: 'csv' | 'xlsx' = 'csv') {
      const headers = { authorization: `Bearer ${await api.tokenOf(as)}` }
      const [name, query = ''] = path.split('?')
      const answer = await api.app.inject({ url: `${name}.${format}?${query}`, headers })
      if (answer.statusCode !== 200) return answer.json().errors[0]
      const rows: unknown[][] = format === 'csv' ? parse(answer.body, { bom: true }) : await sheetOf(answer.rawPayload)
      const [columns = [], ...lines] = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))))
      return lines.map((line) => Object.fromEntries(columns.map((column, n) => [column, line[n]])))
    }
    const caseIdOf = async () =>
      (
        await ask<{ punishmentCases: { nodes: { id: string }[] } }>(
          '{ punishmentCases { nodes { id } } }',
          {},
          'passer',
        )
      ).punishmentCases.nodes[0]?.id ?? ''

    test('with what the queries say, in both formats', async () => {
      const id = await caseIdOf()
      const orders = await table('/punishment-orders', 'executor')
      expect(orders).toMatchObject([
        { 执行机关: '上海市徐汇区财政局', 统一社会信用代码: code(1), 状态: '已确认解除' },
        { 执行机关: '上海市徐汇区财政局', 统一社会信用代码: code(2), 状态: '已执行' },
      ])
      expect(await table('/punishment-orders', 'executor', 'xlsx')).toEqual(orders)
      for (const text of ['无此事项', '仍应执行', '已列入限制申请名单', '已移除'])
        expect(JSON.stringify(orders)).toContain(text)
      expect(await table('/punishment-cases', 'executor')).toMatchObject([
        { 案件编号: id, 办理状态: '已通过', 户数: '2', 依据已失效户数: '1' },
      ])
      const lines = await table(`/punishment-lines?caseId=${id}`, 'executor')
      expect(lines).toMatchObject([
        { 统一社会信用代码: code(1), 依据是否失效: '已失效', 失效原因: expect.stringContaining('撤销') },
        { 统一社会信用代码: code(2), 依据是否失效: '有效', 失效原因: '', 责任人员数: '0' },
      ])
      expect(await table(`/punishment-lines?caseId=${id}`, 'executor', 'xlsx')).toEqual(lines)
      const november = await table('/punishment-monthly?month=2026-11', 'executor')
      expect(november).toMatchObject([{ 机关代码: finance, 下达: '2', 执行: '1', 解除通知: '1', 确认解除: '1' }])
    })

    test('of what was asked for and no more: every argument of the query holds for its table', async () => {
      const stages = await table('/punishment-orders?stages=EXECUTED,ORDERED', 'executor')
      expect(stages.map((row: Record<string, string>) => row['状态'])).toEqual(['已执行'])
      expect(await table(`/punishment-orders?uscc=${code(3)}`, 'executor')).toEqual([])
      expect(await table('/punishment-cases?listType=ABNORMAL_OPERATIONS', 'executor')).toEqual([])
      expect(await table(`/punishment-cases?uscc=${code(3)}`, 'executor')).toEqual([])
      expect(await table('/punishment-cases?listType=SERIOUS_VIOLATION', 'executor')).toHaveLength(1)
    })

    test('and are refused in Chinese where the query string says what they do not know', async () => {
      const wrong = [
        ...['/punishment-orders?asOf=soon', '/punishment-orders?stage=ORDERED', '/punishment-orders?stages=LATE'],
        ...['/punishment-cases?late=FEEDBACK', '/punishment-lines', '/copy-letters?open=maybe'],
        ...['/punishment-monthly?month=2026-11&month=2026-12', '/punishment-monthly?month=2026'],
      ]
      for (const path of wrong) {
        const answer = await table(path, 'executor')
        expect([path, answer.extensions?.code]).toEqual([path, 'BAD_USER_INPUT'])
        expect(answer.message).toMatch(/\p{Script=Han}/u)
      }
      const known = await table('/punishment-lines?caseId=X', 'executor')
      expect(known.extensions.code).toBe('NOT_FOUND')
      for (const path of ['cases', 'lines', 'orders', 'monthly'])
        expect((await api.app.inject(`/punishment-${path}.csv`)).statusCode).toBe(403)
      expect((await api.app.inject('/copy-letters.xlsx')).statusCode).toBe(403)
    })
  })
})

describe('a draft that waited', () => {
  const annul = (n: number) =>
    api.record(code(n), {
      ...wish.register(),
      type: 'AnnulPenalty',
      data: {
        ...{ penaltyId: penaltyIdOf(wish.agency.code, penaltyOf(n)), annulledOn: day('2026-11-03') },
        ...{ ground: 'REVIEW', documentNumber: `复${n}号`, authority: wish.agency },
      },
    } as never)

  test('is passed without what fell meanwhile, and not at all once nothing of it stands', async () => {
    const [input] = await listed([21, 22])
    api.now.instant = new Date('2026-11-03T02:00:00.000Z')
    const { draftPunishmentCase } = await ask<{ draftPunishmentCase: Case }>(DRAFT, { input }, 'proposer')
    const { id } = draftPunishmentCase
    await annul(21)
    const { passPunishmentCase } = await ask<{ passPunishmentCase: Case }>(PASS, { id }, 'passer')
    expect(stagesOf(passPunishmentCase, finance)).toEqual(['ORDERED 1'])
    expect(passPunishmentCase.lines.map(({ uscc, fallen }) => [uscc, fallen])).toEqual([
      [code(21), true],
      [code(22), false],
    ])
    const [other] = await listed([23])
    api.now.instant = new Date('2026-11-03T02:00:00.000Z')
    const made = await ask<{ draftPunishmentCase: Case }>(DRAFT, { input: other }, 'proposer')
    await annul(23)
    expect(await refusal(PASS, { id: made.draftPunishmentCase.id }, 'passer')).toBe('CASE_WITHOUT_LINES')
    expect((await caseAs(made.draftPunishmentCase.id, 'passer'))?.stage).toBe('LAPSED')
  })

  test('that is released says what another case of the same enterprise still upholds', async () => {
    const decide = async (number: string) => {
      await api.record(code(31), serious({ decisionNumber: number, enteredOn: day('2026-11-02') }))
      await told()
      const input = { uscc: code(31), listingId: seriousId(number) }
      const { draftPunishmentCase } = await ask<{ draftPunishmentCase: Case }>(DRAFT, { input }, 'proposer')
      await ask(PASS, { id: draftPunishmentCase.id }, 'passer')
      return draftPunishmentCase.id
    }
    await penalised(31)
    const [first, second] = [await decide('严入〔2026〕911号'), await decide('严入〔2026〕912号')]
    const removal = { removedOn: day('2026-11-02'), ground: 'EARLY_EXIT', exitReasonCode: null, decisionNumber: null }
    const removing = { listingId: seriousId('严入〔2026〕911号'), ...removal, authority: wish.agency }
    await api.record(code(31), { ...wish.register(), type: 'RemoveListing', data: removing } as never)
    await ask(RELEASE, { id: first }, 'releaser')
    await told()
    type Other = { otherOrders: { caseId: string; decisionNumber: string; measures: string[] }[] }
    const { punishmentOrders } = await ask<{ punishmentOrders: { nodes: Other[] } }>(
      'query ($id: ID!) { punishmentOrders(caseId: $id) { nodes { otherOrders { caseId decisionNumber measures } } } }',
      { id: first },
      'executor',
    )
    const [order] = punishmentOrders.nodes
    expect(order?.otherOrders).toMatchObject([{ caseId: second, decisionNumber: '严入〔2026〕912号' }])
    expect(order?.otherOrders[0]?.measures).toContain('限制申请财政性资金项目')
  })

  test('does not begin with an entry whose ground is gone', async () => {
    const [input] = await listed([24])
    api.now.instant = new Date('2026-11-03T02:00:00.000Z')
    await annul(24)
    expect(await refusal(DRAFT, { input }, 'proposer')).toBe('NOT_FOUND')
  })

  test('can be given up, and its entry asked for anew by hand', async () => {
    const [input] = await listed([27])
    const { draftPunishmentCase: first } = await ask<{ draftPunishmentCase: Case }>(DRAFT, { input }, 'proposer')
    const WITHDRAW = 'mutation ($id: ID!) { withdrawPunishmentCase(id: $id, reason: "另行处理") { stage } }'
    for (const _time of [1, 2])
      expect(await ask(WITHDRAW, { id: first.id }, 'proposer')).toEqual({
        withdrawPunishmentCase: { stage: 'WITHDRAWN' },
      })
    expect(await refusal(PASS, { id: first.id }, 'passer')).toBe('CASE_WITHDRAWN')
    const { draftPunishmentCase: anew } = await ask<{ draftPunishmentCase: Case }>(DRAFT, { input }, 'proposer')
    expect([anew.stage, anew.id === first.id, anew.lines.length]).toEqual(['DRAFTED', false, 1])
  })

  test('takes in an entry of the same decision that is added by hand', async () => {
    const decision = { decisionNumber: '严入〔2026〕900号', enteredOn: day('2026-11-02') }
    const { newId, handler, store } = api.system
    const actor = { agency: 'x', officer: 'x', role: 'x' }
    const context = { clock: () => api.now.instant, newId, correlationId: 'test', actor }
    await decideMany({ handler, store }, context, decision.decisionNumber, [25, 26].map(code))
    const entries = []
    for (const [place, n] of [25, 26].entries()) {
      await penalised(n)
      await api.record(code(n), serious({ ...decision, decisionNumber: `${decision.decisionNumber}-${place + 1}` }))
      await told()
      const listingId = seriousId(`${decision.decisionNumber}-${place + 1}`)
      const { draftPunishmentCase } = await ask<{ draftPunishmentCase: Case & { summary: { linesExpected: number } } }>(
        DRAFT,
        { input: { uscc: code(n), listingId } },
        'proposer',
      )
      entries.push([draftPunishmentCase.id, draftPunishmentCase.summary.lineCount])
    }
    expect(entries.map(([, count]) => count)).toEqual([1, 2])
    expect(new Set(entries.map(([id]) => id)).size).toBe(1)
  })
})

describe('a copy letter', () => {
  const SEND = `mutation ($input: CopyLetterInput!) { sendCopyLetter(input: $input) { ${fields} } }`
  const RECEIVE = `mutation ($case: ID!, $copy: ID!, $feedback: String) {
    receiveCopyLetter(caseId: $case, copyId: $copy, feedback: $feedback) { id } }`

  test('goes with its evidence, and each receiver answers for itself, once', async () => {
    const { punishmentCases } = await ask<{ punishmentCases: { nodes: { id: string }[] } }>(
      '{ punishmentCases { nodes { id } } }',
      {},
      'proposer',
    )
    const caseId = punishmentCases.nodes[0]?.id ?? ''
    const requestId = newId()
    const input = {
      ...{ requestId, caseId, number: '抄告1号', to: [{ code: finance, name: '上海市徐汇区财政局' }] },
      ...{ matter: '资金申请', content: '请核查是否已拨付', feedbackNeeded: true },
      evidence: [{ name: '处罚决定书', sha256: 'a'.repeat(64) }],
    }
    await ask(SEND, { input }, 'proposer')
    await told()
    const open = await ask<{ copyLetters: { id: string; evidence: object[] }[] }>(
      '{ copyLetters { id evidence { name } } }',
      {},
      'executor',
    )
    expect(open.copyLetters).toMatchObject([{ id: requestId, evidence: [{ name: '处罚决定书' }] }])
    expect(await refusal(RECEIVE, { case: caseId, copy: requestId }, 'executor')).toBe('COPY_WITHOUT_FEEDBACK')
    const taken = async (query = '') => {
      const headers = { authorization: `Bearer ${await api.tokenOf('executor')}` }
      return (await api.app.inject({ url: `/copy-letters.csv${query}`, headers })).body.trim().split('\n').slice(1)
    }
    expect(await taken()).toEqual([expect.stringContaining(`处罚决定书（SHA-256 ${'a'.repeat(64)}）,是,`)])
    await ask(RECEIVE, { case: caseId, copy: requestId, feedback: '未拨付' }, 'executor')
    await told()
    expect(await taken()).toEqual([])
    expect(await taken('?open=false')).toEqual([expect.stringContaining('未拨付')])
    const before = await api.system.store.head()
    await ask(RECEIVE, { case: caseId, copy: requestId, feedback: '未拨付' }, 'executor')
    await ask(SEND, { input }, 'proposer')
    expect(await api.system.store.head()).toBe(before)
    expect(await refusal(RECEIVE, { case: caseId, copy: requestId, feedback: 'x' }, 'coordinator')).toBe('FORBIDDEN')
  })
})

describe('restriction of office', () => {
  const OFFICE = `query ($n: String!, $asOf: Date, $knownAt: DateTime) {
      officeCheck(identityNumber: $n, asOf: $asOf, knownAt: $knownAt) {
        answer knownAt position measuresVersion listVersions bars { uscc measure effect eventIds clause note } } }`
  const PERSON = 'mutation ($input: RecordPersonInput!) { recordPerson(input: $input) { recordIds } }'
  const number = '310104199001010016'

  test('reaches who is recorded as responsible for the listing, masked in the case, and is over with its ground', async () => {
    const [entry] = await listed([7])
    if (entry === undefined) throw new Error('nobody was listed')
    api.now.instant = new Date('2026-11-03T02:00:00.000Z')
    expect((await ask<{ officeCheck: { answer: string } }>(OFFICE, { n: number }, 'executor')).officeCheck.answer).toBe(
      'CLEAR',
    )
    const person = {
      ...{ uscc: entry.uscc, role: 'RESPONSIBLE', name: '钱测试', identityNumber: number, recordedOn: '2026-11-03' },
      record: { section: 'LISTING', recordId: entry.listingId },
    }
    await ask(PERSON, { input: person })
    await told()
    type Check = { officeCheck: { answer: string; bars: { uscc: string; eventIds: string[] }[] } }
    const barred = await ask<Check>(OFFICE, { n: number }, 'executor')
    expect(barred.officeCheck).toMatchObject({ answer: 'BARRED', bars: [{ uscc: entry.uscc }, { effect: 'CAUTIONS' }] })
    expect(barred.officeCheck).toMatchObject({ knownAt: api.now.instant.toISOString(), measuresVersion: 1 })
    expect(barred.officeCheck).toMatchObject({
      position: expect.any(String),
      listVersions: [expect.stringContaining('SERIOUS_VIOLATION')],
    })
    const before = await ask<Check>(OFFICE, { n: number, knownAt: '2026-01-01T00:00:00Z' }, 'executor')
    expect(before.officeCheck).toMatchObject({ answer: 'CLEAR', bars: [], position: null })
    const { draftPunishmentCase } = await ask<{ draftPunishmentCase: Case }>(DRAFT, { input: entry }, 'proposer')
    expect(draftPunishmentCase.lines[0]?.persons).toMatchObject([{ name: '***', identityNumber: '***' }])
    expect(JSON.stringify(draftPunishmentCase)).not.toContain('钱测试')
    await api.record(entry.uscc, {
      ...wish.register(),
      type: 'AnnulPenalty',
      data: {
        ...{ penaltyId: penaltyIdOf(wish.agency.code, penaltyOf(7)), annulledOn: day('2026-11-03') },
        ...{ ground: 'REVIEW', documentNumber: '复7号', authority: wish.agency },
      },
    } as never)
    expect((await ask<Check>(OFFICE, { n: number }, 'executor')).officeCheck.answer).toBe('CLEAR')
    expect(await refusal(OFFICE, { n: number }, 'passer')).toBe('FORBIDDEN')
  })

  test('reaches whom the decision itself names, whose entry was there before the listing, in the window and in the case', async () => {
    await penalised(8)
    const record = { section: 'PENALTY', recordId: penaltyIdOf(wish.agency.code, penaltyOf(8)) }
    const [known, stranger] = ['310104199001010032', '310104199001010040']
    const input = { uscc: code(8), role: 'RESPONSIBLE', name: '赵测试', recordedOn: '2026-11-02', record }
    const { recordPerson } = await ask<{ recordPerson: { recordIds: string[] } }>(PERSON, {
      input: { ...input, identityNumber: known },
    })
    await ask(PERSON, { input: { ...input, role: 'CONTACT', identityNumber: stranger } })
    const [entry] = await listed([8], recordPerson.recordIds)
    type Check = { officeCheck: { answer: string; bars: { uscc: string }[] } }
    const answerOf = async (n: string | undefined) => (await ask<Check>(OFFICE, { n }, 'executor')).officeCheck.answer
    expect([await answerOf(known), await answerOf(stranger)]).toEqual(['BARRED', 'CLEAR'])
    const { draftPunishmentCase } = await ask<{ draftPunishmentCase: Case }>(DRAFT, { input: entry }, 'proposer')
    const line = draftPunishmentCase.lines.find(({ uscc }) => uscc === code(8))
    expect(line?.persons).toMatchObject([{ id: recordPerson.recordIds[0], name: '***' }])
  })
})

test('the public sees nothing of cases', async () => {
  for (const query of [
    '{ punishmentCases { totalCount } }',
    '{ punishmentOrders { totalCount } }',
    '{ punishmentInbox { toPass } }',
  ])
    expect(await refusal(query, {})).toBe('FORBIDDEN')
})
