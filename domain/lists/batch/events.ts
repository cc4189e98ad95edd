import type { Authority } from '../../enterprise/parties.ts'
import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { DecisionKind } from '../numbers/events.ts'
import type { ListOfficer } from '../officer.ts'

/** One case of a batch. */
export type BatchMember = Readonly<{ caseId: string; uscc: string }>

/** Many cases are to be decided by one document (批量列入、批量移出), in the order of their numbers -1, -2 …. */
export type ListBatchDrawnUp = DomainEvent<
  'ListBatchDrawnUp',
  {
    batchId: string
    listType: string
    kind: DecisionKind
    authority: Authority
    members: readonly BatchMember[]
    drawnUpOn: PlainDate
    drawnUpBy: ListOfficer
  }
>

/** Another officer decided the batch under one number (批量决定). */
export type ListBatchDecided = DomainEvent<
  'ListBatchDecided',
  { number: string; decidedOn: PlainDate; decidedBy: ListOfficer }
>

export type ListBatchReturned = DomainEvent<
  'ListBatchReturned',
  { reason: string; returnedOn: PlainDate; returnedBy: ListOfficer }
>

/** A member that its own rules refused when its turn came (未予决定): it stays undecided, for this reason. */
export type RefusedMember = Readonly<{ caseId: string; reason: string; message: string }>

/** Every member had its turn (批量决定办结). */
export type ListBatchFinished = DomainEvent<
  'ListBatchFinished',
  { decided: number; refused: readonly RefusedMember[]; finishedOn: PlainDate }
>

export type ListBatchEvent = ListBatchDrawnUp | ListBatchDecided | ListBatchReturned | ListBatchFinished
