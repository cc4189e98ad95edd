import { effectiveFacts, legalDayOf } from '../enterprise/facts.ts'
import type { EnterpriseFile } from '../enterprise/file.ts'
import { addDays, type PlainDate } from '../kernel/plain-date.ts'
import { assess, type Assessment, type Model, ready } from './assess.ts'

/** From which day to which, both included. */
export type Period = Readonly<{ from: PlainDate; to: PlainDate }>

/**
 * The profile of every day of a period (分类沿革), told only where it may be another one: on its first day, on the legal
 * day of each fact, and on the day after an answer's last. In between, the answer before holds.
 */
export function* assessmentDays(file: EnterpriseFile, model: Model, { from, to }: Period): Generator<Assessment> {
  const prepared = ready(model)
  const days = new Set<PlainDate>()
  for (const facts of file.records.values()) for (const fact of effectiveFacts(facts)) days.add(legalDayOf(fact))
  const coming = [...days].filter((day) => day > from && day <= to).sort()
  let next: PlainDate | undefined = from
  for (let place = 0; next !== undefined && next <= to;) {
    const assessment: Assessment = assess(file, prepared, next)
    yield assessment
    const own = assessment.validUntil === null ? undefined : addDays(assessment.validUntil, 1)
    while ((coming[place] ?? to) <= next && place < coming.length) place++
    const fact = coming[place]
    next = own === undefined || (fact !== undefined && fact < own) ? fact : own
  }
}
