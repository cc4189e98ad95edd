import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import { idSource } from '../../../domain/kernel/ids.ts'
import type { Uscc } from '../../../domain/kernel/uscc.ts'
import { waitUntilTold } from '../../../projections/runner.ts'
import { type DemoName, startTestApi, type TestApi } from '../../support/api.ts'
import * as wish from '../../support/wishes.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const newId = idSource()
const uscc = '913101049900000021' as Uscc
const submit = (one: EnterpriseCommand) =>
  api.system.handler.submit(enterpriseDecider, enterpriseStream(uscc), one, {
    ...{ clock: () => api.now.instant, newId: api.system.newId, correlationId: 'test' },
    actor: { agency: wish.agency.code, officer: 'o', role: 'x' },
  })

type Outcome = { caseId: string; changed: boolean; stage: string | null; refusal: string | null }
const outcome = 'caseId changed stage refusal'

async function ask<T>(query: string, input: object, as: DemoName = 'listing'): Promise<T> {
  const answer = await api.ask(query, { input }, as)
  expect(answer.errors).toBeUndefined()
  return answer.data as unknown as T
}
async function codeOf(query: string, input: object, as: DemoName = 'listing'): Promise<unknown> {
  const { errors } = await api.ask(query, { input }, as)
  return errors?.[0]?.extensions.reason ?? errors?.[0]?.extensions.code
}

const TAKE = `mutation ($input: TakeOverListingsInput!) { takeOverListings(input: $input) { ${outcome} } }`
const APPLY = `mutation ($input: ExitApplicationInput!) { recordExitApplication(input: $input) { ${outcome} } }`
const EXITS = `mutation ($input: ProposeExitsInput!) { proposeListingExits(input: $input) {
  batch { id stage } outcomes { ${outcome} } } }`
const VOID = 'mutation ($input: VoidEntryInput!) { voidEntry(input: $input) { changed } }'
const byId = (field: string, args: string) => `mutation { ${field}(${args}) { ${outcome} } }`

test('a listing is left by two persons, and every step of it may be sent again, whatever changed since', async () => {
  await submit(wish.register({ uscc, details: { ...wish.details, name: '名录样例某有限公司' } }))
  await submit(wish.enter())
  const listings = [{ uscc, listingId: wish.listingId }]
  const taken = await ask<{ takeOverListings: Outcome[] }>(TAKE, { listings })
  const caseId = taken.takeOverListings[0]?.caseId ?? ''
  await submit(wish.change({ name: '新名称有限公司' }, '2026-11-20'))
  expect((await ask<typeof taken>(TAKE, { listings })).takeOverListings).toMatchObject([
    { caseId, changed: false, refusal: null },
  ])
  await api.ask(byId('confirmTakenOverListings', `caseIds: ["${caseId}"]`), {}, 'decider')

  const entered = { uscc, requestId: newId(), reason: '撤销', voidedOn: '2026-11-23' }
  for await (const { type, id } of api.system.store.readStream(enterpriseStream(uscc))) {
    if (type !== 'ListingEntered') continue
    expect(await codeOf(VOID, { ...entered, eventId: id }, 'admin')).toBe('LISTING_NOT_CORRECTABLE')
  }

  const said = { caseId, ground: 'CURED', statement: '已恢复联系', appliedOn: '2026-11-23' }
  expect(await codeOf(APPLY, { ...said, requestId: 'x' })).toBe('BAD_USER_INPUT')
  const exitId = newId()
  await ask(APPLY, { ...said, requestId: exitId })
  await api.ask(byId('acceptExitApplication', `caseId: "${caseId}", exitId: "${exitId}"`), {}, 'listing')
  const requestId = newId()
  const exit = { requestId, caseIds: [caseId], ground: 'CURED', reasonCode: '5', findings: '已取得联系' }
  type Exits = { proposeListingExits: { outcomes: Outcome[] } }
  expect((await ask<Exits>(EXITS, exit)).proposeListingExits.outcomes).toMatchObject([{ stage: 'EXIT_PROPOSED' }])
  await api.ask(`mutation { decideListBatch(id: "${requestId}") { batch { stage } } }`, {}, 'decider')
  const head = await api.system.store.head()
  expect((await ask<Exits>(EXITS, exit)).proposeListingExits.outcomes).toMatchObject([
    { changed: false, stage: 'CURED', refusal: null },
  ])
  expect(await api.system.store.head()).toBe(head)
})

test('an exit that was obtained by fraud is cancelled by two persons, and bars again from that day', async () => {
  const listed = 'query ($u: String) { listingCases(uscc: $u) { nodes { id } } }'
  const at = async () => {
    const head = await api.system.store.head()
    if (head) await waitUntilTold(api.system.readModels.pool, head, 20_000)
    const { data } = await api.ask(listed, { u: uscc }, 'listing')
    return (data as unknown as { listingCases: { nodes: { id: string }[] } }).listingCases.nodes[0]?.id ?? ''
  }
  const caseId = await at()
  const PROPOSE = `mutation ($input: ExitRevocationInput!) { proposeExitRevocation(input: $input) { ${outcome} } }`
  const input = { requestId: newId(), caseId, findings: '联系人系伪造' }
  expect(await codeOf(PROPOSE, { ...input, requestId: 'x' })).toBe('BAD_USER_INPUT')
  expect(await ask(PROPOSE, input)).toMatchObject({ proposeExitRevocation: { stage: 'REVOCATION_PROPOSED' } })
  expect(await ask(PROPOSE, input)).toMatchObject({ proposeExitRevocation: { changed: false } })
  const revoke = byId('revokeListingExit', `caseId: "${caseId}", revocationId: "${input.requestId}"`)
  expect((await api.ask(revoke, {}, 'listing')).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  const { data } = await api.ask(revoke, {}, 'decider')
  expect(data).toMatchObject({ revokeListingExit: { changed: true, stage: 'LISTED' } })
  const head = await api.system.store.head()
  expect((await api.ask(revoke, {}, 'decider')).data).toMatchObject({ revokeListingExit: { changed: false } })
  expect(await api.system.store.head()).toBe(head)
  const { data: known } = await api.ask(`{ listingCase(id: "${caseId}") { decisionNumber endGround } }`, {}, 'listing')
  expect(known).toMatchObject({ listingCase: { decisionNumber: '（徐市监）异更〔2026〕第1号', endGround: null } })
  const query = `{ windowCheck(number: "${uscc}", matter: "SIMPLE_DEREGISTRATION") { answer } }`
  expect((await api.ask(query, {}, 'licensing')).data).toMatchObject({ windowCheck: { answer: 'BARRED' } })
})
