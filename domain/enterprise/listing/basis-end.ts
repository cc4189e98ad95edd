import type { PlainDate } from '../../kernel/plain-date.ts'
import { effectiveFacts } from '../facts.ts'
import { type EnterpriseFile, recordsOf } from '../file.ts'
import type { PenaltyEvent } from '../penalty/events.ts'
import { penaltyRecord } from '../penalty/record.ts'
import { endedOn, type ListingRecord } from './record.ts'

/** When a penalty was annulled, null while it stands; undefined where there is none, or it was struck out. */
export type Annulments = (penaltyId: string) => PlainDate | null | undefined

/**
 * Since when nothing is left of the penalties on which an entry of `since` rests; undefined while one stands, or it names
 * none. What was struck out is gone as surely as what was annulled, and what no file ever had was never there.
 */
export function basisGoneOn(
  penaltyIds: readonly string[],
  since: PlainDate,
  annulledOn: Annulments,
): PlainDate | undefined {
  if (penaltyIds.length === 0) return undefined
  let last = since
  for (const penaltyId of penaltyIds) {
    const on = annulledOn(penaltyId)
    if (on === null) return undefined
    if (on !== undefined && on > last) last = on
  }
  return last
}

/**
 * The entry as the end of its penalties leaves it (依据失效): what rests on penalties is off the list from the day on which the
 * last of them was annulled, whether or not anybody records that; where all were struck out, it was never lawfully on it.
 */
export function endedWithBasis(record: ListingRecord, annulledOn: Annulments): ListingRecord {
  const goneOn = basisGoneOn(record.penaltyIds, record.enteredOn, annulledOn)
  return goneOn === undefined ? record : endedOn(record, goneOn, 'BASIS_ANNULLED')
}

/** The annulments that a file tells, as far as it was known; its penalties are read where a listing rests on one, and once. */
export function annulmentsIn(file: EnterpriseFile, vantage: Parameters<typeof effectiveFacts>[1] = {}): Annulments {
  let known: ReadonlyMap<string, PlainDate | null> | undefined
  return (penaltyId) => {
    known ??= new Map(
      [...recordsOf(file, 'PENALTY')].flatMap(([id, facts]) => {
        const record = penaltyRecord(effectiveFacts<PenaltyEvent>(facts, vantage))
        return record ? [[id, record.annulledOn] as const] : []
      }),
    )
    return known.get(penaltyId)
  }
}
