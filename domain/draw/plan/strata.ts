import type { CreditClass } from '../../credit/classes.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Quota } from '../commitment.ts'
import { sha256Hex } from '../hash.ts'
import { classRatiosOn } from './ratios.ts'
import type { Ratio } from './ratios.ts'
import type { ObjectRow } from './scope.ts'

/** By what a task divides its objects before drawing (分层): 信用等级、行业大类、街镇. */
export const dimensions = ['CREDIT_CLASS', 'INDUSTRY', 'STREET'] as const
export type Dimension = (typeof dimensions)[number]

/** How many are drawn of the strata of a class, or of every stratum; the first rule that fits counts. */
export type QuotaRule = Readonly<{ creditClass: CreditClass | 'NONE' | 'ANY' }> &
  Readonly<{ ratio: Ratio; count: null } | { ratio: null; count: number }>

/** A stratum, and the class behind its published label; `null` where the task does not divide by class. */
export type Stratum = Readonly<{ label: string; creditClass: CreditClass | 'NONE' | null }>

/**
 * A class as it is published: its letter is for supervisors only, so it stands under a mark made with the draw's own salt.
 * What is drawn of a stratum is public, so a share that only one class has still tells which it is; a task that must not
 * let that be guessed gives all classes their numbers by count.
 */
export const classMark = (salt: string, creditClass: CreditClass | 'NONE'): string =>
  `级${sha256Hex(`${salt}|${creditClass}`).slice(0, 6)}`

/** Says in which stratum an object stands. */
export function stratifier(by: readonly Dimension[], salt: string): (row: ObjectRow) => Stratum {
  const marks = new Map<CreditClass | 'NONE', string>()
  const markOf = (creditClass: CreditClass | 'NONE'): string => {
    const known = marks.get(creditClass) ?? classMark(salt, creditClass)
    marks.set(creditClass, known)
    return known
  }
  return ({ creditClass, industry, street }) => {
    const parts = by.map((dimension) => {
      if (dimension === 'CREDIT_CLASS') return markOf(creditClass ?? 'NONE')
      return (dimension === 'INDUSTRY' ? industry?.slice(0, 3) : street) ?? '未登记'
    })
    const label = parts.length === 0 ? '全部' : parts.join('|')
    return { label, creditClass: by.includes('CREDIT_CLASS') ? (creditClass ?? 'NONE') : null }
  }
}

/** The quota of each stratum that occurs, in the order of their labels; without rules, the shares of the day's table. */
export function quotasOf(strata: readonly Stratum[], rules: readonly QuotaRule[], day: PlainDate): readonly Quota[] {
  const { ratios } = classRatiosOn(day)
  const quotaOf = ({ label: stratum, creditClass }: Stratum): Quota => {
    const rule = rules.find((one) => one.creditClass === 'ANY' || one.creditClass === creditClass)
    if (rule === undefined) return { stratum, ratio: ratios[creditClass ?? 'NONE'] }
    return rule.ratio === null ? { stratum, count: rule.count } : { stratum, ratio: rule.ratio }
  }
  return strata.map(quotaOf)
}
