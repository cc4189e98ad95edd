import { expect } from 'vitest'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import { idSource } from '../../../domain/kernel/ids.ts'
import type { Uscc } from '../../../domain/kernel/uscc.ts'
import { type DemoName, startTestApi } from '../../support/api.ts'
import * as wish from '../../support/wishes.ts'

export type Outcome = {
  caseId: string
  changed: boolean
  stage: string | null
  refusal: string | null
  toLand: string | null
  landingRefusal: string | null
}
export type Batch = {
  id: string
  stage: string
  number: string | null
  decidedCount: number | null
  caseIds: string[]
  refused: { caseId: string; refusal: string }[]
}
export type BatchOutcome = { batch: Batch | null; outcomes: Outcome[] }
type Case = {
  stage: string
  toLand: string | null
  exitId: string | null
  decisionNumber: string | null
  steps: string[]
}

const outcome = 'caseId changed stage refusal message toLand landingRefusal'
const batchFields = `batch { id stage number decidedCount memberCount caseIds refused { caseId refusal } }
  outcomes { ${outcome} }`

/** An office of listings at work over the API, on a database of its own. */
export async function openOffice() {
  const api = await startTestApi()
  const newId = idSource()
  const at = (day: string) => (api.now.instant = new Date(`${day}T02:00:00.000Z`))

  async function ask<T>(query: string, variables: object = {}, as: DemoName = 'listing'): Promise<T> {
    const answer = await api.ask(query, variables, as)
    expect(answer.errors).toBeUndefined()
    return Object.values(answer.data ?? {})[0] as T
  }
  /** The refusal's reason, or the code of another error. */
  async function refusal(query: string, variables: object = {}, as: DemoName = 'listing'): Promise<string> {
    const { errors } = await api.ask(query, variables, as)
    const { code, reason } = errors?.[0]?.extensions ?? { code: 'NONE' }
    return reason ?? code
  }

  const documents = {
    NAME: `mutation ($input: NameCandidatesInput!) { nameListingCandidates(input: $input) { ${outcome} } }`,
    SERVE: `mutation ($input: ListingNoticeInput!) { serveListingNotice(input: $input) { ${outcome} } }`,
    LAPSE: `mutation ($ids: [ID!]!) { recordNoticeLapse(caseIds: $ids) { ${outcome} } }`,
    PROPOSE: `mutation ($input: ProposeListingsInput!) { proposeListings(input: $input) { ${batchFields} } }`,
    EXITS: `mutation ($input: ProposeExitsInput!) { proposeListingExits(input: $input) { ${batchFields} } }`,
    DECIDE: `mutation ($id: ID!) { decideListBatch(id: $id) { ${batchFields} } }`,
    RETURN: `mutation ($id: ID!) { returnListBatch(id: $id, reason: "补充") { ${batchFields} } }`,
    REFUSE: `mutation ($id: ID!, $exitId: ID!) {
      refuseListingExit(caseId: $id, exitId: $exitId, reason: "不符") { ${outcome} } }`,
    APPLY: `mutation ($input: ExitApplicationInput!) { recordExitApplication(input: $input) { ${outcome} } }`,
    ACCEPT: `mutation ($id: ID!, $exitId: ID!) { acceptExitApplication(caseId: $id, exitId: $exitId) { ${outcome} } }`,
    END: `mutation ($id: ID!, $ground: ListingEndGround!) { noteListingEnd(caseId: $id, ground: $ground) { ${outcome} } }`,
    NUMBERS: 'mutation ($input: ListNumbersInput!) { stateListNumbers(input: $input) { last } }',
    BATCHES: '{ listBatches(first: 100) { id stage number decidedCount caseIds } }',
    CASE: 'query ($id: ID!) { listingCase(id: $id) { stage toLand exitId decisionNumber steps } }',
  }
  const { NAME, SERVE, LAPSE, PROPOSE, EXITS, DECIDE, RETURN, CASE } = documents

  const code = (n: number): Uscc => `9131010499000${String(n).padStart(5, '0')}` as Uscc
  const context = () => ({
    ...{ clock: () => api.now.instant, newId: api.system.newId, correlationId: 'test' },
    actor: { agency: wish.agency.code, officer: 'o', role: 'x' },
  })
  async function submit(uscc: Uscc, one: EnterpriseCommand): Promise<void> {
    await api.system.handler.submit(enterpriseDecider, enterpriseStream(uscc), one, context())
  }
  async function files(from: number, count: number): Promise<Uscc[]> {
    const usccs = Array.from({ length: count }, (_, place) => code(from + place))
    for (const [place, uscc] of usccs.entries())
      await submit(uscc, wish.register({ uscc, details: { ...wish.details, name: `办理样例${from + place}有限公司` } }))
    return usccs
  }

  /** Candidates of a lost address, told and past their time: they may be proposed. */
  async function heard(usccs: readonly string[]): Promise<string[]> {
    at('2026-11-09')
    const candidates = usccs.map((uscc) => ({ uscc, groundText: '无法联系' }))
    const input = { requestId: newId(), listType: 'ABNORMAL_OPERATIONS', groundCode: 'AB4', candidates }
    const ids = (await ask<Outcome[]>(NAME, { input })).map(({ caseId }) => caseId)
    at('2026-11-10')
    const notice = { caseIds: ids, noticeNumber: '告1号', serving: 'SERVICE', servedOn: '2026-11-10' }
    await ask(SERVE, { input: notice })
    at('2026-11-23')
    await ask(LAPSE, { ids })
    return ids
  }

  const proposal = (caseIds: readonly string[], requestId = newId()) => ({
    input: { requestId, caseIds, reasons: '核查属实' },
  })
  const exit = (caseIds: readonly string[], requestId = newId(), findings = '已取得联系') => ({
    input: { requestId, caseIds, ground: 'CURED', reasonCode: '5', findings },
  })
  const propose = (caseIds: readonly string[], requestId?: string) =>
    ask<BatchOutcome>(PROPOSE, proposal(caseIds, requestId))
  const proposeExits = (caseIds: readonly string[], requestId?: string) =>
    ask<BatchOutcome>(EXITS, exit(caseIds, requestId))
  const decide = (id: string) => ask<BatchOutcome>(DECIDE, { id }, 'decider')
  const giveBack = (id: string) => ask<BatchOutcome>(RETURN, { id }, 'decider')

  /** Listed by a decision about all of them. */
  async function listed(usccs: readonly string[]): Promise<string[]> {
    const ids = await heard(usccs)
    await decide((await propose(ids)).batch?.id ?? '')
    return ids
  }
  const caseOf = (id: string) => ask<Case>(CASE, { id })
  const stagesOf = async (ids: readonly string[]) => (await Promise.all(ids.map(caseOf))).map(({ stage }) => stage)

  /** How many events of a type a stream holds. */
  async function countIn(stream: string, type: string): Promise<number> {
    let count = 0
    for await (const event of api.system.store.readStream(stream)) if (event.type === type) count++
    return count
  }

  return {
    ...{ api, newId, at, ask, refusal, documents, submit, files, heard, listed, proposal, exit, propose, proposeExits },
    ...{ decide, giveBack, caseOf, stagesOf, countIn, context },
  }
}
export type Office = Awaited<ReturnType<typeof openOffice>>
