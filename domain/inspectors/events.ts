import type { DomainEvent } from '../kernel/event.ts'
import type { PlainDate } from '../kernel/plain-date.ts'

/** An enforcement certificate (执法证). */
export type Certificate = Readonly<{
  number: string
  issuer: string
  expiresOn: PlainDate // The last day on which it is valid.
}>

/** An officer was entered in the directory of inspectors (执法检查人员名录库); no name stands here, only the account. */
export type InspectorEntered = DomainEvent<
  'InspectorEntered',
  {
    inspectorId: string
    account: string // 账号, by which the officer signs in.
    agency: string
    certificate: Certificate
    matters: readonly string[] // 可检查事项
    qualifications: readonly string[] // 特殊岗位资格
    enteredOn: PlainDate
  }
>

/** The certificate was renewed or exchanged (换证). */
export type CertificateRenewed = DomainEvent<'CertificateRenewed', { certificate: Certificate; renewedOn: PlainDate }>

/** What the officer may check was set anew (调整检查范围). */
export type RangeChanged = DomainEvent<
  'RangeChanged',
  { matters: readonly string[]; qualifications: readonly string[]; changedOn: PlainDate }
>

/** The officer is away (请假、外派、培训), first and last day included. */
export type LeaveTaken = DomainEvent<
  'LeaveTaken',
  { leaveId: string; from: PlainDate; until: PlainDate; reason: string }
>
export type LeaveCancelled = DomainEvent<'LeaveCancelled', { leaveId: string; cancelledOn: PlainDate }>

/** Why an officer must keep away from an enterprise (行政处罚法 Art. 43): 近亲属、投资债权、曾任职、申请回避、其他. */
export const interestGrounds = ['KIN', 'SHARE_OR_DEBT', 'FORMER_EMPLOYMENT', 'REQUESTED', 'OTHER'] as const
export type InterestGround = (typeof interestGrounds)[number]

/** An interest in an enterprise was declared (申报利害关系). */
export type InterestDeclared = DomainEvent<
  'InterestDeclared',
  { interestId: string; uscc: string; ground: InterestGround; from: PlainDate; until: PlainDate | null }
>
export type InterestEnded = DomainEvent<'InterestEnded', { interestId: string; endedOn: PlainDate }>

/** The officer may carry out no inspections from this day on (暂停执法资格), until reinstated. */
export type InspectorSuspended = DomainEvent<'InspectorSuspended', { suspendedOn: PlainDate; reason: string }>
export type InspectorReinstated = DomainEvent<'InspectorReinstated', { reinstatedOn: PlainDate }>

export type InspectorEvent =
  | InspectorEntered
  | CertificateRenewed
  | RangeChanged
  | LeaveTaken
  | LeaveCancelled
  | InterestDeclared
  | InterestEnded
  | InspectorSuspended
  | InspectorReinstated
