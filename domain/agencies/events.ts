import type { Authority } from '../enterprise/parties.ts'
import type { DomainEvent } from '../kernel/event.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { AgencyKind } from '../punishment/agency-kinds.ts'

/** Who keeps the directory (经办人): an account of an agency, never a name. */
export type DirectoryOfficer = Readonly<{ agency: string; officer: string }>

/** An agency was entered in the directory (机关入名录), with the kinds of which it is: one agency may be of several. */
export type AgencyEntered = DomainEvent<
  'AgencyEntered',
  {
    agency: Authority
    kinds: readonly AgencyKind[]
    mark: string | null // 机关代字, with which it signs its documents; null where its name tells it.
    enteredOn: PlainDate
    enteredBy: DirectoryOfficer
  }
>

/** The agency has another name or other duties (更名、职能调整); its code stays. */
export type AgencyChanged = DomainEvent<
  'AgencyChanged',
  {
    agency: Authority
    kinds: readonly AgencyKind[]
    mark: string | null
    reason: string
    changedOn: PlainDate
    changedBy: DirectoryOfficer
  }
>

/** The agency is in the directory no longer (撤出名录): nothing new is asked of it, and what it was asked stays its own. */
export type AgencyLeft = DomainEvent<'AgencyLeft', { reason: string; leftOn: PlainDate; leftBy: DirectoryOfficer }>

export type AgencyEvent = AgencyEntered | AgencyChanged | AgencyLeft

/** The agency that asks where a list is decided elsewhere was designated (指定信用牵头部门); the one before it is it no longer. */
export type CoordinatorDesignated = DomainEvent<
  'CoordinatorDesignated',
  { agency: Authority; designatedOn: PlainDate; designatedBy: DirectoryOfficer }
>
