import type { ListDefinition, ListEdition } from './definition.ts'
import { readListEdition } from './read.ts'
import { refuseListType } from './refusals.ts'

/** Reads an edition, and whether it says all that a lawful list must say; refused with the first problem. */
export function checkListEdition(given: unknown): ListEdition {
  const edition = readListEdition(given)
  const problem = problemOf(edition)
  if (problem !== undefined) throw refuseListType('LIST_EDITION_INVALID', { problem })
  return edition
}

function problemOf({ lists }: ListEdition): string | undefined {
  if (lists.length === 0) return '清单中没有名录'
  for (const list of lists) {
    const problem = problemOfBasis(list) ?? problemOfGrounds(list) ?? problemOfProcess(list) ?? problemOfTerm(list)
    if (problem !== undefined) return `名录“${list.name}”${problem}`
  }
  return problemOfOverlap(lists) ?? problemOfWords(lists)
}

function problemOfBasis(list: ListDefinition): string | undefined {
  if (list.effectiveUntil !== null && list.effectiveUntil < list.effectiveFrom) return '的失效日期早于施行日期'
  if (list.confidence === 'UNSURE' && list.publicity.isPublic) return '的依据尚未核实，不得向社会公示'
  if (list.decidedBy.length === 0) return '没有认定机关'
  return isRepeated(list.effects) ? '的惩戒措施有重复' : undefined
}

function problemOfGrounds({ grounds, mirrored }: ListDefinition): string | undefined {
  if (isRepeated(grounds.map(({ code }) => code))) return '的列入事由代码有重复'
  return mirrored && grounds.some(({ once }) => once !== null) ? '只作镜像，重复与否由认定机关判断' : undefined
}

function problemOfProcess({ mirrored, notice, numbers, penalty, ownPenalty }: ListDefinition): string | undefined {
  if (mirrored) return notice !== null || numbers !== null ? '只作镜像，不在本系统告知、决定' : undefined
  if (notice === null) return '没有列入前的告知程序'
  if (notice.serving.length === 0) return '没有告知方式'
  if (ownPenalty && penalty === 'NONE') return '不以处罚为要件，不能限定由处罚机关认定'
  return numbers === null ? '没有决定书文号字' : undefined
}

function problemOfTerm({ term, extension, earlyExit, grounds, mirrored }: ListDefinition): string | undefined {
  if (term.kind === 'AS_TOLD' && !mirrored) return '的期限须由清单规定'
  if (term.kind === 'AS_DECIDED' && !isRange(term)) return '的期限范围有误'
  if (extension !== null && !isRange(extension)) return '的延长期限范围有误'
  if (term.kind === 'UNTIL_CURED' && grounds.some(({ cures }) => cures.length === 0)) return '的列入事由没有移出事由'
  return earlyExit?.conditions.length === 0 ? '的提前移出没有条件' : undefined
}

/** Two versions of one list never hold on the same day. */
function problemOfOverlap(lists: readonly ListDefinition[]): string | undefined {
  for (const [place, one] of lists.entries()) {
    const other = lists.slice(place + 1).find(({ code, effectiveFrom, effectiveUntil }) => {
      const meets = one.effectiveUntil === null || effectiveFrom <= one.effectiveUntil
      return code === one.code && meets && (effectiveUntil === null || one.effectiveFrom <= effectiveUntil)
    })
    if (other) return `名录“${one.code}”的两个版本在同一天施行`
  }
  return undefined
}

/**
 * A word in a number means one list and one kind of decision: counters run for each, and two of them under one word would
 * give the same number twice. Versions of one list keep theirs.
 */
function problemOfWords(lists: readonly ListDefinition[]): string | undefined {
  const owners = new Map<string, string>()
  for (const { code, name, numbers } of lists)
    for (const [kind, word] of Object.entries(numbers ?? {})) {
      const owner = owners.get(word)
      if (owner !== undefined && owner !== `${code}/${kind}`)
        return `名录“${name}”的文号字“${word}”另有所用，文号会重复`
      owners.set(word, `${code}/${kind}`)
    }
  return undefined
}

const isRange = ({ monthsMin, monthsMax }: { monthsMin: number; monthsMax: number }): boolean => monthsMin <= monthsMax
const isRepeated = (codes: readonly string[]): boolean => new Set(codes).size < codes.length
