/** Anything that JSON can hold without loss. Event data and metadata are made of nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/** A fact: something that happened, named in the past tense, with plain JSON inside. */
export type DomainEvent<Type extends string = string, Data = unknown> = Readonly<{ type: Type; data: Readonly<Data> }>

/** Who caused a fact: the officer (or system job) and the agency for which they acted. */
export type Actor = Readonly<{
  agency: string // Unified social credit code of the agency, or `system`.
  officer: string // Account id of the officer; never a name.
  role: string
}>

/** Where a fact came from (数据来源): the providing unit, its document, and the row of the file that brought it. */
export type Source = Readonly<{
  agency?: string // Unified social credit code of the source unit (数据来源单位).
  agencyName?: string
  documentNumber?: string // As printed on the document.
  file?: string // Name of the imported file.
  fileSha256?: string
  row?: number // Counted from 1, without the header.
}>

/** What the envelope says beside the fact itself (`recordedAt` is the second of the two clocks). */
export type EventMetadata = Readonly<{
  recordedAt: string // The instant (UTC, ISO 8601 with milliseconds) at which the system learned of the fact.
  actor: Actor
  correlationId: string // One per request, import, or job run.
  causationId?: string // The id of the event or command that led to this one.
  source?: Source
}>

/** A fact as it stands in the log. */
export type RecordedEvent<E extends DomainEvent = DomainEvent> = E &
  Readonly<{
    id: string // ULID
    stream: string
    revision: bigint // Place in the stream, from 0, without holes.
    position: Position // Place in the log; only compared for order.
    schemaVersion: number
    metadata: EventMetadata
  }>

/** A fact with its envelope, ready to be appended. */
export type NewEvent<E extends DomainEvent = DomainEvent> = E &
  Readonly<{ id: string; schemaVersion: number; metadata: EventMetadata }>

/**
 * A place in the order of all events. Opaque: what a store puts inside is its own affair. Of two positions of one
 * store, the one whose text sorts first by code unit came first.
 */
export type Position = string & { readonly __position: unique symbol }

/** A fact as the pure folds see it: what happened, which entry of the stream it is, and when it was learned of. */
export type Fact<E extends DomainEvent = DomainEvent> = E &
  Readonly<{ id: string; revision: bigint; metadata: EventMetadata }>
