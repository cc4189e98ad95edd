import type { CommitmentEvent } from '../../enterprise/commitment/events.ts'
import { effectiveFacts, type FileFact } from '../../enterprise/facts.ts'
import type { InspectionEvent } from '../../enterprise/inspection/events.ts'
import { end, type Gathering, published, start } from './gather.ts'

/**
 * Clocks of an inspection (检查): publication of a spot check's result, and what the enterprise was ordered to correct.
 * A visit that was drawn here says itself when it was published, beside the file.
 */
export function gatherInspection(gathering: Gathering, recordId: string, all: readonly FileFact[]): void {
  const record = { section: 'INSPECTION', recordId }
  const facts = effectiveFacts<InspectionEvent>(all)
  const recorded = facts.find((fact) => fact.type === 'InspectionRecorded')
  if (recorded?.type !== 'InspectionRecorded') return
  const { authority, form } = recorded.data
  if (form === 'RANDOM') {
    start(gathering, 'INSPECTION_ENDED', record, recorded, authority)
    published(gathering, 'PUBLISHED', record, recorded)
  }
  for (const fact of facts) {
    if (fact.type === 'CorrectionOrdered') {
      start(gathering, 'CORRECTION_ORDERED', record, fact, authority, { statedUntil: fact.data.dueOn })
    }
    if (fact.type === 'InspectionClosed') end(gathering, 'CORRECTED', record, fact, null)
  }
}

/** The clock of a commitment (承诺): the agency checks by the day that it names whether it was kept. */
export function gatherCommitment(gathering: Gathering, recordId: string, all: readonly FileFact[]): void {
  const record = { section: 'COMMITMENT', recordId }
  const facts = effectiveFacts<CommitmentEvent>(all)
  const made = facts.find((fact) => fact.type === 'CommitmentMade')
  if (made?.type !== 'CommitmentMade' || made.data.checkDueOn === null) return
  start(gathering, 'COMMITMENT_MADE', record, made, made.data.authority, { statedUntil: made.data.checkDueOn })
  for (const fact of facts) {
    if (fact.type !== 'CommitmentMade') end(gathering, 'COMMITMENT_CHECKED', record, fact, null)
  }
}
