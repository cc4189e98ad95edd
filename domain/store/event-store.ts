import type { NewEvent, Position, RecordedEvent } from '../kernel/event.ts'

/** The revision that a stream without events has: the first event will be revision 0. */
export const noStream = -1n

/** One append: all of its events stand in the log, next to each other, or none. */
export type Append = Readonly<{
  stream: string
  expected: bigint // The stream's last revision as the writer knows it, or `noStream`.
  events: readonly NewEvent[] // At least one.
}>

/** What became of an append. `DUPLICATE`: the same events already stand right behind `expected`. */
export type Appended = Readonly<{
  verdict: 'APPENDED' | 'DUPLICATE'
  revision: bigint // Of the append's last event.
  position: Position // Of the append's last event.
}>

/** The verdict on one append of a batch; a conflict of one leaves the others standing. */
export type BulkVerdict = Appended | Readonly<{ verdict: 'CONFLICT'; actual: bigint }>

export type ReadStreamOptions = Readonly<{
  from?: bigint // The first revision to be read; without it the near end.
  direction?: 'FORWARD' | 'BACKWARD'
  countMax?: number
}>

export type ReadAllOptions = Readonly<{
  after?: Position // Exclusive; without it from the start of the log.
  countMax?: number
}>

export type SubscribeOptions = Readonly<{
  after?: Position // Exclusive; without it from the start of the log.
  types?: readonly string[] // Filtered by the store; without it every type.
  batchMax?: number
  signal: AbortSignal // Ends the subscription quietly.
}>

/**
 * A piece of the log in order. `upTo` is how far the store has looked, which may lie behind the last event when the
 * filter let nothing through, so that a checkpoint can move on all the same.
 */
export type EventBatch = Readonly<{ events: readonly RecordedEvent[]; upTo: Position; live: boolean }>

/**
 * The log (事件库). Every adapter keeps these promises, which `test/contracts/event-store.contract.ts` holds it to:
 *
 * - An append names its exact expected revision and throws `WrongRevision` where the stream stands elsewhere; the same
 *   ids appended again behind the same expected revision are a `DUPLICATE` and add nothing.
 * - Events of one append stand together; a stream's revisions run from 0 without holes.
 * - A reader of all that has seen a position will never meet an event at or before it for the first time.
 * - A subscription catches up, goes live, and may be thrown back to catch-up at any moment: its batches neither repeat
 *   nor skip anything.
 * - One append is at most `appendBytesMax`; larger ones are refused with `InvalidInput`.
 * - Out of reach is `Unavailable`: the outcome is unknown, and the same append may be sent again.
 */
export interface EventStore {
  append(stream: string, expected: bigint, events: readonly NewEvent[]): Promise<Appended>

  /**
   * Many appends at once, for imports and rebuilds, in their order; each with its own verdict, as if sent one by one.
   * A crash in the middle leaves a prefix of them. A stream may occur more than once.
   */
  appendBulk(appends: readonly Append[]): Promise<readonly BulkVerdict[]>

  /** Empty where there is no such stream. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>

  /** Each stream asked for that has events, whole, from first to last. */
  readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>>

  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent>

  subscribeAll(options: SubscribeOptions): AsyncIterable<EventBatch>

  /** The position of the last event, or undefined where the log is empty. */
  head(): Promise<Position | undefined>

  close(): Promise<void>
}

/** The largest append, as the sum of its events' data and metadata in UTF-8 (KurrentDB's own limit). */
export const appendBytesMax = 1_048_576

/** The stream does not stand where the writer thought: decide anew on what stands there now (并发冲突). */
export class WrongRevision extends Error {
  override readonly name = 'WrongRevision'
  readonly stream: string
  readonly expected: bigint
  readonly actual: bigint

  constructor(stream: string, expected: bigint, actual: bigint) {
    super(`stream ${stream} stands at revision ${actual}, not ${expected}`)
    this.stream = stream
    this.expected = expected
    this.actual = actual
  }
}
