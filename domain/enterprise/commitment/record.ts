import type { PlainDate } from '../../kernel/plain-date.ts'
import { originFirst, type SectionFact } from '../facts.ts'
import type { CommitmentEvent, CommitmentMade } from './events.ts'

export const commitmentStandings = ['MADE', 'KEPT', 'BROKEN'] as const
/** Where a commitment stands (承诺状态): 已承诺、已履行、未履行. */
export type CommitmentStanding = (typeof commitmentStandings)[number]

/** A commitment as its facts tell it (信用承诺及履行情况). */
export type CommitmentRecord = CommitmentMade['data'] &
  Readonly<{ standing: CommitmentStanding; settledOn: PlainDate | null; breach: string | null }>

/** Tells a commitment from its facts in legal order; undefined where none was made (or it was struck out). */
export function commitmentRecord(facts: readonly SectionFact<CommitmentEvent>[]): CommitmentRecord | undefined {
  let record: CommitmentRecord | undefined
  for (const fact of originFirst(facts, 'CommitmentMade')) {
    if (fact.type === 'CommitmentMade') record ??= { ...fact.data, standing: 'MADE', settledOn: null, breach: null }
    else if (record === undefined) continue
    else if (fact.type === 'CommitmentKept')
      record = { ...record, standing: 'KEPT', settledOn: fact.data.checkedOn, breach: null }
    else {
      fact.type satisfies 'CommitmentBroken'
      record = { ...record, standing: 'BROKEN', settledOn: fact.data.foundOn, breach: fact.data.reason }
    }
  }
  return record
}
