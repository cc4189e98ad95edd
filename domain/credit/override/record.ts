import { originFirst, type SectionFact } from '../../enterprise/facts.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { CreditOverrideEvent, CreditOverrideProposed } from './events.ts'

export const creditOverrideStandings = ['PROPOSED', 'IN_FORCE', 'ENDED', 'LAPSED', 'WITHDRAWN'] as const
/** Where an override stands on a day (人工调整状态): 待确认、生效、期满、未经确认失效、已撤回. */
export type CreditOverrideStanding = (typeof creditOverrideStandings)[number]

export const creditOverrideStandingNames: Readonly<Record<CreditOverrideStanding, string>> = {
  PROPOSED: '待确认',
  IN_FORCE: '生效',
  ENDED: '期满',
  LAPSED: '未经确认失效',
  WITHDRAWN: '已撤回',
}

/** A class set by hand as its facts tell it (人工调整). */
export type CreditOverrideRecord = CreditOverrideProposed['data'] &
  Readonly<{
    confirmedOn: PlainDate | null
    confirmedBy: string | null
    withdrawnOn: PlainDate | null
    withdrawnBy: string | null
    withdrawalReason: string | null
  }>

/** Tells an override from its facts in legal order; undefined where none was proposed. */
export function creditOverrideRecord(
  facts: readonly SectionFact<CreditOverrideEvent>[],
): CreditOverrideRecord | undefined {
  let record: CreditOverrideRecord | undefined
  for (const fact of originFirst(facts, 'CreditOverrideProposed')) {
    if (fact.type === 'CreditOverrideProposed') {
      const open = {
        confirmedOn: null,
        confirmedBy: null,
        withdrawnOn: null,
        withdrawnBy: null,
        withdrawalReason: null,
      }
      record ??= { ...fact.data, ...open }
    } else if (record === undefined) continue
    else if (fact.type === 'CreditOverrideConfirmed') {
      record = { ...record, confirmedOn: fact.data.confirmedOn, confirmedBy: fact.data.confirmedBy }
    } else {
      fact.type satisfies 'CreditOverrideWithdrawn'
      const { withdrawnOn, withdrawnBy, reason } = fact.data
      record = { ...record, withdrawnOn, withdrawnBy, withdrawalReason: reason }
    }
  }
  return record
}

/** Where the override stands on a day; no job has to have run for it to end. */
export function creditOverrideStanding(record: CreditOverrideRecord, day: PlainDate): CreditOverrideStanding {
  const { confirmedOn, withdrawnOn, until } = record
  if (withdrawnOn !== null && withdrawnOn <= day) return 'WITHDRAWN'
  if (confirmedOn !== null && confirmedOn <= day) return day <= until ? 'IN_FORCE' : 'ENDED'
  return day <= until ? 'PROPOSED' : 'LAPSED'
}
