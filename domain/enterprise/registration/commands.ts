import type { Command } from '../../kernel/decider.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type {
  Alias,
  AliasRecorded,
  EnterpriseRegistered,
  FileOpened,
  RegistrationChanged,
  RegistrationDetails,
  RegistrationStatus,
  RegistrationStatusChanged,
} from './events.ts'

/** Open a file for a subject that the register does not hold yet (临时建档). */
export type OpenFile = Command<'OpenFile', FileOpened['data']>
export type RegisterEnterprise = Command<'RegisterEnterprise', EnterpriseRegistered['data']>
export type ChangeRegistration = Command<'ChangeRegistration', RegistrationChanged['data']>
export type ChangeRegistrationStatus = Command<'ChangeRegistrationStatus', RegistrationStatusChanged['data']>

/**
 * Report what the register says of a subject (登记信息归集): registers it, or records what changed since. A report that
 * is no newer than what the file holds adds nothing.
 */
export type ReportRegistration = Command<
  'ReportRegistration',
  {
    uscc: string
    registeredOn: PlainDate
    approvedOn: PlainDate // 核准日期: the day on which the register took on this content.
    details: RegistrationDetails
    aliases: readonly Alias[]
    status: RegistrationStatus
    statusOn: PlainDate | null // The day of the state; without it the day of approval.
  }
>
export type RecordAlias = Command<'RecordAlias', AliasRecorded['data']>

export type RegistrationCommand =
  OpenFile | RegisterEnterprise | ChangeRegistration | ChangeRegistrationStatus | ReportRegistration | RecordAlias
