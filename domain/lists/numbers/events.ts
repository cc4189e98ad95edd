import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ListOfficer } from '../officer.ts'

/** What a decision does (决定种类): 列入, 移出, 更正（撤销列入）. */
export const decisionKinds = ['ENTRY', 'EXIT', 'CORRECTION'] as const
export type DecisionKind = (typeof decisionKinds)[number]

/** A decision took its number (编号): one after the other for each authority, list, kind, and year. */
export type ListNumberTaken = DomainEvent<
  'ListNumberTaken',
  {
    forId: string // The decision, or batch of decisions, whose number it is.
    sequence: number
    number: string
    takenOn: PlainDate
  }
>

/** Numbers of this year were issued before the authority began to work here (已编文号): the counter goes on behind them. */
export type ListNumbersStated = DomainEvent<
  'ListNumbersStated',
  { last: number; statedOn: PlainDate; statedBy: ListOfficer }
>

export type ListNumberEvent = ListNumberTaken | ListNumbersStated
