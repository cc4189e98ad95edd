import type { Command } from '../kernel/decider.ts'
import type {
  CertificateRenewed,
  InspectorEntered,
  InterestDeclared,
  InterestEnded,
  LeaveTaken,
  RangeChanged,
} from './events.ts'

// The day of each is today, except where a term is named.
export type EnterInspector = Command<'EnterInspector', Omit<InspectorEntered['data'], 'enteredOn'>>
export type RenewCertificate = Command<'RenewCertificate', Omit<CertificateRenewed['data'], 'renewedOn'>>
export type ChangeRange = Command<'ChangeRange', Omit<RangeChanged['data'], 'changedOn'>>
export type TakeLeave = Command<'TakeLeave', LeaveTaken['data']>
export type CancelLeave = Command<'CancelLeave', { leaveId: string }>
export type DeclareInterest = Command<'DeclareInterest', InterestDeclared['data']>
export type EndInterest = Command<'EndInterest', InterestEnded['data']>
export type SuspendInspector = Command<'SuspendInspector', { reason: string }>
export type ReinstateInspector = Command<'ReinstateInspector', Record<never, never>>

export type InspectorCommand =
  | EnterInspector
  | RenewCertificate
  | ChangeRange
  | TakeLeave
  | CancelLeave
  | DeclareInterest
  | EndInterest
  | SuspendInspector
  | ReinstateInspector
