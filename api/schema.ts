import {
  buildSchema,
  type ConstDirectiveNode,
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
} from 'graphql'
import { isPermission, type Permission } from './auth/roles.ts'
import { requirePermission } from './auth/viewer.ts'
import type { Context } from './context.ts'
import { scalars } from './scalars.ts'

/** A module's share of the schema: its SDL, written first, and the resolvers that serve it. */
export type SchemaPart = Readonly<{
  typeDefs: string
  resolvers: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}>

type AnyField = GraphQLField<unknown, Context>
type AnyResolver = GraphQLFieldResolver<unknown, Context>

/**
 * Builds the schema from its parts. Nothing is open by default: a root field that names neither `@public` nor
 * `@requires` is an error here, at start, and so is a resolver without a field or a root field without a resolver.
 */
export function composeSchema(parts: readonly SchemaPart[]): GraphQLSchema {
  const schema = buildSchema(parts.map(({ typeDefs }) => typeDefs).join('\n'))
  for (const { resolvers } of parts) {
    for (const [typeName, fields] of Object.entries(resolvers)) attach(schema, typeName, fields)
  }
  for (const [name, scalar] of Object.entries(scalars)) {
    const type = schema.getType(name)
    if (isScalarType(type)) {
      const { serialize, parseValue, parseLiteral } = scalar
      Object.assign(type, { serialize, parseValue, parseLiteral })
    }
  }
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      if (!field.resolve && !field.subscribe) throw new Error(`${root?.name}.${field.name} has no resolver`)
      if (guardOf(field) === undefined)
        throw new Error(`${root?.name}.${field.name} says neither @public nor @requires`)
    }
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) guard(field as AnyField)
  }
  return schema
}

function attach(schema: GraphQLSchema, typeName: string, fields: Readonly<Record<string, unknown>>): void {
  const type = schema.getType(typeName)
  for (const [name, resolver] of Object.entries(fields)) {
    const field = isObjectType(type) ? type.getFields()[name] : undefined
    if (field === undefined) throw new Error(`there is no field ${typeName}.${name}`)
    if (typeof resolver === 'function') field.resolve = resolver as AnyResolver
    else Object.assign(field, resolver) // A subscription: { subscribe, resolve }.
  }
}

/** Whom a field is open to: everybody, or whoever has a permission; undefined where it does not say. */
export function guardOf(field: Pick<AnyField, 'astNode' | 'name'>): 'PUBLIC' | Permission | undefined {
  const directives: readonly ConstDirectiveNode[] = field.astNode?.directives ?? []
  const requires = directives.find(({ name }) => name.value === 'requires')
  const value = requires?.arguments?.[0]?.value
  if (value?.kind === 'StringValue') {
    if (!isPermission(value.value)) throw new Error(`${field.name} requires ${value.value}, which is no permission`)
    return value.value
  }
  return directives.some(({ name }) => name.value === 'public') ? 'PUBLIC' : undefined
}

function guard(field: AnyField): void {
  const permission = guardOf(field)
  if (permission === undefined || permission === 'PUBLIC') return
  const guarded =
    (resolve: AnyResolver): AnyResolver =>
    (root, args, context, info) => {
      requirePermission(context.viewer, permission)
      return resolve(root, args, context, info)
    }
  if (field.subscribe) field.subscribe = guarded(field.subscribe)
  field.resolve = guarded(field.resolve ?? defaultFieldResolver)
}
