import type { SectionFact } from '../../enterprise/facts.ts'
import type { PenaltyEvent } from '../../enterprise/penalty/events.ts'
import { penaltyRecord } from '../../enterprise/penalty/record.ts'
import type { PenaltyCounts } from '../counts.ts'
import { dayNumberOf, monthsAfter } from '../days.ts'
import type { Rule } from '../prepare.ts'
import type { Source, Timeline } from '../timeline.ts'

/** Counts a penalty; one that was annulled counts for nothing, from the day of its annulment. */
export function countPenalty(
  key: string,
  facts: readonly SectionFact<PenaltyEvent>[],
  rules: readonly Rule<PenaltyCounts>[],
  timeline: Timeline,
): void {
  const record = penaltyRecord(facts)
  if (record === undefined || record.standing === 'ANNULLED') return
  const source: Source = { key, facts }
  const { kinds, fine } = record.terms
  for (const rule of rules) {
    const { counts } = rule
    if (counts.what === 'IMPOSED') {
      const meant =
        (counts.kinds === null || kinds.some((kind) => counts.kinds?.includes(kind))) &&
        (counts.notKinds === null || !kinds.some((kind) => counts.notKinds?.includes(kind))) &&
        (counts.fineFrom === null || fine >= counts.fineFrom) &&
        (counts.fineBelow === null || fine < counts.fineBelow)
      if (meant) timeline.count(rule, source, dayNumberOf(record.decidedOn))
    } else if (record.performedOn === null) {
      timeline.count(rule, source, monthsAfter(dayNumberOf(record.decidedOn), counts.afterMonths))
    }
  }
}
