import { effectiveFacts, type FileFact, type SectionFact } from '../enterprise/facts.ts'
import { type EnterpriseFile, recordsOf } from '../enterprise/file.ts'
import type { PenaltyEvent, PenaltyImposed, PenaltyTerms } from '../enterprise/penalty/events.ts'
import { penaltyRecord } from '../enterprise/penalty/record.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { MeasureRule } from '../punishment/measures/measure.ts'
import { type Basis, correctionIn, type Fall, strikingOf } from './basis.ts'

/** Whether a penalty stands, for what rests on it, and by which facts. */
export type PenaltyStand = Readonly<{ fall: Fall | null; eventIds: readonly string[] }>

const unknown: PenaltyStand = { fall: { reason: 'STRUCK_OUT', on: null, eventIds: [] }, eventIds: [] }

/** Looks penalties up in a file, each told once. */
export function penaltiesIn(file: EnterpriseFile, day: PlainDate): (penaltyId: string) => PenaltyStand {
  const stands = new Map<string, PenaltyStand>()
  return (penaltyId) => {
    const seen = stands.get(penaltyId)
    if (seen) return seen
    const stand = standOf(file.records.get(`PENALTY/${penaltyId}`) ?? [], day)
    stands.set(penaltyId, stand)
    return stand
  }
}

function standOf(facts: readonly FileFact[], day: PlainDate): PenaltyStand {
  const standing = effectiveFacts<PenaltyEvent>(facts, { asOf: day })
  const record = penaltyRecord(standing)
  const eventIds = imposedIds(standing)
  if (record) return { fall: annulmentOf(record.annulledOn, standing), eventIds }
  const imposed = facts.find(({ type }) => type === 'PenaltyImposed')
  const fall = imposed && strikingOf(facts, imposed.id, 'STRUCK_OUT')
  return fall ? { fall, eventIds: [] } : unknown
}

/** The penalties of a file as grounds for measures of their own: a bar from tenders, from a licence. */
export function* penaltyBases(file: EnterpriseFile, day: PlainDate): Generator<Basis> {
  for (const [, facts] of recordsOf(file, 'PENALTY')) {
    const imposed = facts.find((fact): fact is FileFact & PenaltyImposed => fact.type === 'PenaltyImposed')
    if (imposed === undefined) continue
    const wasCause = (rule: MeasureRule) => causes(imposed.data.terms, rule)
    const standing = effectiveFacts<PenaltyEvent>(facts, { asOf: day })
    const record = penaltyRecord(standing)
    if (record) {
      const basis = { ...told(record), eventIds: imposedIds(standing) }
      const fall = annulmentOf(record.annulledOn, standing)
      yield { ...basis, fall, causes: (rule) => causes(record.terms, rule), caused: wasCause }
    } else if (imposed.data.decidedOn <= day) {
      const fall = strikingOf(facts, imposed.id, 'STRUCK_OUT') ?? correctionIn(facts)
      if (fall) yield { ...told(imposed.data), eventIds: [imposed.id], fall, causes: wasCause, caused: wasCause }
    }
  }
}

const told = (
  data: Pick<PenaltyImposed['data'], 'penaltyId' | 'terms' | 'decisionNumber' | 'authority' | 'decidedOn'>,
) => ({
  ground: {
    ...{ section: 'PENALTY' as const, recordId: data.penaltyId, name: '行政处罚' },
    ...{ detail: data.terms.violation, documentNumber: data.decisionNumber },
  },
  ...{ agency: data.authority, from: data.decidedOn, until: null, decidedUntil: data.terms.validUntil, listType: null },
})

const causes = ({ kinds, basis }: PenaltyTerms, { cause }: MeasureRule): boolean =>
  cause.kind === 'PENALTY' &&
  cause.kinds.some((kind) => kinds.includes(kind)) &&
  cause.laws.some((law) => basis.includes(law))

function annulmentOf(annulledOn: PlainDate | null, standing: readonly SectionFact<PenaltyEvent>[]): Fall | null {
  if (annulledOn === null) return null
  const eventIds = standing.flatMap(({ type, id }) => (type === 'PenaltyAnnulled' ? [id] : []))
  return { reason: 'BASIS_ANNULLED', on: annulledOn, eventIds }
}

const imposedIds = (standing: readonly SectionFact<PenaltyEvent>[]): readonly string[] =>
  standing.flatMap((fact) => (fact.type === 'PenaltyImposed' ? [fact.id, ...(fact.correctedBy ?? [])] : []))
