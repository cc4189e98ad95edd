import type { PlainDate } from '../../kernel/plain-date.ts'
import { originFirst, type SectionFact } from '../facts.ts'
import type { LicenceEvent, LicenceRevocationGround, LicenceTerms } from './events.ts'

export const licenceStandings = ['VALID', 'SUSPENDED', 'EXPIRED', 'REVOKED', 'SURRENDERED'] as const
/** Where a licence stands on a day (许可状态): 有效、暂扣、到期、吊销或撤销、注销. */
export type LicenceStanding = (typeof licenceStandings)[number]

/** One time for which a licence was suspended (暂扣期间). `resumedOn` is null where it ran its term. */
export type Suspension = Readonly<{
  suspensionId: string
  suspendedOn: PlainDate
  until: PlainDate | null
  resumedOn: PlainDate | null
}>

/** A licence as its facts tell it (许可信息); `licenceStanding` adds the day. */
export type LicenceRecord = Readonly<{
  licenceId: string
  decidedOn: PlainDate
  terms: LicenceTerms
  remark: string | null
  changeIds: readonly string[] // Changes and renewals already recorded.
  renewedOn: PlainDate | null
  suspensions: readonly Suspension[]
  revokedOn: PlainDate | null
  revocationGround: LicenceRevocationGround | null
  surrenderedOn: PlainDate | null
}>

/** Tells a licence from its facts in legal order; undefined where none was granted (or it was struck out). */
export function licenceRecord(facts: readonly SectionFact<LicenceEvent>[]): LicenceRecord | undefined {
  let record: LicenceRecord | undefined
  for (const fact of originFirst(facts, 'LicenceGranted')) {
    if (fact.type === 'LicenceGranted') {
      const { licenceId, decidedOn, terms, remark } = fact.data
      record ??= {
        ...{ licenceId, decidedOn, terms, remark, changeIds: [], renewedOn: null, suspensions: [] },
        ...{ revokedOn: null, revocationGround: null, surrenderedOn: null },
      }
    } else if (record !== undefined) record = followed(record, fact)
  }
  return record
}

function followed(record: LicenceRecord, fact: Exclude<LicenceEvent, { type: 'LicenceGranted' }>): LicenceRecord {
  switch (fact.type) {
    case 'LicenceChanged':
      return {
        ...record,
        terms: { ...record.terms, ...fact.data.changes },
        changeIds: [...record.changeIds, fact.data.changeId],
      }
    case 'LicenceRenewed':
      return {
        ...record,
        terms: { ...record.terms, validUntil: fact.data.validUntil },
        renewedOn: fact.data.renewedOn,
        changeIds: [...record.changeIds, fact.data.renewalId],
      }
    case 'LicenceSuspended': {
      const { suspensionId, suspendedOn, until } = fact.data
      return { ...record, suspensions: [...record.suspensions, { suspensionId, suspendedOn, until, resumedOn: null }] }
    }
    case 'LicenceResumed': {
      const { suspensionId, resumedOn } = fact.data
      const resume = (one: Suspension) => (one.suspensionId === suspensionId ? { ...one, resumedOn } : one)
      return { ...record, suspensions: record.suspensions.map(resume) }
    }
    case 'LicenceRevoked':
      return { ...record, revokedOn: fact.data.revokedOn, revocationGround: fact.data.ground }
    case 'LicenceSurrendered':
      return { ...record, surrenderedOn: fact.data.surrenderedOn }
  }
}

/** Where the licence stands on a day; no job has to have run for a term or a suspension to end. */
export function licenceStanding(record: LicenceRecord, day: PlainDate): LicenceStanding {
  if (record.revokedOn !== null && record.revokedOn <= day) return 'REVOKED'
  if (record.surrenderedOn !== null && record.surrenderedOn <= day) return 'SURRENDERED'
  if (record.terms.validUntil !== null && record.terms.validUntil < day) return 'EXPIRED'
  return runningSuspension(record, day) ? 'SUSPENDED' : 'VALID'
}

/** The suspension under which the licence lies on a day, if any. */
export function runningSuspension(record: LicenceRecord, day: PlainDate): Suspension | undefined {
  return record.suspensions.find(
    ({ suspendedOn, until, resumedOn }) =>
      suspendedOn <= day && (until === null || day <= until) && (resumedOn === null || day < resumedOn),
  )
}
