import type { DomainEvent, RecordedEvent } from '../domain/kernel/event.ts'
import type { Column, Row } from './projection.ts'

/** A row of a stream: its key within the stream, and its columns without `stream`, `key`, and `revision`. */
export type StreamRow = Readonly<{ key: string; row: Row }>

/**
 * Rows told from streams that are no enterprise files (流投影): draws, inspectors, plans, catalogues, cases. Such a stream
 * is small, so its rows are told from all of it, and those that it no longer tells go away: no fact needs a case of its
 * own, and live rows equal rebuilt ones by construction. `tell` is a pure function of one stream, first event to last.
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
}>

/** A projection with its own union of events, among those of others. */
export const defineStreamProjection = <E extends DomainEvent>(projection: StreamProjection<E>): StreamProjection =>
  projection as unknown as StreamProjection
