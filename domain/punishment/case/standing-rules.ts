import { addDays, addYears, type PlainDate } from '../../kernel/plain-date.ts'
import { type ListEffects, listEffectsOn } from '../../window/list-effects.ts'
import { type MeasureCatalogue, measuresOn, ruleHolds } from '../measures/catalogue.ts'
import type { MeasureRule } from '../measures/measure.ts'
import type { PunishmentCaseDrafted } from './events.ts'

/**
 * Whether all rules of a case stand on a day as they did when it was drafted: in the catalogue, for this list, named by it,
 * and not past a term of years of their own. Then nothing but the files of its enterprises, or the term of a listing, can
 * take the ground from lines that were entered on the day of the decision.
 */
export function rulesStandOn(
  { listType, groundCode, decidedOn, executors }: PunishmentCaseDrafted['data'],
  day: PlainDate,
  measures: MeasureCatalogue,
  lists: readonly ListEffects[],
): boolean {
  const { rules } = measuresOn(measures, day)
  const list = listEffectsOn(lists, listType, decidedOn)
  const stands = (rule: MeasureRule): boolean => {
    const { cause, measure, term } = rule
    if (cause.kind !== 'LISTING' || !cause.listTypes.includes(listType)) return false
    if (cause.grounds !== null && !cause.grounds.includes(groundCode)) return false
    if (list?.effects !== undefined && !list.effects.includes(measure)) return false
    if (term.kind === 'YEARS' && addDays(addYears(decidedOn, term.years), -1) < day) return false
    return ruleHolds(rule, day)
  }
  const codes = new Set(executors.flatMap((executor) => executor.rules))
  return list !== undefined && [...codes].every((code) => rules.some((rule) => rule.code === code && stands(rule)))
}
