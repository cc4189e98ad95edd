import { naturalId } from '../../kernel/ids.ts'
import { refuse } from '../../refusals.ts'
import { differing, requireOrder } from '../command.ts'
import { type EnterpriseFile, factsOf } from '../file.ts'
import { changeItemsOf } from './change-items.ts'
import type {
  ChangeRegistration,
  ChangeRegistrationStatus,
  RegisterEnterprise,
  RegistrationCommand,
  ReportRegistration,
} from './commands.ts'
import type { RegistrationDetails, RegistrationEvent, RegistrationStatus } from './events.ts'
import { hasAlias, type RegistrationRecord, registrationRecord } from './record.ts'

/**
 * Which registration state may follow which (登记状态变更). A revoked, closed, or annulled subject can only be written
 * off; an act of the state that was itself annulled brings it back to active; a deregistration annulled by the
 * registrar (撤销注销登记) does the same.
 */
const mayFollow: Readonly<Record<RegistrationStatus, readonly RegistrationStatus[]>> = {
  ACTIVE: ['DORMANT', 'LICENCE_REVOKED', 'ORDERED_CLOSED', 'ANNULLED', 'MOVED_OUT', 'DEREGISTERED'],
  DORMANT: ['ACTIVE', 'LICENCE_REVOKED', 'ORDERED_CLOSED', 'ANNULLED', 'MOVED_OUT', 'DEREGISTERED'],
  LICENCE_REVOKED: ['ACTIVE', 'DEREGISTERED'],
  ORDERED_CLOSED: ['ACTIVE', 'LICENCE_REVOKED', 'DEREGISTERED'],
  ANNULLED: ['ACTIVE', 'DEREGISTERED'],
  MOVED_OUT: ['ACTIVE'],
  DEREGISTERED: ['ACTIVE'],
}

/** 登记状态的名称。 */
export const registrationStatusNames: Readonly<Record<RegistrationStatus, string>> = {
  ACTIVE: '存续',
  DORMANT: '歇业',
  LICENCE_REVOKED: '吊销未注销',
  ORDERED_CLOSED: '责令关闭',
  ANNULLED: '撤销登记',
  MOVED_OUT: '迁出',
  DEREGISTERED: '注销',
}

export const registrationIn = (file: EnterpriseFile): RegistrationRecord | undefined =>
  registrationRecord(factsOf<RegistrationEvent>(file, 'REGISTRATION', ''))

/** The rules of the registration section (登记注册). */
export function decideRegistration(command: RegistrationCommand, file: EnterpriseFile): readonly RegistrationEvent[] {
  const record = registrationIn(file)
  if (command.type === 'OpenFile') return record ? [] : [{ type: 'FileOpened', data: command.data }]
  if (command.type === 'RegisterEnterprise') return register(command, record)
  if (command.type === 'ReportRegistration') return report(command, record)
  if (record === undefined) throw refuse('FILE_NOT_OPEN')
  switch (command.type) {
    case 'ChangeRegistration':
      return change(command, record)
    case 'ChangeRegistrationStatus':
      return changeStatus(command, record)
    case 'RecordAlias':
      return hasAlias(record.aliases, command.data.alias) ? [] : [{ type: 'AliasRecorded', data: command.data }]
  }
}

/** The register handed in again with the same content adds nothing; other content is a change and needs to be one. */
function register({ data }: RegisterEnterprise, record: RegistrationRecord | undefined): readonly RegistrationEvent[] {
  requireOrder('营业期限自', data.details.termFrom ?? data.registeredOn, '营业期限至', data.details.termTo)
  if (record !== undefined && !record.provisional) {
    const same = record.registeredOn === data.registeredOn && record.acts.length === 0
    const news = differing<RegistrationDetails>(record.details, data.details)
    if (same && Object.keys(news).length > 0) throw refuse('ALREADY_REGISTERED', { fields: Object.keys(news) })
    return []
  }
  return [{ type: 'EnterpriseRegistered', data }]
}

/** What the register reports: a registration, or whatever differs from the file since it last changed. */
function report({ data }: ReportRegistration, record: RegistrationRecord | undefined): readonly RegistrationEvent[] {
  const { uscc, registeredOn, approvedOn, details, aliases, status } = data
  requireOrder('成立日期', registeredOn, '核准日期', approvedOn)
  const facts: RegistrationEvent[] = []
  const known = record?.registeredOn != null
  if (!known) {
    facts.push({ type: 'EnterpriseRegistered', data: { uscc, registeredOn, details, aliases } })
  } else if (approvedOn > record.changedOn) {
    const changes = differing<RegistrationDetails>(record.details, details)
    const changeId = naturalId('register', uscc, approvedOn)
    const items = changeItemsOf(changes)
    if (items.length > 0) {
      facts.push({
        type: 'RegistrationChanged',
        data: { changeId, changedOn: approvedOn, items, changes, documentNumber: null },
      })
    }
  } else return []
  for (const alias of known ? aliases.filter((alias) => !hasAlias(record.aliases, alias)) : []) {
    facts.push({ type: 'AliasRecorded', data: { alias, recordedOn: approvedOn } })
  }
  if (status !== (known ? record.status : 'ACTIVE')) facts.push(reportedStatus(data, known ? record : undefined))
  return facts
}

function reportedStatus(
  { uscc, status, statusOn, approvedOn, details }: ReportRegistration['data'],
  record: RegistrationRecord | undefined,
): RegistrationEvent {
  const standing = record?.status ?? 'ACTIVE'
  if (!mayFollow[standing].includes(status)) {
    const [from, to] = [registrationStatusNames[standing], registrationStatusNames[status]]
    throw refuse('STATUS_NOT_ALLOWED', { from, to })
  }
  const changedOn = statusOn ?? approvedOn
  if (record) requireOrder('前次登记状态日期', record.statusSince, '变更日期', changedOn)
  const statusId = naturalId('status', uscc, status, changedOn)
  const authority = details.registrar ?? { code: '', name: '' }
  const data = { statusId, to: status, changedOn, reason: null, documentNumber: null, authority }
  return { type: 'RegistrationStatusChanged', data }
}

function change({ data }: ChangeRegistration, record: RegistrationRecord): readonly RegistrationEvent[] {
  if (record.acts.includes(data.changeId)) return []
  if (record.registeredOn === null) throw refuse('NOT_REGISTERED')
  if (record.status === 'DEREGISTERED') throw refuse('DEREGISTERED')
  requireOrder('登记日期', record.registeredOn, '变更日期', data.changedOn)
  const changes = differing<RegistrationDetails>(record.details, data.changes)
  if (Object.keys(changes).length === 0) throw refuse('NOTHING_CHANGED')
  return [{ type: 'RegistrationChanged', data: { ...data, changes } }]
}

function changeStatus({ data }: ChangeRegistrationStatus, record: RegistrationRecord): readonly RegistrationEvent[] {
  if (record.acts.includes(data.statusId)) return []
  if (record.registeredOn === null) throw refuse('NOT_REGISTERED')
  if (record.status === data.to && record.statusSince === data.changedOn) return []
  if (!mayFollow[record.status].includes(data.to)) {
    const [from, to] = [registrationStatusNames[record.status], registrationStatusNames[data.to]]
    throw refuse('STATUS_NOT_ALLOWED', { from, to })
  }
  requireOrder('前次登记状态日期', record.statusSince, '变更日期', data.changedOn)
  return [{ type: 'RegistrationStatusChanged', data }]
}
