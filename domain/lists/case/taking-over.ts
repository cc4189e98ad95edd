import { listingIdOf } from '../../enterprise/listing/commands.ts'
import type { EnterpriseFile } from '../../enterprise/file.ts'
import type { ListingRecord } from '../../enterprise/listing/record.ts'
import { addMonths, dayInChina, type PlainDate } from '../../kernel/plain-date.ts'
import { requireList } from '../catalogue/catalogue.ts'
import type { ListDefinition } from '../catalogue/definition.ts'
import { listingIn, requireGround, requireOwnPenalties, requirePenalty, requireReportYear } from './basis.ts'
import { requireDays, requireOtherPerson, requireOwnAgency } from './check.ts'
import type { ConfirmTakeover, TakeOverListing } from './commands.ts'
import { termUntil } from './decision.ts'
import type { ListingCaseEvent } from './events.ts'
import { requireCompetent } from './hearing.ts'
import { refuseCase } from './refusals.ts'
import type { ListingCase } from './state.ts'

/**
 * 承接历史列入: by the law of the day on which it was decided, so that repealed grounds are replayed; and only what was
 * decided before the enterprise had a file here, or what its file has already, for everything else has to be heard first.
 */
export function takeOver({ data, world, agency, today }: TakeOverListing): readonly ListingCaseEvent[] {
  const { listType, groundCode, decisionNumber, enteredOn, authority } = data
  requireDays(['列入决定日期', enteredOn], ['列入决定日期', enteredOn], today)
  const { definition, version } = requireList(world.catalogue, listType, enteredOn)
  requireCompetent(data, definition)
  requireOwnAgency({ named: { ...data, version, namedOn: today } }, agency, data.namedBy)
  if (decisionNumber.trim() === '') throw refuseCase('DECISION_NUMBER_MISSING')
  if (world.file.entries.size === 0) throw refuseCase('LISTING_FILE_MISSING')
  const ground = requireGround(data, definition)
  const listingId = listingIdOf(listType, authority.code, decisionNumber, groundCode)
  const inFile = listingIn(world.file, listingId)
  const until = inFile ? termInFile(inFile, enteredOn) : termOfPast(data, definition, world.file)
  if (inFile === undefined) {
    requireReportYear(data, ground, world.file, enteredOn)
    requirePenalties(data, definition, world.file)
  }
  const past = { listingId, termUntil: until, version, namedOn: today }
  return [{ type: 'ListingTakenOver', data: { ...data, ...past } }]
}

/** What the file has already stands as it does: nothing else may be said of it here. */
function termInFile({ enteredOn: inFile, removedOn, termUntil }: ListingRecord, enteredOn: PlainDate) {
  if (inFile !== enteredOn) throw refuseCase('TAKEOVER_DIFFERS', { inFile, enteredOn })
  if (removedOn !== null) throw refuseCase('TAKEOVER_ENDED', { removedOn })
  return termUntil
}

function termOfPast(
  { enteredOn, termUntil: said }: TakeOverListing['data'],
  definition: ListDefinition,
  file: EnterpriseFile,
): PlainDate | null {
  const openedOn = openedOnOf(file)
  if (enteredOn >= openedOn) throw refuseCase('TAKEOVER_NOT_PAST', { enteredOn, openedOn })
  if (said === null) {
    if (definition.term.kind === 'AS_DECIDED') throw refuseCase('TAKEOVER_TERM_MISSING', { list: definition.name })
    return termUntil(definition, { months: null, banUntil: null }, enteredOn)
  }
  requireDays(['列入决定日期', enteredOn], ['期限届满日', said], said) // A term may well end in the future.
  if (!isWithinTerm(definition, enteredOn, said)) {
    throw refuseCase('TAKEOVER_TERM_NOT_ALLOWED', { list: definition.name, until: said })
  }
  return said
}

/** Documents count to the corresponding day or to the one before it; only a statutory ban makes a term longer. */
function isWithinTerm({ term }: ListDefinition, enteredOn: PlainDate, until: PlainDate): boolean {
  if (term.kind === 'MONTHS') return term.orLongerBan || until <= addMonths(enteredOn, term.months)
  return term.kind === 'AS_DECIDED' && until <= addMonths(enteredOn, term.monthsMax)
}

/** What the entry rested on is in the file first, as the penalties of the authority that decided; its weight was theirs. */
function requirePenalties(
  { penaltyIds, authority }: TakeOverListing['data'],
  { name: list, penalty, ownPenalty }: ListDefinition,
  file: EnterpriseFile,
): void {
  const penalties = penaltyIds.map((penaltyId) => requirePenalty(file, penaltyId))
  if (penalty !== 'NONE' && penalties.length === 0) throw refuseCase('LISTING_PENALTY_MISSING', { list })
  if (ownPenalty) requireOwnPenalties(penalties, authority, list)
}

/** The day on which the system learned of the enterprise (建档日). */
function openedOnOf({ entries }: EnterpriseFile): PlainDate {
  const instants = [...entries.values()].map(({ metadata }) => metadata.recordedAt)
  return dayInChina(new Date(instants.reduce((first, one) => (one < first ? one : first))))
}

export function confirm({ data, agency, today }: ConfirmTakeover, known: ListingCase): readonly ListingCaseEvent[] {
  requireOwnAgency(known, agency, data.confirmedBy)
  requireOtherPerson(known.named.namedBy, data.confirmedBy)
  if (data.listingId !== known.past?.listingId) throw refuseCase('PROPOSAL_OTHER')
  return [{ type: 'ListingTakeoverConfirmed', data: { ...data, confirmedOn: today } }]
}
