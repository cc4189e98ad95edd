import { Unavailable } from '../../../domain/kernel/errors.ts'
import { type Append, type EventStore, WrongRevision } from '../../../domain/store/event-store.ts'
import { checkCount, checkReadStream, checkTypes, textsOf } from '../../../domain/store/event-text.ts'
import { addressOf } from './address.ts'
import { sendAppend } from './appends.ts'
import { sendBulk } from './bulk.ts'
import type { Trouble } from './connection.ts'
import type { JudgedAppend } from './messages.ts'
import { placeOf } from './position.ts'
import { findHead, readAll, readStream, readStreams } from './reading.ts'
import { openSession } from './session.ts'
import { subscribe } from './subscription.ts'
import { toldAtOpening } from './trouble.ts'

export type KurrentStoreOptions = Readonly<{
  url: string
  attemptMs?: number
  patienceMs?: number
  onTrouble?: Trouble // Told of what the store gets over by itself: a lost connection, a leader that changed.
}>

/** The log in KurrentDB (EventStoreDB), a node or a cluster, which is to hold nobody else's events. */
export async function openKurrentStore(options: KurrentStoreOptions): Promise<EventStore> {
  const { url, attemptMs = 5_000, patienceMs = 15_000, onTrouble = () => undefined } = options
  const settings = { attemptMs, patienceMs }
  const { leader, subscriptions } = addressOf(url)
  const closing = new AbortController()
  const session = openSession(leader, true, settings, closing.signal, onTrouble)
  const following =
    subscriptions === leader ? session : openSession(subscriptions, false, settings, closing.signal, onTrouble)
  const busy = new Set<Promise<unknown>>()
  let closed: Promise<void> | undefined

  function checkOpen(): void {
    if (closed) throw new Unavailable('事件库已关闭')
  }

  /** Work that closing waits for. */
  async function finishing<T>(work: Promise<T>): Promise<T> {
    busy.add(work)
    try {
      return await work
    } finally {
      busy.delete(work)
    }
  }

  async function close(): Promise<void> {
    closing.abort()
    await Promise.allSettled(busy)
    await session.connection.close()
    if (following !== session) await following.connection.close()
  }

  try {
    await findHead(session)
  } catch (error) {
    await close()
    throw toldAtOpening(error)
  }

  return {
    async append(stream, expected, events) {
      checkOpen()
      const verdict = await finishing(sendAppend(session, judged({ stream, expected, events })))
      if (verdict.verdict === 'CONFLICT') throw new WrongRevision(stream, expected, verdict.actual)
      return verdict
    },

    async appendBulk(appends) {
      checkOpen()
      return finishing(sendBulk(session, appends.map(judged))) // All of them judged before anything is sent.
    },

    async *readStream(stream, options = {}) {
      checkOpen()
      checkReadStream(options)
      yield* readStream(session, stream, options)
    },

    async readStreams(streams) {
      checkOpen()
      return readStreams(session, streams)
    },

    async *readAll({ after, countMax } = {}) {
      checkOpen()
      checkCount('countMax', countMax)
      if (after !== undefined) placeOf(after)
      yield* readAll(session, after, countMax)
    },

    subscribeAll(options) {
      checkOpen()
      checkTypes(options.types)
      checkCount('batchMax', options.batchMax)
      if (options.after !== undefined) placeOf(options.after)
      return subscribe(following, session, options)
    },

    async head() {
      checkOpen()
      return findHead(session)
    },

    close() {
      closed ??= close()
      return closed
    },
  }
}

function judged(append: Append): JudgedAppend {
  return { stream: append.stream, expected: append.expected, texts: textsOf(append) }
}
