import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  printSchema,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { baseResolvers } from '../../api/base/base.resolvers.ts'
import { readSdl } from '../../api/base/sdl.ts'
import { schemaParts } from '../../api/main.ts'
import { composeSchema, guardOf } from '../../api/schema.ts'
import { startTestApi, type TestApi } from '../support/api.ts'

const tokens = { verify: () => Promise.reject(new Error('unused')), sign: undefined }
const base = {
  typeDefs: readSdl(new URL('../../api/base/sdl.ts', import.meta.url).href, 'base.graphql'),
  resolvers: baseResolvers(tokens),
}
const schema = composeSchema([base, ...schemaParts])
const own = Object.values(schema.getTypeMap()).filter(
  ({ name, astNode }) => !name.startsWith('__') && astNode !== undefined,
)

/** Every described thing of a type: itself, its fields, their arguments, its values. */
function* described(type: GraphQLNamedType): Generator<readonly [string, string | null | undefined]> {
  yield [type.name, type.description]
  if (isEnumType(type))
    for (const { name, description } of type.getValues()) yield [`${type.name}.${name}`, description]
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return
  for (const field of Object.values(type.getFields())) {
    yield [`${type.name}.${field.name}`, field.description]
    for (const { name, description } of 'args' in field ? field.args : []) {
      yield [`${type.name}.${field.name}(${name})`, description]
    }
  }
}

test('everything in the schema is described in Chinese and in English', () => {
  const bare = own.flatMap((type) =>
    [...described(type)].filter(([, text]) => !/\p{Script=Han}.* · .*[A-Za-z]{2}/u.test(text ?? '')),
  )
  expect(bare.map(([name]) => name)).toEqual([])
})

test('the schema is the one that clients know', () => {
  const file = fileURLToPath(new URL('../golden/schema.graphql', import.meta.url))
  const printed = `${printSchema(schema)}\n`
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, printed)
  expect(printed).toBe(readFileSync(file, 'utf8'))
})

test('a root field that says neither @public nor @requires does not get as far as a server', () => {
  const open = { typeDefs: 'extend type Query { open: Int }', resolvers: { Query: { open: () => 1 } } }
  expect(() => composeSchema([base, ...schemaParts, open])).toThrow('Query.open says neither @public nor @requires')
  const unknown = {
    typeDefs: 'extend type Query { odd: Int @requires(permission: "odd") }',
    resolvers: { Query: { odd: () => 1 } },
  }
  expect(() => composeSchema([base, ...schemaParts, unknown])).toThrow('no permission')
})

describe('signed out', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await startTestApi()
  })
  afterAll(() => api?.close())

  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}),
  )
  const openFields = roots.filter((field) => guardOf(field) === 'PUBLIC').map(({ name }) => name)

  test('only these fields are open', () =>
    expect(openFields).toEqual([
      ...['me', 'publicEnterprise', 'inspectionItems', 'inspectionPlans', 'draws', 'draw'],
      ...['verifyCreditReport', 'listCatalogue', 'publicList', 'system', 'signIn'],
    ]))

  const uploads = ['importRecords'] // Asked with a real upload in imports.test.ts.
  const guarded = roots.map(({ name }) => name).filter((name) => ![...openFields, ...uploads].includes(name))

  test.each(guarded)('%s is refused', async (name) => {
    const isMutation = schema.getMutationType()?.getFields()[name] !== undefined
    const field = roots.find((one) => one.name === name)
    const args = field?.args.filter(({ type }) => String(type).endsWith('!')) ?? []
    const variables = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ')
    const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')
    const query = `${isMutation ? 'mutation' : 'query'} ${variables && `(${variables})`} { ${name}${passed && `(${passed})`} { __typename } }`
    const values = Object.fromEntries(args.map((arg) => [arg.name, valueFor(String(arg.type).replace('!', ''))]))
    const { errors } = await api.ask(query, values)
    expect(errors?.[0]?.extensions.code, JSON.stringify(errors)).toBe('FORBIDDEN')
  })
})

/** The least that an input type lets through. */
function valueFor(typeName: string): unknown {
  const type = schema.getType(typeName.replace(/[[\]!]/g, ''))
  if (typeName.startsWith('[')) return []
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => String(field.type).endsWith('!'))
    return Object.fromEntries(needed.map((field) => [field.name, valueFor(String(field.type).slice(0, -1))]))
  }
  if (isEnumType(type)) return type.getValues()[0]?.name
  return (
    { Date: '2025-01-01', DateTime: '2025-01-01T00:00:00Z', Fen: 0, Revision: '0', Int: 2020, Boolean: true, Json: {} }[
      typeName
    ] ?? 'x'
  )
}
