import { InvalidInput, Unavailable } from '../kernel/errors.ts'
import type { NewEvent, Position, RecordedEvent } from '../kernel/event.ts'
import {
  type Append,
  type Appended,
  type BulkVerdict,
  type EventBatch,
  type EventStore,
  noStream,
  type ReadAllOptions,
  type ReadStreamOptions,
  type SubscribeOptions,
  WrongRevision,
} from './event-store.ts'
import { checkCount, checkReadStream, checkTypes, type EventText, recordedOf, textsOf } from './event-text.ts'

type Entry = Readonly<{ stream: string; revision: bigint; position: Position; text: EventText }>

const batchDefault = 500

/** The log in memory, for tests: it keeps JSON texts, so that a reader never holds what a writer can still change. */
export function inMemoryStore(): EventStore {
  const log: Entry[] = []
  const streams = new Map<string, Entry[]>()
  const waiting = new Set<() => void>()
  let closed = false

  function write(append: Append, texts: readonly EventText[]): BulkVerdict {
    const stream = streams.get(append.stream) ?? []
    const actual = BigInt(stream.length - 1)
    if (actual !== append.expected) return repeated(stream, append, texts) ?? { verdict: 'CONFLICT', actual }
    for (const text of texts) {
      const revision = BigInt(stream.length)
      const entry = { stream: append.stream, revision, position: positionOf(log.length), text }
      stream.push(entry)
      log.push(entry)
    }
    streams.set(append.stream, stream)
    for (const wake of waiting) wake()
    return { verdict: 'APPENDED', ...endOf(stream, stream.length - 1) }
  }

  function entriesOf(stream: string, options: ReadStreamOptions): readonly Entry[] {
    checkReadStream(options)
    const { from, direction, countMax } = options
    const entries = streams.get(stream) ?? []
    const inReach =
      direction === 'BACKWARD'
        ? entries.slice(0, from === undefined ? undefined : Number(from) + 1).reverse()
        : entries.slice(Number(from ?? 0n))
    return inReach.slice(0, countMax)
  }

  async function* subscribe(options: SubscribeOptions): AsyncGenerator<EventBatch> {
    const { types, batchMax = batchDefault, signal } = options
    const wanted = types && new Set(types)
    let next = placeAfter(options.after)
    if (next > log.length) throw new InvalidInput('日志位置在日志末尾之后：日志可能恢复到了较早的状态', 'after')
    if (next > 0 && next === log.length) yield { events: [], upTo: positionOf(next - 1), live: true }
    while (!signal.aborted && !closed) {
      const piece = log.slice(next, next + batchMax)
      next += piece.length
      const last = piece.at(-1)
      if (last === undefined) await change(signal)
      else {
        const events = piece.filter(({ text }) => !wanted || wanted.has(text.type)).map(recorded)
        yield { events, upTo: last.position, live: next === log.length }
      }
    }
  }

  function change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      waiting.add(wake)
      signal.addEventListener('abort', wake)
    })
  }

  function checkOpen(): void {
    if (closed) throw new Unavailable('事件库已关闭')
  }

  return {
    async append(stream: string, expected: bigint, events: readonly NewEvent[]): Promise<Appended> {
      checkOpen()
      const append = { stream, expected, events }
      const verdict = write(append, textsOf(append))
      if (verdict.verdict === 'CONFLICT') throw new WrongRevision(stream, expected, verdict.actual)
      return verdict
    },

    async appendBulk(appends) {
      checkOpen()
      const texts = appends.map(textsOf) // All of them, before anything is written.
      return appends.map((append, place) => write(append, texts[place] ?? []))
    },

    async *readStream(stream: string, options: ReadStreamOptions = {}) {
      checkOpen()
      for (const entry of entriesOf(stream, options)) yield recorded(entry)
    },

    async readStreams(names) {
      checkOpen()
      const found = names.map((name) => [name, (streams.get(name) ?? []).map(recorded)] as const)
      return new Map(found.filter(([, events]) => events.length > 0))
    },

    async *readAll({ after, countMax }: ReadAllOptions = {}) {
      checkOpen()
      checkCount('countMax', countMax)
      const end = Math.min(log.length, placeAfter(after) + (countMax ?? log.length))
      for (const entry of log.slice(placeAfter(after), end)) yield recorded(entry)
    },

    subscribeAll(options: SubscribeOptions) {
      checkTypes(options.types)
      checkCount('batchMax', options.batchMax)
      placeAfter(options.after)
      return subscribe(options)
    },

    async head() {
      checkOpen()
      return log.at(-1)?.position
    },

    async close() {
      closed = true
      for (const wake of waiting) wake()
    },
  }
}

const recorded = ({ stream, revision, position, text }: Entry): RecordedEvent =>
  recordedOf(stream, revision, position, text)

/** The same ids right behind the expected revision are the same append, sent again. */
function repeated(stream: readonly Entry[], { expected }: Append, texts: readonly EventText[]): Appended | undefined {
  const first = Number(expected - noStream)
  const same = texts.every(({ id }, place) => stream[first + place]?.text.id === id)
  return same ? { verdict: 'DUPLICATE', ...endOf(stream, first + texts.length - 1) } : undefined
}

function endOf(stream: readonly Entry[], place: number): Pick<Appended, 'revision' | 'position'> {
  const entry = stream[place]
  if (entry === undefined) throw new RangeError(`no entry at ${place}`)
  return { revision: entry.revision, position: entry.position }
}

const positionOf = (place: number): Position => place.toString(16).padStart(16, '0') as Position

function placeAfter(position: Position | undefined): number {
  if (position === undefined) return 0
  if (!/^[0-9a-f]{16}$/.test(position)) throw new InvalidInput('日志位置无效', 'after')
  return Number.parseInt(position, 16) + 1
}
