import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql'
import { isPlainDate } from '../domain/kernel/plain-date.ts'

const bad = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

function parseDate(value: unknown): string {
  if (typeof value === 'string' && isPlainDate(value)) return value
  throw bad(`“${String(value)}”不是日期，应写作 2026-01-31`)
}

export function parseInstant(value: unknown): string {
  const text = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) ? value : ''
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) throw bad(`“${String(value)}”不是时刻，应写作 2026-01-31T08:00:00Z`)
  return instant.toISOString()
}

function parseFen(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw bad(`“${String(value)}”不是金额，应为非负整数，单位分`)
}

function parseRevision(value: unknown): bigint {
  if (typeof value === 'string' && /^\d{1,18}$/.test(value)) return BigInt(value)
  throw bad(`“${String(value)}”不是档案版本`)
}

const literal =
  <T>(parse: (value: unknown) => T) =>
  (node: ValueNode): T => {
    if (node.kind === Kind.STRING) return parse(node.value)
    if (node.kind === Kind.INT) return parse(Number(node.value))
    throw bad('字面值的写法不对')
  }

const scalar = <T>(
  name: string,
  description: string,
  parse: (value: unknown) => T,
  serialize: (value: unknown) => unknown,
) => new GraphQLScalarType({ name, description, parseValue: parse, parseLiteral: literal(parse), serialize })

/** The scalars of the schema; their SDL stands in `base.graphql`. */
export const scalars = {
  Date: scalar('Date', '', parseDate, parseDate),
  DateTime: scalar('DateTime', '', parseInstant, parseInstant),
  Fen: scalar('Fen', '', parseFen, (value) => parseFen(typeof value === 'string' ? Number(value) : value)),
  Revision: scalar('Revision', '', parseRevision, (value) => String(value)),
  Json: new GraphQLScalarType({
    name: 'Json',
    parseValue: (value) => value,
    parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
  }),
  /** What the multipart request parser leaves in a variable: a promise of the file. */
  Upload: new GraphQLScalarType({
    name: 'Upload',
    parseValue: (value) => {
      const { promise } = (value ?? {}) as { promise?: unknown }
      if (promise instanceof Promise) return promise
      throw bad('文件须按 GraphQL multipart request 规范上传')
    },
    parseLiteral: () => {
      throw bad('文件须以变量上传')
    },
  }),
} as const
