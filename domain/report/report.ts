import { commitmentRecord } from '../enterprise/commitment/record.ts'
import type { CommitmentEvent } from '../enterprise/commitment/events.ts'
import { effectiveFacts, type SectionFact } from '../enterprise/facts.ts'
import { type EnterpriseFile, recordsOf } from '../enterprise/file.ts'
import type { EnterpriseEvent } from '../enterprise/events.ts'
import type { HonourEvent } from '../enterprise/honour/events.ts'
import { honourRecord, honourStanding } from '../enterprise/honour/record.ts'
import type { LicenceEvent } from '../enterprise/licence/events.ts'
import { licenceRecord, licenceStanding, runningSuspension } from '../enterprise/licence/record.ts'
import type { ListingEvent } from '../enterprise/listing/events.ts'
import { type ListingRecord, listingRecord, listingStanding } from '../enterprise/listing/record.ts'
import { endedWithSubject, type SubjectEnd, subjectEndOn } from '../enterprise/listing/subject-end.ts'
import type { PenaltyEvent } from '../enterprise/penalty/events.ts'
import { penaltyRecord } from '../enterprise/penalty/record.ts'
import type { RegistrationEvent } from '../enterprise/registration/events.ts'
import { registrationRecord, registrationStatusOn } from '../enterprise/registration/record.ts'
import type { ReportEvent } from '../enterprise/report/events.ts'
import { registrationStates } from '../enterprise/registration/states.ts'
import { reportRecord } from '../enterprise/report/record.ts'
import type { Section } from '../enterprise/correction/events.ts'
import type { Json } from '../kernel/event.ts'
import { addYears, type PlainDate } from '../kernel/plain-date.ts'
import {
  listingShowing,
  listNameOf,
  penaltyShowing,
  type Reading,
  readingOf,
  reportListOf,
  type Showing,
} from './adverse.ts'
import type { IssuedReport } from './events.ts'
import type { ReportLists } from './lists.ts'
import { masked } from './masked.ts'
import { refuseReport } from './refusals.ts'
import { bases, queryPeriod } from './terms.ts'

/**
 * Which sections of a file may leave the house in a report at all. A section added to the file does not compile before
 * somebody has said which it is.
 */
const givenOut = {
  REGISTRATION: true,
  LICENCE: true,
  PENALTY: true,
  INSPECTION: false, // Visits and orders to put right are supervision, not part of a report.
  LISTING: true,
  REPORT: true,
  HONOUR: true,
  COMMITMENT: true,
  PERSON: false, // 个人信息保护法: nothing about persons but the registered representative's name.
  CREDIT_OVERRIDE: false, // 国市监信发〔2022〕6号: the risk class is for supervisors.
} as const satisfies Record<Section, boolean>
type GivenSection = { [S in Section]: (typeof givenOut)[S] extends true ? S : never }[Section]

/** From where the file is told: the legal day for which the report speaks, and what was known when it was issued. */
export type ReportVantage = Readonly<{ asOf: PlainDate; knownAt: string }>

/** What was asked for, by whom, and where the file then stood. */
export type ReportRequest = Pick<
  IssuedReport,
  'number' | 'purpose' | 'applicant' | 'place' | 'issuedAt' | 'issuedBy' | 'verifyAt'
>

/** A record as a report shows it, with the events behind it, the clause, and its last day (null: as long as it stands). */
export type Shown<T extends object> = Readonly<T> & Showing & Readonly<{ recordId: string; events: readonly string[] }>

/** The content of a report (报告内容): told from the file by `reportOf`, the same from the same place for ever. */
export type Report = ReturnType<typeof reportOf>

export const reportFormat = 'yidang-credit-report-1'

/** The fixed sentence where there is nothing adverse to show. */
const nothingAdverse = '在本报告的提供范围内，未查询到该主体的失信信息。'

/**
 * What may be given out of a file on an application (依申请查询): the public or the queried reading of it, by the rule
 * sets of the day. Refused where there is no registration to speak of.
 */
export function reportOf(file: EnterpriseFile, vantage: ReportVantage, request: ReportRequest, lists: ReportLists) {
  const { asOf: on, knownAt } = vantage
  const reading = readingOf(request.applicant.kind)
  const telling: Telling = { file, vantage, on, reading, lists }
  const [registration] = told<RegistrationEvent, object>(telling, 'REGISTRATION', (facts) => subjectOf(facts, on))
  if (registration === undefined) throw refuseReport('REPORT_FILE_PROVISIONAL')
  const penalties = penaltiesOf(telling)
  const listings = listingsOf(telling)
  const commitments = commitmentsOf(telling)
  const isClean =
    penalties.length === 0 && listings.length === 0 && commitments.every(({ standing }) => standing !== 'BROKEN')
  const { number, purpose, applicant, place, issuedAt, issuedBy, verifyAt } = request
  return masked({
    ...{ format: reportFormat, number, purpose, applicant, reading, issuedAt, issuedBy, asOf: on, knownAt, place },
    verifyAt,
    registration: registration as Shown<Subject>,
    ...{ licences: licencesOf(telling), penalties, listings, honours: honoursOf(telling), commitments },
    annualReports: annualReportsOf(telling),
    statement: isClean ? nothingAdverse : null,
  } satisfies Readonly<Record<string, Json>>)
}

type Telling = Readonly<{
  file: EnterpriseFile
  vantage: ReportVantage
  on: PlainDate
  reading: Reading
  lists: ReportLists
}>
type Told<T> = Readonly<{ shown: T; showing: Showing }> | undefined

/** The records of a section as they stand from the vantage, those that may be shown, each with its events. */
function told<E extends EnterpriseEvent, T extends object>(
  { file, vantage }: Telling,
  section: GivenSection,
  tell: (facts: readonly SectionFact<E>[]) => Told<T>,
): readonly Shown<T>[] {
  const found: Shown<T>[] = []
  for (const [recordId, recorded] of recordsOf(file, section)) {
    const facts = effectiveFacts<EnterpriseEvent>(recorded, vantage) as unknown as readonly SectionFact<E>[]
    const one = tell(facts)
    if (one === undefined) continue
    const events = facts.flatMap(({ id, correctedBy = [] }) => [id, ...correctedBy])
    const { basis, until, publicUntil } = one.showing
    const { ruleSet, clause, confidence } = basis // And nothing else that a rule set says.
    found.push({ ...one.shown, recordId, events, basis: { ruleSet, clause, confidence }, until, publicUntil })
  }
  return found
}

const always = (basis: Showing['basis'], until: PlainDate | null = null): Showing => ({
  basis,
  until,
  publicUntil: until,
})

type Subject = ReturnType<typeof subjectShown>
const subjectShown = (record: NonNullable<ReturnType<typeof registrationRecord>>, on: PlainDate) => {
  const { uscc, details, formerNames, registeredOn } = record
  const { name, subjectKind, enterpriseType, legalRepresentative, registeredCapital, establishedOn } = details
  const { termFrom, termTo, address, industry, scope, registrar } = details
  return {
    ...{ uscc, name, formerNames, subjectKind, enterpriseType, legalRepresentative, registeredCapital },
    ...{ establishedOn, registeredOn, termFrom, termTo, address, industry, scope, registrar },
    status: registrationStatusOn(record, on),
  }
}

function subjectOf(facts: readonly SectionFact<RegistrationEvent>[], on: PlainDate): Told<Subject> {
  const record = registrationRecord(facts)
  if (record === undefined || record.provisional) return undefined
  return { shown: subjectShown(record, on), showing: always(bases.registration) }
}

/** Licences that stand. One that was taken away is left out: what took it away has its own term. */
const licencesOf = (telling: Telling) =>
  told(telling, 'LICENCE', (facts: readonly SectionFact<LicenceEvent>[]) => {
    const record = licenceRecord(facts)
    if (record === undefined) return undefined
    const standing = licenceStanding(record, telling.on)
    if (standing !== 'VALID' && standing !== 'SUSPENDED') return undefined
    const { documentTitle, documentNumber, certificateName, licenceNumber, content, validFrom, validUntil, authority } =
      record.terms
    const suspension = runningSuspension(record, telling.on)
    const shown = {
      ...{ documentTitle, documentNumber, certificateName, licenceNumber, content, validFrom, validUntil, authority },
      ...{ decidedOn: record.decidedOn, standing, suspendedUntil: suspension?.until ?? null },
    }
    return { shown, showing: always(bases.licence, validUntil) }
  })

/** What a summary of a decision holds (市场监管总局令第45号 Art. 4); its facts are left out, as they tell of persons. */
const penaltiesOf = (telling: Telling) =>
  told(telling, 'PENALTY', (facts: readonly SectionFact<PenaltyEvent>[]) => {
    const record = penaltyRecord(facts)
    const showing = record && penaltyShowing(record, telling.on, telling.reading)
    if (record === undefined || showing === undefined) return undefined
    const { decisionNumber, decidedOn, standing, performedOn, authority } = record
    const { kinds, fine, confiscated, permitAffected, violation, basis: lawBroken, content } = record.terms
    const shown = {
      ...{ decisionNumber, decidedOn, kinds, fine, confiscated, permitAffected, violation, lawBroken, content },
      ...{ standing, performedOn, authority },
    }
    return { shown, showing }
  })

const listingsOf = (telling: Telling) =>
  told(telling, 'LISTING', (facts: readonly SectionFact<ListingEvent>[]) => {
    const { on, reading, lists } = telling
    const entered = listingRecord(facts)
    const record = entered && endedWithSubject(entered, subjectEndOf(telling, entered))
    const showing = record && listingShowing(record, on, reading, (id) => penaltyStands(telling, id), lists)
    if (record === undefined || showing === undefined) return undefined
    const { listType, groundText, reportYear, enteredOn, termUntil, decisionNumber, authority } = record
    const shown = {
      ...{
        listType,
        listName: listNameOf(record, lists),
        groundText,
        reportYear,
        enteredOn,
        termUntil,
        decisionNumber,
      },
      ...{ authority, standing: listingStanding(record, on) },
    }
    return { shown, showing }
  })

/** The end of the subject that ended an entry by itself, where its list says so. */
function subjectEndOf({ file, vantage, on, lists }: Telling, listing: ListingRecord): SubjectEnd | undefined {
  const ending = reportListOf(listing, lists)?.endsWithSubject ?? []
  if (ending.length === 0) return undefined
  const facts = effectiveFacts<RegistrationEvent>(file.records.get('REGISTRATION/') ?? [], vantage)
  return subjectEndOn(registrationStates(facts), ending, on)
}

/** Whether a penalty that a listing names still stands; of one that never came into this file nothing else is known. */
function penaltyStands({ file, vantage }: Telling, penaltyId: string): boolean {
  const recorded = file.records.get(`PENALTY/${penaltyId}`)
  if (recorded === undefined) return true
  const record = penaltyRecord(effectiveFacts<PenaltyEvent>(recorded, vantage))
  return record !== undefined && record.standing !== 'ANNULLED'
}

const honoursOf = (telling: Telling) =>
  told(telling, 'HONOUR', (facts: readonly SectionFact<HonourEvent>[]) => {
    const record = honourRecord(facts)
    if (record === undefined || honourStanding(record, telling.on) !== 'VALID') return undefined
    const { title, level, awardedOn, validUntil, documentNumber, authority } = record
    return {
      shown: { title, level, awardedOn, validUntil, documentNumber, authority },
      showing: always(bases.honour, validUntil),
    }
  })

/** A commitment made or kept speaks for the enterprise; one broken is dishonesty information, on authorised query alone. */
const commitmentsOf = (telling: Telling) =>
  told(telling, 'COMMITMENT', (facts: readonly SectionFact<CommitmentEvent>[]) => {
    const record = commitmentRecord(facts)
    if (record === undefined) return undefined
    const { kind, matter, madeOn, checkDueOn, standing, settledOn, authority } = record
    const shown = { kind, matter, madeOn, checkDueOn, standing, settledOn, authority }
    if (standing !== 'BROKEN') return { shown, showing: always(bases.commitment) }
    const until = addYears(settledOn ?? madeOn, queryPeriod.years)
    if (telling.reading === 'PUBLIC' || telling.on > until) return undefined
    return { shown, showing: { basis: queryPeriod, until, publicUntil: null } }
  })

const annualReportsOf = (telling: Telling) =>
  told(telling, 'REPORT', (facts: readonly SectionFact<ReportEvent>[]) => {
    const record = reportRecord(facts)
    if (record === undefined || !record.published) return undefined
    const { year, filedOn, amendedOn } = record
    return { shown: { year, filedOn, amendedOn }, showing: always(bases.annualReport) }
  })
