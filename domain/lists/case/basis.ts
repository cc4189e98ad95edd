import { effectiveFacts, type Vantage } from '../../enterprise/facts.ts'
import { type EnterpriseFile, factsOf, recordsOf } from '../../enterprise/file.ts'
import type { ListingEvent } from '../../enterprise/listing/events.ts'
import { annulmentsIn, basisGoneOn, endedWithBasis } from '../../enterprise/listing/basis-end.ts'
import { type ListingRecord, listingRecord, listingStanding } from '../../enterprise/listing/record.ts'
import type { PenaltyEvent, PenaltyKind } from '../../enterprise/penalty/events.ts'
import type { Authority } from '../../enterprise/parties.ts'
import { type PenaltyRecord, penaltyRecord } from '../../enterprise/penalty/record.ts'
import type { RegistrationEvent, RegistrationStatus } from '../../enterprise/registration/events.ts'
import { type RegistrationRecord, registrationRecord } from '../../enterprise/registration/record.ts'
import { reportIdOf } from '../../enterprise/report/commands.ts'
import type { ReportEvent } from '../../enterprise/report/events.ts'
import { firstReportYear, reportDueOn } from '../../enterprise/report/record.ts'
import { type PlainDate, yearOf } from '../../kernel/plain-date.ts'
import { agencyKindsOf } from '../../agencies/kinds.ts'
import { groundIn, type GroundRule, type ListDefinition } from '../catalogue/definition.ts'
import type { HeavierFine, ListingCandidateNamed } from './events.ts'
import { refuseCase } from './refusals.ts'

/** The heavier penalties of Order 44 Art. 2, but for fines, whose grade no kind tells. */
export const heavierKinds: readonly PenaltyKind[] = [
  ...(['DOWNGRADE_QUALIFICATION', 'REVOKE_PERMIT', 'RESTRICT_OPERATION', 'ORDER_SUSPENSION'] as const),
  ...(['ORDER_CLOSURE', 'RESTRICT_EMPLOYMENT'] as const),
]

export const penaltyIn = (file: EnterpriseFile, penaltyId: string): PenaltyRecord | undefined =>
  penaltyRecord(factsOf<PenaltyEvent>(file, 'PENALTY', penaltyId))

export const listingIn = (file: EnterpriseFile, listingId: string): ListingRecord | undefined =>
  listingRecord(factsOf<ListingEvent>(file, 'LISTING', listingId))

/** 较重行政处罚: by its kind, or a fine whose benchmark says that it is of the heavier grade. */
export const isHeavier = ({ penaltyId, terms: { kinds } }: PenaltyRecord, fines: readonly HeavierFine[]): boolean =>
  kinds.some((kind) => heavierKinds.includes(kind)) ||
  (kinds.includes('FINE') && fines.some((fine) => fine.penaltyId === penaltyId && fine.benchmark.trim() !== ''))

function* entriesOf(file: EnterpriseFile, listType: string, vantage: Vantage = {}): Generator<ListingRecord> {
  const annulledOn = annulmentsIn(file, vantage)
  for (const [, facts] of recordsOf(file, 'LISTING')) {
    const record = listingRecord(effectiveFacts<ListingEvent>(facts, vantage))
    if (record?.listType === listType) yield endedWithBasis(record, annulledOn)
  }
}

/** The entries of a list that stand in a file on a day; the subject is on the list until none is left (全部移出). */
export const openEntries = (
  file: EnterpriseFile,
  listType: string,
  day: PlainDate,
  vantage: Vantage = {},
): readonly ListingRecord[] =>
  [...entriesOf(file, listType, vantage)].filter(
    (record) => record.enteredOn <= day && listingStanding(record, day) === 'LISTED',
  )

/** When the report of a year was filed, if it was (报送日期). */
export function reportFiledOn(file: EnterpriseFile, year: number): PlainDate | undefined {
  const facts = factsOf<ReportEvent>(file, 'REPORT', reportIdOf(year))
  for (const fact of facts) if (fact.type === 'AnnualReportFiled') return fact.data.filedOn
  return undefined
}

type Named = Omit<ListingCandidateNamed['data'], 'namedOn' | 'version'>

/** Whether what the list asks for stands in the file today: at the candidate's naming, and again at the decision. */
export function requireBasis(named: Named, definition: ListDefinition, file: EnterpriseFile, today: PlainDate): void {
  const ground = requireStillGrounded(named, definition, file, today)
  requireReportYear(named, ground, file, today)
  requirePenalties(named, definition, file)
}

/** Whether the ground on which an entry was decided, or is to be, is there: `own` is the entry that it would renew. */
export function requireStillGrounded(
  named: Named,
  definition: ListDefinition,
  file: EnterpriseFile,
  today: PlainDate,
  own?: string,
): GroundRule | undefined {
  const ground = requireGround(named, definition)
  if (ground?.replayOnly === true) throw refuseCase('LISTING_GROUND_REPEALED', { ground: ground.name })
  requireSubject(definition, file)
  if (ground?.once === 'REPORT_YEAR' && named.reportYear !== null) requireReportMissing(named.reportYear, file)
  if (ground?.once != null) requireNoTwin(named, ground.once, file, today, own)
  for (const penaltyId of named.penaltyIds) requirePenalty(file, penaltyId)
  return ground
}

/** A ground of the list, in words; undefined where the deciding authority words the grounds itself. */
export function requireGround(
  { groundCode, groundText }: Pick<Named, 'groundCode' | 'groundText'>,
  definition: ListDefinition,
): GroundRule | undefined {
  if (groundText.trim() === '') throw refuseCase('LISTING_GROUND_TEXT_MISSING')
  const ground = groundIn(definition, groundCode)
  if (ground === undefined && definition.grounds.length > 0) {
    throw refuseCase('LISTING_GROUND_UNKNOWN', { ground: groundCode, list: definition.name })
  }
  return ground
}

const registrationIn = (file: EnterpriseFile): RegistrationRecord | undefined =>
  registrationRecord(factsOf<RegistrationEvent>(file, 'REGISTRATION', ''))

const goneStatuses: Readonly<Partial<Record<RegistrationStatus, string>>> = {
  DEREGISTERED: '注销',
  LICENCE_REVOKED: '被吊销营业执照',
}

/** Since when the subject is deregistered, or without its licence (注销、吊销); undefined while it is neither. */
export function subjectGoneOn(file: EnterpriseFile): PlainDate | undefined {
  const subject = registrationIn(file)
  return subject && goneStatuses[subject.status] ? subject.statusSince : undefined
}

/** Nobody is left to cure what stands until cured: such an entry would fall the same day. */
function requireSubject({ name: list, term }: ListDefinition, file: EnterpriseFile): void {
  const subject = registrationIn(file)
  const status = subject && goneStatuses[subject.status]
  if (term.kind !== 'UNTIL_CURED' || !status) return
  throw refuseCase('LISTING_SUBJECT_GONE', { list, status, since: subject.statusSince })
}

/** A year is named where the ground is that of a year, and only there: one that the subject had to report on, and late. */
export function requireReportYear(
  { reportYear: year }: Pick<Named, 'reportYear'>,
  ground: GroundRule | undefined,
  file: EnterpriseFile,
  day: PlainDate,
): void {
  if (ground?.once !== 'REPORT_YEAR') {
    if (year !== null) throw refuseCase('LISTING_REPORT_YEAR_UNASKED', { year })
    return
  }
  if (year === null) throw refuseCase('LISTING_REPORT_YEAR_MISSING')
  const first = firstReportYear(registrationIn(file)?.registeredOn ?? null)
  if (!Number.isSafeInteger(year) || year < first) throw refuseCase('LISTING_REPORT_YEAR_NOT_OWED', { year, first })
  if (year >= yearOf(day) || day <= reportDueOn(year)) {
    throw refuseCase('LISTING_REPORT_NOT_DUE', { year, until: `${year + 1}-06-30` })
  }
}

function requireReportMissing(year: number, file: EnterpriseFile): void {
  const filedOn = reportFiledOn(file, year)
  if (filedOn !== undefined) throw refuseCase('LISTING_REPORT_FILED', { year, filedOn })
}

/**
 * The entry that is the same, if there is one: of the same ground while it is open, or of the same year's report, for
 * which nobody is entered a second time, cured or not; one that was cancelled as wrong never counted.
 */
export function twinOf(
  { listType, groundCode, reportYear }: Pick<Named, 'listType' | 'groundCode' | 'reportYear'>,
  once: NonNullable<GroundRule['once']>,
  file: EnterpriseFile,
  today: PlainDate,
  own?: string,
): ListingRecord | undefined {
  for (const record of entriesOf(file, listType)) {
    if (record.listingId === own || record.groundCode !== groundCode || record.enteredOn > today) continue
    if (listingStanding(record, today) === 'LISTED' && (once === 'WHILE_OPEN' || record.reportYear === reportYear))
      return record
    if (once === 'REPORT_YEAR' && record.reportYear === reportYear && record.removalGround !== 'CANCELLED_AS_WRONG')
      return record
  }
  return undefined
}

function requireNoTwin(
  named: Named,
  once: NonNullable<GroundRule['once']>,
  file: EnterpriseFile,
  today: PlainDate,
  own: string | undefined,
): void {
  const twin = twinOf(named, once, file, today, own)
  if (twin === undefined) return
  const { decisionNumber, removedOn } = twin
  if (removedOn === null) throw refuseCase('LISTING_TWICE', { decisionNumber })
  throw refuseCase('LISTING_REPORT_YEAR_TWICE', { year: named.reportYear, decisionNumber, removedOn })
}

/** A penalty that the file has, and that stands. */
export function requirePenalty(file: EnterpriseFile, penaltyId: string): PenaltyRecord {
  const known = penaltyIn(file, penaltyId)
  if (known === undefined || known.standing === 'ANNULLED') throw refuseCase('LISTING_PENALTY_UNKNOWN', { penaltyId })
  return known
}

/** Of some lists only the authority that imposed the penalty decides. */
export function requireOwnPenalties(penalties: readonly PenaltyRecord[], { code }: Authority, list: string): void {
  const others = penalties.find(({ authority }) => authority.code !== code)
  if (others === undefined) return
  const { decisionNumber, authority } = others
  throw refuseCase('LISTING_PENALTY_OTHERS', { list, decisionNumber, authority: authority.name })
}

function requirePenalties(named: Named, { name: list, penalty, ownPenalty }: ListDefinition, file: EnterpriseFile) {
  const penalties = named.penaltyIds.map((penaltyId) => requirePenalty(file, penaltyId))
  if (penalty === 'NONE') return
  if (penalties.length === 0) throw refuseCase('LISTING_PENALTY_MISSING', { list })
  if (ownPenalty) requireOwnPenalties(penalties, named.authority, list)
  if (penalty === 'HEAVIER' && !penalties.some((one) => isHeavier(one, named.heavierFines)))
    throw refuseCase('LISTING_PENALTY_NOT_HEAVIER', { list })
}

/** Since when nothing is left of an entry's penalties; one that was struck out is gone since the day of that. */
export function penaltiesGoneOn(
  penaltyIds: readonly string[],
  file: EnterpriseFile,
  since: PlainDate,
): PlainDate | undefined {
  const annulledOn = annulmentsIn(file)
  return basisGoneOn(penaltyIds, since, (penaltyId) => {
    const on = annulledOn(penaltyId)
    return on === undefined ? struckOutOn(file, penaltyId) : on
  })
}

function struckOutOn(file: EnterpriseFile, penaltyId: string): PlainDate | undefined {
  for (const [id, facts] of recordsOf(file, 'PENALTY')) {
    if (id !== penaltyId) continue
    const strike = facts.findLast((fact) => fact.type === 'EntryVoided' && fact.data.entry.type === 'PenaltyImposed')
    return strike?.type === 'EntryVoided' ? strike.data.voidedOn : undefined
  }
  return undefined
}

/** A heavier penalty since an entry by an authority of the list's own kind (认定机关), which forbids its early exit. */
export function furtherPenalty(
  file: EnterpriseFile,
  since: PlainDate,
  fines: readonly HeavierFine[],
  { decidedBy }: Pick<ListDefinition, 'decidedBy'>,
): PenaltyRecord | undefined {
  for (const [penaltyId] of recordsOf(file, 'PENALTY')) {
    const known = penaltyIn(file, penaltyId)
    if (known === undefined || known.annulledOn !== null || known.decidedOn <= since) continue
    const isOfKind = agencyKindsOf(known.authority.name).some((kind) => decidedBy.includes(kind))
    if (isOfKind && isHeavier(known, fines)) return known
  }
  return undefined
}
