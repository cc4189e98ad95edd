import { isPlainDate } from '../../kernel/plain-date.ts'
import { fieldName, type MeasureEdition, type MeasureRule } from './measure.ts'
import { refuseMeasure } from './refusals.ts'

/** Whether an edition says all that it must and names nothing that it does not have; refused with the first problem. */
export function checkEdition(edition: MeasureEdition): void {
  const problem = problemOf(edition)
  if (problem !== undefined) throw refuseMeasure('EDITION_INVALID', { problem })
}

function problemOf({ version, name, measures, matters, rules }: MeasureEdition): string | undefined {
  if (!Number.isSafeInteger(version) || version < 1) return '版本号须为正整数'
  if (name.trim() === '') return '清单没有名称'
  const twice = repeated(measures) ?? repeated(matters) ?? repeated(rules)
  if (twice !== undefined) return `代码“${twice}”出现两次`
  const nameless = [...measures, ...matters].find((one) => one.code.trim() === '' || one.name.trim() === '')
  if (nameless) return `代码“${nameless.code}”没有名称`
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
  if (rule.clause.trim() === '') return '没有法律依据'
  if (fieldName(rule.field) === undefined) return `的领域“${rule.field}”不存在`
  if (rule.requesting.length === 0) return '没有提请部门'
  const stranger = [...rule.bars, ...rule.cautions].find((matter) => !matters.has(matter))
  if (stranger !== undefined) return `的办理事项“${stranger}”不在清单中`
  if (rule.bars.some((matter) => rule.cautions.includes(matter))) return '对同一事项既限制又提示'
  if (rule.confidence === 'UNSURE' && rule.bars.length > 0) return '依据尚未核实，只能提示，不能限制'
  if (measure.class === 'III' && rule.bars.length + rule.executing.length > 0)
    return '属于市场自主措施，不能限制，也没有执行部门'
  const { term, feedbackWorkingDays: days, effectiveFrom, effectiveUntil } = rule
  if (term.kind === 'YEARS' && !(Number.isSafeInteger(term.years) && term.years > 0)) return '的期限须为整年'
  if (days !== null && !(Number.isSafeInteger(days) && days > 0)) return '的反馈期限须为正整数个工作日'
  if (!isPlainDate(effectiveFrom)) return '没有施行日期'
  if (effectiveUntil !== null && effectiveUntil < effectiveFrom) return '的失效日期早于施行日期'
  return problemOfCause(rule)
}

function problemOfCause({ cause }: MeasureRule): string | undefined {
  const isEmpty =
    (cause.kind === 'LISTING' && (cause.listTypes.length === 0 || cause.grounds?.length === 0)) ||
    (cause.kind === 'PENALTY' && (cause.kinds.length === 0 || cause.laws.length === 0)) ||
    (cause.kind === 'LICENCE_REVOKED' && cause.grounds.length === 0) ||
    (cause.kind === 'REGISTRATION' && cause.statuses.length === 0) ||
    (cause.kind === 'OUTSIDE_FILE' && cause.what.trim() === '')
  return isEmpty ? '没有事由' : undefined
}

const codesOf = (items: readonly { code: string }[]): ReadonlySet<string> => new Set(items.map(({ code }) => code))

const repeated = (items: readonly { code: string }[]): string | undefined =>
  items.find(({ code }, place) => items.findIndex((one) => one.code === code) < place)?.code
