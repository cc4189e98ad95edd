import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Authority } from '../parties.ts'

/** Classes of licence (许可类别): 普通、特许、认可、核准、登记、其他; the first five mirror 行政许可法 Art. 12. */
export const licenceClasses = ['ORDINARY', 'FRANCHISE', 'RECOGNITION', 'APPROVAL', 'REGISTRATION', 'OTHER'] as const
export type LicenceClass = (typeof licenceClasses)[number]

/** How a licence came to its end before its term (许可终止方式). */
export const licenceRevocationGrounds = [
  'PENALTY', // 吊销: as a penalty, 行政处罚法 Art. 9.
  'UNLAWFUL_GRANT', // 撤销: should not have been granted, 行政许可法 Art. 69.
  'WITHDRAWN', // 撤回: law or circumstances changed, 行政许可法 Art. 8.
  'REPORTED_INVALID', // The feed reports it invalid (当前状态为无效) and gives no ground.
] as const
export type LicenceRevocationGround = (typeof licenceRevocationGrounds)[number]

/** What a licence allows, to whom the decision gives it and for how long (许可内容). */
export type LicenceTerms = Readonly<{
  documentTitle: string // 行政许可决定文书名称
  documentNumber: string // 行政许可决定文书号, as printed.
  licenceClass: LicenceClass
  certificateName: string | null // 许可证书名称
  licenceNumber: string | null // 许可编号
  content: string
  validFrom: PlainDate
  validUntil: PlainDate | null // null is indefinite (长期).
  authority: Authority
}>

/** A licence was granted (准予行政许可). */
export type LicenceGranted = DomainEvent<
  'LicenceGranted',
  { licenceId: string; decidedOn: PlainDate; terms: LicenceTerms; remark: string | null }
>

/** A licence was changed (变更许可). */
export type LicenceChanged = DomainEvent<
  'LicenceChanged',
  {
    licenceId: string
    changeId: string
    changedOn: PlainDate
    changes: Partial<Omit<LicenceTerms, 'authority'>>
    documentNumber: string | null
  }
>

/** A licence was renewed (延续): it runs on until the new day. */
export type LicenceRenewed = DomainEvent<
  'LicenceRenewed',
  {
    licenceId: string
    renewalId: string
    renewedOn: PlainDate
    validUntil: PlainDate | null
    documentNumber: string | null
  }
>

/** A licence was suspended (暂扣). */
export type LicenceSuspended = DomainEvent<
  'LicenceSuspended',
  {
    licenceId: string
    suspensionId: string
    suspendedOn: PlainDate
    until: PlainDate | null
    reason: string
    penaltyId: string | null // The penalty that ordered it, where it is in this file.
  }
>

/** A suspension ended before its term (恢复). */
export type LicenceResumed = DomainEvent<
  'LicenceResumed',
  { licenceId: string; suspensionId: string; resumedOn: PlainDate }
>

/** A licence was taken away (吊销、撤销、撤回), or the feed reports it invalid. */
export type LicenceRevoked = DomainEvent<
  'LicenceRevoked',
  {
    licenceId: string
    revokedOn: PlainDate
    ground: LicenceRevocationGround
    documentNumber: string | null
    penaltyId: string | null
  }
>

/** A licence was given up or written off (注销许可, 行政许可法 Art. 70). */
export type LicenceSurrendered = DomainEvent<
  'LicenceSurrendered',
  { licenceId: string; surrenderedOn: PlainDate; reason: string | null }
>

export type LicenceEvent =
  | LicenceGranted
  | LicenceChanged
  | LicenceRenewed
  | LicenceSuspended
  | LicenceResumed
  | LicenceRevoked
  | LicenceSurrendered
