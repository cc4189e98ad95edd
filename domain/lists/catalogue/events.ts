import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ListOfficer } from '../officer.ts'
import type { ListEdition } from './definition.ts'

/** A version of the catalogue of lists was proposed (提出名录清单), complete as it would be in force. */
export type ListTypesProposed = DomainEvent<
  'ListTypesProposed',
  { version: number; edition: ListEdition; reason: string; proposedOn: PlainDate; proposedBy: ListOfficer }
>

/** A proposed version was published and takes effect from a day on (公布施行). */
export type ListTypesEnacted = DomainEvent<
  'ListTypesEnacted',
  {
    version: number
    effectiveFrom: PlainDate
    documentNumber: string | null // 公布文件文号
    enactedOn: PlainDate
    enactedBy: ListOfficer
  }
>

/** A version was withdrawn (撤回清单): it will not come into force, or is in force no longer from this day on. */
export type ListTypesWithdrawn = DomainEvent<
  'ListTypesWithdrawn',
  { version: number; reason: string; withdrawnOn: PlainDate; withdrawnBy: ListOfficer }
>

export type ListTypeEvent = ListTypesProposed | ListTypesEnacted | ListTypesWithdrawn
