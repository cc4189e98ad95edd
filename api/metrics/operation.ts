import { getOperationAST, type GraphQLSchema, Kind, parse } from 'graphql'

type OperationOf = (query: string, operationName: string | undefined) => string

const keptMax = 500
const keptLength = 10_000

/**
 * What a query asks for, as one of a few words: the root field, `several`, `introspection`, or `invalid`. Not the name that
 * the client gave it: that may be anything, and there is no end of them.
 */
export function operationNames(schema: GraphQLSchema): OperationOf {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const fields = new Set(roots.flatMap((type) => Object.keys(type?.getFields() ?? {})))
  const kept = new Map<string, string>()

  function look(query: string, operationName: string | undefined): string {
    const operation = operationIn(query, operationName)
    const asked = new Set(
      operation?.selectionSet.selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : '…')),
    )
    const own = [...asked].filter((name) => !name.startsWith('__'))
    if (operation === undefined) return 'invalid'
    if (own.length === 0) return 'introspection'
    const [name = ''] = own
    if (own.length > 1 || name === '…') return 'several'
    return fields.has(name) ? name : 'invalid'
  }

  return (query, operationName) => {
    const key = `${operationName ?? ''}\n${query}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const name = look(query, operationName)
    if (key.length > keptLength) return name
    if (kept.size === keptMax) kept.clear()
    kept.set(key, name)
    return name
  }
}

function operationIn(query: string, operationName: string | undefined) {
  try {
    return getOperationAST(parse(query), operationName) ?? undefined
  } catch {
    return undefined // A syntax error, which execution tells about.
  }
}

const codes = new Set([
  ...['BAD_USER_INPUT', 'REFUSED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE', 'TOO_COMPLEX', 'INTERNAL'],
])

/** An answer's outcome in one word: `ok`, the code of its first error, or `other`. */
export function statusOf(errorCodes: readonly string[]): string {
  const [first] = errorCodes
  if (first === undefined) return 'ok'
  return codes.has(first) ? first : 'other'
}
