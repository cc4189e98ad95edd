import type { SectionFact } from '../../enterprise/facts.ts'
import type { LicenceEvent } from '../../enterprise/licence/events.ts'
import { type LicenceRecord, licenceRecord } from '../../enterprise/licence/record.ts'
import type { LicenceCounts } from '../counts.ts'
import { type DayNumber, dayNumberOf, never } from '../days.ts'
import type { Rule } from '../prepare.ts'
import type { Source, Timeline } from '../timeline.ts'

type LicenceFact = SectionFact<LicenceEvent>

/** How the file stands behind a licence: whether its subject is alive, and which penalties were annulled. */
export type LicenceGrounds = Readonly<{ aliveNow: boolean; isAnnulled(penaltyId: string): boolean }>

/** Counts a licence. What was done to it by a penalty that is annulled was not done to it. */
export function countLicence(
  key: string,
  told: readonly LicenceFact[],
  rules: readonly Rule<LicenceCounts>[],
  timeline: Timeline,
  { aliveNow, isAnnulled }: LicenceGrounds,
): void {
  const facts = told.filter((fact) => !restsOnAnnulled(fact, isAnnulled))
  const record = licenceRecord(facts)
  if (record === undefined) return
  const source: Source = { key, facts: told }
  const { licenceClass, validFrom, validUntil } = record.terms
  const until = validUntil === null ? never : dayNumberOf(validUntil)
  const ended = record.revokedOn !== null || record.surrenderedOn !== null
  for (const rule of rules) {
    const { counts } = rule
    switch (counts.what) {
      case 'VALID':
        if (ended || (counts.classes !== null && !counts.classes.includes(licenceClass))) break
        countValid(
          rule,
          source,
          record,
          Math.max(dayNumberOf(record.decidedOn), dayNumberOf(validFrom)),
          until,
          timeline,
        )
        break
      case 'EXPIRED':
        if (ended || !aliveNow || (counts.classes !== null && !counts.classes.includes(licenceClass))) break
        if (until < never) timeline.count(rule, source, until + 1)
        break
      case 'SUSPENDED':
        if (ended) break
        for (const one of suspensionsOf(record)) timeline.count(rule, source, one.from, Math.min(one.until, until))
        break
      case 'REVOKED': {
        const { revokedOn, revocationGround: ground } = record
        if (revokedOn === null || ground === null || (counts.grounds !== null && !counts.grounds.includes(ground)))
          break
        timeline.count(rule, source, dayNumberOf(revokedOn))
      }
    }
  }
}

const restsOnAnnulled = (fact: LicenceFact, isAnnulled: (penaltyId: string) => boolean): boolean =>
  (fact.type === 'LicenceRevoked' || fact.type === 'LicenceSuspended') &&
  fact.data.penaltyId !== null &&
  isAnnulled(fact.data.penaltyId)

type Span = Readonly<{ from: DayNumber; until: DayNumber }>

/** The times of suspension, in order and without overlaps. */
function suspensionsOf({ suspensions }: LicenceRecord): readonly Span[] {
  if (suspensions.length === 0) return []
  const spans = suspensions
    .map(({ suspendedOn, until, resumedOn }) => ({
      from: dayNumberOf(suspendedOn),
      until: Math.min(
        until === null ? never : dayNumberOf(until),
        resumedOn === null ? never : dayNumberOf(resumedOn) - 1,
      ),
    }))
    .filter(({ from, until }) => from <= until)
    .sort((a, b) => a.from - b.from || a.until - b.until)
  const joined: { from: DayNumber; until: DayNumber }[] = []
  for (const span of spans) {
    const before = joined.at(-1)
    if (before !== undefined && span.from <= before.until + 1) before.until = Math.max(before.until, span.until)
    else joined.push({ ...span })
  }
  return joined
}

/** A licence is valid from its day to the end of its term, but not while it is suspended. */
function countValid(
  rule: Rule,
  source: Source,
  record: LicenceRecord,
  anchor: DayNumber,
  until: DayNumber,
  timeline: Timeline,
): void {
  let from = anchor
  for (const suspension of suspensionsOf(record)) {
    if (suspension.from > from) timeline.count(rule, source, from, Math.min(until, suspension.from - 1), anchor)
    from = Math.max(from, suspension.until + 1)
  }
  if (from <= until && from < never) timeline.count(rule, source, from, until, anchor)
}
