import type { Authority } from '../../enterprise/parties.ts'
import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ListingExitProposed, ListingProposed } from '../case/events.ts'
import type { DecisionKind } from '../numbers/events.ts'
import type { ListOfficer } from '../officer.ts'

/** One case of a batch; of an exit which one, for a case may be asked off the list more than once. */
export type BatchMember = Readonly<{
  caseId: string
  uscc: string
  exitId: string | null // Of an entry none; older batches of exits do not say.
}>

/** A member that its own rules refused when its turn came: it stays as it was, for this reason. */
export type RefusedMember = Readonly<{ caseId: string; reason: string; message: string }>

export type EntryProposal = Pick<
  ListingProposed['data'],
  'reasons' | 'weighed' | 'statementView' | 'months' | 'banUntil'
>
export type ExitProposal = Pick<
  ListingExitProposed['data'],
  'ground' | 'reasonCode' | 'conditionsMet' | 'correctedOn' | 'heavierFines' | 'findings'
>

/**
 * Many cases are to be decided by one document (批量列入、批量移出), in the order of their numbers -1, -2 …. What is proposed
 * stands here first, and is then proposed of each member, so that whoever was interrupted can go on.
 */
export type ListBatchDrawnUp = DomainEvent<
  'ListBatchDrawnUp',
  {
    batchId: string
    listType: string
    kind: DecisionKind
    authority: Authority
    members: readonly BatchMember[]
    leftOut: readonly RefusedMember[] // Asked for, and never taken in (未纳入).
    proposal: EntryProposal | ExitProposal | null // Older batches were drawn up of cases that had their proposals.
    drawnUpOn: PlainDate
    drawnUpBy: ListOfficer
  }
>

/** Every member was proposed (拟定完毕), or dropped (剔除) because its rules no longer allowed it. */
export type ListBatchProposed = DomainEvent<
  'ListBatchProposed',
  { dropped: readonly RefusedMember[]; proposedOn: PlainDate }
>

/** Another officer decides (开始决定): from here on nothing is given back, so that the number that is taken is used. */
export type ListBatchDecisionBegun = DomainEvent<
  'ListBatchDecisionBegun',
  { begunOn: PlainDate; decidedBy: ListOfficer }
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

/** Every member's proposal was given back with the batch (退回完毕). */
export type ListBatchGivenBack = DomainEvent<
  'ListBatchGivenBack',
  { refused: readonly RefusedMember[]; givenBackOn: PlainDate }
>

/** Every member had its turn (批量决定办结); a refused one stays undecided (未予决定). */
export type ListBatchFinished = DomainEvent<
  'ListBatchFinished',
  { decided: number; refused: readonly RefusedMember[]; finishedOn: PlainDate }
>

export type ListBatchEvent =
  | ListBatchDrawnUp
  | ListBatchProposed
  | ListBatchDecisionBegun
  | ListBatchDecided
  | ListBatchReturned
  | ListBatchGivenBack
  | ListBatchFinished
