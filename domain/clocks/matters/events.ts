import type { Authority } from '../../enterprise/parties.ts'
import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ClockRecord } from '../started.ts'
import type { MatterKind, MatterStep } from './kinds.ts'

/** Who acted: the account, and the agency for which. */
export type MatterOfficer = Readonly<{ agency: string; officer: string }>

/** Something began whose time is counted (事项收到、发生): an application received, a case reported, a decision served. */
export type MatterOpened = DomainEvent<
  'MatterOpened',
  {
    matterId: string
    kind: MatterKind
    uscc: string
    record: ClockRecord | null // The record of the file that it is about.
    owner: Authority // Who opened it, and whose clocks run first where it is handed to nobody.
    to: Authority | null // To whom it was sent with its opening (推送).
    documentNumber: string | null
    summary: string
    openedOn: PlainDate
    openedBy: MatterOfficer
  }
>

/** A step of it was taken (办理). */
export type MatterStepTaken = DomainEvent<
  'MatterStepTaken',
  {
    step: MatterStep
    takenOn: PlainDate
    to: Authority | null // To whom it was handed over (转交、移送).
    documentNumber: string | null
    note: string | null
    takenBy: MatterOfficer
  }
>

/** It had been entered by mistake (登记错误): its clocks never ran. */
export type MatterVoided = DomainEvent<'MatterVoided', { reason: string; voidedOn: PlainDate; voidedBy: MatterOfficer }>

export type MatterEvent = MatterOpened | MatterStepTaken | MatterVoided
