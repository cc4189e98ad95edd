import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CalendarHistory } from '../../domain/clocks/calendars.ts'
import { type Deadline, isRunning } from '../../domain/clocks/deadline.ts'
import { settle } from '../../domain/clocks/settle.ts'
import { deadlinesOf, together } from '../../domain/clocks/deadlines.ts'
import { clockRules } from '../../domain/clocks/rules.ts'
import { clockFactsBeside } from '../../domain/clocks/elsewhere/facts-of-stream.ts'
import { type ClockFacts, noClockFacts } from '../../domain/clocks/started.ts'
import { countsOf, isRunningBy } from '../../domain/clocks/sums.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { addDays, dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { growSample } from '../../seeds/sample.ts'
import { type DemoName, startTestApi, type TestApi } from '../support/api.ts'
import { agency, annul, impose } from '../support/wishes.ts'

let api: TestApi
const start = new Date('2026-11-23T02:00:00.000Z')
let codes: readonly string[] = []
let since: PlainDate | undefined // The log's first day.

beforeAll(async () => {
  api = await startTestApi()
  const signal = new AbortController().signal
  await growSample(api.system, { size: 80, clock: () => start, signal, progress: false })
  await caughtUp()
  for await (const { metadata } of api.system.store.readAll({ countMax: 1 }))
    since = dayInChina(new Date(metadata.recordedAt))
  const { rows } = await api.system.readModels.pool.query<{ uscc: string }>(
    'SELECT uscc FROM told.enterprise ORDER BY 1',
  )
  codes = rows.map(({ uscc }) => uscc)
  await openMatters()
})
afterAll(() => api.close())

async function caughtUp(): Promise<void> {
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
}

async function ask<T>(query: string, variables: object = {}, as: DemoName = 'penalty'): Promise<T> {
  const answer = await api.ask(query, variables, as)
  expect(answer.errors).toBeUndefined()
  return answer.data as unknown as T
}

/** Matters beside the files: some about a record of theirs, one of which was annulled after its decision was served. */
async function openMatters(): Promise<void> {
  const { rows } = await api.system.readModels.pool.query<{ uscc: string; id: string }>(
    "SELECT uscc, key AS id FROM told.penalty WHERE standing <> 'ANNULLED' ORDER BY uscc, key LIMIT 6",
  )
  expect(rows).toHaveLength(6)
  const open = `mutation ($input: OpenMatterInput!) { openMatter(input: $input) { id } }`
  for (const [place, { uscc, id: recordId }] of rows.entries()) {
    const record = { section: 'PENALTY', recordId }
    const kinds = ['SERVICE', 'OBJECTION', 'REPAIR'] as const
    const kind = kinds[place % kinds.length]
    const input = { requestId: api.system.newId(), kind, uscc, ...record, summary: '甲', openedOn: '2026-11-20' }
    await ask(open, { input })
    if (place === 0) await api.record(uscc, annul('2026-11-23', recordId))
  }
  await caughtUp()
}

async function factsOf(uscc: string): Promise<FileFact[]> {
  const facts: FileFact[] = []
  for await (const event of api.system.store.readStream(enterpriseStream(uscc as Uscc)))
    facts.push(event as unknown as FileFact)
  return facts
}

const today = (): PlainDate => dayInChina(api.now.instant)
const pure = (facts: readonly FileFact[], day: PlainDate, beside: ClockFacts = noClockFacts): readonly Deadline[] =>
  deadlinesOf(fileOf(facts), clockRules, api.system.calendars.book().history, day, beside, since)

/** What all streams beside the files say of the clocks of each enterprise. */
async function allBeside(knownAt = '9'): Promise<ReadonlyMap<string, ClockFacts>> {
  const streams = new Map<string, RecordedEvent[]>()
  for await (const event of api.system.store.readAll())
    if (event.metadata.recordedAt <= knownAt) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event])
  const all = [...streams].flatMap(([stream, events]) => [...clockFactsBeside(stream, events)])
  return new Map(
    [...Map.groupBy(all, ([uscc]) => uscc)].map(([uscc, one]) => [uscc, together(...one.map(([, f]) => f))]),
  )
}

type Shown = { id: string; state: string; dueOn: string; daysLeft: number; daysLate: number }
const fields = 'id state dueOn daysLeft daysLate'
const told = ({ id, state, dueOn, daysLeft, daysLate }: Shown | Deadline) =>
  `${id} ${state} ${dueOn} ${daysLeft} ${daysLate}`

type Due = {
  totalCount: number
  lateCount: number
  provisionalCount: number
  nodes: { uscc: string; deadline: Shown }[]
}
const dueQuery = `query ($agency: String, $owedBy: ClockParty, $within: Int!, $codes: [String!], $first: Int!) {
  dueSoon(agency: $agency, owedBy: $owedBy, withinDays: $within, codes: $codes, first: $first) {
    totalCount lateCount provisionalCount nodes { uscc deadline { ${fields} } } } }`
const due = async (variables: object) => (await ask<{ dueSoon: Due }>(dueQuery, { first: 200, ...variables })).dueSoon

/** What is due of all files and of what stands beside them, by the pure function alone. */
async function pureDue(
  within: number,
  owedBy: 'AGENCY' | 'ENTERPRISE' = 'AGENCY',
  day = today(),
): Promise<readonly Deadline[]> {
  const beside = await allBeside()
  const all = await Promise.all(codes.map(async (uscc) => pure(await factsOf(uscc), day, beside.get(uscc))))
  const last = addDays(day, within)
  return all
    .flat()
    .filter(
      (one) =>
        isRunningBy(one, last) && (owedBy === 'ENTERPRISE' ? one.owedBy === owedBy : one.owner?.code === agency.code),
    )
}

describe('the clocks of one enterprise', () => {
  test('are those of the pure function, for any day and state of knowledge', async () => {
    const query = `query ($number: String!, $asOf: Date, $knownAt: DateTime) {
      deadlines(number: $number, asOf: $asOf, knownAt: $knownAt) {
        day counts { total open late done doneLate lapsed fallen unknown provisional latestBy } deadlines { ${fields} } } }`
    for (const number of codes.slice(0, 15)) {
      const facts = await factsOf(number)
      for (const [args, known, day] of [
        [{ knownAt: undefined }, facts, today()],
        [{ asOf: '2026-07-20', knownAt: undefined }, facts, '2026-07-20' as PlainDate],
        [{ knownAt: '2026-05-01T00:00:00.000Z' }, facts.filter((f) => f.metadata.recordedAt < '2026-05-01'), today()],
      ] as const) {
        const answer = await ask<{ deadlines: { counts: object; deadlines: Shown[] } | null }>(query, {
          number,
          ...args,
        })
        if (answer.deadlines === null) continue
        const expected = pure(known, day, (await allBeside(args.knownAt)).get(number))
        expect(answer.deadlines.deadlines.map(told).toSorted()).toEqual(expected.map(told).toSorted())
        expect(answer.deadlines.counts).toEqual(countsOf(expected))
      }
    }
  })

  test('whose publication nobody knows, because an import brought the record, say so and do not count as late', async () => {
    const [uscc = ''] = codes
    const actor = { agency: agency.code, officer: 'x', role: 'x' }
    const context = { clock: () => api.now.instant, newId: api.system.newId, correlationId: 'test', actor }
    const source = { file: '旧处罚.csv', row: 7 }
    await api.system.handler.submit(enterpriseDecider, enterpriseStream(uscc as Uscc), impose(), { ...context, source })
    await caughtUp()
    const query = `query ($number: String!) { deadlines(number: $number, states: [UNKNOWN]) {
      counts { unknown } deadlines { code state daysLate note } } }`
    type Unknown = { counts: { unknown: number }; deadlines: { code: string; state: string; note: string }[] }
    const { counts, deadlines } = (await ask<{ deadlines: Unknown }>(query, { number: uscc })).deadlines
    expect(deadlines.map(({ code }) => code).toSorted()).toEqual(['PUB-DOUBLE', 'PUB-SAMR'])
    expect(counts.unknown).toBe(2)
    for (const one of deadlines)
      expect(one).toMatchObject({ state: 'UNKNOWN', daysLate: 0, note: expect.stringContaining('公示日期不详') })
  })

  test('are nobody’s business who may not read files', async () => {
    const asked = await api.ask('{ dueSoon(withinDays: 7) { totalCount } }', {}, 'enterprise')
    expect(asked.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  })
})

describe('what is due', () => {
  test('is what the pure function says of every file, the longest due first, also months later without any job', async () => {
    for (const instant of ['2026-11-23', '2027-01-02', '2027-07-01', '2027-07-20']) {
      api.now.instant = new Date(`${instant}T02:00:00.000Z`)
      const [theirs, expectedTheirs] = [
        await due({ within: 10, owedBy: 'ENTERPRISE' }),
        await pureDue(10, 'ENTERPRISE'),
      ]
      expect(theirs.totalCount, instant).toBe(expectedTheirs.length)
      expect(theirs.provisionalCount).toBe(expectedTheirs.filter((one) => one.provisional.length > 0).length)
      for (const within of [0, 60]) {
        const [answer, expected] = [await due({ within }), await pureDue(within)]
        expect(answer.totalCount, instant).toBe(expected.length)
        expect(answer.lateCount).toBe(expected.filter(({ state }) => state === 'LATE').length)
        expect(answer.nodes.map(({ deadline }) => told(deadline)).toSorted()).toEqual(
          expected.length > 200 ? expect.anything() : expected.map(told).toSorted(),
        )
        const days = answer.nodes.map(({ deadline }) => deadline.dueOn)
        expect(days).toEqual(days.toSorted())
      }
    }
    expect((await due({ within: 60 })).totalCount).toBeGreaterThan(0)
    expect((await due({ within: 10, owedBy: 'ENTERPRISE' })).provisionalCount).toBeGreaterThan(0) // No right is lost yet.
    expect((await due({ within: 60, agency: 'nobody' })).totalCount).toBe(0)
    expect((await due({ within: 60, codes: ['SUIT'] })).totalCount).toBe(0) // The enterprise's own, not the agency's.
    api.now.instant = start
  })

  test('goes when it is done, though no entry was put right', async () => {
    api.now.instant = new Date('2027-07-02T02:00:00.000Z')
    const of = async () => (await due({ within: 30, codes: ['ABN-IN'] })).nodes
    const [first] = await of()
    if (first === undefined) throw new Error('nobody failed to report')
    const report = (year: number): EnterpriseCommand => ({
      type: 'FileAnnualReport',
      data: { year, filedOn: today(), published: true, onPaper: false },
      today: today(),
      agency: null,
    })
    const actor = { agency: 'x', officer: 'x', role: 'x' }
    const clock = () => api.now.instant
    const context = { clock, newId: api.system.newId, correlationId: 'test', actor }
    const years = (await factsOf(first.uscc)).flatMap((f) => (f.type === 'AnnualReportFiled' ? [f.data.year] : []))
    for (const year of [2020, 2021, 2022, 2023, 2024, 2025, 2026].filter((one) => !years.includes(one))) {
      await api.system.handler.submit(enterpriseDecider, enterpriseStream(first.uscc as Uscc), report(year), context)
    }
    await caughtUp()
    const left = (await of()).map(({ uscc, deadline }) => `${uscc} ${deadline.id}`)
    expect(left).not.toContain(`${first.uscc} ${first.deadline.id}`)
    api.now.instant = start
  })

  test('comes as a table too', async () => {
    const headers = { authorization: `Bearer ${await api.tokenOf('penalty')}` }
    const response = await api.app.inject({ url: '/deadlines.csv?withinDays=60', headers })
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8')
    const lines = response.body.trimEnd().split('\n')
    expect(lines[0]).toContain('统一社会信用代码,名称,时限,代码')
    expect(lines).toHaveLength(1 + (await due({ within: 60 })).totalCount)
    expect((await api.app.inject({ url: '/deadlines.csv' })).statusCode).toBe(403)
    expect((await api.app.inject({ url: '/deadlines.csv?withinDays=x', headers })).statusCode).toBe(400)
  })

  test('is taken away by the filters that the query has, and by no others', async () => {
    const headers = { authorization: `Bearer ${await api.tokenOf('auditor')}` }
    const url = (query: string) => ({ url: `/deadlines.csv?withinDays=3660&${query}`, headers })
    const asked = `query ($agency: String, $scope: DeadlineScope, $owedBy: ClockParty, $officer: String, $codes: [String!],
      $asOf: Date) { dueSoon(agency: $agency, scope: $scope, owedBy: $owedBy, officer: $officer, codes: $codes,
      asOf: $asOf, withinDays: 3660) { totalCount } }`
    const counts: number[] = []
    for (const [query, variables] of [
      ['scope=ALL', { scope: 'ALL' }],
      ['scope=NOBODY', { scope: 'NOBODY' }],
      [`agency=${agency.code}`, { agency: agency.code }],
      ['owedBy=ENTERPRISE', { owedBy: 'ENTERPRISE' }],
      ['owedBy=REGISTRAR&scope=ALL', { owedBy: 'REGISTRAR', scope: 'ALL' }],
      ['officer=penalty&scope=ALL', { officer: 'penalty', scope: 'ALL' }],
      ['officer=nobody&scope=ALL', { officer: 'nobody', scope: 'ALL' }],
      ['codes=SUIT,REVIEW&scope=ALL', { codes: ['SUIT', 'REVIEW'], scope: 'ALL' }],
      ['codes=SUIT&codes=REVIEW&scope=ALL', { codes: ['SUIT', 'REVIEW'], scope: 'ALL' }],
      ['asOf=2025-03-03&scope=ALL', { asOf: '2025-03-03', scope: 'ALL' }],
    ] as const) {
      const response = await api.app.inject(url(query))
      const { dueSoon } = await ask<{ dueSoon: Due }>(asked, variables, 'auditor')
      expect(response.body.trimEnd().split('\n').length - 1, query).toBe(dueSoon.totalCount)
      counts.push(dueSoon.totalCount)
    }
    expect(new Set(counts).size).toBeGreaterThan(5)
    for (const query of [
      'officers=x',
      'knownAt=2026-01-01',
      'codes=X',
      'owedBy=X',
      'asOf=x',
      'asOf=2099-01-01',
      'agency=a&agency=b',
    ])
      expect((await api.app.inject(url(query))).statusCode, query).toBe(400)
  })

  test('of all agencies, and of nobody, is for who oversees them', async () => {
    for (const scope of ['ALL', 'NOBODY']) {
      const query = `{ dueSoon(scope: ${scope}) { totalCount } }`
      expect((await api.ask(query, {}, 'penalty')).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
      for (const who of ['auditor', 'admin', 'coordinator'] as const)
        expect((await api.ask(query, {}, who)).errors).toBeUndefined()
    }
  })

  test('is counted by agency, account, party, clock, and enterprise', async () => {
    const query = `query ($by: DeadlineCountKey!) { dueSoon(scope: ALL, withinDays: 3660) { totalCount lateCount }
      deadlineCounts(by: $by, scope: ALL, first: 200) { key name total late provisional latestBy } }`
    type Counted = { key: string | null; name: string | null; total: number; late: number; latestBy: number }
    for (const by of ['AGENCY', 'OFFICER', 'PARTY', 'CODE', 'ENTERPRISE']) {
      const { dueSoon, deadlineCounts } = await ask<{ dueSoon: Due; deadlineCounts: Counted[] }>(
        query,
        { by },
        'auditor',
      )
      const sum = (of: 'total' | 'late') => deadlineCounts.reduce((all, one) => all + one[of], 0)
      expect([sum('total'), sum('late')], by).toEqual([dueSoon.totalCount, dueSoon.lateCount])
      expect(deadlineCounts.map(({ late }) => late)).toEqual(
        deadlineCounts.map(({ late }) => late).toSorted((a, b) => b - a),
      )
      for (const { late, latestBy } of deadlineCounts) expect(latestBy > 0).toBe(late > 0)
      if (by === 'AGENCY')
        expect(deadlineCounts).toContainEqual(expect.objectContaining({ key: agency.code, name: agency.name }))
    }
  })

  test('is refused beyond its bounds', async () => {
    for (const variables of [
      { within: -1, first: 1 },
      { within: 7, first: 201 },
      { within: 7, first: 0 },
    ]) {
      expect((await api.ask(dueQuery, variables, 'penalty')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    }
  })
})

describe('the working-day calendar', () => {
  const enter = `mutation ($input: EnterCalendarYearInput!) { enterCalendarYear(input: $input) { entryId corrects publishedOn } }`
  const publish = 'mutation { publishCalendarYear(entryId: "n2027") { publishedOn } }'
  const input = {
    ...{ requestId: 'n2027', year: 2027, holidays: ['2027-01-01'], workingWeekends: ['2027-01-03'] },
    documentNumber: '国办发明电〔2026〕8号',
  }

  async function firstProvisional(): Promise<string> {
    for (const uscc of codes) {
      const some = pure(await factsOf(uscc), today()).some((one) => one.provisional.length > 0 && one.endedOn === null)
      if (some) return uscc
    }
    throw new Error('no clock of the sample is provisional')
  }

  /** What the notice did to the clocks of all enterprises, by the pure functions alone. */
  async function settledOf(before: CalendarHistory): Promise<readonly string[]> {
    const [beside, lines] = [await allBeside(), [] as string[]]
    for (const uscc of codes) {
      const facts = await factsOf(uscc)
      const by = (history: CalendarHistory) =>
        deadlinesOf(fileOf(facts), clockRules, history, today(), beside.get(uscc), since)
      for (const { id, wasDueOn, dueOn } of settle(
        by(before).filter(isRunning),
        by(api.system.calendars.book().history),
      ))
        lines.push(`${uscc} ${id} ${wasDueOn} ${dueOn}`)
    }
    return lines.toSorted()
  }

  test('is entered by one and published by another, and settles what was provisional', async () => {
    api.now.instant = new Date('2026-12-28T02:00:00.000Z')
    expect((await due({ within: 60 })).provisionalCount).toBe(
      (await pureDue(60)).filter((d) => d.provisional.length > 0).length,
    )
    const before = api.now.instant.toISOString()
    const waiting = await firstProvisional()
    const year = '{ calendarYear(year: 2027) { holidays workingWeekends } }'
    expect(await ask(year)).toEqual({ calendarYear: null })
    expect(await ask(enter, { input }, 'credit')).toEqual({
      enterCalendarYear: { entryId: 'n2027', corrects: false, publishedOn: null },
    })
    expect(await ask(enter, { input }, 'credit')).toBeDefined() // Sent twice, it is one entry.
    const own = await api.ask(publish, {}, 'credit')
    expect(own.errors?.[0]?.extensions).toMatchObject({ code: 'REFUSED', reason: 'CALENDAR_OWN_PUBLICATION' })
    expect(await ask(publish, {}, 'approver')).toEqual({ publishCalendarYear: { publishedOn: '2026-12-28' } })
    expect(await ask(year)).toEqual({ calendarYear: { holidays: ['2027-01-01'], workingWeekends: ['2027-01-03'] } })
    await due({ within: 0 })
    const { rows } = await api.system.readModels.pool.query(
      "SELECT DISTINCT calendars FROM told.deadline WHERE key = ''",
    )
    expect(rows).toEqual([{ calendars: api.system.calendars.book().digest }])
    expect((await due({ within: 300 })).provisionalCount).toBe(0)
    const changed = `{ calendarChanges(entryId: "n2027", scope: ALL, first: 200) { publishedOn totalCount movedCount
      nodes { uscc wasDueOn dueOn movedDays becameDefinite deadline { id dueOn provisionalYears } } } }`
    type Settled = { uscc: string; wasDueOn: string; dueOn: string; becameDefinite: boolean; deadline: { id: string } }
    const changes = await ask<{ calendarChanges: { totalCount: number; nodes: Settled[] } }>(changed, {}, 'auditor')
    const { totalCount, nodes } = changes.calendarChanges
    expect(
      nodes.map(({ uscc, wasDueOn, dueOn, deadline: { id } }) => `${uscc} ${id} ${wasDueOn} ${dueOn}`).toSorted(),
    ).toEqual(await settledOf(api.system.calendars.book().history.slice(0, -1)))
    expect(totalCount).toBe(nodes.length)
    expect(nodes.every(({ becameDefinite }) => becameDefinite)).toBe(true)
    const query = `query ($number: String!, $knownAt: DateTime) {
      deadlines(number: $number, knownAt: $knownAt) { counts { provisional } } }`
    type Counted = { deadlines: { counts: { provisional: number } } }
    const provisional = async (known: object) =>
      (await ask<Counted>(query, { number: waiting, ...known })).deadlines.counts.provisional
    expect(await provisional({})).toBe(0)
    const earlier = new Date(Date.parse(before) - 1).toISOString()
    expect(await provisional({ knownAt: earlier })).toBeGreaterThan(0)
    api.now.instant = start
  })

  test('is not for everybody to enter', async () => {
    const asked = await api.ask(enter, { input }, 'penalty')
    expect(asked.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  })
})
