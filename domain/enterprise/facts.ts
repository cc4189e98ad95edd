import type { DomainEvent, Fact } from '../kernel/event.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { CorrectionEvent, Section } from './correction/events.ts'
import type { EnterpriseEvent } from './events.ts'

/** A fact of the file together with the id of its entry, when it was learned of, and its place in the stream. */
export type FileFact = Fact<EnterpriseEvent>

/** A fact of one section, as the section's own fold meets it: corrected where a correction says so. */
export type SectionFact<E extends DomainEvent> = Fact<E> & Readonly<{ correctedBy?: readonly string[] }>

/** From where a file is looked at: as it was on a legal day, and as it was known at an instant (asOf, knownAt). */
export type Vantage = Readonly<{ asOf?: PlainDate | undefined; knownAt?: string | undefined }>

/** The record of the file to which a fact belongs: its section, and its id within the section. */
export function recordOf(event: EnterpriseEvent): Readonly<{ section: Section; recordId: string }> {
  switch (event.type) {
    case 'FileOpened':
    case 'EnterpriseRegistered':
    case 'RegistrationChanged':
    case 'RegistrationStatusChanged':
    case 'AliasRecorded':
      return { section: 'REGISTRATION', recordId: '' } // One record a file.
    case 'LicenceGranted':
    case 'LicenceChanged':
    case 'LicenceRenewed':
    case 'LicenceSuspended':
    case 'LicenceResumed':
    case 'LicenceRevoked':
    case 'LicenceSurrendered':
      return { section: 'LICENCE', recordId: event.data.licenceId }
    case 'PenaltyImposed':
    case 'PenaltyAmended':
    case 'PenaltyPerformed':
    case 'PenaltyAnnulled':
      return { section: 'PENALTY', recordId: event.data.penaltyId }
    case 'InspectionRecorded':
    case 'CorrectionOrdered':
    case 'InspectionClosed':
      return { section: 'INSPECTION', recordId: event.data.inspectionId }
    case 'ListingEntered':
    case 'ListingRemoved':
      return { section: 'LISTING', recordId: event.data.listingId }
    case 'AnnualReportFiled':
    case 'AnnualReportAmended':
      return { section: 'REPORT', recordId: event.data.reportId }
    case 'HonourAwarded':
    case 'HonourWithdrawn':
      return { section: 'HONOUR', recordId: event.data.honourId }
    case 'CommitmentMade':
    case 'CommitmentKept':
    case 'CommitmentBroken':
      return { section: 'COMMITMENT', recordId: event.data.commitmentId }
    case 'PersonRecorded':
    case 'PersonChanged':
    case 'PersonRemoved':
    case 'PersonForgotten':
      return { section: 'PERSON', recordId: event.data.personId }
    case 'CreditOverrideProposed':
    case 'CreditOverrideConfirmed':
    case 'CreditOverrideWithdrawn':
      return { section: 'CREDIT_OVERRIDE', recordId: event.data.overrideId }
    case 'EntryCorrected':
    case 'EntryVoided':
      return { section: event.data.entry.section, recordId: event.data.entry.recordId }
  }
}

/** The legal day of a fact (法律日期): the day from which it counts, whenever it was recorded. */
export function legalDayOf(event: EnterpriseEvent): PlainDate {
  switch (event.type) {
    case 'FileOpened':
      return event.data.openedOn
    case 'EnterpriseRegistered':
      return event.data.registeredOn
    case 'RegistrationChanged':
    case 'RegistrationStatusChanged':
    case 'LicenceChanged':
    case 'PersonChanged':
      return event.data.changedOn
    case 'AliasRecorded':
    case 'PersonRecorded':
      return event.data.recordedOn
    case 'LicenceGranted':
    case 'PenaltyImposed':
      return event.data.decidedOn
    case 'LicenceRenewed':
      return event.data.renewedOn
    case 'LicenceSuspended':
      return event.data.suspendedOn
    case 'LicenceResumed':
      return event.data.resumedOn
    case 'LicenceRevoked':
      return event.data.revokedOn
    case 'LicenceSurrendered':
      return event.data.surrenderedOn
    case 'PenaltyAmended':
    case 'AnnualReportAmended':
      return event.data.amendedOn
    case 'PenaltyPerformed':
      return event.data.performedOn
    case 'PenaltyAnnulled':
      return event.data.annulledOn
    case 'InspectionRecorded':
      return event.data.inspectedOn
    case 'CorrectionOrdered':
      return event.data.orderedOn
    case 'InspectionClosed':
      return event.data.closedOn
    case 'ListingEntered':
      return event.data.enteredOn
    case 'ListingRemoved':
    case 'PersonRemoved':
      return event.data.removedOn
    case 'PersonForgotten':
      return event.data.forgottenOn
    case 'AnnualReportFiled':
      return event.data.filedOn
    case 'HonourAwarded':
      return event.data.awardedOn
    case 'HonourWithdrawn':
    case 'CreditOverrideWithdrawn':
      return event.data.withdrawnOn
    case 'CommitmentMade':
      return event.data.madeOn
    case 'CommitmentKept':
      return event.data.checkedOn
    case 'CommitmentBroken':
      return event.data.foundOn
    case 'CreditOverrideProposed':
      return event.data.proposedOn
    case 'CreditOverrideConfirmed':
      return event.data.confirmedOn
    case 'EntryCorrected':
      return event.data.correctedOn
    case 'EntryVoided':
      return event.data.voidedOn
  }
}

/**
 * The facts of one record as the law reads them from a vantage: known by then, corrected or left out as later
 * corrections say, not after the legal day, in the order of their legal days and, within a day, of recording. A fact
 * recorded late thus takes its place in time, and rows told one fact at a time equal those told from the whole file.
 */
export function effectiveFacts<E extends EnterpriseEvent>(
  facts: readonly FileFact[],
  vantage: Vantage = {},
): readonly SectionFact<Exclude<E, CorrectionEvent>>[] {
  const { asOf, knownAt } = vantage
  if (isPlain(facts, vantage)) return facts as unknown as readonly SectionFact<Exclude<E, CorrectionEvent>>[]
  const known = knownAt === undefined ? facts : facts.filter((fact) => fact.metadata.recordedAt <= knownAt)
  const voided = new Set<string>()
  const corrections = new Map<string, FileFact[]>()
  for (const fact of known) {
    if (fact.type === 'EntryVoided') voided.add(fact.data.entry.eventId)
    if (fact.type === 'EntryCorrected') {
      const { eventId } = fact.data.entry
      corrections.set(eventId, [...(corrections.get(eventId) ?? []), fact])
    }
  }
  const standing = known
    .filter((fact) => fact.type !== 'EntryVoided' && fact.type !== 'EntryCorrected' && !voided.has(fact.id))
    .map((fact) => corrected(fact, corrections.get(fact.id)))
    .map((fact) => ({ fact, day: legalDayOf(fact) }))
    .filter(({ day }) => asOf === undefined || day <= asOf)
    .sort((a, b) => (a.day === b.day ? Number(a.fact.revision - b.fact.revision) : a.day < b.day ? -1 : 1))
    .map(({ fact }) => fact)
  // The caller names the section whose facts it gathered; a record's facts are all of its own section.
  return standing as unknown as readonly SectionFact<Exclude<E, CorrectionEvent>>[]
}

/** Whether facts already are what the law reads: nothing corrected, nothing too late, all in order. Most records are. */
function isPlain(facts: readonly FileFact[], { asOf, knownAt }: Vantage): boolean {
  let before: FileFact | undefined
  let dayBefore = ''
  for (const fact of facts) {
    if (fact.type === 'EntryCorrected' || fact.type === 'EntryVoided') return false
    if (knownAt !== undefined && fact.metadata.recordedAt > knownAt) return false
    const day = legalDayOf(fact)
    if (asOf !== undefined && day > asOf) return false
    if (before !== undefined && (day < dayBefore || (day === dayBefore && fact.revision < before.revision)))
      return false
    before = fact
    dayBefore = day
  }
  return true
}

function corrected(fact: FileFact, corrections: readonly FileFact[] | undefined): FileFact {
  if (corrections === undefined) return fact
  let data: object = fact.data
  const correctedBy: string[] = []
  for (const correction of [...corrections].sort((a, b) => Number(a.revision - b.revision))) {
    if (correction.type !== 'EntryCorrected') continue
    data = { ...data, ...correction.data.changes }
    correctedBy.push(correction.id)
  }
  return { ...fact, data, correctedBy } as unknown as FileFact // The correction was checked against the entry's own fields.
}

/**
 * Facts in legal order with the record's own beginning first: a feed may date what followed (an amendment, a payment)
 * before the decision itself, and a record is told from its beginning all the same.
 */
export function originFirst<E extends DomainEvent>(
  facts: readonly SectionFact<E>[],
  ...origins: readonly E['type'][]
): readonly SectionFact<E>[] {
  if (facts.length < 2) return facts
  const isOrigin = (fact: SectionFact<E>) => origins.includes(fact.type)
  return [...facts.filter(isOrigin), ...facts.filter((fact) => !isOrigin(fact))]
}

/** The facts of a whole file as the law reads them from a vantage; a file told from them is the file of that vantage. */
export const factsAt = (facts: readonly FileFact[], vantage: Vantage): readonly FileFact[] =>
  effectiveFacts<EnterpriseEvent>(facts, vantage)
