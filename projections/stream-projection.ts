import type { DomainEvent, RecordedEvent } from '../domain/kernel/event.ts'
import type { Column, Row } from './projection.ts'

/**
 * A row of a stream: its key within the stream, and its columns without `stream`, `key`, and `revision`; the last revision
 * on which it rests, where that is not the stream's own.
 */
export type StreamRow = Readonly<{ key: string; row: Row; revision?: bigint }>

/**
 * Rows told from streams that are no enterprise files (流投影): draws, inspectors, plans, catalogues, cases. Such a stream
 * is small, so its rows are told from all of it, and those that it no longer tells go away: no fact needs a case of its
 * own, and live rows equal rebuilt ones by construction. `tell` is a pure function of one stream, first event to last.
 * A stream that may tell thousands of rows tells them in parts (`defineInParts`).
 *
 * To add one: a value of this type in `projections/<area>/`, its line in `streamProjections` (`index.ts`), and a migration
 * that makes `told.<name>` with `stream text, key text, revision bigint`, the columns named here, and the primary key
 * `(stream, key)`. Raise `version` when the rows would come out differently. The runner reads, writes, and moves the
 * checkpoints of a batch in one transaction; a projection that throws is stopped alone.
 */
export type StreamProjection<E extends DomainEvent = DomainEvent> = Readonly<{
  name: string // Also its table's, in the schema `told`, and its checkpoint's.
  version: number
  prefix: string // Streams whose name begins so: `draw-`; or the whole name of a single one.
  types: readonly E['type'][] // Facts that can change its rows.
  columns: readonly Column[] // Without `stream`, `key`, and `revision`, which every table has.
  tell(stream: string, events: readonly RecordedEvent<E>[]): Iterable<StreamRow>
  parts?: Parts<E>
}>

/** What a stream comes to, fact by fact. Projections that share one share the states kept of streams told lately. */
export type Fold<E extends DomainEvent = DomainEvent, State = unknown> = Readonly<{
  initial: State
  evolve(state: State, event: RecordedEvent<E>): State
}>

/**
 * The rows of a stream that may grow large, in parts: one more fact touches few of them, and only these are told again.
 * Each key belongs to one part.
 */
export type Parts<E extends DomainEvent = DomainEvent, State = unknown> = Readonly<{
  fold: Fold<E, State>
  /** The parts whose rows may come out differently after than before, which one fact lies between. */
  touched(before: State, after: State): Iterable<string>
  /** The rows of one part, all told from the state; none where there is nothing of it. */
  rows(state: State, part: string): Iterable<StreamRow>
}>

/** What some facts change in the rows of a stream: those told again, and the keys of those that are no longer. */
export type Changes<State> = Readonly<{ after: State; rows: readonly StreamRow[]; gone: readonly string[] }>

export function changesSince<E extends DomainEvent, State>(
  { fold, touched, rows }: Parts<E, State>,
  before: State,
  events: Iterable<RecordedEvent<E>>,
): Changes<State> {
  const revisions = new Map<string, bigint>()
  let after = before
  for (const event of events) {
    const next = fold.evolve(after, event)
    for (const part of touched(after, next)) revisions.set(part, event.revision)
    after = next
  }
  const told = new Map<string, StreamRow>()
  const gone = new Set<string>()
  for (const [part, revision] of revisions) {
    for (const { key } of rows(before, part)) gone.add(key)
    for (const row of rows(after, part)) told.set(row.key, { ...row, revision })
  }
  return { after, rows: [...told.values()], gone: [...gone].filter((key) => !told.has(key)) }
}

/** A projection in parts: told as a whole, its rows are those of every part that any fact has touched. */
export const defineInParts = <E extends DomainEvent, State>(
  projection: Omit<StreamProjection<E>, 'tell' | 'parts'> & Readonly<{ parts: Parts<E, State> }>,
): StreamProjection =>
  ({
    ...projection,
    tell: (_stream: string, events: readonly RecordedEvent<E>[]) =>
      changesSince(projection.parts, projection.parts.fold.initial, events).rows,
  }) as unknown as StreamProjection

/** A projection with its own union of events, among those of others. */
export const defineStreamProjection = <E extends DomainEvent>(projection: StreamProjection<E>): StreamProjection =>
  projection as unknown as StreamProjection
