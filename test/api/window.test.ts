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
  position: string | null
  measuresVersion: number | null
  listVersions: string[]
  bars: { rule: string; until: string | null; clause: string; eventIds: string[]; agency: { code: string } }[]
  fallen: { reason: string; reasonText: string; on: string | null }[]
}
const fields = `match uscc answer candidates revision position measuresVersion listVersions
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
    const head = await api.system.store.head()
    if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
    expect(await check('310104000000003')).toMatchObject({ match: 'OTHER_NUMBER', uscc, answer: 'BARRED' })
    expect(await check('窗口样例1有限公司')).toMatchObject({ match: 'NAME', uscc: code(1), answer: 'BARRED' })
    expect(await check('窗口样例3有限公司')).toMatchObject({ match: 'DOUBTFUL', uscc: null, answer: null })
    expect((await check('窗口样例3有限公司')).candidates).toEqual([uscc, twin])
    expect(await check('没有这家')).toMatchObject({ match: 'NOT_FOUND', uscc: null, answer: null })
  })
  test('knows no other matter than the catalogue', async () => {
    const answer = await api.ask('{ windowCheck(number: "x", matter: "MOON") { answer } }', {}, 'licensing')
    expect(answer.errors).toBeUndefined() // Nobody was found of whom to ask it.
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
  const use = (input: object, as: DemoName = 'licensing') =>
    api.ask(
      `mutation ($input: UseWindowAnswerInput!) { useWindowAnswer(input: $input) { useId answer outcome rules agency } }`,
      { input: { matter: 'HONOUR', ...input } },
      as,
    )
  const uses = async (as: DemoName = 'licensing') =>
    (await ask<{ windowUses: object[] }>(`{ windowUses(number: "${code(5)}") { useId outcome } }`, {}, as)).windowUses

  test('is recorded with the answer of that instant, and once however often it is sent', async () => {
    const number = await file(5, ...listed)
    const refused = await use({ requestId: 'u1', number, outcome: 'REFUSED' })
    expect(refused.data).toEqual({
      useWindowAnswer: {
        ...{ useId: 'u1', answer: 'BARRED', outcome: 'REFUSED', agency: wish.agency.code },
        rules: ['N-HONOURS-SERIOUS', 'SH-31-5'],
      },
    })
    expect(await use({ requestId: 'u1', number, outcome: 'REFUSED' })).toEqual(refused)
    expect(await uses()).toEqual([{ useId: 'u1', outcome: 'REFUSED' }])
    expect(await uses('auditor')).toHaveLength(1)
  })
  test('binds: against it only with a reason, and no refusal where nothing bars', async () => {
    const against = await use({ requestId: 'u2', number: code(5), outcome: 'ALLOWED' })
    expect(against.errors?.[0]?.extensions.reason).toBe('USE_BARRED')
    const silent = await use({ requestId: 'u2', number: code(5), outcome: 'ALLOWED_AGAINST' })
    expect(silent.errors?.[0]?.extensions.reason).toBe('USE_WITHOUT_REASON')
    const clear = await use({ requestId: 'u3', number: code(2), outcome: 'REFUSED', reason: 'x' })
    expect(clear.errors?.[0]?.extensions.reason).toBe('USE_NOTHING_BARS')
    expect(
      (await use({ requestId: 'u4', number: code(5), outcome: 'REFUSED' }, 'auditor')).errors?.[0]?.extensions.code,
    ).toBe('FORBIDDEN')
    expect((await use({ requestId: 'u5', number: '没有', outcome: 'ALLOWED' })).errors?.[0]?.extensions.code).toBe(
      'NOT_FOUND',
    )
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
