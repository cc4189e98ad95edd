import type { Authority } from '../../enterprise/parties.ts'
import type { AgencyKind } from '../agency-kinds.ts'
import type { MeasureRule } from '../measures/measure.ts'
import type { CaseExecutor } from './events.ts'

/** An agency of the directory, with the kinds of which it is. */
export type DirectoryAgency = Readonly<{ agency: Authority; kinds: readonly AgencyKind[] }>

/** Every agency of a kind that a rule names, with the rules that it carries out; and the kinds that nobody is. */
export function executorsOf(rules: readonly MeasureRule[], agencies: readonly DirectoryAgency[]) {
  const executors = agencies.flatMap(({ agency, kinds }): CaseExecutor[] => {
    const own = rules.filter(({ executing }) => executing.some((kind) => kinds.includes(kind)))
    return own.length === 0 ? [] : [{ agency, rules: own.map(({ code }) => code), feedbackWorkingDays: shortest(own) }]
  })
  const present = new Set(agencies.flatMap(({ kinds }) => kinds))
  const missing = [...new Set(rules.flatMap(({ executing }) => executing))].filter((kind) => !present.has(kind))
  return { executors, missing: missing.sort() }
}

/** Within how many working days an agency says what it did about all of its rules. */
export function shortest(rules: readonly MeasureRule[]): number | null {
  const days = rules.flatMap(({ feedbackWorkingDays }) => feedbackWorkingDays ?? [])
  return days.length === 0 ? null : Math.min(...days)
}
