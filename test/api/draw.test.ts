import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revealCommitment } from '../../domain/draw/seed.ts'
import { officialCalendar } from '../../domain/kernel/calendar.ts'
import { composeUscc } from '../../domain/kernel/uscc.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { type DemoName, startTestApi, type TestApi } from '../support/api.ts'

let api: TestApi
let url: string
beforeAll(async () => {
  api = await startTestApi()
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}/graphql`
})
afterAll(() => api?.close())

const agency = '11310104MA10700153'
const usccs = Array.from({ length: 12 }, (_, n) =>
  composeUscc('91', '310104', `MA1X${String(n + 10).padStart(4, '0')}`),
)
const secret = '0123456789abcdef0123456789abcdef'
const party = '徐汇区市场监督管理局'
const drawId = '01KE8X3V6N2Q4R5S6T7V8W9XYZ'
const planId = `2026-${agency}`
const at = (instant: string) => (api.now.instant = new Date(instant))

type Data = Record<string, unknown>
async function ask<T = Data>(query: string, as?: DemoName, variables: object = {}): Promise<T> {
  const { data, errors } = await api.ask(query, variables, as)
  expect(errors).toBeUndefined()
  const [answer] = Object.values(data ?? {}) as unknown as [T]
  return answer
}
const reasonOf = async (query: string, as?: DemoName, variables: object = {}) => {
  const [error] = (await api.ask(query, variables, as)).errors ?? []
  return error?.extensions.reason ?? error?.extensions.code
}
/** One more day off, by a notice that corrects the year that is known. */
async function correctCalendar2026(dayOff: string): Promise<void> {
  const { off = [], work = [] } = officialCalendar[2026] ?? {}
  const input = {
    ...{ requestId: 'n2026', year: 2026, holidays: [...off, dayOff], workingWeekends: work },
    ...{ documentNumber: '国办发明电〔2026〕3号', reason: '临时放假' },
  }
  const enter = 'mutation ($input: EnterCalendarYearInput!) { enterCalendarYear(input: $input) { corrects } }'
  expect(await ask(enter, 'credit', { input })).toEqual({ corrects: true })
  await ask('mutation { publishCalendarYear(entryId: "n2026") { publishedOn } }', 'approver')
}

/** What a subscription tells from now on, until so many answers have come. */
async function listening(query: string, count: number, as?: DemoName): Promise<() => Promise<Data[]>> {
  const ending = new AbortController()
  const response = await fetch(url, {
    ...{ method: 'POST', signal: ending.signal, body: JSON.stringify({ query }) },
    headers: {
      ...{ 'content-type': 'application/json', accept: 'text/event-stream' },
      ...(as ? { authorization: `Bearer ${await api.tokenOf(as)}` } : {}),
    },
  })
  expect(response.status).toBe(200)
  return async () => {
    const answers: Data[] = []
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString()
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, data] = /^event: next\ndata: (.*)$/m.exec(text.slice(0, end)) ?? []
        text = text.slice(end + 2)
        if (data) answers.push(Object.values(JSON.parse(data).data)[0] as Data)
      }
      if (answers.length >= count) break
    }
    ending.abort()
    return answers
  }
}

const recorded = '{ id revision changed }'
const told = async () => {
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
}

const item = `mutation { publishInspectionItem(input: { code: "A07", name: "公示信息抽查", basis: "企业信息公示暂行条例第十四条",
  subject: "市场监督管理局", objectKinds: [ENTERPRISE], methods: ["1"], effectiveFrom: "2026-02-01" }) ${recorded} }`
const inspector = (n: number, account: string) => `mutation { enterInspector(input: { inspectorId: "XH-${n}",
  account: "${account}", certificate: { number: "沪执法${n}", issuer: "上海市人民政府", expiresOn: "2027-12-31" },
  matters: ["A07"] }) ${recorded} }`
const task = (requestId: string, more = '') => `mutation { planInspectionTask(planId: "${planId}", input: {
  requestId: "${requestId}", number: "徐市监抽查〔2026〕1号", name: "公示信息抽查", kind: UNDIRECTED, matters: ["A07"],
  teams: [{ agency: "${agency}", agencyName: "徐汇区市场监督管理局" }], quotas: [{ creditClass: ANY, count: 3 }],
  minimumGapDays: 30, yearlyMax: 2, caps: { perYear: 1 }, from: "2026-04-01", until: "2026-12-31" ${more} }) ${recorded} }`
const plan = (reason = '') => `mutation { planDraw(input: { requestId: "${drawId}", planId: "${planId}", taskId: "t1",
  day: "2026-05-06", revealUntil: "2026-05-05T08:00:00Z" ${reason}, entropy: [
    { name: "${party}", kind: REVEAL, commitment: "${revealCommitment(party, secret)}" },
    { name: "福利彩票", kind: DICE, source: "双色球第2026051期" }] }) ${recorded} }`
const contribute = (name: string, kind: string, value: string, heldAt = '') =>
  `mutation { contributeToDraw(input: { drawId: "${drawId}", name: "${name}", kind: ${kind}, value: "${value}" ${heldAt} }) ${recorded} }`
const onDraw = (mutation: string) => `mutation { ${mutation}(id: "${drawId}") ${recorded} }`
const execute = (requestId: string) =>
  `mutation { executeDraw(id: "${drawId}", requestId: "${requestId}") ${recorded} }`

/** The published folder, as anybody downloads it. */
async function download(folder: string): Promise<readonly string[]> {
  const files = ['objects.tsv', 'inspectors.tsv', 'conflicts.tsv', 'bundle.json', 'basis.tsv']
  for (const file of files) {
    const { statusCode, rawPayload } = await api.app.inject({ method: 'GET', url: `/draws/${drawId}/${file}` })
    expect(statusCode).toBe(200)
    writeFileSync(join(folder, file), rawPayload)
  }
  return files
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const verify = (folder: string): string =>
  spawnSync(process.execPath, ['bin/yidang.js', 'verify', folder], { cwd: root, encoding: 'utf8' }).stdout.trim()

describe('a district, over HTTP', () => {
  test('publishes its items, enters its inspectors, and approves a plan by two persons', async () => {
    at('2026-01-10T02:00:00Z')
    for (const [n, uscc] of usccs.entries()) {
      const details = { name: `上海样例${n}有限公司`, subjectKind: 'LEGAL_PERSON', street: '天平路街道' }
      const input = { uscc, registeredOn: '2020-01-02', details }
      await ask(`mutation ($input: RegisterEnterpriseInput!) { registerEnterprise(input: $input) { uscc } }`, 'admin', {
        input,
      })
    }
    expect(await ask(item, 'organiser')).toMatchObject({ id: 'A07', changed: true })
    expect(await ask(item, 'organiser')).toMatchObject({ changed: false })
    for (const [n, account] of ['inspector', 'wang', 'li', 'zhao'].entries())
      await ask(inspector(n + 1, account), 'organiser')
    await ask(
      `mutation { declareInterest(input: { requestId: "i1", inspectorId: "XH-1", uscc: "${usccs[0]}", ground: KIN,
      from: "2026-01-01" }) ${recorded} }`,
      'inspector',
    )
    const others = `mutation { declareInterest(input: { requestId: "i2", inspectorId: "XH-2", uscc: "${usccs[0]}",
      ground: KIN, from: "2026-01-01" }) ${recorded} }`
    expect(await reasonOf(others, 'inspector')).toBe('FORBIDDEN')

    await ask(`mutation { draftInspectionPlan(year: 2026, name: "2026年度抽查工作计划") ${recorded} }`, 'organiser')
    expect(await ask(task('t1'), 'organiser')).toMatchObject({ id: 't1', changed: true })
    expect(await reasonOf(task('t9', 'loadCap: 0'), 'organiser')).toBe('TASK_NUMBER_INVALID')
    const approve = `mutation { approveInspectionPlan(planId: "${planId}") ${recorded} }`
    expect(await reasonOf(approve, 'organiser')).toBe('PLAN_OWN_APPROVAL')
    expect(await reasonOf(plan(), 'organiser')).toBe('TASK_NOT_APPROVED')
    await ask(approve, 'head')
    await told()
    expect(await ask('{ inspectionPlans { id } }')).toEqual([])
    await ask(`mutation { publishInspectionPlan(planId: "${planId}") ${recorded} }`, 'organiser')
    await told()
    expect(await ask('{ inspectionPlans(year: 2026) { id tasks { id number matters quotas scope } } }')).toMatchObject([
      { id: planId, tasks: [{ id: 't1', matters: ['A07'], quotas: null, scope: { statuses: ['ACTIVE'] } }] },
    ])
    expect(await ask('{ inspectionItems(day: "2026-01-31") { code } }')).toEqual([])
    expect(await ask('{ inspectionItems(day: "2026-02-01") { code version } }')).toEqual([{ code: 'A07', version: 1 }])
  })

  test('looks at its directory before it draws', async () => {
    const preview = await ask<{ strata: object[] }>(
      `{ directoryPreview(planId: "${planId}", taskId: "t1", day: "2026-05-06") { size excluded outOfScope inspectors
        alarmCount strata { label size } } }`,
      'organiser',
    )
    expect(preview).toMatchObject({
      size: 12,
      excluded: 0,
      inspectors: 4,
      alarmCount: 0,
      strata: [{ label: '全部', size: 12 }],
    })
    const seen = await ask<{ eligible: boolean }[]>(
      '{ inspectors(day: "2028-01-01") { id eligible reasons { reason } } }',
      'organiser',
    )
    expect(seen.map(({ eligible }) => eligible)).toEqual([false, false, false, false])
    const conflicts = async (as: DemoName) =>
      (await ask<{ conflicts: string[] | null }[]>('{ inspectors(day: "2026-05-06") { conflicts } }', as)).map(
        (one) => one.conflicts,
      )
    expect(await conflicts('organiser')).toEqual([[usccs[0]], [], [], []])
    expect(await conflicts('inspector')).toEqual([[usccs[0]], null, null, null])
    expect(await conflicts('reviewer')).toEqual([null, null, null, null])
  })

  test('commits in public before anybody can know the seed', async () => {
    at('2026-05-01T02:00:00Z')
    expect(await ask(plan(), 'organiser')).toMatchObject({ id: drawId, changed: true })
    expect(await ask(plan(), 'organiser')).toMatchObject({ changed: false })
    expect(await ask(`{ draw(id: "${drawId}") { id } }`)).toBeNull()
    expect(await reasonOf(contribute(party, 'REVEAL', secret), 'organiser')).toBe('CONTRIBUTION_BEFORE_COMMITMENT')
    at('2026-05-04T02:00:00Z')
    expect(await reasonOf(onDraw('commitDraw'), 'organiser')).toBe('DRAW_OWN_APPROVAL')
    expect(await ask(onDraw('commitDraw'), 'head')).toMatchObject({ changed: true })
    expect(await ask(onDraw('commitDraw'), 'head')).toMatchObject({ changed: false })
    const seen = await ask<{ commitmentSha256: string }>(
      `{ draw(id: "${drawId}") { stage commitmentSha256 commitment seed downloadPath } }`,
    )
    expect(seen).toMatchObject({
      stage: 'COMMITTED',
      seed: null,
      downloadPath: null,
      commitment: { protocol: 1, matters: ['A07'] },
    })
    expect(await reasonOf(`{ draw(id: "${drawId}") { strata { creditClass } } }`)).toBe('FORBIDDEN')
    expect((await api.app.inject({ method: 'GET', url: `/draws/${drawId}/bundle.tar` })).statusCode).toBe(404)
  })

  test('draws once, from what was revealed and what fell afterwards', async () => {
    at('2026-05-04T03:00:00Z')
    await ask(contribute(party, 'REVEAL', secret), 'organiser')
    expect(await reasonOf(execute('x1'), 'organiser')).toBe('CONTRIBUTION_MISSING')
    at('2026-05-05T14:00:00Z')
    const dice = contribute('福利彩票', 'DICE', '02071118263109', 'heldAt: "2026-05-05T13:15:00Z"')
    const progress = await listening(`subscription { drawProgress(id: "${drawId}") { type stage } }`, 2)
    await ask(dice, 'organiser')
    expect(await reasonOf(onDraw('abandonDraw').replace(')', ', reason: "不满意")'), 'organiser')).toBe(
      'ABANDON_AFTER_SEED',
    )
    expect(await ask(execute('x1'), 'organiser')).toMatchObject({ changed: true })
    expect(await ask(execute('x1'), 'organiser')).toMatchObject({ changed: false })
    expect(await reasonOf(execute('x2'), 'organiser')).toBe('DRAW_ALREADY_EXECUTED')
    expect(await reasonOf(plan(), 'organiser')).toBeUndefined() // The same draw, sent again.
    expect(await progress()).toEqual([
      { type: 'ContributionReceived', stage: 'COMMITTED' },
      { type: 'DrawExecuted', stage: 'EXECUTED' },
    ])
  })
})

type Winner = { uscc: string; ticket: string }
type Pair = { uscc: string; inspectors: string[] }
let bundle: { winners: Winner[]; pairs: Pair[]; changes: { kind: string; removed: string; added: string }[] }

describe('what was drawn', () => {
  test('is published as a folder that verifies without us, and whatever is altered in it is found', async () => {
    await ask(onDraw('publishDraw'), 'organiser')
    const folder = mkdtempSync(join(tmpdir(), 'yidang-published-'))
    try {
      await download(folder)
      expect(verify(folder)).toBe('same')
      bundle = (await ask<{ bundle: typeof bundle }>(`{ draw(id: "${drawId}") { bundle } }`)).bundle
      expect(bundle.winners).toHaveLength(3)
      const altered = { ...bundle, winners: bundle.winners.slice(1) }
      writeFileSync(join(folder, 'bundle.json'), JSON.stringify(altered))
      expect(verify(folder)).toMatch(/^differs: /)
    } finally {
      rmSync(folder, { recursive: true })
    }
    const tar = await api.app.inject({ method: 'GET', url: `/draws/${drawId}/bundle.tar` })
    const listed = spawnSync('tar', ['-t'], { input: tar.rawPayload, encoding: 'utf8' })
    expect(listed.stdout.trim().split('\n').sort()).toEqual(
      ['basis.tsv', 'bundle.json', 'conflicts.tsv', 'inspectors.tsv', 'objects.tsv'].map(
        (name) => `draw-${drawId}/${name}`,
      ),
    )
  })

  test('is dispatched to the inspectors who were drawn, once', async () => {
    at('2026-05-07T02:00:00Z')
    const dispatch = `mutation { dispatchVisits(id: "${drawId}") { dispatched unchanged refused { uscc reason } } }`
    const mine = bundle.pairs.filter(({ inspectors }) => inspectors.includes('XH-1')).map(({ uscc }) => uscc)
    expect(mine.length).toBeGreaterThan(0)
    const tasks = await listening('subscription { newVisitTask { uscc dueOn } }', mine.length, 'inspector')
    expect(await ask(dispatch, 'organiser')).toEqual({ dispatched: 3, unchanged: 0, refused: [] })
    expect((await tasks()).map(({ uscc }) => uscc).sort()).toEqual(mine.sort())
    expect(await ask(dispatch, 'organiser')).toEqual({ dispatched: 0, unchanged: 3, refused: [] })
  })

  test('changes by rule, and the visits follow', async () => {
    const gone = bundle.winners[2]?.uscc
    const propose = `mutation { proposeObjectChange(input: { requestId: "c1", drawId: "${drawId}",
      uscc: "${gone}", reason: "迁出本区" }) ${recorded} }`
    const approve = (changeId: string) =>
      `mutation { approveDrawChange(drawId: "${drawId}", changeId: "${changeId}") ${recorded} }`
    await ask(propose, 'organiser')
    expect(await reasonOf(approve('c1'), 'organiser')).toBe('CHANGE_OWN_APPROVAL')
    expect(await ask(approve('c1'), 'head')).toMatchObject({ changed: true })
    const [pair] = bundle.pairs
    await ask(
      `mutation { proposeInspectorChange(input: { requestId: "c2", drawId: "${drawId}", uscc: "${pair?.uscc}",
      agency: "${agency}", inspectorId: "${pair?.inspectors[1]}", reason: "申请回避" }) ${recorded} }`,
      'organiser',
    )
    await ask(approve('c2'), 'head')
    expect(await ask(approve('c2'), 'head')).toMatchObject({ changed: false })
    await told()
    const seen = await ask<{ uscc: string; cancelledReason: string | null; parts: { inspectors: string[] }[] }[]>(
      `{ visits(drawId: "${drawId}") { uscc cancelledReason parts { stage inspectors } } }`,
      'organiser',
    )
    expect(seen).toHaveLength(4)
    expect(seen.filter(({ cancelledReason }) => cancelledReason !== null).map(({ uscc }) => uscc)).toEqual([gone])
    const swapped = seen.find(({ uscc }) => uscc === pair?.uscc)?.parts[0]?.inspectors
    expect(swapped).not.toContain(pair?.inspectors[1])
    expect(swapped).toHaveLength(2)
    await ask(onDraw('publishDraw'), 'organiser')
    const folder = mkdtempSync(join(tmpdir(), 'yidang-published-'))
    try {
      await download(folder)
      expect(verify(folder)).toBe('same')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('after the draw', () => {
  let mine: { visitId: string; uscc: string; inspectorId: string }[]
  const record = (visitId: string, requestId: string, inspectorId: string, results: string) =>
    `mutation { recordVisitResult(input: { requestId: "${requestId}", visitId: "${visitId}", inspectorId: "${inspectorId}",
      inspectedOn: "2026-05-18", method: "1", results: ${results}, checklist: [{ item: "营业执照", answer: PASS }],
      evidence: [{ sha256: "${'ab'.repeat(32)}", kind: "照片", name: "门头" }],
      order: { orderNumber: "徐市监责改〔2026〕1号", orderedOn: "2026-05-18", dueOn: "2026-06-01", content: "更正公示" } }) ${recorded} }`
  const review = (visitId: string, resultId: string) =>
    `mutation { reviewVisitResult(input: { visitId: "${visitId}", resultId: "${resultId}", verdict: APPROVED }) ${recorded} }`

  test('each inspector finds the visits of their own, and records what was found', async () => {
    at('2026-05-20T02:00:00Z')
    await told()
    mine = await ask('{ myVisitTasks { visitId uscc inspectorId stage dueOn name } }', 'inspector')
    expect(mine.length).toBeGreaterThan(0)
    expect(mine.every(({ inspectorId }) => inspectorId === 'XH-1')).toBe(true)
    const [first] = mine
    const visitId = first?.visitId ?? ''
    expect(await reasonOf(record(visitId, 'r1', 'XH-1', '["A"]'), 'inspector')).toBe('RESULT_NEEDS_DETAIL')
    expect(await reasonOf(record(visitId, 'r1', 'XH-9', '["8"]'), 'inspector')).toBe('NOT_ON_VISIT')
    await ask(record(visitId, 'r1', 'XH-1', '["A", "2", "6"]'), 'inspector')
    expect(await reasonOf(review(visitId, 'r1'), 'inspector')).toBe('FORBIDDEN')
    await ask(review(visitId, 'r1'), 'reviewer')
    expect(await ask(review(visitId, 'r1'), 'reviewer')).toMatchObject({ changed: false })
  })

  test('the result lands in the enterprise’s file once, with its order, naming draw and visit', async () => {
    await told()
    const [first] = mine
    const file = await ask<{ inspections: Data[]; timeline: { edges: { node: Data }[] } }>(
      `{ enterprise(number: "${first?.uscc}") { inspections { form planId results { code } inspectedOn }
        timeline { edges { node { type documentNumber } } } } }`,
      'inspector',
    )
    expect(file.inspections).toMatchObject([
      { form: 'RANDOM', planId: '徐市监抽查〔2026〕1号', inspectedOn: '2026-05-18' },
    ])
    const filed = file.timeline.edges.map(({ node }) => node).filter(({ type }) => type === 'InspectionRecorded')
    expect(filed).toMatchObject([{ documentNumber: `draw-${drawId} visit-${first?.visitId}` }])
  })

  test('it is published, and says how late; an unreachable enterprise is a lead for the list officer', async () => {
    const [first] = mine
    const parts =
      '{ visitParts(stages: [FILED, PUBLISHED]) { visitId stage publishDueOn workingDaysLate publishedOn } }'
    at('2026-06-18T02:00:00Z')
    expect(await ask(parts, 'reviewer')).toMatchObject([
      { stage: 'FILED', publishDueOn: '2026-06-15', workingDaysLate: 3 },
    ])
    expect(await ask(parts, 'auditor')).toHaveLength(1)
    await correctCalendar2026('2026-05-20')
    expect(await ask(parts, 'reviewer')).toMatchObject([{ publishDueOn: '2026-06-16', workingDaysLate: 2 }])
    const publish = `mutation { publishVisitResult(visitId: "${first?.visitId}", resultId: "r1") ${recorded} }`
    await ask(publish, 'reviewer')
    await told()
    at('2026-07-01T02:00:00Z')
    expect(await ask(parts, 'reviewer')).toMatchObject([
      { stage: 'PUBLISHED', publishedOn: '2026-06-18', publishDueOn: '2026-06-16', workingDaysLate: 2 },
    ])
    const leads = '{ leads { id visitId uscc ground closedOn } }'
    const [lead] = await ask<{ id: string }[]>(leads, 'listing')
    expect(lead).toMatchObject({ uscc: first?.uscc, ground: 'UNREACHABLE' })
    await ask(
      `mutation { closeLead(visitId: "${first?.visitId}", leadId: "${lead?.id}", listed: true, note: "已列入") ${recorded} }`,
      'listing',
    )
    await told()
    expect(await ask(leads, 'listing')).toEqual([])
  })

  test('the enterprises that were just visited are left out of the next draw, with the reason', async () => {
    const preview = (day: string) =>
      ask<{ size: number; excluded: number; alarmCount: number }>(
        `{ directoryPreview(planId: "${planId}", taskId: "t1", day: "${day}") { size excluded alarmCount } }`,
        'organiser',
      )
    expect(await preview('2026-06-01')).toEqual({ size: 9, excluded: 3, alarmCount: 0 })
    expect(await preview('2026-07-01')).toEqual({ size: 12, excluded: 0, alarmCount: 3 })
  })

  test('a second round of the task says why', async () => {
    const again = plan().replace(drawId, '01KE8X3V6N2Q4R5S6T7V8W9XY0').replace('2026-05-05T08', '2026-08-05T08')
    expect(await reasonOf(again, 'organiser')).toBe('ROUND_WITHOUT_REASON')
  })
})
