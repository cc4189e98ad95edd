import { effectiveFacts, type Vantage } from '../../enterprise/facts.ts'
import { type EnterpriseFile, factsOf, recordsOf } from '../../enterprise/file.ts'
import type { ListingEvent } from '../../enterprise/listing/events.ts'
import { type ListingRecord, listingRecord, listingStanding } from '../../enterprise/listing/record.ts'
import type { PenaltyEvent, PenaltyKind } from '../../enterprise/penalty/events.ts'
import { type PenaltyRecord, penaltyRecord } from '../../enterprise/penalty/record.ts'
import { reportIdOf } from '../../enterprise/report/commands.ts'
import type { ReportEvent } from '../../enterprise/report/events.ts'
import { type PlainDate, plainDate } from '../../kernel/plain-date.ts'
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

/** The entries of a list that stand in a file on a day; the subject is on the list until none is left (全部移出). */
export function openEntries(
  file: EnterpriseFile,
  listType: string,
  day: PlainDate,
  vantage: Vantage = {},
): readonly ListingRecord[] {
  const open: ListingRecord[] = []
  for (const [, facts] of recordsOf(file, 'LISTING')) {
    const record = listingRecord(effectiveFacts<ListingEvent>(facts, vantage))
    if (record?.listType === listType && record.enteredOn <= day && listingStanding(record, day) === 'LISTED') {
      open.push(record)
    }
  }
  return open
}

/** When the report of a year was filed, if it was (报送日期). */
export function reportFiledOn(file: EnterpriseFile, year: number): PlainDate | undefined {
  const facts = factsOf<ReportEvent>(file, 'REPORT', reportIdOf(year))
  for (const fact of facts) if (fact.type === 'AnnualReportFiled') return fact.data.filedOn
  return undefined
}

type Named = Omit<ListingCandidateNamed['data'], 'namedOn' | 'version'>

/** Whether what the list asks for stands in the file today: at the candidate's naming, and again at the decision. */
export function requireBasis(named: Named, definition: ListDefinition, file: EnterpriseFile, today: PlainDate): void {
  const ground = requireGround(named, definition)
  if (ground?.once === 'REPORT_YEAR') requireReportMissing(named.reportYear, file, today)
  if (ground?.once != null) requireNoTwin(named, ground.once, file, today)
  requirePenalties(named, definition, file)
}

function requireGround({ groundCode, groundText }: Named, definition: ListDefinition): GroundRule | undefined {
  if (groundText.trim() === '') throw refuseCase('LISTING_GROUND_TEXT_MISSING')
  const ground = groundIn(definition, groundCode)
  if (ground === undefined && definition.grounds.length > 0) {
    throw refuseCase('LISTING_GROUND_UNKNOWN', { ground: groundCode, list: definition.name })
  }
  if (ground?.replayOnly === true) throw refuseCase('LISTING_GROUND_REPEALED', { ground: ground.name })
  return ground
}

/** Reports of a year are due by 30 June of the next (企业信息公示暂行条例 Art. 8). */
export const reportDueOn = (year: number): PlainDate => plainDate(`${year + 1}-06-30`)

function requireReportMissing(year: number | null, file: EnterpriseFile, today: PlainDate): void {
  if (year === null) throw refuseCase('LISTING_REPORT_YEAR_MISSING')
  const until = reportDueOn(year)
  if (today <= until) throw refuseCase('LISTING_REPORT_NOT_DUE', { year, until })
  const filedOn = reportFiledOn(file, year)
  if (filedOn !== undefined) throw refuseCase('LISTING_REPORT_FILED', { year, filedOn })
}

/** The entry that stands for the same, if there is one: of the same year's report, or of the same ground still open. */
export function twinOf(
  { listType, groundCode, reportYear }: Pick<Named, 'listType' | 'groundCode' | 'reportYear'>,
  once: GroundRule['once'],
  file: EnterpriseFile,
  today: PlainDate,
): ListingRecord | undefined {
  return openEntries(file, listType, today).find(
    (one) => one.groundCode === groundCode && (once === 'WHILE_OPEN' || one.reportYear === reportYear),
  )
}

function requireNoTwin(named: Named, once: GroundRule['once'], file: EnterpriseFile, today: PlainDate): void {
  const twin = twinOf(named, once, file, today)
  if (twin) throw refuseCase('LISTING_TWICE', { decisionNumber: twin.decisionNumber })
}

function requirePenalties(named: Named, { name: list, penalty, ownPenalty }: ListDefinition, file: EnterpriseFile) {
  const penalties = named.penaltyIds.map((penaltyId) => {
    const known = penaltyIn(file, penaltyId)
    if (known === undefined || known.standing === 'ANNULLED') throw refuseCase('LISTING_PENALTY_UNKNOWN', { penaltyId })
    return known
  })
  if (penalty === 'NONE') return
  if (penalties.length === 0) throw refuseCase('LISTING_PENALTY_MISSING', { list })
  const others = ownPenalty ? penalties.find(({ authority }) => authority.code !== named.authority.code) : undefined
  if (others) {
    const { decisionNumber, authority } = others
    throw refuseCase('LISTING_PENALTY_OTHERS', { list, decisionNumber, authority: authority.name })
  }
  if (penalty === 'HEAVIER' && !penalties.some((one) => isHeavier(one, named.heavierFines)))
    throw refuseCase('LISTING_PENALTY_NOT_HEAVIER', { list })
}

/**
 * Since when nothing is left of the penalties on which an entry of `since` rests; undefined while one stands, or it names
 * none. What was struck out is gone as surely as what was annulled, and what no file ever had was never there.
 */
export function basisGoneOn(
  penaltyIds: readonly string[],
  file: EnterpriseFile,
  since: PlainDate,
): PlainDate | undefined {
  if (penaltyIds.length === 0) return undefined
  let last = since
  for (const penaltyId of penaltyIds) {
    const known = penaltyIn(file, penaltyId)
    if (known !== undefined && known.annulledOn === null) return undefined
    const goneOn = known?.annulledOn ?? struckOutOn(file, penaltyId) ?? since
    if (goneOn > last) last = goneOn
  }
  return last
}

function struckOutOn(file: EnterpriseFile, penaltyId: string): PlainDate | undefined {
  for (const [id, facts] of recordsOf(file, 'PENALTY')) {
    if (id !== penaltyId) continue
    const strike = facts.findLast((fact) => fact.type === 'EntryVoided' && fact.data.entry.type === 'PenaltyImposed')
    return strike?.type === 'EntryVoided' ? strike.data.voidedOn : undefined
  }
  return undefined
}

/** Heavier penalties after an entry, which forbid its early exit. */
export const furtherPenalty = (
  file: EnterpriseFile,
  since: PlainDate,
  fines: readonly HeavierFine[],
): PenaltyRecord | undefined => {
  for (const [penaltyId] of recordsOf(file, 'PENALTY')) {
    const known = penaltyIn(file, penaltyId)
    if (known && known.annulledOn === null && known.decidedOn > since && isHeavier(known, fines)) return known
  }
  return undefined
}
