import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EnterpriseCommand } from '../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import { penaltyIdOf } from '../../domain/enterprise/penalty/commands.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { measureStream } from '../../domain/punishment/measures/codec.ts'
import { measureDecider } from '../../domain/punishment/measures/decider.ts'
import { shippedEdition } from '../../domain/punishment/measures/shipped-edition.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { type DemoName, startTestApi, type TestApi } from '../support/api.ts'
import { command, day } from '../support/given.ts'
import { enact, propose } from '../support/measures.ts'
import { serious } from '../support/window.ts'
import * as wish from '../support/wishes.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const context = () => ({
  ...{ clock: () => api.now.instant, newId: api.system.newId, correlationId: 'test' },
  actor: { agency: wish.agency.code, officer: 'o', role: 'x' },
})
const code = (n: number): Uscc => `9131010400000${String(n).padStart(5, '0')}` as Uscc

async function file(n: number, ...commands: readonly EnterpriseCommand[]): Promise<Uscc> {
  const uscc = code(n)
  const details = { ...wish.details, name: `窗口样例${n}有限公司` }
  const aliases = [{ kind: 'REGISTRATION_NUMBER', value: `31010400000${String(n).padStart(4, '0')}` }] as const
  for (const one of [wish.register({ uscc, details, aliases }), ...commands])
    await api.system.handler.submit(enterpriseDecider, enterpriseStream(uscc), one, context())
  return uscc
}
async function told(): Promise<void> {
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
}
const submit = (uscc: Uscc, one: EnterpriseCommand) =>
  api.system.handler.submit(enterpriseDecider, enterpriseStream(uscc), one, context())

async function ask<T>(query: string, variables: object = {}, as: DemoName = 'licensing'): Promise<T> {
  const answer = await api.ask(query, variables, as)
  expect(answer.errors).toBeUndefined()
  return answer.data as unknown as T
}
type Check = {
  match: string
  uscc: string | null
  answer: string | null
  candidates: string[]
  revision: string | null
  knownAt: string
  formerUsccs: string[]
  rowsPosition: string | null
  status: string | null
  doubtful: boolean
  position: string | null
  measuresVersion: number | null
  listVersions: string[]
  bars: { rule: string; until: string | null; clause: string; eventIds: string[]; agency: { code: string } }[]
  fallen: { reason: string; reasonText: string; on: string | null }[]
}
const fields = `match uscc doubtful formerUsccs knownAt rowsPosition status statusSince answer candidates revision position measuresVersion listVersions
  bars { rule until clause eventIds agency { code } ground { section documentNumber } } fallen { reason reasonText on }`
const check = async (number: string, matter = 'HONOUR', at: { asOf?: string; knownAt?: string } = {}) =>
  (
    await ask<{ windowCheck: Check }>(
      `query ($number: String!, $matter: String!, $asOf: Date, $knownAt: DateTime) {
        windowCheck(number: $number, matter: $matter, asOf: $asOf, knownAt: $knownAt) { ${fields} } }`,
      { number, matter, ...at },
    )
  ).windowCheck
const penaltyId = penaltyIdOf(wish.agency.code, '沪市监徐处〔2025〕1号')
const listed = [wish.impose(), serious({ penaltyIds: [penaltyId] })]

describe('the window', () => {
  test('says what bars, on which facts and clause, by which rules, and of which state of the file', async () => {
    const uscc = await file(1, ...listed)
    const answer = await check(uscc)
    expect(answer).toMatchObject({ match: 'CODE', answer: 'BARRED', measuresVersion: 1, revision: '2' })
    expect(answer.listVersions).toEqual(['SERIOUS_VIOLATION@2021-09-01'])
    expect(answer.bars[0]).toMatchObject({ rule: 'N-HONOURS-SERIOUS', until: '2028-04-01' })
    expect(answer.bars[0]?.eventIds).toHaveLength(2)
    expect(answer.position).toBeTruthy()
    expect((await check(uscc, 'HONOUR', { asOf: '2025-03-31' })).answer).toBe('CLEAR')
  })
  test('answers anew in the same instant in which the penalty beneath is annulled, and as it was known before', async () => {
    const uscc = await file(2, ...listed)
    expect((await check(uscc)).answer).toBe('BARRED')
    const before = api.now.instant.toISOString()
    api.now.instant = new Date(api.now.instant.getTime() + 60_000)
    await submit(uscc, command('AnnulPenalty', { ...annulment, penaltyId }))
    const after = await check(uscc)
    expect(after.answer).toBe('CLEAR')
    expect(after.fallen[0]).toMatchObject({ reason: 'BASIS_ANNULLED', on: '2025-05-01' })
    expect(after.fallen[0]?.reasonText).toContain('撤销')
    expect((await check(uscc, 'HONOUR', { knownAt: before })).answer).toBe('BARRED')
  })
  test('finds a file by its old number or its name, and marks what may be one of several', async () => {
    const uscc = await file(3, ...listed)
    const twin = await file(4, command('ChangeRegistration', renaming('窗口样例3有限公司')))
    await told()
    expect(await check('310104000000003')).toMatchObject({ match: 'OTHER_NUMBER', uscc, answer: 'BARRED' })
    expect(await check('窗口样例1有限公司')).toMatchObject({ match: 'NAME', uscc: code(1), answer: 'BARRED' })
    expect(await check('窗口样例3有限公司')).toMatchObject({ match: 'DOUBTFUL', uscc: null, answer: null })
    expect((await check('窗口样例3有限公司')).candidates).toEqual([uscc, twin])
    expect(await check('没有这家')).toMatchObject({ match: 'NOT_FOUND', uscc: null, answer: null })
    expect((await check('没有这家')).rowsPosition).toBeTruthy()
    expect((await check(uscc)).rowsPosition).toBeNull()
  })
  test('finds a name however it is written, and a name it had, and marks both as doubtful', async () => {
    const uscc = await file(8, command('ChangeRegistration', renaming('窗口（样例）八有限公司')))
    for (const name of ['窗口(样例)八有限公司', ' 窗口【样例】八 有限公司', '窗口（样例）八有限公司'])
      expect(await check(name), name).toMatchObject({ match: 'NAME', uscc, doubtful: true })
    expect(await check('窗口样例8有限公司')).toMatchObject({ match: 'FORMER_NAME', uscc, doubtful: true })
    expect(await check('窗口样例８有限公司')).toMatchObject({ match: 'FORMER_NAME', uscc })
  })
  test('waits for rows that lag before it says that there is no such file', async () => {
    await file(9)
    expect(await check('310104000000009')).toMatchObject({ match: 'OTHER_NUMBER', uscc: code(9) })
    await file(10)
    expect(await check('窗口样例10有限公司')).toMatchObject({ match: 'NAME', uscc: code(10) })
  })
  test('is never plainly clear for a subject of which another stream says otherwise', async () => {
    const former = await file(11, ...listed)
    const now = await file(12)
    expect(await check(now)).toMatchObject({ match: 'CODE', answer: 'CLEAR' })
    await submit(
      now,
      command('RecordAlias', { alias: { kind: 'FORMER_USCC', value: former }, recordedOn: day('2026-01-01') }),
    )
    expect(await check(now)).toMatchObject({ match: 'CODE', uscc: now, answer: 'BARRED', formerUsccs: [former] })
    await told()
    expect(await check(former)).toMatchObject({ match: 'OTHER_NUMBER', uscc: now, answer: 'BARRED' })
    // Of a code that two files took over, a person has to say whose it is.
    const other = await file(13)
    await submit(
      other,
      command('RecordAlias', { alias: { kind: 'FORMER_USCC', value: former }, recordedOn: day('2026-01-01') }),
    )
    await told()
    expect(await check(former)).toMatchObject({ match: 'DOUBTFUL', answer: null, candidates: [former, now, other] })
    expect(await check(other)).toMatchObject({ match: 'CODE', answer: 'BARRED' })
  })
  test('tells the registration state of the day, and refuses signs that stand for nothing', async () => {
    const uscc = await file(14, wish.status('LICENCE_REVOKED', '2025-01-01'))
    expect(await check(uscc)).toMatchObject({ status: 'LICENCE_REVOKED', statusSince: '2025-01-01' })
    expect(await check(uscc, 'HONOUR', { asOf: '2024-12-31' })).toMatchObject({ status: 'ACTIVE' })
    const strange = await api.ask(
      'query ($n: String!) { windowCheck(number: $n, matter: "HONOUR") { answer } }',
      { n: 'a\u0000b' },
      'licensing',
    )
    expect(strange.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })
  test('knows no other matter than the catalogue', async () => {
    const answer = await api.ask('{ windowCheck(number: "x", matter: "MOON") { answer } }', {}, 'licensing')
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'REFUSED', reason: 'MATTER_UNKNOWN' })
    const known = await api.ask(`{ windowCheck(number: "${code(1)}", matter: "MOON") { answer } }`, {}, 'licensing')
    expect(known.errors?.[0]?.extensions).toMatchObject({ code: 'REFUSED', reason: 'MATTER_UNKNOWN' })
  })
  test('answers about many in the order asked, each by itself', async () => {
    const numbers = [code(2), '没有这家', code(1), code(2)]
    const { windowChecks } = await ask<{ windowChecks: { checks: Check[] } & Record<string, number> }>(
      `query ($numbers: [String!]!) { windowChecks(numbers: $numbers, matter: "HONOUR") {
        barredCount cautionCount clearCount unmatchedCount checks { ${fields} } } }`,
      { numbers },
    )
    expect(windowChecks.checks.map(({ answer }) => answer)).toEqual(['CLEAR', null, 'BARRED', 'CLEAR'])
    expect(windowChecks).toMatchObject({ barredCount: 1, cautionCount: 0, clearCount: 2, unmatchedCount: 1 })
    for (const [place, number] of numbers.entries()) expect(windowChecks.checks[place]).toEqual(await check(number))
    const many = await api.ask(
      'query ($numbers: [String!]!) { windowChecks(numbers: $numbers, matter: "HONOUR") { clearCount } }',
      { numbers: Array.from({ length: 5_001 }, () => 'x') },
      'licensing',
    )
    expect(many.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    const twice = await api.ask(
      `query ($n: [String!]!) { a: windowChecks(numbers: $n, matter: "HONOUR") { clearCount }
        b: windowChecks(numbers: $n, matter: "HONOUR") { clearCount } }`,
      { n: [code(1)] },
      'licensing',
    )
    expect(twice.errors?.[0]?.extensions.code).toBe('TOO_COMPLEX')
  })
  test('is for officers whose role asks at windows', async () => {
    const query = `{ windowCheck(number: "${code(1)}", matter: "HONOUR") { answer } }`
    expect((await api.ask(query)).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    expect((await api.ask(query, {}, 'organiser')).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    expect((await api.ask(query, {}, 'auditor')).errors).toBeUndefined()
  })
})

const annulment = {
  ...({ annulledOn: day('2025-05-01'), ground: 'REVIEW', documentNumber: '复1号' } as const),
  authority: wish.agency,
}
const renaming = (name: string) => ({
  ...{ changeId: 'c9', changedOn: day('2024-03-04'), items: ['01'], changes: { name }, documentNumber: null },
})

describe('using an answer', () => {
  const id = (n: number) => `01KAMB00000000000000000${String(n).padStart(3, '0')}`
  const use = (input: object, as: DemoName = 'licensing') =>
    api.ask(
      `mutation ($input: UseWindowAnswerInput!) { useWindowAnswer(input: $input) { useId answer outcome rules agency
        asOf knownAt revision position measuresVersion listVersions } }`,
      { input: { matter: 'HONOUR', ...input } },
      as,
    )
  const reasonOf = ({ errors }: { errors?: { extensions: { code: string; reason?: string } }[] }) =>
    errors?.[0]?.extensions.reason ?? errors?.[0]?.extensions.code
  const uses = async (as: DemoName = 'licensing') =>
    (await ask<{ windowUses: object[] }>(`{ windowUses(number: "${code(5)}") { useId outcome } }`, {}, as)).windowUses

  test('is recorded with the answer of that instant, and once however often it is sent', async () => {
    const number = await file(5, ...listed)
    const answer = await check(number)
    const refused = await use({ requestId: id(1), number, outcome: 'REFUSED' })
    expect(refused.data).toEqual({
      useWindowAnswer: {
        ...{ useId: id(1), answer: 'BARRED', outcome: 'REFUSED', agency: wish.agency.code },
        ...{ rules: ['N-HONOURS-SERIOUS', 'SH-31-5'], asOf: '2026-11-23', knownAt: api.now.instant.toISOString() },
        ...{ revision: answer.revision, position: answer.position, measuresVersion: 1 },
        listVersions: answer.listVersions,
      },
    })
    expect(await use({ requestId: id(1), number, outcome: 'REFUSED' })).toEqual(refused)
    expect(await uses()).toEqual([{ useId: id(1), outcome: 'REFUSED' }])
    expect(await uses('auditor')).toHaveLength(1)
  })
  test('sent again is answered with what was recorded, whatever happened since; with other content it is refused', async () => {
    const number = await file(6, ...listed)
    const first = await use({ requestId: id(6), number, outcome: 'REFUSED' })
    await submit(number, command('AnnulPenalty', { ...annulment, penaltyId }))
    expect((await check(number)).answer).toBe('CLEAR')
    expect(await use({ requestId: id(6), number, outcome: 'REFUSED' })).toEqual(first)
    expect(reasonOf(await use({ requestId: id(6), number, outcome: 'ALLOWED' }))).toBe('USE_ID_TAKEN')
    expect(reasonOf(await use({ requestId: id(6), number: code(5), outcome: 'REFUSED' }))).toBe('USE_ID_TAKEN')
  })
  test('is judged by the answer that the window saw, by its revision and its instant', async () => {
    const number = await file(7, ...listed)
    const seen = await check(number)
    const { revision, knownAt } = seen
    api.now.instant = new Date(api.now.instant.getTime() + 60_000)
    await submit(number, command('AnnulPenalty', { ...annulment, penaltyId }))
    const late = await use({ requestId: id(7), number, outcome: 'REFUSED', revision, knownAt })
    expect(late.data?.useWindowAnswer).toMatchObject({ answer: 'BARRED', revision, knownAt, position: seen.position })
    expect(reasonOf(await use({ requestId: id(8), number, outcome: 'REFUSED' }))).toBe('USE_NOTHING_BARS')
    expect(reasonOf(await use({ requestId: id(8), number, outcome: 'REFUSED', revision: '99' }))).toBe('BAD_USER_INPUT')
    const future = '2099-01-01T00:00:00Z'
    expect(reasonOf(await use({ requestId: id(8), number, outcome: 'REFUSED', knownAt: future }))).toBe(
      'BAD_USER_INPUT',
    )
  })
  test('binds: against it only with a reason, and no refusal where nothing bars', async () => {
    expect(reasonOf(await use({ requestId: id(2), number: code(5), outcome: 'ALLOWED' }))).toBe('USE_BARRED')
    expect(reasonOf(await use({ requestId: id(2), number: code(5), outcome: 'ALLOWED_AGAINST' }))).toBe(
      'USE_WITHOUT_REASON',
    )
    expect(reasonOf(await use({ requestId: id(3), number: code(2), outcome: 'REFUSED', reason: 'x' }))).toBe(
      'USE_NOTHING_BARS',
    )
    expect(reasonOf(await use({ requestId: id(4), number: code(5), outcome: 'REFUSED' }, 'auditor'))).toBe('FORBIDDEN')
    expect(reasonOf(await use({ requestId: id(5), number: '没有', outcome: 'ALLOWED' }))).toBe('NOT_FOUND')
  })
  test('is refused of a name alone, without a ULID, and with more words than anybody reads', async () => {
    const named = { requestId: id(9), number: '窗口样例1有限公司', outcome: 'REFUSED' }
    expect(reasonOf(await use(named))).toBe('USE_MATCH_DOUBTFUL')
    expect(reasonOf(await use({ ...named, number: code(5), requestId: 'u1' }))).toBe('BAD_USER_INPUT')
    expect(reasonOf(await use({ ...named, number: code(5), reason: '长'.repeat(2_001) }))).toBe('BAD_USER_INPUT')
  })
})

describe('the catalogue of measures', () => {
  test('is shown as it is in force', async () => {
    const { measureCatalogue } = await ask<{ measureCatalogue: { version: number; rules: object[] } }>(
      '{ measureCatalogue { version rules { code fieldName causeKind lists termKind termYears executing bars } } }',
    )
    expect(measureCatalogue.version).toBe(1)
    expect(measureCatalogue.rules).toHaveLength(shippedEdition.rules.length)
  })
  test('reaches the window when a new edition is enacted, and not before its day', async () => {
    const rules = shippedEdition.rules.filter(({ bars }) => !bars.includes('HONOUR'))
    for (const one of [propose(2, { rules }), enact(2, '2027-01-01')])
      await api.system.handler.submit(measureDecider, measureStream, one, context())
    expect((await check(code(1), 'HONOUR', { asOf: '2026-12-31' })).answer).toBe('BARRED')
    await expect.poll(async () => (await check(code(1), 'HONOUR', { asOf: '2027-01-01' })).answer).toBe('CLEAR')
    expect((await check(code(1), 'HONOUR', { asOf: '2027-01-01' })).fallen[0]?.reason).toBe('MEASURE_WITHDRAWN')
  })
})
