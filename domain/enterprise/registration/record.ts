import { addYears, type PlainDate } from '../../kernel/plain-date.ts'
import { originFirst, type SectionFact } from '../facts.ts'
import type { Alias, RegistrationDetails, RegistrationEvent, RegistrationStatus, SubjectKind } from './events.ts'

/** What the file says of the subject itself (主体信息). A provisional file has a name and hardly more. */
export type RegistrationRecord = Readonly<{
  uscc: string
  provisional: boolean // 临时建档: the register here does not hold the subject yet.
  openedOn: PlainDate
  registeredOn: PlainDate | null
  changedOn: PlainDate // The last day on which the register changed anything.
  details: RegistrationDetails
  formerNames: readonly string[] // 曾用名, oldest first.
  aliases: readonly Alias[]
  status: RegistrationStatus
  statusSince: PlainDate
  acts: readonly string[] // Ids of changes and status changes already recorded.
}>

const unknownDetails = (name: string, subjectKind: SubjectKind): RegistrationDetails => ({
  ...{ name, subjectKind, category: null, enterpriseType: null, legalRepresentative: null, registeredCapital: null },
  ...{ establishedOn: null, termFrom: null, termTo: null, address: null, division: null, street: null },
  ...{ industry: null, scope: null, registrar: null },
})

/** Tells the subject from its facts in legal order; undefined where no file was opened (by that day). */
export function registrationRecord(facts: readonly SectionFact<RegistrationEvent>[]): RegistrationRecord | undefined {
  let record: RegistrationRecord | undefined
  for (const fact of originFirst(facts, 'EnterpriseRegistered', 'FileOpened')) {
    if (fact.type === 'FileOpened') record = opened(record, fact)
    else if (fact.type === 'EnterpriseRegistered') record = registered(record, fact)
    else if (record !== undefined) record = followed(record, fact)
  }
  return record
}

/** Opening tells nothing new of a subject whose registration has an earlier legal day. */
function opened(
  record: RegistrationRecord | undefined,
  { data }: SectionFact<Extract<RegistrationEvent, { type: 'FileOpened' }>>,
): RegistrationRecord {
  if (record !== undefined) return record
  return {
    ...{ uscc: data.uscc, provisional: true, openedOn: data.openedOn, registeredOn: null, changedOn: data.openedOn },
    details: unknownDetails(data.name, data.subjectKind),
    ...{ formerNames: [], aliases: [], status: 'ACTIVE', statusSince: data.openedOn, acts: [] },
  }
}

function registered(
  record: RegistrationRecord | undefined,
  { data }: SectionFact<Extract<RegistrationEvent, { type: 'EnterpriseRegistered' }>>,
): RegistrationRecord {
  return {
    ...{ uscc: data.uscc, provisional: false, openedOn: record?.openedOn ?? data.registeredOn },
    ...{ registeredOn: data.registeredOn, changedOn: data.registeredOn, details: data.details },
    ...{ formerNames: [], acts: [] },
    ...{ aliases: data.aliases, status: 'ACTIVE', statusSince: data.registeredOn },
  }
}

function followed(
  record: RegistrationRecord,
  fact: SectionFact<Exclude<RegistrationEvent, { type: 'FileOpened' | 'EnterpriseRegistered' }>>,
): RegistrationRecord {
  switch (fact.type) {
    case 'RegistrationChanged': {
      const { name } = record.details
      const renamed = fact.data.changes.name !== undefined && fact.data.changes.name !== name
      return {
        ...record,
        details: { ...record.details, ...fact.data.changes },
        formerNames: renamed ? [...record.formerNames, name] : record.formerNames,
        acts: [...record.acts, fact.data.changeId],
        changedOn: fact.data.changedOn,
      }
    }
    case 'RegistrationStatusChanged': {
      const { to, changedOn, statusId } = fact.data
      return { ...record, status: to, statusSince: changedOn, changedOn, acts: [...record.acts, statusId] }
    }
    case 'AliasRecorded':
      return { ...record, aliases: withAlias(record.aliases, fact.data.alias) }
  }
}

const withAlias = (aliases: readonly Alias[], alias: Alias): readonly Alias[] =>
  hasAlias(aliases, alias) ? aliases : [...aliases, alias]

export const hasAlias = (aliases: readonly Alias[], { kind, value }: Alias): boolean =>
  aliases.some((one) => one.kind === kind && one.value === value)

/** A business may lie dormant (歇业) for three years at most (REG-DR Art. 40). */
const dormancyYearsMax = 3

/** The registration state on a day: dormancy that has run its three years counts as active again, filed or not. */
export function registrationStatusOn({ status, statusSince }: RegistrationRecord, day: PlainDate): RegistrationStatus {
  return status === 'DORMANT' && addYears(statusSince, dormancyYearsMax) <= day ? 'ACTIVE' : status
}
