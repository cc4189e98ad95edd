import type { Json } from '../../kernel/event.ts'
import { refuse } from '../../refusals.ts'
import type { FileFact } from '../facts.ts'
import { recordOf } from '../facts.ts'
import { type EnterpriseFile, factsOf } from '../file.ts'
import type { CorrectionCommand } from './commands.ts'
import type { CorrectedEntry, CorrectionEvent } from './events.ts'

/** Names by which a record is found again; an entry with a wrong one of these is struck out and entered anew. */
const fixed = /(^uscc$|Id$|^licenceId$)/

/** The rules for putting entries right (更正、撤销错误记录). What was known before stays as it was known. */
export function decideCorrection(command: CorrectionCommand, file: EnterpriseFile): readonly CorrectionEvent[] {
  const { correctionId, eventId } = command.data
  if (isKnown(file, correctionId)) return []
  requireOwnWay(command.type, file.entries.get(eventId))
  const { entry, data } = standingEntry(file, eventId)
  if (entry.section === 'CREDIT_OVERRIDE') throw refuse('OVERRIDE_NOT_CORRECTABLE') // Two persons, not one, set it.
  switch (command.type) {
    case 'CorrectEntry':
    case 'CorrectMirroredEntry': {
      if (entry.section === 'PERSON') throw refuse('PERSON_NOT_CORRECTABLE') // A client could only give it in the clear.
      const { reason, correctedOn } = command.data
      const changes = correctionOf(data, command.data.changes)
      if (Object.keys(changes).length === 0) throw refuse('NOTHING_CHANGED')
      return [{ type: 'EntryCorrected', data: { correctionId, entry, changes, reason, correctedOn } }]
    }
    case 'VoidEntry':
    case 'VoidMirroredEntry': {
      if (entry.type === 'FileOpened' || entry.type === 'EnterpriseRegistered') throw refuse('ENTRY_NOT_VOIDABLE')
      if (entry.type === 'PersonForgotten') throw refuse('FORGETTING_IS_FINAL')
      const { reason, voidedOn } = command.data
      return [{ type: 'EntryVoided', data: { correctionId, entry, reason, voidedOn } }]
    }
  }
}

/**
 * Two persons list and remove, and what they entered wrongly two persons cancel: no one person, the administrator
 * included, strikes that out or rewrites it. A mirror's source answers for its own entries, and for nothing else.
 */
function requireOwnWay(type: CorrectionCommand['type'], fact: FileFact | undefined): void {
  if (fact === undefined) return
  const isListing = recordOf(fact).section === 'LISTING'
  const isMirrors = type === 'CorrectMirroredEntry' || type === 'VoidMirroredEntry'
  if (isListing && !isMirrors) throw refuse('LISTING_NOT_CORRECTABLE')
  if (isMirrors && !isListing) throw refuse('ENTRY_UNKNOWN', { eventId: fact.id })
}

/** The entry as it now stands, earlier corrections included. */
function standingEntry(file: EnterpriseFile, eventId: string): { entry: CorrectedEntry; data: JsonObject } {
  const fact = file.entries.get(eventId)
  const { section, recordId } = fact ? recordOf(fact) : { section: 'REGISTRATION' as const, recordId: '' }
  const standing = factsOf(file, section, recordId).find(({ id }) => id === eventId)
  if (fact === undefined || standing === undefined) throw refuse('ENTRY_UNKNOWN', { eventId })
  return { entry: { eventId, type: fact.type, section, recordId }, data: standing.data as unknown as JsonObject }
}

type JsonObject = Readonly<Record<string, Json>>
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The fields that differ, nested objects whole; a field that the entry does not have, or of another kind, is refused. */
function correctionOf(data: JsonObject, changes: JsonObject, path = ''): JsonObject {
  const result: Record<string, Json> = {}
  for (const [name, value] of Object.entries(changes)) {
    const before = data[name]
    const field = `${path}${name}`
    if (value === undefined || before === undefined || fixed.test(name))
      throw refuse('CORRECTION_FIELD_UNKNOWN', { field })
    if (isObject(before) && isObject(value)) {
      const inner = correctionOf(before, value, `${field}.`)
      if (Object.keys(inner).length > 0) result[name] = { ...before, ...inner }
      continue
    }
    const sameKind = before === null || value === null || kindOf(before) === kindOf(value)
    if (!sameKind) throw refuse('CORRECTION_FIELD_UNKNOWN', { field })
    if (JSON.stringify(before) !== JSON.stringify(value)) result[name] = value
  }
  return result
}

const kindOf = (value: Json): string => (Array.isArray(value) ? 'array' : typeof value)

function isKnown(file: EnterpriseFile, correctionId: string): boolean {
  const corrects = (fact: FileFact) =>
    (fact.type === 'EntryCorrected' || fact.type === 'EntryVoided') && fact.data.correctionId === correctionId
  return [...file.entries.values()].some(corrects)
}
