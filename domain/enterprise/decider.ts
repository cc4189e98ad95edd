import { decideCreditOverride } from '../credit/override/decider.ts'
import type { Decider } from '../kernel/decider.ts'
import { Forbidden } from '../kernel/errors.ts'
import type { Json } from '../kernel/event.ts'
import { holdsIdentityNumber } from '../kernel/personal-numbers.ts'
import { refuse } from '../refusals.ts'
import type { EnterpriseCommand } from './commands.ts'
import { decideCommitment } from './commitment/decider.ts'
import { decideCorrection } from './correction/decider.ts'
import type { EnterpriseEvent } from './events.ts'
import { legalDayOf, recordOf } from './facts.ts'
import { type EnterpriseFile, emptyFile, factsOf, withFact } from './file.ts'
import { decideHonour } from './honour/decider.ts'
import { decideInspection } from './inspection/decider.ts'
import { decideLicence } from './licence/decider.ts'
import { decideListing } from './listing/decider.ts'
import { decidePenalty } from './penalty/decider.ts'
import { decidePerson } from './person/decider.ts'
import { decideRegistration, registrationIn } from './registration/decider.ts'
import { decideReport } from './report/decider.ts'

/** The rules of the whole file (一户一档): each section's own, and those that hold for all of them. */
export const enterpriseDecider: Decider<EnterpriseCommand, EnterpriseFile, EnterpriseEvent> = {
  initialState: emptyFile,
  decide(command, file) {
    const events = decideSection(command, file)
    for (const event of events) {
      requirePast(event, command)
      requireNothingPersonal(event)
      requireOwn(event, command, file)
    }
    return events
  },
  evolve: withFact,
}

function decideSection(command: EnterpriseCommand, file: EnterpriseFile): readonly EnterpriseEvent[] {
  switch (command.type) {
    case 'OpenFile':
    case 'RegisterEnterprise':
    case 'ReportRegistration':
    case 'ChangeRegistration':
    case 'ChangeRegistrationStatus':
    case 'RecordAlias':
      return decideRegistration(command, file)
    default:
      if (registrationIn(file) === undefined) throw refuse('FILE_NOT_OPEN')
  }
  switch (command.type) {
    case 'GrantLicence':
    case 'ReportLicence':
    case 'ChangeLicence':
    case 'RenewLicence':
    case 'SuspendLicence':
    case 'ResumeLicence':
    case 'RevokeLicence':
    case 'SurrenderLicence':
      return decideLicence(command, file)
    case 'ImposePenalty':
    case 'AmendPenalty':
    case 'PerformPenalty':
    case 'AnnulPenalty':
      return decidePenalty(command, file)
    case 'RecordInspection':
    case 'OrderCorrection':
    case 'CloseInspection':
      return decideInspection(command, file)
    case 'EnterListing':
    case 'RemoveListing':
      return decideListing(command, file)
    case 'FileAnnualReport':
    case 'AmendAnnualReport':
      return decideReport(command, file)
    case 'AwardHonour':
    case 'WithdrawHonour':
      return decideHonour(command, file)
    case 'MakeCommitment':
    case 'KeepCommitment':
    case 'BreakCommitment':
      return decideCommitment(command, file)
    case 'RecordPerson':
    case 'ReportPerson':
    case 'RemovePerson':
    case 'ForgetPerson':
      return decidePerson(command, file)
    case 'ProposeCreditOverride':
    case 'ConfirmCreditOverride':
    case 'WithdrawCreditOverride':
      return decideCreditOverride(command, file)
    case 'CorrectEntry':
    case 'VoidEntry':
    case 'CorrectMirroredEntry':
    case 'VoidMirroredEntry':
      return decideCorrection(command, file)
  }
}

/** A fact is recorded on or after its legal day, so what a file says of today can only change by a new fact. */
function requirePast(event: EnterpriseEvent, { today }: EnterpriseCommand): void {
  const day = legalDayOf(event)
  if (day > today) throw refuse('DAY_IN_FUTURE', { field: '日期', day, today })
}

/** What may have to be forgotten never enters the log in the clear; persons have a section of their own, and are sealed. */
function requireNothingPersonal({ data }: EnterpriseEvent): void {
  if (holdsIdentityNumber(data as Json)) throw refuse('IDENTITY_NUMBER_IN_CLEAR')
}

/** An officer writes only records of their own agency: the one that decided, licensed, inspected, listed, awarded. */
function requireOwn(event: EnterpriseEvent, { agency }: EnterpriseCommand, file: EnterpriseFile): void {
  if (agency === null) return
  const owner = ownerOf(event, file)
  if (owner !== undefined && owner !== agency) throw new Forbidden('只能登记本机关作出的记录。')
}

function ownerOf(event: EnterpriseEvent, file: EnterpriseFile): string | undefined {
  const { section, recordId } = recordOf(event)
  const origin = factsOf(file, section, recordId)[0] ?? event
  switch (origin.type) {
    case 'LicenceGranted':
      return origin.data.terms.authority.code
    case 'EnterpriseRegistered':
      return origin.data.details.registrar?.code
    case 'PenaltyImposed':
    case 'InspectionRecorded':
    case 'ListingEntered':
    case 'HonourAwarded':
    case 'CommitmentMade':
    case 'CreditOverrideProposed':
      return origin.data.authority.code
    case 'PersonRecorded':
      return origin.data.authority?.code
    default:
      return undefined // Provisional files, aliases, and annual reports belong to no one agency.
  }
}
