import type { SectionFact } from '../../enterprise/facts.ts'
import type { HonourEvent } from '../../enterprise/honour/events.ts'
import { honourRecord } from '../../enterprise/honour/record.ts'
import type { HonourCounts } from '../counts.ts'
import { dayNumberOf, never } from '../days.ts'
import type { Rule } from '../prepare.ts'
import type { Source, Timeline } from '../timeline.ts'

/** Counts an honour: while it is valid, or that it was taken back. */
export function countHonour(
  key: string,
  facts: readonly SectionFact<HonourEvent>[],
  rules: readonly Rule<HonourCounts>[],
  timeline: Timeline,
): void {
  const record = honourRecord(facts)
  if (record === undefined) return
  const { level, awardedOn, validUntil, withdrawnOn } = record
  const source: Source = { key, facts }
  for (const rule of rules) {
    const { counts } = rule
    if (counts.levels !== null && !counts.levels.includes(level)) continue
    if (counts.what === 'WITHDRAWN') {
      if (withdrawnOn !== null) timeline.count(rule, source, dayNumberOf(withdrawnOn))
    } else if (withdrawnOn === null) {
      timeline.count(rule, source, dayNumberOf(awardedOn), validUntil === null ? never : dayNumberOf(validUntil))
    }
  }
}
