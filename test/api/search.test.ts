import { createServer } from 'node:http'
import { getIntrospectionQuery } from 'graphql'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issuedTokens } from '../../api/auth/tokens.ts'
import { masked } from '../../api/system/log.ts'
import { growSample } from '../../seeds/sample.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { type Answer, startTestApi, type TestApi } from '../support/api.ts'

let api: TestApi
const grow = (size: number) =>
  growSample(api.system, { size, clock: () => api.now.instant, signal: new AbortController().signal, progress: false })
const toldAll = async () => {
  const head = await api.system.store.head()
  if (head) expect(await waitUntilTold(api.system.readModels.pool, head, 20_000)).toBe(true)
}
beforeAll(async () => {
  api = await startTestApi()
  await grow(120)
  await toldAll()
})
afterAll(() => api?.close())

type Page = {
  enterprises: {
    totalCount: number
    edges: { node: { uscc: string; name: string } }[]
    pageInfo: { hasNextPage: boolean; endCursor: string }
  }
}
const search = `query ($filter: EnterpriseFilter, $first: Int, $after: String) {
  enterprises(filter: $filter, first: $first, after: $after) {
    totalCount edges { node { uscc name status street industry { code } } } pageInfo { hasNextPage endCursor } } }`
const told = ({ data, errors }: Answer): Page['enterprises'] => {
  expect(errors).toBeUndefined()
  return (data as never as Page).enterprises
}
const page = async (variables: object): Promise<Page['enterprises']> =>
  told(await api.ask(search, variables, 'inspector'))

describe('search', () => {
  test('turns its pages without skipping or repeating anybody, while enterprises arrive', async () => {
    const seen: string[] = []
    let after: string | undefined
    for (let size = 121; ; size += 5) {
      const { edges, pageInfo } = await page({ first: 17, ...(after && { after }) })
      seen.push(...edges.map(({ node }) => node.uscc))
      if (!pageInfo.hasNextPage) break
      after = pageInfo.endCursor
      await grow(size)
      await toldAll()
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect([...seen].sort()).toEqual(seen)
    const first = (await page({ first: 200 })).edges.map(({ node }) => node.uscc)
    const last = seen.at(-1) ?? ''
    const before = new Set(first.slice(0, 120))
    expect(seen.filter((uscc) => before.has(uscc)).length).toBeGreaterThan(100)
    expect(last).toBe(first.at(-1))
  })
  test('finds by parts of the name, street, industry, status, and code; signs of a pattern are plain text', async () => {
    const { edges } = await page({ filter: { name: '餐饮' }, first: 50 })
    expect(edges.length).toBeGreaterThan(0)
    expect(edges.every(({ node }) => node.name.includes('餐饮'))).toBe(true)
    const [some] = edges
    expect((await page({ filter: { uscc: some?.node.uscc.slice(0, 14) } })).totalCount).toBeGreaterThan(0)
    expect((await page({ filter: { name: '%' } })).totalCount).toBe(0)
    expect((await page({ filter: { name: '_' } })).totalCount).toBe(0)
    expect(
      (await page({ filter: { street: '310104014', industry: '65', status: ['ACTIVE'] } })).totalCount,
    ).toBeLessThan(30)
  })
  test('asks one statement a table, however many files a page holds', async () => {
    const { pool } = api.system.readModels
    let statements = 0
    const query = pool.query
    pool.query = ((...args: Parameters<typeof query>) => {
      statements += 1
      return query.apply(pool, args)
    }) as typeof query
    const sections =
      'licences { id } penalties { id } inspections { id } listings { id } annualReports { id } honours { id } commitments { id }'
    const { errors } = await api.ask(
      `{ enterprises(first: 50) { edges { node { uscc ${sections} } } } }`,
      {},
      'inspector',
    )
    pool.query = query
    expect(errors).toBeUndefined()
    expect(statements).toBe(9) // The search, seven sections, and the states by which listings end.
  })
})

describe('one request', () => {
  test('is bounded in depth, in cost, and in the size of a page', async () => {
    const code = async (query: string) => (await api.ask(query, {}, 'inspector')).errors?.[0]?.extensions.code
    const timelines = 'timeline(first: 500) { edges { node { eventId source { file } } } }'
    expect(await code(`{ enterprises(first: 200) { edges { node { ${timelines} } } } }`)).toBe('TOO_COMPLEX')
    expect(await code(`{ ${Array.from({ length: 200 }, (_, n) => `a${n}: me { agency }`).join(' ')} }`)).toBe(
      'TOO_COMPLEX',
    )
    const introspection = getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true })
    expect(await code(introspection)).toBe(undefined) // What every tool asks stays within the bounds.
    const deep = `{ __type(name: "Query") { ${'fields { type { '.repeat(9)} name ${'} } '.repeat(9)} } }`
    expect(['TOO_COMPLEX', 'BAD_USER_INPUT']).toContain(await code(deep)) // The library has a bound of its own.
    expect(await code('{ enterprises(first: 201) { totalCount } }')).toBe('BAD_USER_INPUT')
    expect(await code('{ enterprises(first: 0) { totalCount } }')).toBe('BAD_USER_INPUT')
  })
  test('that fails for a reason nobody foresaw tells a number and nothing else', async () => {
    const { errors } = await api.ask('{ enterprise(number: "\\u0000") { uscc } }', {}, 'inspector')
    expect(errors?.[0]?.message).not.toMatch(/invalid byte|UTF8/)
  })
})

test('tokens of a configured issuer are believed when its key signed them, for this audience, and not otherwise', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] })
  const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(jwks))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const tokens = issuedTokens(
    { jwksUrl: `http://127.0.0.1:${port}/`, issuer: 'https://sso', audience: 'yidang' },
    () => new Date(),
  )
  const sign = (audience: string, claims: object) =>
    new SignJWT({ agency: '11310104MA10700153', agency_name: '局', roles: ['AUDITOR', 'KING'], ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setSubject('u1')
      .setIssuer('https://sso')
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign(privateKey)
  expect(await tokens.verify(await sign('yidang', {}))).toMatchObject({ officer: 'u1', roles: ['AUDITOR'] })
  await expect(tokens.verify(await sign('other', {}))).rejects.toThrow('无效')
  await expect(tokens.verify(await sign('yidang', { agency: '' }))).rejects.toThrow('机关')
  expect(tokens.sign).toBeUndefined()
  server.close()
})

test('a log line holds no identity number and no telephone', () => {
  expect(masked('张某 310104199001011234 电话 13812345678 代码 91310104MA1X00017M')).toBe(
    '张某 310104************ 电话 138****5678 代码 91310104MA1X00017M',
  )
})
