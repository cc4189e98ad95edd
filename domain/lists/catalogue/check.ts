import { isPlainDate } from '../../kernel/plain-date.ts'
import type { ListDefinition, ListEdition } from './definition.ts'
import { refuseListType } from './refusals.ts'

/** Whether an edition says all that a lawful list must say; refused with the first problem. */
export function checkListEdition(edition: ListEdition): void {
  const problem = problemOf(edition)
  if (problem !== undefined) throw refuseListType('LIST_EDITION_INVALID', { problem })
}

function problemOf({ version, name, effectiveFrom, lists }: ListEdition): string | undefined {
  if (!Number.isSafeInteger(version) || version < 1) return '版本号须为正整数'
  if (name.trim() === '') return '清单没有名称'
  if (!isPlainDate(effectiveFrom)) return '清单没有施行日期'
  if (lists.length === 0) return '清单中没有名录'
  for (const list of lists) {
    const problem = problemOfBasis(list) ?? problemOfGrounds(list) ?? problemOfProcess(list) ?? problemOfTerm(list)
    if (problem !== undefined) return `名录“${list.name || list.code}”${problem}`
  }
  return problemOfOverlap(lists)
}

function problemOfBasis(list: ListDefinition): string | undefined {
  if (!/^[A-Z][A-Z0-9_]{1,49}$/.test(list.code)) return '的代码须为大写英文'
  if (list.name.trim() === '') return '没有名称'
  if (list.legalBasis.trim() === '') return '没有设立依据'
  if (!isPlainDate(list.effectiveFrom)) return '没有施行日期'
  if (list.effectiveUntil !== null && list.effectiveUntil < list.effectiveFrom) return '的失效日期早于施行日期'
  if (list.decidedBy.length === 0 || list.decidedBy.some((kind) => kind.trim() === '')) return '没有认定机关'
  if (list.publicity.where.trim() === '') return '没有公示渠道'
  return isRepeated(list.effects) ? '的惩戒措施有重复' : undefined
}

function problemOfGrounds({ grounds, mirrored }: ListDefinition): string | undefined {
  if (isRepeated(grounds.map(({ code }) => code))) return '的列入事由代码有重复'
  const nameless = grounds.find(({ code, name }) => code.trim() === '' || name.trim() === '')
  if (nameless) return `的列入事由“${nameless.code}”没有代码或者名称`
  const wrong = grounds.find(({ clock }) => clock !== null && !isCount(clock.workingDays))
  if (wrong) return `的列入事由“${wrong.code}”的列入时限须为正整数个工作日`
  return mirrored && grounds.some(({ once }) => once !== null) ? '只作镜像，重复与否由认定机关判断' : undefined
}

function problemOfProcess({ mirrored, notice, numbers, penalty, ownPenalty }: ListDefinition): string | undefined {
  if (mirrored) return notice !== null || numbers !== null ? '只作镜像，不在本系统告知、决定' : undefined
  if (notice === null) return '没有列入前的告知程序'
  if (notice.serving.length === 0) return '没有告知方式'
  if (!isCount(notice.days)) return '的陈述申辩期限须为正整数天'
  if (ownPenalty && penalty === 'NONE') return '不以处罚为要件，不能限定由处罚机关认定'
  if (numbers === null) return '没有决定书文号字'
  return Object.values(numbers).some((word) => word.trim() === '') ? '的决定书文号字不全' : undefined
}

function problemOfTerm({ term, extension, earlyExit, grounds, mirrored }: ListDefinition): string | undefined {
  if (term.kind === 'AS_TOLD' && !mirrored) return '的期限须由清单规定'
  if (term.kind === 'MONTHS' && !isCount(term.months)) return '的期限须为正整数个月'
  if (term.kind === 'AS_DECIDED' && !isRange(term)) return '的期限范围有误'
  if (extension !== null && !isRange(extension)) return '的延长期限范围有误'
  if (term.kind === 'UNTIL_CURED' && grounds.some(({ cures }) => cures.length === 0)) return '的列入事由没有移出事由'
  if (earlyExit === null) return undefined
  if (!Number.isSafeInteger(earlyExit.afterMonths) || earlyExit.afterMonths < 0) return '的提前移出起算月数有误'
  return earlyExit.conditions.length === 0 ? '的提前移出没有条件' : undefined
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

const isCount = (count: number): boolean => Number.isSafeInteger(count) && count > 0
const isRange = ({ monthsMin, monthsMax }: { monthsMin: number; monthsMax: number }): boolean =>
  isCount(monthsMin) && isCount(monthsMax) && monthsMin <= monthsMax
const isRepeated = (codes: readonly string[]): boolean => new Set(codes).size < codes.length
