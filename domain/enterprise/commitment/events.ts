import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Authority } from '../parties.ts'

/** Kinds of credit commitment (信用承诺): 审批告知承诺、证明事项告知承诺、信用修复承诺、行业自律承诺. */
export const commitmentKinds = ['APPROVAL', 'PROOF', 'REPAIR', 'VOLUNTARY'] as const
export type CommitmentKind = (typeof commitmentKinds)[number]

/** The enterprise made a commitment in writing (作出承诺). */
export type CommitmentMade = DomainEvent<
  'CommitmentMade',
  {
    commitmentId: string
    kind: CommitmentKind
    matter: string // 承诺事项
    madeOn: PlainDate
    checkDueOn: PlainDate | null // 后续核查期限
    licenceId: string | null // The licence granted on it, where it is in this file.
    authority: Authority
  }
>

/** A check found the commitment kept (已履行). */
export type CommitmentKept = DomainEvent<'CommitmentKept', { commitmentId: string; checkedOn: PlainDate }>

/** A check found the commitment broken (未履行). */
export type CommitmentBroken = DomainEvent<
  'CommitmentBroken',
  { commitmentId: string; foundOn: PlainDate; reason: string; documentNumber: string | null }
>

export type CommitmentEvent = CommitmentMade | CommitmentKept | CommitmentBroken
