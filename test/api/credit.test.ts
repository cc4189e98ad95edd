import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assess } from '../../domain/credit/assess.ts'
import { defaultModel } from '../../domain/credit/default-model.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { addDays, dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { shippedModels } from '../../projections/credit/model-book.ts'
import { profileBy } from '../../projections/credit/credit-profile.projection.ts'
import { refreshProfiles } from '../../projections/credit/refresh.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { growSample } from '../../seeds/sample.ts'
import { type DemoName, startTestApi, type TestApi } from '../support/api.ts'
import { day } from '../support/given.ts'
import * as wish from '../support/wishes.ts'

let api: TestApi
const start = new Date('2026-11-23T02:00:00.000Z')

beforeAll(async () => {
  api = await startTestApi()
  await growSample(api.system, {
    size: 200,
    clock: () => start,
    signal: new AbortController().signal,
    progress: false,
  })
  await caughtUp()
})
afterAll(() => api.close())

async function caughtUp(): Promise<void> {
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
}

const profileFields = `uscc day effectiveClass creditClass score baseScore model { name version } changesOn validUntil
  reasons { indicator points clause eventIds records { section recordId } until }
  overriding { code creditClass eventIds } override { creditClass until proposedBy confirmedBy }`
const profileQuery = `query ($number: String!, $asOf: Date, $knownAt: DateTime) {
  creditProfile(number: $number, asOf: $asOf, knownAt: $knownAt) { ${profileFields} without { section recordId creditClass score } } }`

type Any = Record<string, never> & { [name: string]: never }
async function ask<T = Any>(query: string, variables: object, as?: DemoName): Promise<T> {
  const answer = await api.ask(query, variables, as)
  expect(answer.errors).toBeUndefined()
  return answer.data as unknown as T
}
type Profile = {
  uscc: string
  effectiveClass: string
  creditClass: string
  score: number
  baseScore: number
  model: { version: number }
  reasons: { points: number; clause: string; records: { section: string }[] }[]
  validUntil: string | null
  override: { creditClass: string } | null
  without: { section: string; score: number }[]
}
const profile = async (number: string, rest: object = {}) =>
  (await ask<{ creditProfile: Profile }>(profileQuery, { number, ...rest }, 'inspector')).creditProfile

async function usccs(): Promise<string[]> {
  const { rows } = await api.system.readModels.pool.query<{ uscc: string }>(
    'SELECT uscc FROM told.credit_profile ORDER BY uscc',
  )
  return rows.map(({ uscc }) => uscc)
}

async function factsOf(uscc: string): Promise<FileFact[]> {
  const facts: FileFact[] = []
  for await (const event of api.system.store.readStream(enterpriseStream(uscc as Uscc)))
    facts.push(event as unknown as FileFact)
  return facts
}

describe('a credit profile', () => {
  test('tells every point, and the points come to the score', async () => {
    for (const uscc of (await usccs()).slice(0, 30)) {
      const { score, baseScore, reasons } = await profile(uscc)
      expect(reasons.reduce((sum, { points }) => sum + points, baseScore)).toBe(score)
      for (const { clause } of reasons) expect(clause).not.toBe('')
    }
  })

  test('is what the pure function says of the stream, for any day and state of knowledge', async () => {
    const today = dayInChina(start)
    for (const uscc of (await usccs()).slice(0, 20)) {
      const facts = await factsOf(uscc)
      const knownAt = '2024-06-01T00:00:00.000Z'
      const known = fileOf(facts.filter(({ metadata }) => metadata.recordedAt <= knownAt))
      const now = assess(fileOf(facts), defaultModel, today)
      const then = assess(fileOf(facts), defaultModel, '2023-03-01' as PlainDate)
      expect(await profile(uscc)).toMatchObject({ creditClass: now.creditClass, score: now.score })
      if (facts.some(({ metadata }) => metadata.recordedAt <= '2023-03-01'))
        expect(await profile(uscc, { asOf: '2023-03-01' })).toMatchObject({ score: then.score })
      if (known.records.size > 0)
        expect(await profile(uscc, { knownAt })).toMatchObject({ score: assess(known, defaultModel, today).score })
    }
  })

  test('says of each record what the class would be without it', async () => {
    const all = await Promise.all((await usccs()).slice(0, 40).map((uscc) => profile(uscc)))
    const fined = all.filter(
      ({ reasons, without }) =>
        reasons.some(({ points, records }) => points < 0 && records[0]?.section === 'PENALTY') &&
        without.filter(({ section }) => section === 'PENALTY').length === 1,
    )
    expect(fined.length).toBeGreaterThan(0)
    for (const { without, score } of fined)
      expect(without.find(({ section }) => section === 'PENALTY')?.score).toBeGreaterThan(score)
  })

  test('is another one soon after an event', async () => {
    const [uscc = ''] = await usccs()
    const before = await profile(uscc)
    const entry = wish.enter({
      ...{ listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4', groundText: '通过登记的住所无法联系', reportYear: null },
      ...{ enteredOn: day('2026-11-20'), decisionNumber: '沪市监异列〔2026〕1号', penaltyIds: [], termUntil: null },
    })
    await api.record(uscc, entry)
    const begun = Date.now()
    await expect.poll(async () => (await profile(uscc)).score, { timeout: 2_000 }).toBeLessThan(before.score)
    expect(Date.now() - begun).toBeLessThan(2_000)
    expect(['C', 'D']).toContain((await profile(uscc)).effectiveClass)
  })

  test('changes on its day, also when no job has run', async () => {
    const ending = await api.system.readModels.pool.query<{ uscc: string; valid_until: PlainDate }>(
      'SELECT uscc, valid_until FROM told.credit_profile WHERE valid_until IS NOT NULL ORDER BY valid_until LIMIT 5',
    )
    expect(ending.rows.length).toBe(5)
    try {
      for (const { uscc, valid_until: last } of ending.rows) {
        const next = addDays(last, 1)
        api.now.instant = new Date(`${next}T02:00:00.000Z`)
        const told = profileBy(shippedModels, fileOf(await factsOf(uscc)), next)
        expect(await profile(uscc)).toMatchObject({ score: told.score, effectiveClass: told.effectiveClass })
      }
    } finally {
      api.now.instant = start
    }
  })

  test('is chosen by its class of the day, also when no job has run', async () => {
    const query = 'query ($c: [CreditClass!]) { enterprises(filter: { creditClass: $c }, first: 200) { totalCount } }'
    const countOf = async (c: string) =>
      (await ask<{ enterprises: { totalCount: number } }>(query, { c: [c] }, 'inspector')).enterprises.totalCount
    api.now.instant = new Date('2027-08-01T02:00:00.000Z')
    try {
      const day = dayInChina(api.now.instant)
      const classes = await Promise.all(
        (await usccs()).map(async (uscc) => assess(fileOf(await factsOf(uscc)), defaultModel, day).creditClass),
      )
      for (const c of ['A', 'B', 'C', 'D']) expect(await countOf(c), c).toBe(classes.filter((one) => one === c).length)
    } finally {
      api.now.instant = start
    }
    const { store, readModels, projections, ground } = api.system
    await refreshProfiles({ store, pool: readModels.pool, projections, ground })
  })

  test('is for supervisors alone', async () => {
    const [number] = await usccs()
    for (const who of [undefined, 'licensing', 'privacy'] as const) {
      const asked = await api.ask(profileQuery, { number }, who)
      expect(asked.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
      const inside = await api.ask('{ enterprises(filter: { creditClass: [D] }, first: 1) { totalCount } }', {}, who)
      expect(inside.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    }
    const file = await api.ask(
      'query ($number: String!) { enterprise(number: $number) { name creditProfile { score } } }',
      { number },
      'licensing',
    )
    expect(file.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    expect(JSON.stringify(file.data)).not.toContain('score')
  })
})

const trialQuery = `query ($id: ID!) { creditTrial(id: $id) { state progress files moverCount matrix
  byStreet { key matrix } byIndustry { key matrix } checks { before after more classes { creditClass checksAfter } }
  movers(first: 3) { edges { cursor node { uscc from to fromScore toScore differences { indicator before after } } }
    pageInfo { hasNextPage endCursor } } moversPath } }`
type Mover = { uscc: string; from: string; to: string; differences: { before: number; after: number }[] }
type Trial = {
  state: string
  files: number
  moverCount: number
  matrix: number[][]
  byStreet: { matrix: number[][] }[]
  checks: { before: number; after: number; more: number }
  movers: { edges: { node: Mover }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
  moversPath: string
}

async function tried(input: object): Promise<Trial & { id: string }> {
  const begun = await ask<{ tryCreditModel: { id: string } }>(
    'mutation ($input: TryCreditModelInput!) { tryCreditModel(input: $input) { id } }',
    { input },
    'credit',
  )
  const { id } = begun.tryCreditModel
  const look = async () => (await ask<{ creditTrial: Trial }>(trialQuery, { id }, 'credit')).creditTrial
  await expect.poll(async () => (await look()).state, { timeout: 10_000 }).toBe('DONE')
  return { ...(await look()), id }
}

const sum = (matrix: number[][]): number => matrix.flat().reduce((all, count) => all + count, 0)

describe('a draft of the model', () => {
  const harsher = {
    ...defaultModel,
    version: 2,
    effectiveFrom: '2026-11-24',
    cutOffs: { ...defaultModel.cutOffs, A: defaultModel.baseScore + 1, B: defaultModel.baseScore },
  }

  test('that is the model in force moves nobody', async () => {
    const trial = await tried({ model: defaultModel })
    expect(trial).toMatchObject({ files: 200, moverCount: 0, checks: { more: 0 } })
    expect(trial.movers.edges).toEqual([])
  })

  test('shows who moves and why, by street and industry, as pages and as a file', async () => {
    const trial = await tried({ model: harsher })
    expect(trial.moverCount).toBeGreaterThan(3)
    for (const { node } of trial.movers.edges) expect(node.differences).not.toEqual([])
    expect(sum(trial.matrix)).toBe(200)
    expect(trial.byStreet.reduce((all, { matrix }) => all + sum(matrix), 0)).toBe(200)
    expect(trial.checks.more).toBe(trial.checks.after - trial.checks.before)
    expect(trial.checks.more).toBeGreaterThan(0)
    const seen: string[] = []
    let after: string | null = null
    for (;;) {
      const page: { creditTrial: Trial } = await ask(
        `query ($id: ID!, $after: String) { creditTrial(id: $id) { movers(first: 7, after: $after) {
          edges { node { uscc from to } } pageInfo { hasNextPage endCursor } } } }`,
        { id: trial.id, after },
        'credit',
      )
      seen.push(...page.creditTrial.movers.edges.map(({ node }) => node.uscc))
      if (!page.creditTrial.movers.pageInfo.hasNextPage) break
      after = page.creditTrial.movers.pageInfo.endCursor
    }
    expect(new Set(seen).size).toBe(trial.moverCount)
    expect(seen.length).toBe(trial.moverCount)
    const headers = { authorization: `Bearer ${await api.tokenOf('credit')}` }
    const csv = await api.app.inject({ url: trial.moversPath, headers })
    expect(csv.statusCode).toBe(200)
    expect(csv.body.trim().split('\n').length).toBe(trial.moverCount + 1)
    expect((await api.app.inject({ url: trial.moversPath })).statusCode).toBe(403)
  })

  test('that is malformed is refused with the member that is wrong, and nothing is begun', async () => {
    const answer = await api.ask(
      'mutation ($input: TryCreditModelInput!) { tryCreditModel(input: $input) { id } }',
      { input: { model: { ...defaultModel, indicators: 'none' } } },
      'credit',
    )
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    expect(answer.errors?.[0]?.message).toContain('indicators')
  })

  test('is law only when it was tried, and enacted by somebody else, and not before its day', async () => {
    const input = { model: harsher, reason: '年度调整' }
    const propose = 'mutation ($input: ProposeCreditModelInput!) { proposeCreditModel(input: $input) { standing } }'
    expect(await ask(propose, { input }, 'credit')).toEqual({ proposeCreditModel: { standing: 'DRAFT' } })
    const enact = `mutation { enactCreditModel(input: { version: 2, effectiveFrom: "2026-11-24" }) { standing effectiveFrom } }`
    const reasonOf = async (who: DemoName) => (await api.ask(enact, {}, who)).errors?.[0]?.extensions.reason
    expect(await reasonOf('approver')).toBe('MODEL_NOT_TRIED')
    await tried({ version: 2 })
    expect(await reasonOf('credit')).toBe('MODEL_OWN_ENACTMENT')
    expect(await ask(enact, {}, 'approver')).toEqual({
      enactCreditModel: { standing: 'ENACTED', effectiveFrom: '2026-11-24' },
    })
    const [uscc = ''] = (await usccs()).slice(-1)
    expect((await profile(uscc)).model.version).toBe(1)
    expect((await profile(uscc, { asOf: '2026-11-24' })).model.version).toBe(2)
    expect((await profile(uscc, { asOf: '2026-11-24', knownAt: '2026-11-22T00:00:00Z' })).model.version).toBe(1)
    await expect
      .poll(async () => {
        const { rows } = await api.system.readModels.pool.query('SELECT DISTINCT models FROM told.credit_profile')
        return rows.map(({ models }) => models)
      })
      .toEqual([api.system.models.book().digest])
    api.now.instant = new Date('2026-11-24T02:00:00.000Z')
    try {
      expect((await profile(uscc)).model.version).toBe(2)
    } finally {
      api.now.instant = start
    }
  })
})

describe('a class set by hand', () => {
  test('takes two persons of one agency, and ends by itself', async () => {
    const [uscc = ''] = (await usccs()).slice(50)
    const before = await profile(uscc)
    const creditClass = before.creditClass === 'D' ? 'C' : 'D'
    const propose = `mutation ($input: ProposeCreditOverrideInput!) { proposeCreditOverride(input: $input) { changed } }`
    const input = { uscc, requestId: 'override-1', creditClass, until: '2026-12-31', reason: '多次举报查实' }
    expect(await ask(propose, { input }, 'credit')).toEqual({ proposeCreditOverride: { changed: true } })
    expect((await profile(uscc)).override).toBeNull()
    const confirm = `mutation ($uscc: String!) {
      confirmCreditOverride(input: { uscc: $uscc, overrideId: "override-1" }) { changed revision } }`
    const own = await api.ask(confirm, { uscc }, 'credit')
    expect(own.errors?.[0]?.extensions.reason).toBe('OVERRIDE_OWN_CONFIRMATION')
    await ask(confirm, { uscc }, 'approver')
    await expect.poll(async () => (await profile(uscc)).effectiveClass).toBe(creditClass)
    expect((await profile(uscc)).creditClass).toBe(before.creditClass)
    const timeline = `query ($number: String!) { enterprise(number: $number) { timeline(first: 500) {
      totalCount edges { node { type } } } } }`
    const told = async (who: DemoName) => JSON.stringify((await api.ask(timeline, { number: uscc }, who)).data)
    expect(await told('inspector')).toContain('CreditOverrideConfirmed')
    expect(await told('licensing')).toContain('EnterpriseRegistered')
    expect(await told('licensing')).not.toContain('CreditOverride')
    api.now.instant = new Date('2027-01-01T02:00:00.000Z')
    try {
      const after = await profile(uscc)
      expect(after.override).toBeNull()
      expect(after.effectiveClass).toBe(after.creditClass)
    } finally {
      api.now.instant = start
    }
  })
})

test('a command that was refused changes no profile', async () => {
  const [uscc = ''] = (await usccs()).slice(60)
  const before = await profile(uscc)
  const refused = await api.system.handler
    .submit(
      enterpriseDecider,
      enterpriseStream(uscc as Uscc),
      {
        type: 'ConfirmCreditOverride',
        data: { overrideId: 'none', confirmedBy: 'x', authority: { code: 'x', name: 'x' } },
        today: dayInChina(start),
        agency: null,
      },
      {
        clock: () => start,
        newId: api.system.newId,
        actor: { agency: 'x', officer: 'x', role: 'x' },
        correlationId: 'test',
      },
    )
    .then(
      () => false,
      () => true,
    )
  expect(refused).toBe(true)
  expect(await profile(uscc)).toEqual(before)
})
