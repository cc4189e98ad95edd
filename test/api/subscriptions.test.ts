import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitUntilTold } from '../../projections/runner.ts'
import { growSample } from '../../seeds/sample.ts'
import { startTestApi, type TestApi } from '../support/api.ts'
import { eventsOf } from '../support/event-stream.ts'

let api: TestApi
let url: string
let number: string

beforeAll(async () => {
  api = await startTestApi()
  await growSample(api.system, {
    size: 5,
    clock: () => new Date('2026-11-23T02:00:00Z'),
    signal: new AbortController().signal,
    progress: false,
  })
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}/graphql`
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
  const answer = await api.ask('{ enterprises(first: 1) { edges { node { uscc } } } }', {}, 'inspector')
  const data = answer.data as unknown as { enterprises: { edges: { node: { uscc: string } }[] } }
  number = data.enterprises.edges[0]?.node.uscc ?? ''
})
afterAll(() => api.close())

const query = 'subscription ($number: String!) { fileChanged(number: $number) { type revision title } }'

async function subscribed(as: 'inspector' | undefined, text = query) {
  const ending = new AbortController()
  const response = await fetch(url, {
    method: 'POST',
    signal: ending.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(as ? { authorization: `Bearer ${await api.tokenOf(as)}` } : {}),
    },
    body: JSON.stringify({ query: text, variables: { number } }),
  })
  return { response, ending }
}

const errorOf = async (response: Response) =>
  ((await response.json()) as { errors: [{ message: string; extensions: { code: string } }] }).errors[0]

const award = (requestId: string) =>
  api.ask(
    `mutation ($input: AwardHonourInput!) { awardHonour(input: $input) { revision } }`,
    { input: { uscc: number, requestId, title: '示范企业', level: 'COUNTY', awardedOn: '2026-11-20' } },
    'licensing',
  )

describe('a subscription', () => {
  test('brings what comes into the file, from the moment it stands, in order', async () => {
    const { response, ending } = await subscribed('inspector')
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const events = eventsOf(response)
    const revisions: string[] = []
    for (const id of ['h1', 'h2', 'h3']) {
      const answer = await award(id)
      expect(answer.errors).toBeUndefined()
      const { value } = await events.next()
      expect(value).toMatchObject({ kind: 'next', data: { data: { fileChanged: { type: 'HonourAwarded' } } } })
      revisions.push(value?.data.data.fileChanged.revision)
      expect(revisions.at(-1)).toBe(
        (answer.data as unknown as { awardHonour: { revision: string } }).awardHonour.revision,
      )
    }
    ending.abort()
  })

  test('needs the permission, and a client that takes event streams', async () => {
    const { response } = await subscribed(undefined)
    expect((await errorOf(response)).extensions.code).toBe('FORBIDDEN')
    const plain = await api.ask(query, { number }, 'inspector')
    expect(plain.errors?.[0]?.message).toContain('text/event-stream')
  })

  test('that does not fit the schema is refused before anything flows', async () => {
    const { response } = await subscribed('inspector', 'subscription { nothing }')
    expect(response.status).toBe(400)
    expect((await errorOf(response)).extensions.code).toBe('BAD_USER_INPUT')
    const asked = await subscribed('inspector', '{ me { officer } }')
    expect(asked.response.headers.get('content-type')).toContain('application/json')
    expect((await errorOf(asked.response)).message).toContain('订阅')
  })

  test('ends when the server stops', async () => {
    const { response } = await subscribed('inspector')
    const events = eventsOf(response)
    const next = events.next()
    const begun = Date.now()
    await api.app.close()
    expect((await next).done ?? true).toBeTypeOf('boolean')
    expect(Date.now() - begun).toBeLessThan(5_000)
  })
})
