import type { FastifyInstance } from 'fastify'
import { graphql } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tokens } from '../../api/auth/tokens.ts'
import { publicViewer } from '../../api/auth/viewer.ts'
import { baseResolvers } from '../../api/base/base.resolvers.ts'
import { readSdl } from '../../api/base/sdl.ts'
import { composeSchema } from '../../api/schema.ts'
import { buildServer } from '../../api/server.ts'
import { createLog } from '../../api/system/log.ts'

/** Fields that say what they were given, in as many ways as a default can be meant. */
const typeDefs = `
  scalar Told
  enum Sort { NEW OLD }
  input Page { first: Int! = 50, tags: [ID!] = [], marks: [String!]! = ["a", "b"], sort: Sort = NEW, deep: Deep = { n: 7 } }
  input Deep { n: Int = 3, list: [Int!]! = [1] }
  extend type Subscription { nothing: Told @public }
  extend type Mutation { write(input: Page!): Told @public }
  extend type Query {
    list(first: Int! = 50, after: Int = 4, tags: [ID!] = ["x"], sort: Sort! = OLD, page: Page = {}): Told @public
    pages(pages: [Page!]! = [{ first: 1 }]): [Item!]! @public
  }
  type Item { told(first: Int = 100, tags: [ID!]! = []): Told }
`
const say = (_root: unknown, args: object) => JSON.stringify(args)
const resolvers = {
  Query: { list: say, pages: (_root: unknown, { pages }: { pages: unknown[] }) => pages.map((page) => ({ page })) },
  Mutation: { write: say },
  Subscription: { nothing: { subscribe: () => [] } },
  Item: { told: (item: object, args: object) => JSON.stringify({ ...item, ...args }) },
}
const part = { typeDefs, resolvers }
const tokens: Tokens = { sign: undefined, verify: () => Promise.reject(new Error('nobody')) }
const base = { typeDefs: readSdl(import.meta.resolve('../../api/server.ts'), 'base/base.graphql'), resolvers: {} }
const schema = composeSchema([{ ...base, resolvers: baseResolvers(tokens) }, part])

let app: FastifyInstance
beforeAll(async () => {
  app = await buildServer({
    ...{
      parts: [part],
      services: {},
      tokens,
      clock: () => new Date(0),
      log: createLog({ level: 'silent', pretty: false }),
    },
  })
})
afterAll(() => app?.close())

type Asked = Readonly<{ variables?: object; operationName?: string }>

/** Sent again and again, each time the answer is that of the reference implementation, which compiles nothing. */
async function expectSame(query: string, ...asked: readonly Asked[]): Promise<void> {
  const answered: unknown[] = []
  for (let round = 0; round < 4; round++) {
    for (const [n, { variables = {}, operationName }] of asked.entries()) {
      const payload = { query, variables, ...(operationName && { operationName }) }
      const answer = (await app.inject({ method: 'POST', url: '/graphql', payload })).json()
      const reference = await graphql({
        ...{ schema, source: query, variableValues: { ...variables }, contextValue: { viewer: publicViewer } },
        ...(operationName && { operationName }),
      })
      const expected = JSON.parse(JSON.stringify(reference))
      expect(answer.data ?? null, `round ${round}, ${n}`).toEqual(expected.data ?? null)
      answered.push(answer.data)
      expect(Boolean(answer.errors), `round ${round}, ${n}`).toBe(Boolean(expected.errors))
    }
  }
  expect(answered.some(Boolean)).toBe(true)
}

describe('a query sent again and again', () => {
  test('keeps the defaults of its arguments, lists and objects included', () => expectSame('{ list }', {}))

  test('keeps the default of a variable, given, left out, or null', () =>
    expectSame(
      'query ($first: Int! = 200, $tags: [ID!] = ["q"]) { list(first: $first, tags: $tags) }',
      ...[{}, { variables: { first: 3 } }, { variables: { tags: [] } }, { variables: { tags: null } }, {}],
      { variables: { first: null } },
    ))

  test('keeps the default of an argument whose variable is left out', () =>
    expectSame(
      'query ($after: Int, $tags: [ID!], $page: Page) { list(after: $after, tags: $tags, page: $page) }',
      ...[
        {},
        { variables: { after: null, tags: ['1'] } },
        { variables: { after: 1 } },
        { variables: { page: null } },
        {},
      ],
      { variables: { page: { tags: ['z'] } } },
    ))

  test('keeps the default of an argument that must not be null, where its variable may be left out', () =>
    expectSame(
      'query ($first: Int, $sort: Sort) { list(first: $first, sort: $sort) }',
      ...[{}, { variables: { first: 9 } }, { variables: { sort: 'NEW' } }, {}],
      { variables: { first: null } },
    ))

  test('keeps the defaults within an input, in the query or in a variable', async () => {
    await expectSame('{ list(page: { tags: ["k"] }) }', {})
    await expectSame('{ list(page: { deep: { n: 2 } }) }', {})
    await expectSame(
      'query ($page: Page!) { list(page: $page) }',
      ...[{ variables: { page: {} } }, { variables: { page: { first: 1, deep: {} } } }, { variables: { page: {} } }],
    )
    await expectSame(
      'query ($page: Page = { sort: OLD }) { list(page: $page) }',
      ...[{}, { variables: { page: { marks: [] } } }, {}],
    )
  })

  test('keeps the defaults of an input of which a part is a variable', () =>
    expectSame(
      'query ($first: Int, $tags: [ID!], $deep: Deep) { list(page: { first: $first, tags: $tags, deep: $deep }) }',
      ...[{}, { variables: { first: 5 } }, { variables: { tags: ['t'] } }, { variables: { deep: {} } }, {}],
      { variables: { tags: null } },
    ))

  test('keeps the defaults of a mutation', () =>
    expectSame(
      'mutation ($input: Page!) { write(input: $input) }',
      ...[{ variables: { input: {} } }, { variables: { input: { tags: ['t'] } } }, { variables: { input: {} } }],
    ))

  test('keeps the defaults of fields of a list, and of a list of inputs', async () => {
    await expectSame('{ pages { told } }', {})
    await expectSame(
      'query ($pages: [Page!]!, $n: Int, $t: [ID!]! = ["d"]) { pages(pages: $pages) { told(first: $n, tags: $t) } }',
      ...[{ variables: { pages: [{}, { tags: ['a'] }] } }, { variables: { pages: [{}], n: 4, t: [] } }],
      { variables: { pages: [{}] } },
    )
  })

  test('leaves out what its variables say', async () => {
    for (const no of ['$no: Boolean!', '$no: Boolean! = false'])
      await expectSame(
        `query ($yes: Boolean!, ${no}) { list @include(if: $yes) pages @skip(if: $yes) { told @skip(if: $no) } }`,
        ...[
          { variables: { yes: true, no: true } },
          { variables: { yes: false, no: false } },
          { variables: { yes: true } },
        ],
        { variables: { yes: false, no: true } },
      )
  })

  test('is the operation that it names', () =>
    expectSame(
      'query One { list(first: 1) } query Two { list(first: 2) } mutation Three { write(input: {}) }',
      ...[{ operationName: 'One' }, { operationName: 'Two' }, { operationName: 'Three' }, { operationName: 'One' }, {}],
      { operationName: 'Four' },
    ))

  test('is refused again and again where its variables do not fit', () =>
    expectSame(
      'query ($first: Int!) { list(first: $first) }',
      ...[{ variables: { first: 'a' } }, {}, { variables: { first: 1 } }, { variables: { first: 1.5 } }],
    ))
})
