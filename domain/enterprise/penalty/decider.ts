import { refuse } from '../../refusals.ts'
import { differing, found, requireOrder } from '../command.ts'
import { type EnterpriseFile, factsOf } from '../file.ts'
import { type ImposePenalty, type PenaltyCommand, penaltyIdOf } from './commands.ts'
import { type PenaltyEvent, type PenaltyTerms, penaltyKinds } from './events.ts'
import { type PenaltyRecord, penaltyRecord } from './record.ts'

const recordIn = (file: EnterpriseFile, penaltyId: string): PenaltyRecord | undefined =>
  penaltyRecord(factsOf<PenaltyEvent>(file, 'PENALTY', penaltyId))

/** The rules of the penalty section (行政处罚). */
export function decidePenalty(command: PenaltyCommand, file: EnterpriseFile): readonly PenaltyEvent[] {
  if (command.type === 'ImposePenalty') return impose(command, file)
  const { type, data } = command
  const penalty = found(recordIn(file, data.penaltyId), 'PENALTY_UNKNOWN')
  switch (type) {
    case 'AmendPenalty': {
      if (amendmentsOf(file, data.penaltyId).has(data.amendmentId)) return []
      if (penalty.standing === 'ANNULLED') throw refuse('PENALTY_ANNULLED')
      requireOrder('处罚决定日期', penalty.decidedOn, '变更日期', data.amendedOn)
      const changes = differing<PenaltyTerms>(penalty.terms, data.changes)
      if (Object.keys(changes).length === 0) throw refuse('NOTHING_CHANGED')
      requireTerms({ ...penalty.terms, ...changes })
      return [{ type: 'PenaltyAmended', data: { ...data, changes: inLawsOrder(changes) } }]
    }
    case 'PerformPenalty':
      if (penalty.performedOn === data.performedOn) return []
      if (penalty.performedOn) throw refuse('PENALTY_ALREADY_PERFORMED', { performedOn: penalty.performedOn })
      if (penalty.standing === 'ANNULLED') throw refuse('PENALTY_ANNULLED')
      requireOrder('处罚决定日期', penalty.decidedOn, '履行日期', data.performedOn)
      return [{ type: 'PenaltyPerformed', data }]
    case 'AnnulPenalty':
      if (penalty.annulledOn === data.annulledOn && penalty.annulmentGround === data.ground) return []
      if (penalty.standing === 'ANNULLED') throw refuse('PENALTY_ANNULLED')
      requireOrder('处罚决定日期', penalty.decidedOn, '撤销日期', data.annulledOn)
      return [{ type: 'PenaltyAnnulled', data }]
  }
}

/** The same decision handed in again adds nothing, whatever brackets its number is written with. */
function impose({ data }: ImposePenalty, file: EnterpriseFile): readonly PenaltyEvent[] {
  const penaltyId = penaltyIdOf(data.authority.code, data.decisionNumber)
  if (recordIn(file, penaltyId)) return []
  requireTerms(data.terms)
  requireOrder('处罚决定日期', data.decidedOn, '处罚有效期', data.terms.validUntil)
  requireOrder('处罚决定日期', data.decidedOn, '公示截止期', data.terms.publicUntil)
  return [{ type: 'PenaltyImposed', data: { ...data, penaltyId, terms: inLawsOrder(data.terms) } }]
}

function requireTerms({ kinds, fine }: PenaltyTerms): void {
  if (kinds.length === 0) throw refuse('PENALTY_WITHOUT_KIND')
  if (kinds.includes('FINE') && fine === 0) throw refuse('FINE_WITHOUT_AMOUNT')
  if (!kinds.includes('FINE') && fine !== 0) throw refuse('AMOUNT_WITHOUT_FINE')
}

/** The kinds in the order of 行政处罚法 Art. 9, each once, so that equal decisions are equal data. */
function inLawsOrder<T extends Partial<PenaltyTerms>>(terms: T): T {
  const { kinds } = terms
  return kinds === undefined ? terms : { ...terms, kinds: penaltyKinds.filter((kind) => kinds.includes(kind)) }
}

function amendmentsOf(file: EnterpriseFile, penaltyId: string): ReadonlySet<string> {
  const facts = factsOf<PenaltyEvent>(file, 'PENALTY', penaltyId)
  return new Set(facts.flatMap((fact) => (fact.type === 'PenaltyAmended' ? [fact.data.amendmentId] : [])))
}
