import type { DomainEvent } from '../../kernel/event.ts'
import type { Fen } from '../../kernel/fen.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Authority, SystemCode } from '../parties.ts'

/** Kinds of subject as supervision records tell them apart (行政相对人类型), natural persons left out. */
export const subjectKinds = ['LEGAL_PERSON', 'UNINCORPORATED', 'INDIVIDUAL_BUSINESS'] as const
export type SubjectKind = (typeof subjectKinds)[number]

/** Registration state (登记状态): 存续、歇业、吊销未注销、责令关闭、撤销登记、迁出、注销. */
export const registrationStatuses = [
  'ACTIVE',
  'DORMANT',
  'LICENCE_REVOKED',
  'ORDERED_CLOSED',
  'ANNULLED',
  'MOVED_OUT',
  'DEREGISTERED',
] as const
export type RegistrationStatus = (typeof registrationStatuses)[number]

/** Other numbers under which the same subject has records (别名): 工商注册号、组织机构代码、税务登记号、曾用统一社会信用代码. */
export const aliasKinds = ['REGISTRATION_NUMBER', 'ORGANISATION_CODE', 'TAX_NUMBER', 'FORMER_USCC'] as const
export type AliasKind = (typeof aliasKinds)[number]
export type Alias = Readonly<{ kind: AliasKind; value: string }>

/** What the register says of a subject (登记事项). `null` is what the register leaves empty. */
export type RegistrationDetails = Readonly<{
  name: string
  subjectKind: SubjectKind
  category: string | null // Two digits, `enterprise_category.csv`.
  enterpriseType: SystemCode | null // 企业类型, e.g. GS 46-2015 1130.
  legalRepresentative: string | null // 法定代表人, or the operator (经营者) of an individual business.
  registeredCapital: Fen | null
  establishedOn: PlainDate | null
  termFrom: PlainDate | null // 营业期限自
  termTo: PlainDate | null // 营业期限至; null is indefinite.
  address: string | null
  division: string | null // Six digits, GB/T 2260.
  street: string | null // Nine digits of the statistical division code (街镇).
  industry: SystemCode | null // e.g. GB/T 4754-2017 6520
  scope: string | null // 经营范围
  registrar: Authority | null // 登记机关
}>

/** A file was opened for a subject that the register here does not hold (yet) (临时建档). */
export type FileOpened = DomainEvent<
  'FileOpened',
  { uscc: string; name: string; subjectKind: SubjectKind; openedOn: PlainDate }
>

/** The register knows the subject (设立登记): its details and the numbers it had before. */
export type EnterpriseRegistered = DomainEvent<
  'EnterpriseRegistered',
  { uscc: string; registeredOn: PlainDate; details: RegistrationDetails; aliases: readonly Alias[] }
>

/** Registered details changed (变更登记); only what changed stands in `changes`. */
export type RegistrationChanged = DomainEvent<
  'RegistrationChanged',
  {
    changeId: string
    changedOn: PlainDate
    items: readonly string[] // 变更事项, `change_item.csv`.
    changes: Partial<RegistrationDetails>
    documentNumber: string | null
  }
>

/** The registration state changed (登记状态变更). */
export type RegistrationStatusChanged = DomainEvent<
  'RegistrationStatusChanged',
  {
    statusId: string
    to: RegistrationStatus
    changedOn: PlainDate
    reason: string | null
    documentNumber: string | null
    authority: Authority
  }
>

/** Another number of the same subject became known (别名登记): records under it belong to this file. */
export type AliasRecorded = DomainEvent<'AliasRecorded', { alias: Alias; recordedOn: PlainDate }>

export type RegistrationEvent =
  FileOpened | EnterpriseRegistered | RegistrationChanged | RegistrationStatusChanged | AliasRecorded
