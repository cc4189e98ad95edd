import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoName, startTestApi, type TestApi } from '../support/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api?.close())

const number = '11010519491231002X' // The example of GB 11643.
const files = ['91310104MA1X00017M', '92310104MA1X00025D'] as const
const [uscc] = files
const registrar = { code: '11310104MA10700153', name: '上海市徐汇区市场监督管理局' }
const penalty = {
  ...{ uscc, decisionNumber: '沪市监徐处〔2025〕1号', decidedOn: '2025-03-06' },
  terms: { kinds: ['FINE'], fine: 200_000, violation: '食品安全', facts: '过期', basis: '食品安全法', content: '罚款' },
}
const person = { uscc, role: 'RESPONSIBLE', name: '赵某某', identityNumber: number, recordedOn: '2025-03-06' }

const recorded = 'uscc revision changed recordIds'
const recordPerson = `mutation ($input: RecordPersonInput!) { recordPerson(input: $input) { ${recorded} } }`
const forgetPerson = `mutation ($input: ForgetPersonInput!) { forgetPerson(input: $input) { personId destroyed uscc } }`
const find = `query ($number: String!) { personFiles(identityNumber: $number) { personId
  entries { uscc enterpriseName role standing recordSection recordId recordedOn } } }`
const read = `query ($number: String!, $atLeastRevision: Revision, $asOf: Date) {
  enterprise(number: $number, atLeastRevision: $atLeastRevision, asOf: $asOf) { revision
    persons { id personId standing role recordSection recordId masked name identityNumber documentKind phone
      recordedOn removedOn forgottenOn forgettingGround authority { code } }
    timeline { edges { node { type data } } } } }`

type Person = Record<string, unknown> & { id: string; personId: string }
const ok = async (query: string, input: object, as: DemoName) => {
  const { data, errors } = await api.ask(query, { input }, as)
  expect(errors).toBeUndefined()
  const [answer] = Object.values(data ?? {}) as unknown as [Record<string, never>]
  return answer
}
async function personsOf(code: string, as: DemoName, atLeastRevision?: string): Promise<Person[]> {
  const { data, errors } = await api.ask(read, { number: code, atLeastRevision }, as)
  expect(errors).toBeUndefined()
  return (data as never as { enterprise: { persons: Person[] } }).enterprise.persons
}
const codeOf = async (query: string, variables: object, as: DemoName) =>
  (await api.ask(query, variables, as)).errors?.[0]?.extensions

beforeAll(async () => {
  for (const [n, code] of files.entries()) {
    const details = { name: `上海样例${n}有限公司`, subjectKind: 'LEGAL_PERSON', registrar }
    const input = { uscc: code, registeredOn: '2020-01-02', details }
    await ok(
      'mutation ($input: RegisterEnterpriseInput!) { registerEnterprise(input: $input) { uscc } }',
      input,
      'licensing',
    )
  }
})

describe('persons of a file, over HTTP', () => {
  let penaltyId = ''
  test('a responsible person of a penalty is recorded once, and masked for whoever may not open', async () => {
    const imposed = await ok(
      `mutation ($input: ImposePenaltyInput!) { imposePenalty(input: $input) { ${recorded} } }`,
      penalty,
      'penalty',
    )
    penaltyId = (imposed.recordIds as unknown as string[])[0] ?? ''
    const input = { ...person, record: { section: 'PENALTY', recordId: penaltyId }, phone: '021-6482 1234' }
    const first = await ok(recordPerson, input, 'penalty')
    expect(first).toMatchObject({ changed: true, revision: '2' })
    expect(await ok(recordPerson, input, 'penalty')).toMatchObject({ changed: false, revision: '2' })
    const [told] = await personsOf(uscc, 'inspector', '2')
    expect(told).toMatchObject({
      ...{ role: 'RESPONSIBLE', standing: 'RECORDED', recordSection: 'PENALTY', recordId: penaltyId, masked: true },
      ...{
        name: '***',
        identityNumber: '***',
        phone: '***',
        documentKind: 'IDENTITY_CARD',
        authority: registrar && { code: registrar.code },
      },
    })
  })

  test('whoever has the permission reads them in the clear', async () => {
    for (const as of ['privacy', 'admin'] as const) {
      const [told] = await personsOf(uscc, as)
      expect(told).toMatchObject({ masked: false, name: '赵某某', identityNumber: number, phone: '02164821234' })
    }
    const earlier = await api.ask(read, { number: uscc, asOf: '2025-12-31' }, 'privacy')
    expect(earlier.data).toMatchObject({ enterprise: { persons: [{ name: '赵某某' }] } })
  })

  test('the timeline says that something is sealed, and not what', async () => {
    for (const as of ['inspector', 'admin'] as const) {
      const { data } = await api.ask(read, { number: uscc }, as)
      const entries = JSON.stringify((data as never as { enterprise: { timeline: unknown } }).enterprise.timeline)
      expect(entries).toContain('"name":{"sealed":true}')
      expect(entries).not.toMatch(/ciphertext|digest|nonce/)
    }
  })

  test('one person is found in every file by number, however it is written, without being opened', async () => {
    const contact = { ...person, uscc: files[1], role: 'CONTACT', recordedOn: '2026-01-05', name: '赵某某' }
    const { revision } = await ok(recordPerson, { ...contact, identityNumber: '110105491231002' }, 'licensing')
    await personsOf(files[1], 'inspector', revision)
    for (const written of [number, '１１０１０５１９４９１２３１００２ｘ', '110105491231002']) {
      const { data } = await api.ask(find, { number: written }, 'penalty')
      expect(data).toMatchObject({
        personFiles: {
          entries: [
            { uscc: files[0], enterpriseName: '上海样例0有限公司', role: 'RESPONSIBLE', recordId: penaltyId },
            { uscc: files[1], enterpriseName: '上海样例1有限公司', role: 'CONTACT', recordId: null },
          ],
        },
      })
      expect(JSON.stringify(data)).not.toContain('赵某某')
    }
    expect((await api.ask(find, { number: '310104199001011236' }, 'penalty')).data).toEqual({ personFiles: null })
  })

  test('roles without the permission are refused, and a bad number is not repeated', async () => {
    const forgetting = { personId: 'x', ground: 'TERM_ENDED', reason: '期限届满' }
    expect(await codeOf(find, { number }, 'inspector')).toMatchObject({ code: 'FORBIDDEN' })
    expect(await codeOf(recordPerson, { input: person }, 'auditor')).toMatchObject({ code: 'FORBIDDEN' })
    expect(await codeOf(forgetPerson, { input: forgetting }, 'penalty')).toMatchObject({ code: 'FORBIDDEN' })
    expect(await codeOf(forgetPerson, { input: forgetting }, 'privacy')).toMatchObject({ code: 'NOT_FOUND' })
    const bad = await api.ask(recordPerson, { input: { ...person, identityNumber: '１１０１０５，张三' } }, 'penalty')
    expect(bad.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'identityNumber' } })
    expect(bad.errors?.[0]?.message).not.toMatch(/110105|张三/)
    const other = { ...person, authority: { code: '11310104MA1070023X', name: '别的机关' }, role: 'CONTACT' }
    expect(await codeOf(recordPerson, { input: other }, 'penalty')).toMatchObject({ code: 'FORBIDDEN' })
    expect(await codeOf(recordPerson, { input: person }, 'penalty')).toMatchObject({
      reason: 'RESPONSIBLE_WITHOUT_RECORD',
    })
  })

  test('free text that is kept for ever is refused with an identity number in it', async () => {
    const annul = `mutation ($input: AnnulPenaltyInput!) { annulPenalty(input: $input) { revision } }`
    const input = { uscc, penaltyId, annulledOn: '2026-01-01', ground: 'REVIEW', documentNumber: `身份证${number}` }
    const { errors } = await api.ask(annul, { input }, 'penalty')
    expect(errors?.[0]?.extensions).toMatchObject({ reason: 'IDENTITY_NUMBER_IN_CLEAR' })
    expect(JSON.stringify(errors)).not.toContain(number)
  })

  test('a removed person stays on record as removed', async () => {
    const [told] = await personsOf(files[1], 'privacy')
    const remove = `mutation ($input: RemovePersonInput!) { removePerson(input: $input) { revision } }`
    const input = { uscc: files[1], id: told?.id, removedOn: '2026-02-01', reason: '联系人更换' }
    const { revision } = await ok(remove, input, 'licensing')
    expect(await personsOf(files[1], 'privacy', revision)).toMatchObject([
      { standing: 'REMOVED', removedOn: '2026-02-01' },
    ])
  })

  test('forgetting needs a reason that does not name the person', async () => {
    const [told] = await personsOf(uscc, 'privacy')
    const forgetting = { personId: told?.personId, ground: 'TERM_ENDED' }
    for (const reason of [' ', '赵某某申请删除', `${number}申请删除`, '来电13812345678']) {
      expect(await codeOf(forgetPerson, { input: { ...forgetting, reason } }, 'privacy'), reason).toMatchObject({
        ...{ code: 'BAD_USER_INPUT', field: 'reason' },
      })
    }
    expect(await personsOf(uscc, 'privacy')).toMatchObject([{ standing: 'RECORDED', name: '赵某某' }])
  })

  test('a forgotten person is gone in every file at once, for everybody, on whatever day', async () => {
    const [before] = await personsOf(uscc, 'privacy')
    const input = { personId: before?.personId, ground: 'TERM_ENDED', reason: '保存期限届满' }
    expect(await ok(forgetPerson, input, 'privacy')).toEqual({
      personId: before?.personId,
      destroyed: true,
      uscc: files,
    })
    expect(await ok(forgetPerson, input, 'privacy')).toEqual({ personId: before?.personId, destroyed: false, uscc: [] })
    const told = [...(await personsOf(uscc, 'admin', '3')), ...(await personsOf(files[1], 'admin', '3'))]
    for (const one of told) {
      expect(one).toMatchObject({ standing: 'FORGOTTEN', name: null, identityNumber: null, phone: null })
      expect(one).toMatchObject({ forgottenOn: '2026-11-23', forgettingGround: 'TERM_ENDED' })
    }
    const earlier = await api.ask(read, { number: uscc, asOf: '2025-12-31' }, 'admin')
    expect(earlier.data).toMatchObject({ enterprise: { persons: [{ standing: 'RECORDED', name: null }] } })
    expect((await api.ask(find, { number }, 'privacy')).data).toEqual({ personFiles: null })
  })
})
