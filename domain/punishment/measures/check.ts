import type { MeasureEdition, MeasureRule } from './measure.ts'
import { readMeasureEdition } from './read.ts'
import { refuseMeasure } from './refusals.ts'

/** Reads an edition, and whether it names nothing that it does not have; refused with the first problem. */
export function checkEdition(given: unknown): MeasureEdition {
  const edition = readMeasureEdition(given)
  const problem = problemOf(edition)
  if (problem !== undefined) throw refuseMeasure('EDITION_INVALID', { problem })
  return edition
}

function problemOf({ measures, matters, rules }: MeasureEdition): string | undefined {
  const twice = repeated(measures) ?? repeated(matters) ?? repeated(rules)
  if (twice !== undefined) return `代码“${twice}”出现两次`
  const known = { measures: new Map(measures.map((one) => [one.code, one])), matters: codesOf(matters) }
  for (const rule of rules) {
    const problem = problemOfRule(rule, known)
    if (problem !== undefined) return `规则“${rule.code}”${problem}`
  }
  return undefined
}

type Known = Readonly<{ measures: ReadonlyMap<string, { class: string }>; matters: ReadonlySet<string> }>

function problemOfRule(rule: MeasureRule, { measures, matters }: Known): string | undefined {
  const measure = measures.get(rule.measure)
  if (measure === undefined) return `的措施“${rule.measure}”不在清单中`
  if (rule.requesting.length === 0) return '没有提请部门'
  const stranger = [...rule.bars, ...rule.cautions].find((matter) => !matters.has(matter))
  if (stranger !== undefined) return `的办理事项“${stranger}”不在清单中`
  if (rule.bars.some((matter) => rule.cautions.includes(matter))) return '对同一事项既限制又提示'
  if (rule.confidence === 'UNSURE' && rule.bars.length > 0) return '依据尚未核实，只能提示，不能限制'
  if (measure.class === 'III' && rule.bars.length + rule.executing.length > 0)
    return '属于市场自主措施，不能限制，也没有执行部门'
  const { effectiveFrom, effectiveUntil } = rule
  if (effectiveUntil !== null && effectiveUntil < effectiveFrom) return '的失效日期早于施行日期'
  return problemOfCause(rule)
}

function problemOfCause({ cause }: MeasureRule): string | undefined {
  const isEmpty =
    (cause.kind === 'LISTING' && (cause.listTypes.length === 0 || cause.grounds?.length === 0)) ||
    (cause.kind === 'PENALTY' && (cause.kinds.length === 0 || cause.laws.length === 0)) ||
    (cause.kind === 'LICENCE_REVOKED' && cause.grounds.length === 0) ||
    (cause.kind === 'REGISTRATION' && cause.statuses.length === 0)
  return isEmpty ? '没有事由' : undefined
}

const codesOf = (items: readonly { code: string }[]): ReadonlySet<string> => new Set(items.map(({ code }) => code))

const repeated = (items: readonly { code: string }[]): string | undefined =>
  items.find(({ code }, place) => items.findIndex((one) => one.code === code) < place)?.code
