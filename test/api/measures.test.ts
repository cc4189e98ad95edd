import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shippedEdition } from '../../domain/punishment/measures/shipped-edition.ts'
import { type DemoName, startTestApi, type TestApi } from '../support/api.ts'
import { serious } from '../support/window.ts'
import * as wish from '../support/wishes.ts'

let api: TestApi
const uscc = '913101048800000016'
beforeAll(async () => {
  api = await startTestApi()
  await api.record(uscc, wish.register({ uscc: uscc as never }))
  await api.record(uscc, serious())
})
afterAll(() => api.close())

async function ask<T>(query: string, variables: object = {}, as: DemoName = 'coordinator'): Promise<T> {
  const answer = await api.ask(query, variables, as)
  expect(answer.errors).toBeUndefined()
  return answer.data as unknown as T
}
async function refusal(query: string, variables: object, as: DemoName): Promise<string | undefined> {
  const { errors } = await api.ask(query, variables, as)
  return errors?.[0]?.extensions.reason ?? errors?.[0]?.extensions.code
}

const PROPOSE = 'mutation ($input: ProposeMeasuresInput!) { proposeMeasures(input: $input) { version effectiveFrom } }'
const ENACT = `mutation ($version: Int!, $from: Date!) {
  enactMeasures(version: $version, effectiveFrom: $from, documentNumber: "发改财金〔2026〕1号") { version effectiveFrom } }`
const WITHDRAW = 'mutation { withdrawMeasures(version: 3, reason: "有误") { version withdrawnOn } }'
const VERSIONS = '{ measureCatalogueVersions { version proposedOn effectiveFrom withdrawnOn rules { code } } }'
const edition = (version: number, over: object = {}) => ({
  ...{ ...shippedEdition, version, name: `第${version}版` },
  rules: shippedEdition.rules.filter(({ bars }) => !bars.includes('HONOUR')),
  ...over,
})
const input = (version: number, over: object = {}) => ({
  input: { edition: edition(version, over), reason: '新版清单' },
})
const answerOn = async (asOf: string) => {
  const query =
    'query ($n: String!, $on: Date!) { windowCheck(number: $n, matter: "HONOUR", asOf: $on) { answer measuresVersion } }'
  return (await ask<{ windowCheck: object }>(query, { n: uscc, on: asOf }, 'licensing')).windowCheck
}

describe('the catalogue of measures over the API', () => {
  test('is proposed whole, with every measure that a list in force names, by who may', async () => {
    expect(await refusal(PROPOSE, input(2), 'licensing')).toBe('FORBIDDEN')
    expect(await refusal(PROPOSE, { input: { edition: { version: 2 }, reason: 'x' } }, 'coordinator')).toBe(
      'BAD_USER_INPUT',
    )
    expect(await refusal(PROPOSE, input(2, { rules: [{ code: 'X' }] }), 'coordinator')).toBe('BAD_USER_INPUT')
    const stranger = { ...shippedEdition.rules[0], code: 'X', measure: 'PILLORY' }
    expect(await refusal(PROPOSE, input(2, { rules: [stranger] }), 'coordinator')).toBe('EDITION_INVALID')
    const measures = shippedEdition.measures.filter(({ code }) => code !== 'FUNDS')
    const rules = shippedEdition.rules.filter(({ measure }) => measure !== 'FUNDS')
    expect(await refusal(PROPOSE, input(2, { measures, rules }), 'coordinator')).toBe('MEASURE_NOT_IN_CATALOGUE')
    expect((await ask<{ measureCatalogueVersions: object[] }>(VERSIONS)).measureCatalogueVersions).toHaveLength(1)
  })

  test('is enacted by another, and windows answer by it from its day on; sent again, nothing changes', async () => {
    const proposed = { proposeMeasures: { version: 2, effectiveFrom: null } }
    expect(await ask(PROPOSE, input(2))).toEqual(proposed)
    const from = { version: 2, from: '2026-12-01' }
    expect(await refusal(ENACT, from, 'coordinator')).toBe('EDITION_OWN_ENACTMENT')
    expect(await answerOn('2026-12-01')).toMatchObject({ answer: 'BARRED', measuresVersion: 1 })
    const enacted = { enactMeasures: { version: 2, effectiveFrom: '2026-12-01' } }
    expect(await ask(ENACT, from, 'credit')).toEqual(enacted)
    const head = await api.system.store.head()
    expect(await ask(ENACT, from, 'credit')).toEqual(enacted)
    await ask(PROPOSE, input(2))
    expect(await api.system.store.head()).toBe(head)
    expect(await answerOn('2026-11-30')).toMatchObject({ answer: 'BARRED', measuresVersion: 1 })
    expect(await answerOn('2026-12-01')).toMatchObject({ answer: 'CLEAR', measuresVersion: 2 })
    expect(await refusal(ENACT, { ...from, version: 9 }, 'credit')).toBe('EDITION_VERSION_UNKNOWN')
  })

  test('is withdrawn with a reason, and every version stays to be seen', async () => {
    await ask(PROPOSE, input(3))
    const withdrawn = { withdrawMeasures: { version: 3, withdrawnOn: '2026-11-23' } }
    expect(await ask(WITHDRAW, {}, 'credit')).toEqual(withdrawn)
    const head = await api.system.store.head()
    expect(await ask(WITHDRAW, {}, 'credit')).toEqual(withdrawn)
    expect(await api.system.store.head()).toBe(head)
    expect(await refusal(ENACT, { version: 3, from: '2026-12-05' }, 'approver')).toBe('EDITION_WITHDRAWN')
    const { measureCatalogueVersions } = await ask<{ measureCatalogueVersions: object[] }>(VERSIONS)
    expect(measureCatalogueVersions).toMatchObject([
      { version: 1, proposedOn: null },
      { version: 2, proposedOn: '2026-11-23', effectiveFrom: '2026-12-01', withdrawnOn: null },
      { version: 3, effectiveFrom: null, withdrawnOn: '2026-11-23' },
    ])
  })
})
