import { afterAll, beforeAll, expect, test } from 'vitest'
import { agencyStream } from '../../../domain/agencies/codec.ts'
import { agencyDecider } from '../../../domain/agencies/decider.ts'
import { openAgencyDirectory } from '../../../api/system/agency-directory.ts'
import { codeOf, development, enter, finance } from '../../support/agencies.ts'
import { type DemoName, startTestApi, type TestApi } from '../../support/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const fields = 'code name kinds coordinates leftOn'
const mutate = async (field: string, args: string, as: DemoName = 'admin') => {
  const { data, errors } = await api.ask(`mutation { ${field}(${args}) { ${fields} } }`, {}, as)
  return { told: data?.[field], error: errors?.[0]?.extensions.reason ?? errors?.[0]?.extensions.code }
}
const entering = ({ code, name }: { code: string; name: string }, more = '') =>
  mutate('enterAgency', `input: { code: "${code}", name: "${name}"${more} }`)
const read = async (as: DemoName = 'inspector') =>
  (await api.ask(`{ agencies { fault coordinator { code } agencies { ${fields} } } }`, {}, as)).data?.agencies as
    { fault: string | null; coordinator: { code: string } | null; agencies: { code: string }[] } | undefined

test('agencies are entered, changed, and taken out by the administrator, and every officer reads them', async () => {
  expect((await read())?.fault).toContain('机关名录是空的')
  expect((await entering(finance)).told).toEqual({ ...finance, kinds: ['FINANCE'], coordinates: false, leftOn: null })
  expect((await read())?.fault).toContain('没有指定')
  expect((await entering({ ...development, code: ` ${development.code.toLowerCase()} ` })).told).toMatchObject(
    development,
  )
  expect((await entering(finance, ', kinds: [TAX]')).error).toBe('AGENCY_ALREADY_ENTERED')
  expect((await mutate('designateCoordinator', `code: "${codeOf(9)}"`)).error).toBe('AGENCY_UNKNOWN')
  expect((await mutate('designateCoordinator', `code: "${finance.code}"`)).error).toBe('COORDINATOR_WITHOUT_DUTY')
  expect((await mutate('designateCoordinator', `code: "${development.code}"`)).told).toMatchObject({
    coordinates: true,
  })
  expect(await read()).toMatchObject({ fault: null, coordinator: { code: development.code } })
  expect((await mutate('removeAgency', `code: "${development.code}", reason: "x"`)).error).toBe('AGENCY_COORDINATES')
  const changed = await mutate(
    'changeAgency',
    `input: { code: "${finance.code}", name: "上海市徐汇区财政局", kinds: [FINANCE, TAX], reason: "并入" }`,
  )
  expect(changed.told).toMatchObject({ kinds: ['FINANCE', 'TAX'] })
  expect((await mutate('removeAgency', `code: "${finance.code}", reason: "撤并"`)).told).toMatchObject({
    leftOn: '2026-11-23',
  })
  expect((await entering(finance)).told).toMatchObject({ leftOn: null, kinds: ['FINANCE'] })
  expect((await read())?.agencies.map(({ code }) => code)).toEqual([finance.code, development.code])
})

test('the directory is kept by nobody else, and is no affair of an enterprise', async () => {
  for (const as of ['listing', 'credit', 'auditor'] as const)
    expect((await mutate('enterAgency', `input: { code: "x", name: "x" }`, as)).error).toBe('FORBIDDEN')
  expect((await mutate('designateCoordinator', 'code: "x"', 'credit')).error).toBe('FORBIDDEN')
  expect(await read('enterprise')).toBeUndefined()
})

test('what another process enters is met in the log, and what was entered before in the rows and the log', async () => {
  const { store, readModels, handler, newId } = api.system
  const other = { code: codeOf(3), name: '上海市徐汇区商务委员会' }
  const context = { clock: () => api.now.instant, newId, correlationId: 'test' }
  const actor = { agency: 'x', officer: 'x', role: 'x' }
  const opened = await openAgencyDirectory(store, readModels.pool)
  const ending = new AbortController()
  const following = opened.follow(ending.signal)
  await handler.submit(agencyDecider, agencyStream(other.code), enter({ agency: other }), { ...context, actor })
  const codes = () => opened.book().entries.map(({ agency }) => agency.code)
  await expect.poll(codes).toContain(other.code)
  await expect.poll(async () => (await read())?.agencies.length).toBe(3)
  expect(opened.directory()?.coordinator).toEqual(development)
  ending.abort()
  await following
})
