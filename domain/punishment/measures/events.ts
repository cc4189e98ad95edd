import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { PunishmentOfficer } from '../officer.ts'
import type { MeasureEdition } from './measure.ts'

/** A version of the catalogue was proposed (提出清单), complete as it would be in force. */
export type MeasuresProposed = DomainEvent<
  'MeasuresProposed',
  { version: number; edition: MeasureEdition; reason: string; proposedOn: PlainDate; proposedBy: PunishmentOfficer }
>

/** A proposed version was published and takes effect from a day on (公布施行). */
export type MeasuresEnacted = DomainEvent<
  'MeasuresEnacted',
  {
    version: number
    effectiveFrom: PlainDate
    documentNumber: string | null // 公布文件文号
    enactedOn: PlainDate
    enactedBy: PunishmentOfficer
  }
>

/** A version was withdrawn (撤回清单): it will not come into force, or is in force no longer from this day on. */
export type MeasuresWithdrawn = DomainEvent<
  'MeasuresWithdrawn',
  { version: number; reason: string; withdrawnOn: PlainDate; withdrawnBy: PunishmentOfficer }
>

export type MeasureEvent = MeasuresProposed | MeasuresEnacted | MeasuresWithdrawn
