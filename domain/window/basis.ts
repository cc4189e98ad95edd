import type { EntryCorrected } from '../enterprise/correction/events.ts'
import type { FileFact } from '../enterprise/facts.ts'
import type { Authority } from '../enterprise/parties.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { MeasureRule } from '../punishment/measures/measure.ts'
import type { BarGround, FallReason } from './answer.ts'
import type { MatterRule } from './rules-of-matter.ts'

/** How something fell: why, from which day on, and by which facts. */
export type Fall = Readonly<{ reason: FallReason; on: PlainDate | null; eventIds: readonly string[] }>

/** Something in a file from which measures may follow, as it stands on a day (惩戒依据). */
export type Basis = Readonly<{
  ground: BarGround
  agency: Authority | null
  from: PlainDate // Its day in law.
  until: PlainDate | null // The last day of its own term.
  decidedUntil: PlainDate | null // The end that the decision itself names, for measures whose term is as decided.
  eventIds: readonly string[]
  fall: Fall | null // null where it stands.
  causes: (rule: MeasureRule) => boolean // Whether it is what the rule follows from.
  caused: (rule: MeasureRule) => boolean // Whether it was, as first recorded.
  listType: string | null // The version of the list type by which it was read.
  stages?: readonly Stage[] // Where later decisions made the record say something else; the last is how it stands.
  isUnsure?: (rule: MeasureRule) => boolean // Whether it only may be what the rule follows from.
}>

/** What a record says from a day on, by which fact, and whether that is what a rule follows from. */
export type Stage = Readonly<{ from: PlainDate; eventId: string; causes: (rule: MeasureRule) => boolean }>

/** The first correction of a record's entries that a reader may be shown as the reason. */
export function correctionIn(facts: readonly FileFact[]): Fall | null {
  const fact = facts.findLast((one): one is FileFact & EntryCorrected => one.type === 'EntryCorrected')
  return fact ? { reason: 'CORRECTED', on: fact.data.correctedOn, eventIds: [fact.id] } : null
}

/** The fact by which an entry was struck out. */
export function strikingOf(facts: readonly FileFact[], eventId: string, reason: FallReason): Fall | null {
  for (const fact of facts)
    if (fact.type === 'EntryVoided' && fact.data.entry.eventId === eventId)
      return { reason, on: fact.data.voidedOn, eventIds: [fact.id] }
  return null
}

/** What one basis comes to under one rule: how it fell, the days between which it holds, or nothing at all. */
export type Judged = Readonly<{
  since: PlainDate
  until: PlainDate | null
  fall: Fall | null
  effect: MatterRule['effect']
  note: string | null // Why it only cautions, beyond what the rule itself notes.
}>
