import type { EnterpriseCommand } from '../../enterprise/commands.ts'
import type { FileFact } from '../../enterprise/facts.ts'
import { type EnterpriseFile, factsOf } from '../../enterprise/file.ts'
import { listingIdOf } from '../../enterprise/listing/commands.ts'
import type { ListingEvent } from '../../enterprise/listing/events.ts'
import type { ListType } from '../../enterprise/listing/list-types.ts'
import { listingRecord } from '../../enterprise/listing/record.ts'
import type { Json } from '../../kernel/event.ts'
import { naturalId } from '../../kernel/ids.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import { asListType } from '../catalogue/as-list-type.ts'
import type { ListDefinition } from '../catalogue/definition.ts'
import { type MirrorEntry, type MirrorRemoval, mirrorRemovals } from './entry.ts'

/** What a file is told of the mirror: a command without its day and agency. */
export type Landing = Pick<EnterpriseCommand, 'type' | 'data'> & Readonly<{ types?: readonly ListType[] }>

const idOf = (listType: string, { authority, documentNumber, groundCode }: MirrorEntry): string =>
  listingIdOf(listType, authority.code, documentNumber, groundCode)

/** A list whose entries are decided elsewhere: what its source removes is removed here, with the source's reason. */
const mirrored = (definition: ListDefinition): readonly ListType[] => {
  const type = asListType(definition)
  const removalGrounds = [...new Set([...type.removalGrounds, ...mirrorRemovals])]
  return [{ ...type, mirrored: true, onceGrounds: [], removalGrounds }]
}

/**
 * What makes a file say what the source says of an entry: entered where it is new; where the source now says otherwise of
 * the same document, the entry is put right; where it had removed it and lists it again, the removal is struck out.
 */
export function landEntry(
  entry: MirrorEntry,
  definition: ListDefinition,
  file: EnterpriseFile,
  fileId: string,
  today: PlainDate,
): readonly Landing[] {
  const { groundCode, groundText, enteredOn, termUntil, documentNumber: decisionNumber, authority } = entry
  const facts = factsOf<ListingEvent>(file, 'LISTING', idOf(definition.code, entry))
  const known = listingRecord(facts)
  if (known === undefined) {
    const of = { listType: definition.code, groundCode, groundText, reportYear: null, enteredOn, termUntil }
    const data = { ...of, decisionNumber, authority, penaltyIds: [] }
    return [{ type: 'EnterListing', data, types: mirrored(definition) }]
  }
  const landings: Landing[] = []
  const say = (fact: Pick<FileFact, 'id'>) => ({
    correctionId: naturalId('mirror', fileId, fact.id),
    eventId: fact.id,
  })
  for (const fact of facts) {
    if (fact.type === 'ListingRemoved') {
      const data = { ...say(fact), reason: '来源名单重新列入', voidedOn: today }
      landings.push({ type: 'VoidMirroredEntry', data })
      continue
    }
    const changes = differing({ groundText, enteredOn, termUntil }, known)
    if (Object.keys(changes).length === 0) continue
    const data = { ...say(fact), changes, reason: '来源名单更正', correctedOn: today }
    landings.push({ type: 'CorrectMirroredEntry', data })
  }
  return landings
}

const differing = (said: Readonly<Record<string, Json>>, known: object): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(said).filter(([name, value]) => known[name as keyof typeof known] !== value))

/** What makes a file say that the source does not list an entry any more; nothing where it does not say so already. */
export function landRemoval(
  removal: MirrorRemoval,
  entry: MirrorEntry,
  definition: ListDefinition,
  file: EnterpriseFile,
): readonly Landing[] {
  const listingId = idOf(definition.code, entry)
  const known = listingRecord(factsOf<ListingEvent>(file, 'LISTING', listingId))
  if (known === undefined || known.removedOn !== null) return []
  const removedOn = removal.removedOn < known.enteredOn ? known.enteredOn : removal.removedOn
  const data = { listingId, removedOn, ground: removal.ground, exitReasonCode: null, decisionNumber: null }
  return [
    {
      ...{ type: 'RemoveListing', data: { ...data, authority: entry.authority } },
      types: mirrored(definition),
    },
  ]
}
