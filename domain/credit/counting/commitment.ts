import type { CommitmentEvent } from '../../enterprise/commitment/events.ts'
import { commitmentRecord } from '../../enterprise/commitment/record.ts'
import type { SectionFact } from '../../enterprise/facts.ts'
import type { CommitmentCounts } from '../counts.ts'
import { dayNumberOf } from '../days.ts'
import type { Rule } from '../prepare.ts'
import type { Source, Timeline } from '../timeline.ts'

/** Counts a commitment: kept, broken, or left unchecked beyond its day. */
export function countCommitment(
  key: string,
  facts: readonly SectionFact<CommitmentEvent>[],
  rules: readonly Rule<CommitmentCounts>[],
  timeline: Timeline,
): void {
  const record = commitmentRecord(facts)
  if (record === undefined) return
  const { kind, standing, settledOn, checkDueOn } = record
  const source: Source = { key, facts }
  for (const rule of rules) {
    const { counts } = rule
    if (counts.kinds !== null && !counts.kinds.includes(kind)) continue
    if (counts.what === 'UNCHECKED') {
      if (standing === 'MADE' && checkDueOn !== null) timeline.count(rule, source, dayNumberOf(checkDueOn) + 1)
    } else if (standing === counts.what && settledOn !== null) timeline.count(rule, source, dayNumberOf(settledOn))
  }
}
