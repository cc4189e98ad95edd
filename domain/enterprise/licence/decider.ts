import { refuse } from '../../refusals.ts'
import { differing, found, requireOrder } from '../command.ts'
import { type EnterpriseFile, factsOf } from '../file.ts'
import {
  type GrantLicence,
  type LicenceCommand,
  licenceIdOf,
  type ReportLicence,
  type SuspendLicence,
} from './commands.ts'
import type { LicenceEvent, LicenceTerms } from './events.ts'
import { type LicenceRecord, licenceRecord, licenceStanding, runningSuspension } from './record.ts'

type LicenceChanges = Partial<Omit<LicenceTerms, 'authority'>>

const recordIn = (file: EnterpriseFile, licenceId: string): LicenceRecord | undefined =>
  licenceRecord(factsOf<LicenceEvent>(file, 'LICENCE', licenceId))

/** The rules of the licence section (行政许可). */
export function decideLicence(command: LicenceCommand, file: EnterpriseFile): readonly LicenceEvent[] {
  if (command.type === 'GrantLicence') return grant(command.data, file)
  if (command.type === 'ReportLicence') return report(command, file)
  const licence = found(recordIn(file, command.data.licenceId), 'LICENCE_UNKNOWN')
  switch (command.type) {
    case 'ChangeLicence': {
      if (licence.changeIds.includes(command.data.changeId)) return []
      requireStanding(licence)
      requireOrder('许可决定日期', licence.decidedOn, '变更日期', command.data.changedOn)
      const changes = differing<LicenceChanges>(licence.terms, command.data.changes)
      if (Object.keys(changes).length === 0) throw refuse('NOTHING_CHANGED')
      requireTerm({ ...licence.terms, ...changes })
      return [{ type: 'LicenceChanged', data: { ...command.data, changes } }]
    }
    case 'RenewLicence': {
      if (licence.changeIds.includes(command.data.renewalId)) return []
      requireStanding(licence)
      requireOrder('许可决定日期', licence.decidedOn, '延续日期', command.data.renewedOn)
      const before = licence.terms.validUntil
      const until = command.data.validUntil
      const extended = before !== null && (until === null || until > before)
      if (!extended) throw refuse('LICENCE_TERM_NOT_EXTENDED', { before: before ?? '长期', until: until ?? '长期' })
      return [{ type: 'LicenceRenewed', data: command.data }]
    }
    case 'SuspendLicence':
      return suspend(command, licence)
    case 'ResumeLicence': {
      const { suspensionId, resumedOn } = command.data
      const suspension = licence.suspensions.find((one) => one.suspensionId === suspensionId)
      if (suspension?.resumedOn === resumedOn) return []
      if (suspension === undefined || suspension.resumedOn !== null) throw refuse('LICENCE_NOT_SUSPENDED')
      requireOrder('暂扣日期', suspension.suspendedOn, '恢复日期', resumedOn)
      return [{ type: 'LicenceResumed', data: command.data }]
    }
    case 'RevokeLicence':
      if (licence.revokedOn === command.data.revokedOn && licence.revocationGround === command.data.ground) return []
      requireStanding(licence)
      requireOrder('许可决定日期', licence.decidedOn, '终止日期', command.data.revokedOn)
      return [{ type: 'LicenceRevoked', data: command.data }]
    case 'SurrenderLicence':
      if (licence.surrenderedOn === command.data.surrenderedOn) return []
      requireStanding(licence)
      requireOrder('许可决定日期', licence.decidedOn, '注销日期', command.data.surrenderedOn)
      return [{ type: 'LicenceSurrendered', data: command.data }]
  }
}

/** The same decision handed in again adds nothing, whatever brackets its number is written with. */
function grant(data: GrantLicence['data'], file: EnterpriseFile): readonly LicenceEvent[] {
  const licenceId = licenceIdOf(data.terms.authority.code, data.terms.documentNumber, data.terms.licenceNumber)
  if (recordIn(file, licenceId)) return []
  requireTerm(data.terms)
  return [{ type: 'LicenceGranted', data: { ...data, licenceId } }]
}

/** A feed does not say since when a licence is invalid, so it ends here on the day on which that was reported. */
function report({ data, today }: ReportLicence, file: EnterpriseFile): readonly LicenceEvent[] {
  const { valid, ...granted } = data
  const facts = grant(granted, file)
  const { authority, documentNumber, licenceNumber, validUntil } = granted.terms
  const licenceId = licenceIdOf(authority.code, documentNumber, licenceNumber)
  const licence = recordIn(file, licenceId)
  const standing = licence
    ? licenceStanding(licence, today)
    : validUntil !== null && validUntil < today
      ? 'EXPIRED'
      : 'VALID'
  if (valid || (standing !== 'VALID' && standing !== 'SUSPENDED')) return facts
  const ended = {
    licenceId,
    revokedOn: today,
    ground: 'REPORTED_INVALID',
    documentNumber: null,
    penaltyId: null,
  } as const
  return [...facts, { type: 'LicenceRevoked', data: ended }]
}

function suspend({ data }: SuspendLicence, licence: LicenceRecord): readonly LicenceEvent[] {
  if (licence.suspensions.some((one) => one.suspensionId === data.suspensionId)) return []
  requireStanding(licence)
  requireOrder('许可决定日期', licence.decidedOn, '暂扣日期', data.suspendedOn)
  requireOrder('暂扣日期', data.suspendedOn, '暂扣期满日', data.until)
  if (runningSuspension(licence, data.suspendedOn)) throw refuse('LICENCE_ALREADY_SUSPENDED')
  return [{ type: 'LicenceSuspended', data }]
}

function requireTerm({ validFrom, validUntil }: LicenceTerms): void {
  requireOrder('有效期自', validFrom, '有效期至', validUntil)
}

/** A licence that was taken away or given up takes no further acts; one that merely ran out may still be renewed late. */
function requireStanding({ revokedOn, surrenderedOn }: LicenceRecord): void {
  if (revokedOn !== null) throw refuse('LICENCE_ENDED', { standing: `${revokedOn}吊销或者撤销` })
  if (surrenderedOn !== null) throw refuse('LICENCE_ENDED', { standing: `${surrenderedOn}注销` })
}
