import type { EnterpriseCommand } from '../../enterprise/commands.ts'
import type { SectionFact } from '../../enterprise/facts.ts'
import { type EnterpriseFile, factsOf, isRecorded } from '../../enterprise/file.ts'
import { mirroredListingIdOf, type MirrorName } from '../../enterprise/listing/commands.ts'
import type { ListingEvent } from '../../enterprise/listing/events.ts'
import type { ListType } from '../../enterprise/listing/list-types.ts'
import { type ListingRecord, listingRecord } from '../../enterprise/listing/record.ts'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Json } from '../../kernel/event.ts'
import { naturalId } from '../../kernel/ids.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import { asListType } from '../catalogue/as-list-type.ts'
import { type ListCatalogue, listOn } from '../catalogue/catalogue.ts'
import type { MirrorSpell } from './book.ts'
import { type MirrorEntry, mirrorRemovals } from './entry.ts'
import type { MirrorPlace } from './events.ts'

/** What a file is told of the mirror: a command without its day and agency. */
export type Landing = Pick<EnterpriseCommand, 'type' | 'data'> &
  Readonly<{ types?: readonly ListType[]; mirror?: MirrorName }>

/** The list by the law of the day of entry; its source says the term, or none, and why an entry is off it. */
function typesFor({ enteredOn }: MirrorEntry, listType: string, catalogue: ListCatalogue): ListType[] {
  const known = listOn(catalogue, listType, enteredOn)
  if (known === undefined) return []
  const type = asListType(known.definition)
  const removalGrounds = [...new Set([...type.removalGrounds, ...mirrorRemovals])]
  return [{ ...type, termYears: null, mirrored: true, onceGrounds: [], removalGrounds }]
}

/**
 * What makes a file say of one spell what the source says, however much of it the file knows: that it was entered, what was
 * put right, and its end. No other entry of the file is touched; one that was struck out here stays out, and one that
 * ended here has ended.
 */
export function landSpell(
  { spell, entry, removal }: MirrorSpell,
  { listType, source }: MirrorPlace,
  catalogue: ListCatalogue,
  file: EnterpriseFile,
  today: PlainDate,
): readonly Landing[] {
  const mirror = { source, key: entry.key, spell }
  const listingId = mirroredListingIdOf(listType, mirror)
  const types = typesFor(entry, listType, catalogue)
  const facts = factsOf<ListingEvent>(file, 'LISTING', listingId)
  const known = listingRecord(facts)
  if (known === undefined && isRecorded(file, 'LISTING', listingId)) return []
  const landings: Landing[] = []
  if (known === undefined) landings.push({ type: 'EnterListing', data: listingOf(entry, listType), types, mirror })
  else landings.push(...corrections(known, facts, entry, today))
  if (removal !== null && (known === undefined || known.removedOn === null)) {
    const { removedOn, ground } = removal
    const data = {
      listingId,
      removedOn,
      ground,
      exitReasonCode: null,
      decisionNumber: null,
      authority: entry.authority,
    }
    landings.push({ type: 'RemoveListing', data, types })
  }
  return landings
}

const listingOf = (entry: MirrorEntry, listType: string) => {
  const { groundCode, groundText, enteredOn, termUntil, documentNumber: decisionNumber, authority } = entry
  const of = { listType, groundCode, groundText, reportYear: null, enteredOn, termUntil }
  return { ...of, decisionNumber, authority, penaltyIds: [] }
}

/** A correction is named by the entry and how often it was put right before, so that it is made once. */
function corrections(
  known: ListingRecord,
  facts: readonly SectionFact<ListingEvent>[],
  { groundText, enteredOn, termUntil, documentNumber: decisionNumber, authority }: MirrorEntry,
  today: PlainDate,
): readonly Landing[] {
  const changes = differing({ groundText, enteredOn, termUntil, decisionNumber, authority }, known)
  const fact = facts.find(({ type }) => type === 'ListingEntered')
  if (fact === undefined || Object.keys(changes).length === 0) return []
  const correctionId = naturalId('mirror-correction', fact.id, String(fact.correctedBy?.length ?? 0))
  const data = { correctionId, eventId: fact.id, changes, reason: '来源名单更正', correctedOn: today }
  return [{ type: 'CorrectMirroredEntry', data }]
}

const differing = (said: Readonly<Record<string, Json>>, known: object): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries(said).filter(
      ([name, value]) => canonicalJson(known[name as keyof typeof known] as Json) !== canonicalJson(value),
    ),
  )
