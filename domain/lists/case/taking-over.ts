import { listingIdOf } from '../../enterprise/listing/commands.ts'
import type { EnterpriseFile } from '../../enterprise/file.ts'
import { dayInChina, type PlainDate } from '../../kernel/plain-date.ts'
import { requireList } from '../catalogue/catalogue.ts'
import { groundIn, type ListDefinition } from '../catalogue/definition.ts'
import { listingIn } from './basis.ts'
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
  const { listType, groundCode, groundText, decisionNumber, enteredOn, authority } = data
  requireDays(['列入决定日期', enteredOn], ['列入决定日期', enteredOn], today)
  const { definition, version } = requireList(world.catalogue, listType, enteredOn)
  requireCompetent(data, definition)
  requireOwnAgency({ named: { ...data, version, namedOn: today } }, agency, data.namedBy)
  if (decisionNumber.trim() === '') throw refuseCase('DECISION_NUMBER_MISSING')
  if (groundText.trim() === '') throw refuseCase('LISTING_GROUND_TEXT_MISSING')
  if (definition.grounds.length > 0 && groundIn(definition, groundCode) === undefined)
    throw refuseCase('LISTING_GROUND_UNKNOWN', { ground: groundCode, list: definition.name })
  if (world.file.entries.size === 0) throw refuseCase('LISTING_FILE_MISSING')
  const listingId = listingIdOf(listType, authority.code, decisionNumber, groundCode)
  const until = termOfPast(data, definition, listingId, world.file)
  const past = { listingId, termUntil: until, version, namedOn: today }
  return [{ type: 'ListingTakenOver', data: { ...data, ...past } }]
}

function termOfPast(
  { enteredOn, termUntil: said }: TakeOverListing['data'],
  definition: ListDefinition,
  listingId: string,
  file: EnterpriseFile,
): PlainDate | null {
  const inFile = listingIn(file, listingId)
  if (inFile) {
    if (inFile.enteredOn !== enteredOn) throw refuseCase('TAKEOVER_DIFFERS', { inFile: inFile.enteredOn, enteredOn })
    if (inFile.removedOn !== null) throw refuseCase('TAKEOVER_ENDED', { removedOn: inFile.removedOn })
    return inFile.termUntil
  }
  const openedOn = openedOnOf(file)
  if (enteredOn >= openedOn) throw refuseCase('TAKEOVER_NOT_PAST', { enteredOn, openedOn })
  if (said !== null) {
    requireDays(['列入决定日期', enteredOn], ['期限届满日', said], said) // A term may well end in the future.
    return said
  }
  if (definition.term.kind === 'AS_DECIDED') throw refuseCase('TAKEOVER_TERM_MISSING', { list: definition.name })
  return termUntil(definition, { months: null, banUntil: null }, enteredOn)
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
