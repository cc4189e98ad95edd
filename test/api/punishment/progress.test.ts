import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { liveEvents } from '../../../api/live.ts'
import { partiesOf } from '../../../api/punishment/parties.ts'
import { queryResolvers } from '../../../api/punishment/query.resolvers.ts'
import { isOf } from '../../../api/punishment/services.ts'
import { caseOf } from '../../../domain/punishment/case/case.ts'
import { caseStream } from '../../../domain/punishment/case/codec.ts'
import { caseDecider } from '../../../domain/punishment/case/decider.ts'
import type { CaseEvent } from '../../../domain/punishment/case/events.ts'
import type { RecordedEvent } from '../../../domain/kernel/event.ts'
import type { EventStore } from '../../../domain/store/event-store.ts'
import { startTestApi, type TestApi, type DemoName } from '../../support/api.ts'
import { eventsOf } from '../../support/event-stream.ts'
import { demoUsers } from '../../../api/auth/demo-users.ts'
import * as p from '../../support/punishment.ts'

let api: TestApi
let url: string
beforeAll(async () => {
  api = await startTestApi()
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}/graphql`
})
afterAll(() => api.close())

const agencyOf = (name: DemoName) => demoUsers.find((one) => one.name === name)?.agency ?? { code: '', name: '' }
const context = () => ({
  ...{ clock: () => api.now.instant, newId: api.system.newId, correlationId: 'test' },
  actor: { agency: 'x', officer: 'x', role: 'x' },
})
const submit = (caseId: string, command: ReturnType<typeof p.draft>) =>
  api.system.handler.submit(caseDecider, caseStream(caseId), command, context())
const draftFor = (caseId: string, executors: readonly DemoName[]) =>
  p.draft({ caseId, executors: executors.map((name) => ({ agency: agencyOf(name), rules: ['N-ENTRY-SERIOUS'] })) })
/** Passed on a day on which the directory has them as finance bureaus. */
const passFor = (executors: readonly DemoName[]) =>
  p.pass(
    p.passer,
    undefined,
    executors.map((name) => ({ agency: agencyOf(name), kinds: ['FINANCE'] })),
  )

async function listening(as: DemoName | undefined) {
  const ending = new AbortController()
  const response = await fetch(url, {
    ...{ method: 'POST', signal: ending.signal },
    headers: {
      ...{ 'content-type': 'application/json', accept: 'text/event-stream' },
      ...(as && { authorization: `Bearer ${await api.tokenOf(as)}` }),
    },
    body: JSON.stringify({ query: 'subscription { punishmentProgress { caseId type title } }' }),
  })
  const events = response.status === 200 ? eventsOf(response) : undefined
  return { response, ending, next: async () => (await events?.next())?.value?.data.data.punishmentProgress }
}

test('what happens in a case is told at once to who asked for it and who has an order, and to nobody else', async () => {
  const executor = await listening('executor')
  const coordinator = await listening('coordinator')
  await submit('C1', draftFor('C1', ['licensing', 'executor']))
  await submit('C2', draftFor('C2', ['executor']))
  await submit('C2', passFor(['executor']))
  await submit('C2', p.accept({ agency: agencyOf('executor').code }))
  const heard: { caseId: string; type: string }[] = []
  while (heard.at(-1)?.type !== 'PunishmentOrderAccepted') heard.push(await executor.next())
  expect(new Set(heard.map(({ caseId }) => caseId))).toEqual(new Set(['C2']))
  const types = heard.map(({ type }) => type)
  expect(types.slice(-3)).toEqual(['PunishmentCasePassed', 'PunishmentOrderIssued', 'PunishmentOrderAccepted'])
  expect(await coordinator.next()).toMatchObject({ caseId: 'C1', type: 'PunishmentCaseDrafted' }) // Who sees all.
  executor.ending.abort()
  coordinator.ending.abort()
  const { response } = await listening(undefined)
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
  expect(errors[0]?.extensions.code).toBe('FORBIDDEN')
})

test('who stops listening is let go at once, and an event is looked up once for all who listen', async () => {
  const { store } = api.system
  const reads: string[] = []
  const counted: EventStore = {
    ...store,
    append: store.append.bind(store),
    subscribeAll: store.subscribeAll.bind(store),
    head: () => store.head(),
    readStream(stream, options) {
      reads.push(`${stream} ${options?.from}`)
      return store.readStream(stream, options)
    },
  }
  const live = liveEvents(counted)
  let letGo = 0
  const listen: typeof live.listen = async (wants) => {
    const heard = await live.listen(wants)
    return { ...heard, next: heard.next.bind(heard), return: async () => (letGo++, heard.return?.() as never) } as never
  }
  const viewer = { kind: 'OFFICER', officer: 'a', agency: agencyOf('executor'), roles: ['PUNISHMENT_EXECUTOR'] }
  const ctx = { services: { live: { ...live, listen }, store: counted }, viewer } as never
  const { subscribe } = queryResolvers.Subscription.punishmentProgress
  const listeners = await Promise.all(Array.from({ length: 20 }, () => subscribe(undefined, {}, ctx)))
  const first = listeners.map((one) => one.next())
  await submit('C3', draftFor('C3', ['executor']))
  await submit('C3', passFor(['executor']))
  for (const one of await Promise.all(first)) expect(one.done).toBe(false)
  expect(reads.length).toBeLessThanOrEqual(2) // The draft was looked up, and then what had come since.
  const waiting = listeners.map((one) => one.next())
  await Promise.all(listeners.map((one) => one.return?.()))
  expect(letGo).toBe(20)
  await Promise.race([Promise.all(waiting), new Promise((_, reject) => setTimeout(reject, 2_000))])
  await live.close()
})

test('those who are told of a case are those who may see it', async () => {
  const stranger = { code: 'STRANGER', name: '某机关' }
  const agencies = [{ agency: stranger, kinds: ['COURT'] as const }]
  const steps = [p.draft(), p.pass(), p.send({ to: [stranger], agencies })]
  const facts = p.given(...steps).events.map((event, n) => ({
    ...(event as CaseEvent),
    ...{ id: `E${n}`, stream: 'punishment-C1', revision: BigInt(n) },
  })) as unknown as RecordedEvent<CaseEvent>[]
  for (let count = 1; count <= facts.length; count++) {
    const some = facts.slice(0, count)
    const store = { readStream: () => some } as unknown as EventStore
    const parties = await partiesOf(store, { ...(some.at(-1) as RecordedEvent) })
    const known = caseOf(some)
    for (const agency of [p.drafting.requesting.code, 'FIN', 'HOU', 'STRANGER', 'NOBODY'])
      expect(known && isOf(known, agency)).toBe(parties.has(agency))
  }
})
