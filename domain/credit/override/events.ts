import type { Authority } from '../../enterprise/parties.ts'
import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { CreditClass } from '../classes.ts'

/** Somebody proposed to set the class by hand for a time (提出人工调整); without a second person it has no effect. */
export type CreditOverrideProposed = DomainEvent<
  'CreditOverrideProposed',
  {
    overrideId: string
    creditClass: CreditClass
    until: PlainDate // The last day; it ends by itself.
    reason: string
    proposedOn: PlainDate
    proposedBy: string // Account id of the officer, never a name.
    authority: Authority
  }
>

/** A second person of the same agency confirmed it (确认人工调整): from this day on the class is the one set by hand. */
export type CreditOverrideConfirmed = DomainEvent<
  'CreditOverrideConfirmed',
  { overrideId: string; confirmedOn: PlainDate; confirmedBy: string }
>

/** The agency took it back (撤回人工调整): from this day on the class is the model's again. */
export type CreditOverrideWithdrawn = DomainEvent<
  'CreditOverrideWithdrawn',
  { overrideId: string; withdrawnOn: PlainDate; withdrawnBy: string; reason: string }
>

export type CreditOverrideEvent = CreditOverrideProposed | CreditOverrideConfirmed | CreditOverrideWithdrawn
