import type { EnterpriseFile } from '../../enterprise/file.ts'
import { subjectEndsIn } from '../../enterprise/listing/subject-end.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Basis, Fall } from '../../window/basis.ts'
import { judge } from '../../window/judge.ts'
import type { ListEffects } from '../../window/list-effects.ts'
import { listingBasis } from '../../window/listing-basis.ts'
import { penaltiesIn } from '../../window/penalty-basis.ts'
import { type MeasureCatalogue, editionsUntil, measuresOn } from '../measures/catalogue.ts'
import type { PunishmentCase } from './case.ts'
import type { FallenLine } from './events.ts'

/** What is to be released: for all agencies (`agencies: null`), or for those whose own measures alone are over. */
export type DueRelease = Readonly<{ agencies: readonly string[] | null; lines: readonly FallenLine[] }>

/**
 * What a case has to release on a day (应解除的明细): a pure function of the files, the catalogues, and the day. It only
 * finds out who has to be told; the measures are over without it.
 */
export function releasesDue(
  known: PunishmentCase,
  fileOf: (uscc: string) => EnterpriseFile | undefined,
  day: PlainDate,
  measures: MeasureCatalogue,
  listTypes: readonly ListEffects[],
): readonly DueRelease[] {
  const whole: FallenLine[] = []
  const partly = new Map<string, FallenLine[]>()
  for (const { lineId, uscc, listingId } of known.lines.values()) {
    if (known.fallen.has(lineId)) continue
    const file = fileOf(uscc)
    if (file === undefined) continue
    const fallOf = rulesOn(file, listingId, day, measures, listTypes)
    const falls = known.executors.map(({ agency, rules }) => [agency.code, fallOf(rules)] as const)
    const gone = falls.flatMap(([, fall]) => fall ?? [])
    const [first] = gone
    if (first && gone.length === falls.length) whole.push(fallenLine(lineId, first))
    else
      for (const [code, fall] of falls)
        if (fall && isOpen(known, code, lineId))
          partly.set(code, [...(partly.get(code) ?? []), fallenLine(lineId, fall)])
  }
  const all = whole.length === 0 ? [] : [{ agencies: null, lines: whole }]
  return [...all, ...[...partly].map(([code, lines]) => ({ agencies: [code], lines }))]
}

const fallenLine = (lineId: string, { reason, on, eventIds }: Fall): FallenLine => ({
  lineId,
  reason,
  fellOn: on,
  eventIds,
})

function isOpen({ orders }: PunishmentCase, agency: string, lineId: string): boolean {
  const stage = orders.get(agency)?.lines.get(lineId)?.stage
  return stage !== undefined && stage !== 'RELEASED' && stage !== 'CONFIRMED' && stage !== 'EXCUSED'
}

const never: Fall = { reason: 'STRUCK_OUT', on: null, eventIds: [] }

/** How the last of some rules fell on a listing; null while one of them stands. */
function rulesOn(
  file: EnterpriseFile,
  listingId: string,
  day: PlainDate,
  measures: MeasureCatalogue,
  listTypes: readonly ListEffects[],
): (codes: readonly string[]) => Fall | null {
  const facts = file.records.get(`LISTING/${listingId}`) ?? []
  const basis = listingBasis(facts, day, listTypes, penaltiesIn(file, day), subjectEndsIn(file, day))
  return (codes) => {
    let last: Fall = never
    for (const code of codes) {
      const fall = basis ? ruleOn(basis, code, day, measures) : never
      if (fall === null) return null
      last = fall
    }
    return last
  }
}

function ruleOn(basis: Basis, code: string, day: PlainDate, measures: MeasureCatalogue): Fall | null {
  const edition = measuresOn(measures, day)
  for (const one of [edition, ...editionsUntil(measures, day).toReversed()]) {
    const rule = one.rules.find((candidate) => candidate.code === code)
    const measure = one.measures.find((candidate) => candidate.code === rule?.measure)
    if (!rule || !measure) continue
    const judged = judge({ rule, measure, effect: 'BARS', inCatalogue: one === edition }, basis, day)
    return judged === undefined ? never : judged.fall
  }
  return never
}
