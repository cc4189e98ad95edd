import type { PlainDate } from '../../kernel/plain-date.ts'
import { originFirst, type SectionFact } from '../facts.ts'
import type { Authority } from '../parties.ts'
import type { PenaltyAnnulmentGround, PenaltyEvent, PenaltyTerms } from './events.ts'

export const penaltyStandings = ['IN_FORCE', 'PERFORMED', 'ANNULLED'] as const
/** Where a penalty stands (处罚状态): 有效、履行完毕、已撤销. */
export type PenaltyStanding = (typeof penaltyStandings)[number]

/** A penalty as its facts tell it (处罚信息). */
export type PenaltyRecord = Readonly<{
  penaltyId: string
  decisionNumber: string
  decidedOn: PlainDate
  summaryProcedure: boolean | null
  terms: PenaltyTerms
  authority: Authority
  remark: string | null
  standing: PenaltyStanding
  amendedOn: PlainDate | null
  performedOn: PlainDate | null
  annulledOn: PlainDate | null
  annulmentGround: PenaltyAnnulmentGround | null
}>

/** Tells a penalty from its facts in legal order; undefined where nothing was imposed (or it was struck out). */
export function penaltyRecord(facts: readonly SectionFact<PenaltyEvent>[]): PenaltyRecord | undefined {
  let record: PenaltyRecord | undefined
  for (const fact of originFirst(facts, 'PenaltyImposed')) {
    if (fact.type === 'PenaltyImposed') {
      const { penaltyId, decisionNumber, decidedOn, summaryProcedure, terms, authority, remark } = fact.data
      record ??= {
        ...{ penaltyId, decisionNumber, decidedOn, summaryProcedure, terms, authority, remark, standing: 'IN_FORCE' },
        ...{ amendedOn: null, performedOn: null, annulledOn: null, annulmentGround: null },
      }
    } else if (record === undefined) continue
    else if (fact.type === 'PenaltyAmended') {
      record = { ...record, terms: { ...record.terms, ...fact.data.changes }, amendedOn: fact.data.amendedOn }
    } else if (fact.type === 'PenaltyPerformed') {
      const standing = record.standing === 'ANNULLED' ? record.standing : 'PERFORMED'
      record = { ...record, performedOn: fact.data.performedOn, standing }
    } else {
      fact.type satisfies 'PenaltyAnnulled'
      record = { ...record, annulledOn: fact.data.annulledOn, annulmentGround: fact.data.ground, standing: 'ANNULLED' }
    }
  }
  return record
}
