import type { PlainDate } from '../../kernel/plain-date.ts'
import { originFirst, type SectionFact } from '../facts.ts'
import type { HonourAwarded, HonourEvent } from './events.ts'

export const honourStandings = ['VALID', 'EXPIRED', 'WITHDRAWN'] as const
/** Where an honour stands on a day (荣誉状态): 有效、到期、已撤销. */
export type HonourStanding = (typeof honourStandings)[number]

/** An honour as its facts tell it (荣誉信息). */
export type HonourRecord = HonourAwarded['data'] &
  Readonly<{ withdrawnOn: PlainDate | null; withdrawalReason: string | null }>

/** Tells an honour from its facts in legal order; undefined where none was awarded (or it was struck out). */
export function honourRecord(facts: readonly SectionFact<HonourEvent>[]): HonourRecord | undefined {
  let record: HonourRecord | undefined
  for (const fact of originFirst(facts, 'HonourAwarded')) {
    if (fact.type === 'HonourAwarded') record ??= { ...fact.data, withdrawnOn: null, withdrawalReason: null }
    else if (record !== undefined) {
      fact.type satisfies 'HonourWithdrawn'
      record = { ...record, withdrawnOn: fact.data.withdrawnOn, withdrawalReason: fact.data.reason }
    }
  }
  return record
}

/** Where the honour stands on a day. */
export function honourStanding({ withdrawnOn, validUntil }: HonourRecord, day: PlainDate): HonourStanding {
  if (withdrawnOn !== null && withdrawnOn <= day) return 'WITHDRAWN'
  return validUntil !== null && validUntil < day ? 'EXPIRED' : 'VALID'
}
