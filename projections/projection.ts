import type { EnterpriseEvent, EnterpriseEventType } from '../domain/enterprise/events.ts'
import type { EnterpriseFile } from '../domain/enterprise/file.ts'
import type { Json } from '../domain/kernel/event.ts'
import type { Uscc } from '../domain/kernel/uscc.ts'

/** A row as it goes to the table: columns by name, in JSON (days, fen, lists, and objects as they are). */
export type Row = Readonly<Record<string, Json>>

/** A row of a file, its key within the file, and the last revision on which it rests. */
export type Told = Readonly<{ key: string; revision: bigint; row: Row }>

/** A column of a projection's table: its name and its PostgreSQL type. */
export type Column = Readonly<{ name: string; type: string }>

/**
 * Rows told from files (投影): a pure function of one file, and of what is said beside it where it rests on that
 * (`beside`). A file is small, so its rows are told from all of it rather than one fact at a time: a correction, a
 * strike-out, or a fact that was recorded late then needs no case of its own, and live rows equal rebuilt ones by
 * construction. The runner does all reading and writing.
 */
export type Projection = Readonly<{
  name: string // Also its table's, in the schema `told`.
  version: number // Raise it when the rows would come out differently: they are told again beside the live ones.
  columns: readonly Column[] // `uscc` and `key` first, which are the primary key; then `revision`.
  types: readonly EnterpriseEventType[] // Facts that can change its rows.
  beside?: string // The stream projection of whose rows, `uscc` and `facts`, its own rest as well; told anew with them.
  look?(): Promise<unknown> // Looks up what else its rows rest on, each time before any are told.
  // A row may be there no more though nothing was put right: those left over are taken away each time. Where rows are many
  // and mostly stay, they say in a column `digest` what they are, and those that came out as they were are left alone.
  sweeps?: true | 'BY_DIGEST'
  tell(uscc: Uscc, file: EnterpriseFile, beside?: readonly Json[]): Iterable<Told>
}>

/** The types of a union of events, checked to be complete: `typesOf<PenaltyEvent>()('PenaltyImposed', …)`. */
export const typesOf =
  <E extends EnterpriseEvent>() =>
  <T extends E['type'][]>(...types: [E['type']] extends [T[number]] ? T : never): readonly E['type'][] =>
    types
