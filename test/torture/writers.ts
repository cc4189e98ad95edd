import { setTimeout as sleep } from 'node:timers/promises'
import { idSource } from '../../domain/kernel/ids.ts'
import { composeUscc, type Uscc } from '../../domain/kernel/uscc.ts'
import type { Random } from '../../seeds/random.ts'
import type { Place } from './processes.ts'

/** What a client knows of a request that it sent: where it stands if it was acknowledged, nothing otherwise. */
export type Request = { uscc: Uscc; acknowledged: boolean; eventId?: string; revision?: bigint }

/** All requests by their ids, which the events carry. */
export type Ledger = Map<string, Request>

export type Counts = { sent: number; acknowledged: number; unanswered: number; refusedFor: Record<string, number> }

const newId = idSource()
const bodySigns = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Codes that no other number of this installation gives. */
export function codeOf(kind: 'W' | 'H', n: number): Uscc {
  let rest = n
  let tail = ''
  for (let place = 0; place < 4; place++) {
    tail = bodySigns.charAt(rest % 31) + tail
    rest = Math.floor(rest / 31)
  }
  return composeUscc('91', '310104', `MA${kind}T${tail}`)
}

const registerMutation = `mutation ($input: RegisterEnterpriseInput!) { done: registerEnterprise(input: $input) { revision changed eventIds } }`
const mutations = {
  inspection: `mutation ($input: RecordInspectionInput!) { done: recordInspection(input: $input) { revision changed eventIds } }`,
  honour: `mutation ($input: AwardHonourInput!) { done: awardHonour(input: $input) { revision changed eventIds } }`,
  change: `mutation ($input: ChangeRegistrationInput!) { done: changeRegistration(input: $input) { revision changed eventIds } }`,
} as const
type Kind = keyof typeof mutations

function inputOf(kind: Kind, uscc: Uscc, requestId: string): object {
  const common = { uscc, requestId }
  if (kind === 'honour') return { ...common, title: '诚信示范单位', level: 'CITY', awardedOn: '2026-03-02' }
  if (kind === 'change') {
    return { ...common, changedOn: '2026-03-02', changes: { address: `漕溪北路${requestId}号` } } // Never the same twice.
  }
  const inspectors = ['a', 'b'].map((inspectorId) => ({ inspectorId, certificateNumber: `证${inspectorId}` }))
  return { ...common, form: 'RANDOM', inspectedOn: '2026-03-02', inspectors, results: ['1'] }
}

const register = (uscc: Uscc) => ({
  ...{ uscc, registeredOn: '2020-01-02' },
  details: { name: `上海${uscc.slice(-6)}有限公司`, subjectKind: 'LEGAL_PERSON', establishedOn: '2020-01-02' },
})

type Done = { revision: string; changed: boolean; eventIds: string[] }
type Answer = { data?: { done: Done | null } | null; errors?: { message: string; extensions?: { code?: string } }[] }

/** What only says that it is unknown whether the request was carried out, or that it was not. */
const passing = new Set(['UNAVAILABLE', 'CONFLICT'])

export async function signedIn({ url }: Place): Promise<string> {
  const body = JSON.stringify({ query: 'mutation { signIn(user: "admin") { token } }' })
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  const { data } = (await answer.json()) as { data: { signIn: { token: string } } }
  return data.signIn.token
}

/**
 * Writes over HTTP until told to stop: to files of its own, and to some that all writers share. A request that nobody
 * answered is sent again as it was, or given up, as the dice have it.
 */
export async function writing(
  options: Readonly<{
    place: Place
    token: string
    ledger: Ledger
    counts: Counts
    own: readonly Uscc[]
    shared: readonly Uscc[]
    random: Random
    stop: AbortSignal
  }>,
): Promise<void> {
  const { place, token, ledger, counts, own, shared, random, stop } = options
  for (const uscc of [...own, ...shared]) {
    while (!stop.aborted && (await send(registerMutation, register(uscc))) === undefined) await pause(100)
  }
  while (!stop.aborted) {
    const kind = random.oneOf(['inspection', 'honour', 'change'] as const)
    const [first, ...others] = random.chance(400) ? shared : own
    if (first === undefined) throw new Error('no files to write to')
    const uscc = random.oneOf([first, ...others])
    const requestId = newId()
    const input = inputOf(kind, uscc, requestId)
    const request: Request = { uscc, acknowledged: false }
    ledger.set(requestId, request)
    for (;;) {
      const done = await send(mutations[kind], input)
      if (done !== undefined) {
        request.acknowledged = true
        const [eventId] = done.eventIds
        if (eventId !== undefined) Object.assign(request, { eventId, revision: BigInt(done.revision) })
        break
      }
      if (stop.aborted || random.chance(300)) break
      await pause(random.between(10, 200))
    }
    await pause(random.between(0, 30))
  }

  async function send(query: string, input: object): Promise<Done | undefined> {
    counts.sent += 1
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const body = JSON.stringify({ query, variables: { input } })
    let answer: Answer
    try {
      const signal = AbortSignal.timeout(20_000)
      const response = await fetch(`${place.url}/graphql`, { method: 'POST', headers, body, signal })
      answer = (await response.json()) as Answer
    } catch {
      counts.unanswered += 1
      return undefined
    }
    const done = answer.data?.done
    if (done) {
      counts.acknowledged += 1
      return done
    }
    const [error] = answer.errors ?? []
    const code = error?.extensions?.code ?? 'NONE'
    counts.refusedFor[code] = (counts.refusedFor[code] ?? 0) + 1
    if (!passing.has(code)) throw new Error(`a writer was told ${code}: ${error?.message}`)
    return undefined
  }

  function pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: stop }).catch(() => undefined)
  }
}
