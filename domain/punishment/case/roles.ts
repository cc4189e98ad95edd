import { Forbidden } from '../../kernel/errors.ts'
import type { PunishmentOfficer } from '../officer.ts'
import type { CaseEvent } from './events.ts'
import { refuseCase } from './refusals.ts'

/** Roles in a case (岗位): 提请、审核、执行、解除. One person has one of them in one case, so that nobody completes it alone. */
export const caseRoles = ['PROPOSE', 'PASS', 'EXECUTE', 'RELEASE'] as const
export type CaseRole = (typeof caseRoles)[number]

export const caseRoleNames: Readonly<Record<CaseRole, string>> = {
  ...{ PROPOSE: '提请', PASS: '审核', EXECUTE: '执行', RELEASE: '解除' },
}

type Roles = ReadonlyMap<string, CaseRole>

/** What drafts and releases by itself is nobody's judgement: only persons are kept apart. */
export const isPerson = ({ agency }: PunishmentOfficer): boolean => agency !== 'system'
/** An account is one person's with whoever issues it, for whatever agency they sign in. */
const keyOf = ({ officer }: PunishmentOfficer): string => officer

/** Who did what so far, with one more fact. */
export function withRoles(roles: Roles, event: CaseEvent): Roles {
  const [by, role] = roleIn(event)
  if (by === undefined || !isPerson(by) || roles.has(keyOf(by))) return roles
  return new Map(roles).set(keyOf(by), role)
}

function roleIn(event: CaseEvent): readonly [PunishmentOfficer | undefined, CaseRole] {
  switch (event.type) {
    case 'PunishmentCaseDrafted':
      return [event.data.draftedBy, 'PROPOSE']
    case 'PunishmentLinesAdded':
      return [event.data.addedBy, 'PROPOSE']
    case 'PunishmentCaseResubmitted':
      return [event.data.resubmittedBy, 'PROPOSE']
    case 'PunishmentCaseWithdrawn':
      return [event.data.withdrawnBy, 'PROPOSE']
    case 'PunishmentCasePassed':
      return [event.data.passedBy, 'PASS']
    case 'PunishmentCaseReturned':
      return [event.data.returnedBy, 'PASS']
    case 'PunishmentObjectionAnswered':
      return [event.data.answeredBy, 'PASS']
    case 'PunishmentOrderAccepted':
      return [event.data.acceptedBy, 'EXECUTE']
    case 'PunishmentOrderObjected':
      return [event.data.objectedBy, 'EXECUTE']
    case 'PunishmentOrderExecuted':
      return [event.data.executedBy, 'EXECUTE']
    case 'PunishmentReleaseConfirmed':
      return [event.data.confirmedBy, 'EXECUTE']
    case 'PunishmentGroundFell':
      return [event.data.recordedBy, 'RELEASE']
    case 'PunishmentReleaseOrdered':
      return [event.data.releasedBy, 'RELEASE']
    case 'PunishmentLinesWithdrawn':
      return [event.data.withdrawnBy, 'RELEASE']
    case 'PunishmentPersonsChanged':
    case 'PunishmentOrderIssued':
    case 'CopyLetterSent':
    case 'CopyLetterReceived':
      return [undefined, 'PROPOSE'] // Letters decide nothing, orders follow from the passing, and persons from the files.
  }
}

/** Whoever has done one part of a case may not do another. */
export function requireRole(roles: Roles, by: PunishmentOfficer, role: CaseRole): void {
  const other = roles.get(keyOf(by))
  if (other !== undefined && other !== role && isPerson(by))
    throw refuseCase('CASE_ROLE_TAKEN', { role: caseRoleNames[role], other: caseRoleNames[other] })
}

/** The step belongs to one agency, and to an officer of it; what runs by itself stands in for none but the asking one. */
export function requireAgency(by: PunishmentOfficer, acting: string | null, owner: string, orSystem = false): void {
  const isOwn = by.agency === owner || (orSystem && !isPerson(by))
  if (!isOwn || (acting !== null && acting !== by.agency)) throw new Forbidden('只能办理本机关的联合惩戒事项。')
}
