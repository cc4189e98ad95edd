import { canonicalJson } from '../kernel/canonical-json.ts'
import type { Decider } from '../kernel/decider.ts'
import { Forbidden } from '../kernel/errors.ts'
import { inspectUscc } from '../kernel/uscc.ts'
import type { EnterInspector, InspectorCommand } from './commands.ts'
import type { Certificate, InspectorEvent } from './events.ts'
import { type Inspector, withInspectorEvent } from './inspector.ts'
import { refuseInspector } from './refusals.ts'

const prefix = 'inspector-'

/** The stream of one officer's entry. */
export const inspectorStream = (inspectorId: string): string => `${prefix}${inspectorId}`
export const inspectorPrefix = prefix

/** The rules of the directory: an agency keeps its own officers, and nothing is entered twice. */
export const inspectorDecider: Decider<InspectorCommand, Inspector | undefined, InspectorEvent> = {
  initialState: undefined,
  decide(command, inspector) {
    const { agency, today } = command
    if (command.type === 'EnterInspector') return enter(command, inspector)
    if (inspector === undefined) throw refuseInspector('INSPECTOR_UNKNOWN')
    if (agency !== null && agency !== inspector.agency) throw new Forbidden('只能办理本机关检查人员的事项。')
    switch (command.type) {
      case 'RenewCertificate': {
        const { certificate } = command.data
        if (isSame(certificate, inspector.certificate)) return []
        requireCertificate(certificate, today)
        return [{ type: 'CertificateRenewed', data: { certificate, renewedOn: today } }]
      }
      case 'ChangeRange': {
        const { matters, qualifications } = command.data
        if (isSame([matters, qualifications], [inspector.matters, inspector.qualifications])) return []
        return [{ type: 'RangeChanged', data: { matters, qualifications, changedOn: today } }]
      }
      case 'TakeLeave': {
        const { leaveId, from, until } = command.data
        if (inspector.leaves.some((one) => one.leaveId === leaveId)) return []
        requireTerm(from, until)
        return [{ type: 'LeaveTaken', data: command.data }]
      }
      case 'CancelLeave': {
        const { leaveId } = command.data
        if (!inspector.leaves.some((one) => one.leaveId === leaveId)) throw refuseInspector('LEAVE_UNKNOWN')
        return [{ type: 'LeaveCancelled', data: { leaveId, cancelledOn: today } }]
      }
      case 'DeclareInterest': {
        const { interestId, uscc, from, until } = command.data
        if (inspector.interests.some((one) => one.interestId === interestId)) return []
        if (inspectUscc(uscc).kind === 'MALFORMED') throw refuseInspector('INTEREST_OBJECT_INVALID')
        if (until !== null) requireTerm(from, until)
        return [{ type: 'InterestDeclared', data: command.data }]
      }
      case 'EndInterest': {
        const { interestId, endedOn } = command.data
        const known = inspector.interests.find((one) => one.interestId === interestId)
        if (known === undefined) throw refuseInspector('INTEREST_UNKNOWN')
        if (known.until === endedOn) return []
        requireTerm(known.from, endedOn)
        return [{ type: 'InterestEnded', data: command.data }]
      }
      case 'SuspendInspector': {
        if (inspector.suspensions.some(({ until }) => until === null)) return []
        if (command.data.reason.trim() === '') throw refuseInspector('SUSPENSION_WITHOUT_REASON')
        return [{ type: 'InspectorSuspended', data: { suspendedOn: today, reason: command.data.reason } }]
      }
      case 'ReinstateInspector':
        if (!inspector.suspensions.some(({ until }) => until === null)) return []
        return [{ type: 'InspectorReinstated', data: { reinstatedOn: today } }]
    }
  },
  evolve: withInspectorEvent,
}

function enter({ data, agency, today }: EnterInspector, known: Inspector | undefined): readonly InspectorEvent[] {
  const { inspectorId } = data
  if (agency !== null && agency !== data.agency) throw new Forbidden('只能办理本机关检查人员的事项。')
  if (known) {
    if (known.agency === data.agency && known.account === data.account) return []
    throw refuseInspector('INSPECTOR_ALREADY_ENTERED', { inspectorId })
  }
  if (!/^[0-9A-Za-z][0-9A-Za-z.-]{0,39}$/.test(inspectorId)) throw refuseInspector('INSPECTOR_ID_INVALID')
  requireCertificate(data.certificate, today)
  return [{ type: 'InspectorEntered', data: { ...data, enteredOn: today } }]
}

function requireCertificate({ number, expiresOn }: Certificate, today: string): void {
  if (number.trim() === '') throw refuseInspector('INSPECTOR_WITHOUT_CERTIFICATE')
  if (expiresOn < today) throw refuseInspector('CERTIFICATE_ALREADY_EXPIRED', { expiresOn })
}

function requireTerm(from: string, until: string): void {
  if (until < from) throw refuseInspector('TERM_OUT_OF_ORDER', { from, until })
}

const isSame = (one: Parameters<typeof canonicalJson>[0], other: Parameters<typeof canonicalJson>[0]): boolean =>
  canonicalJson(one) === canonicalJson(other)
