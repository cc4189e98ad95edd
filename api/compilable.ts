import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  Kind,
  typeFromAST,
  visit,
} from 'graphql'

/**
 * Which queries may be compiled (预编译) without saying anything else than uncompiled. The compiler keeps one operation
 * for a whole text, asks for a variable that must not be null though it has a default, leaves out the defaults within an
 * input that comes as a variable, and takes a variable that is left out within a written input for null. Queries that
 * could tell are carried out as they stand, every time.
 */
export function compilable(schema: GraphQLSchema): (document: DocumentNode) => boolean {
  const known = new WeakMap<DocumentNode, boolean>()
  return (document) => {
    const before = known.get(document)
    if (before !== undefined) return before
    const may = hasOneOperation(document) && !variesWithin(document) && !takesDefaults(schema, document)
    known.set(document, may)
    return may
  }
}

const hasOneOperation = ({ definitions }: DocumentNode): boolean =>
  definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length === 1

/** Whether a variable stands within a written list or input. */
function variesWithin(document: DocumentNode): boolean {
  let varies = false
  const within = { enter: () => void depth++, leave: () => void depth-- }
  let depth = 0
  visit(document, {
    ListValue: within,
    ObjectValue: within,
    Variable() {
      if (depth > 0) varies = true
    },
  })
  return varies
}

/** Whether a variable has a default, its own or, in an input, anywhere in it. */
const takesDefaults = (schema: GraphQLSchema, { definitions }: DocumentNode): boolean =>
  definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.variableDefinitions?.some(({ type, defaultValue }) => {
        const given = typeFromAST(schema, type) as GraphQLInputType | undefined
        return defaultValue !== undefined || (given !== undefined && hasDefaults(given, new Set()))
      }),
  )

function hasDefaults(type: GraphQLInputType, seen: Set<unknown>): boolean {
  const named = getNamedType(type)
  if (!isInputObjectType(named) || seen.has(named)) return false
  seen.add(named)
  return Object.values(named.getFields()).some(
    (field) => field.defaultValue !== undefined || hasDefaults(field.type, seen),
  )
}
