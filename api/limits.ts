import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  type ValidationContext,
} from 'graphql'

/** How deep a query may go, and what it may cost at most. Introspection of the whole schema stays within both. */
export const depthMax = 14
export const costMax = 6_000

const rootCost = 50
const numberCost = 0.6
const numbersMax = 5_000
const pageMax = 500 // What a page size given by a variable is taken for.

/**
 * Bounds what one request may ask for before anything runs. Every object costs one, times the page sizes above it; each
 * root field costs something of its own, so that aliases do not multiply for free; so does each of the numbers of
 * enterprises that it names. Sections of a file are gathered by loaders and count once.
 */
export function withinCost(context: ValidationContext): ASTVisitor {
  const factors: number[] = [1]
  let cost = 0
  return {
    Field: {
      enter(node) {
        const factor = factors.at(-1) ?? 1
        const type = context.getType()
        const isRoot = factors.length === 1
        if (type && isCompositeType(getNamedType(type))) cost += factor * (isRoot ? rootCost : 1)
        if (isRoot) cost += costOfNumbers(node)
        factors.push(factor * pageSizeOf(node, type ?? undefined))
        if (cost > costMax) {
          context.reportError(
            new GraphQLError(`查询过于庞大（代价超过 ${costMax}），请减少字段或者每页条数。`, {
              extensions: { code: 'TOO_COMPLEX' },
            }),
          )
          cost = Number.NEGATIVE_INFINITY // Said once.
        }
        if (factors.length > depthMax + 1 && !isIntrospection(context)) {
          context.reportError(
            new GraphQLError(`查询嵌套过深（超过 ${depthMax} 层）。`, {
              nodes: node,
              extensions: { code: 'TOO_COMPLEX' },
            }),
          )
          return false
        }
        return undefined
      },
      leave() {
        factors.pop()
      },
    },
  }
}

/** A list given by a variable is taken for as long as it may be, so that one request asks for one such list. */
function costOfNumbers(node: FieldNode): number {
  const numbers = node.arguments?.find(({ name }) => name.value === 'numbers')?.value
  if (numbers === undefined) return 0
  return numberCost * (numbers.kind === 'ListValue' ? numbers.values.length : numbersMax)
}

const isIntrospection = (context: ValidationContext): boolean => context.getParentType()?.name.startsWith('__') ?? false

function pageSizeOf(node: FieldNode, type: GraphQLOutputType | undefined): number {
  const inner = isNonNullType(type) ? type.ofType : type
  if (isListType(inner)) return 1 // Its page was counted where `first` stands.
  const first = node.arguments?.find(({ name }) => name.value === 'first')?.value
  if (first === undefined) return isPage(inner) ? 20 : 1
  return first.kind === 'IntValue' ? Math.max(1, Number(first.value)) : pageMax
}

const isPage = (type: GraphQLOutputType | undefined): boolean =>
  type !== undefined && getNamedType(type).name.endsWith('Connection')
