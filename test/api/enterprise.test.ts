import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../support/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api?.close())

const uscc = '91310104MA1X00017M'
const details = {
  ...{ name: '上海样例餐饮管理有限公司', subjectKind: 'LEGAL_PERSON', street: '310104003' },
  industry: { system: 'GB/T 4754-2017', code: '6210' },
  registrar: { code: '11310104MA10700153', name: '上海市徐汇区市场监督管理局' },
}
const register = `mutation ($input: RegisterEnterpriseInput!) { registerEnterprise(input: $input) { uscc revision changed } }`
const impose = `mutation ($input: ImposePenaltyInput!) { imposePenalty(input: $input) { revision changed recordIds eventIds } }`
const penalty = {
  ...{ uscc, decisionNumber: '沪市监徐处〔2025〕1号', decidedOn: '2025-03-06' },
  terms: {
    kinds: ['FINE'],
    fine: 200_000,
    violation: '食品安全',
    facts: '过期食品',
    basis: '食品安全法第一百二十四条',
    content: '罚款2000元',
  },
}
const file = `query ($number: String!, $asOf: Date, $knownAt: DateTime, $atLeastRevision: Revision) {
  enterprise(number: $number, asOf: $asOf, knownAt: $knownAt, atLeastRevision: $atLeastRevision) {
    uscc name status revision street codeWarnings
    penalties { id decisionNumber kinds fine standing decidedOn eventId authority { code } source { agencyName } corrected }
    licences { id } timeline { totalCount edges { node { type day recordedAt title documentNumber eventId } } }
  } }`

describe('one file, end to end over HTTP', () => {
  test('what an officer records is read back at once by revision', async () => {
    const registered = await api.ask(
      register,
      {
        input: {
          uscc,
          registeredOn: '2020-01-02',
          details,
          aliases: [{ kind: 'REGISTRATION_NUMBER', value: '310104000000001' }],
        },
      },
      'licensing',
    )
    expect(registered.errors).toBeUndefined()
    const imposed = await api.ask(impose, { input: penalty }, 'penalty')
    expect(imposed.data).toMatchObject({ imposePenalty: { revision: '1', changed: true } })
    const read = await api.ask(file, { number: uscc, atLeastRevision: '1' }, 'inspector')
    expect(read.errors).toBeUndefined()
    expect(read.data).toMatchObject({
      enterprise: {
        ...{ uscc, name: details.name, status: 'ACTIVE', revision: '1', codeWarnings: [] },
        penalties: [{ fine: 200_000, standing: 'IN_FORCE', kinds: ['FINE'], corrected: false }],
        timeline: { totalCount: 2 },
      },
    })
  })
  test('the same decision in other brackets is recorded once', async () => {
    const again = await api.ask(impose, { input: { ...penalty, decisionNumber: '沪市监徐处[2025]1号' } }, 'penalty')
    expect(again.data).toMatchObject({ imposePenalty: { changed: false, revision: '1' } })
  })
  test('any of its numbers leads to the file', async () => {
    for (const number of [
      '310104000000001',
      'MA1X0001-7',
      ' 91310104ma1x00017m ',
      '９１３１０１０４ＭＡ１Ｘ０００１７Ｍ',
    ]) {
      const read = await api.ask(file, { number }, 'inspector')
      expect(read.data, number).toMatchObject({ enterprise: { uscc } })
    }
    expect((await api.ask(file, { number: '不存在' }, 'inspector')).data).toEqual({ enterprise: null })
  })
  test('an earlier day, and an earlier state of knowledge, are answered from the stream', async () => {
    const before = await api.ask(file, { number: uscc, asOf: '2025-03-05' }, 'inspector')
    expect(before.data).toMatchObject({ enterprise: { penalties: [], timeline: { totalCount: 1 } } })
    const unknown = await api.ask(file, { number: uscc, knownAt: '2026-11-22T00:00:00Z' }, 'inspector')
    expect(unknown.data).toEqual({ enterprise: null })
  })
  test('a correction changes what is read now and leaves what was known before', async () => {
    const read = await api.ask(file, { number: uscc }, 'inspector')
    const [before] = (read.data as never as { enterprise: { penalties: { eventId: string }[] } }).enterprise.penalties
    const known = api.now.instant.toISOString()
    api.now.instant = new Date('2026-11-23T03:00:00.000Z')
    const correct = `mutation ($input: CorrectEntryInput!) { correctEntry(input: $input) { revision } }`
    const input = {
      uscc,
      requestId: 'c1',
      eventId: before?.eventId,
      changes: { terms: { fine: 300_000 } },
      reason: '金额录入错误',
      correctedOn: '2026-11-23',
    }
    expect((await api.ask(correct, { input }, 'penalty')).data).toMatchObject({ correctEntry: { revision: '2' } })
    const now = await api.ask(file, { number: uscc, atLeastRevision: '2' }, 'inspector')
    expect(now.data).toMatchObject({ enterprise: { penalties: [{ fine: 300_000, corrected: true }] } })
    const then = await api.ask(file, { number: uscc, knownAt: known }, 'inspector')
    expect(then.data).toMatchObject({ enterprise: { penalties: [{ fine: 200_000, corrected: false }] } })
  })
  test('another agency’s officer, a wrong role, and the public are refused', async () => {
    const other = { ...penalty, decisionNumber: '2号', authority: { code: '11310104MA1070023X', name: '别的机关' } }
    expect((await api.ask(impose, { input: other }, 'penalty')).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    expect((await api.ask(impose, { input: penalty }, 'inspector')).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    expect((await api.ask(file, { number: uscc })).errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } })
  })
  test('bad input and refusals say which field and which rule', async () => {
    const fine = { ...penalty, decisionNumber: '3号', terms: { ...penalty.terms, fine: 0 } }
    expect((await api.ask(impose, { input: fine }, 'penalty')).errors?.[0]?.extensions).toMatchObject({
      code: 'REFUSED',
      reason: 'FINE_WITHOUT_AMOUNT',
    })
    const strange = { ...penalty, uscc: '91310104MA1O0001S' }
    expect((await api.ask(impose, { input: strange }, 'penalty')).errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'uscc',
    })
    const future = { ...penalty, decisionNumber: '4号', decidedOn: '2031-01-01' }
    expect((await api.ask(impose, { input: future }, 'penalty')).errors?.[0]?.extensions).toMatchObject({
      reason: 'DAY_IN_FUTURE',
    })
  })
})
