import type { DomainEvent, Json } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'

/** Sections of the file (档案分区). */
export const sections = [
  'REGISTRATION',
  'LICENCE',
  'PENALTY',
  'INSPECTION',
  'LISTING',
  'REPORT',
  'HONOUR',
  'COMMITMENT',
  'PERSON',
  'CREDIT_OVERRIDE',
] as const
export type Section = (typeof sections)[number]

/** The entry that a correction names: the event, the record it belongs to, and the agency whose entry it was. */
export type CorrectedEntry = Readonly<{
  eventId: string
  type: string
  section: Section
  recordId: string // The record's id within its section; the code itself for registration.
}>

/**
 * An entry was wrong from the start and is put right (更正): whoever reads the file from now on reads the entry with
 * these fields, on whatever legal day; whoever reads it as known before reads what was known then.
 */
export type EntryCorrected = DomainEvent<
  'EntryCorrected',
  {
    correctionId: string
    entry: CorrectedEntry
    changes: Readonly<Record<string, Json>> // Fields of the entry's data, nested ones whole.
    reason: string
    correctedOn: PlainDate
  }
>

/** An entry should never have stood in this file (撤销错误记录), e.g. another enterprise's penalty. */
export type EntryVoided = DomainEvent<
  'EntryVoided',
  { correctionId: string; entry: CorrectedEntry; reason: string; voidedOn: PlainDate }
>

export type CorrectionEvent = EntryCorrected | EntryVoided
