import pg from 'pg'
import { Unavailable } from '../../../domain/kernel/errors.ts'
import { type Append, type EventStore, WrongRevision } from '../../../domain/store/event-store.ts'
import { checkCount, checkReadStream, checkTypes, textsOf } from '../../../domain/store/event-text.ts'
import { type JudgedAppend, sendBatch } from './appends.ts'
import { sendBulk } from './bulk.ts'
import { clientConfig, leaveToTheNextQuery, openPool, reaching, type Trouble } from './connection.ts'
import { groupCommit } from './group-commit.ts'
import { liveHead } from './live-head.ts'
import { placeOf, positionOf } from './position.ts'
import { findHead, readAll, readStream, readStreams } from './reading.ts'
import { migrate } from './schema.ts'
import { subscribe } from './subscription.ts'

export type PostgresStoreOptions = Readonly<{
  url: string
  poolMax?: number
  connectMs?: number
  statementMs?: number
  checkMs?: number
  onTrouble?: Trouble // Told of what the store gets over by itself: a lost connection, a server that is restarting.
}>

/** The log in PostgreSQL. Brings the schema `log` up to date first; several processes may do so at once. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<EventStore> {
  const { url, poolMax = 10, connectMs = 5_000, statementMs = 30_000, checkMs = 5_000 } = options
  const { onTrouble = () => undefined } = options
  const settings = { url, poolMax, connectMs, statementMs, checkMs }
  await reaching(() => migrateAt(clientConfig(settings)))
  const pool = openPool(settings, onTrouble)
  const live = liveHead(settings, onTrouble)
  const group = groupCommit((batch) => reaching(() => sendBatch(pool, batch)))
  const closed = new AbortController()
  let closing: Promise<void> | undefined

  function checkOpen(): void {
    if (closing) throw new Unavailable('事件库已关闭')
  }

  return {
    async append(stream, expected, events) {
      checkOpen()
      const verdict = await group.add(judged({ stream, expected, events }))
      if (verdict.verdict === 'CONFLICT') throw new WrongRevision(stream, expected, verdict.actual)
      return verdict
    },

    async appendBulk(appends) {
      checkOpen()
      const all = appends.map(judged) // All of them, before anything is sent.
      return reaching(() => sendBulk(pool, all))
    },

    readStream(stream, options = {}) {
      return readStream(pool, stream, options, () => {
        checkOpen()
        checkReadStream(options)
      })
    },

    async readStreams(streams) {
      checkOpen()
      return readStreams(pool, streams)
    },

    readAll(options = {}) {
      return readAll(pool, options, () => {
        checkOpen()
        checkCount('countMax', options.countMax)
      })
    },

    subscribeAll(options) {
      checkOpen()
      checkTypes(options.types)
      checkCount('batchMax', options.batchMax)
      placeOf(options.after)
      return subscribe(pool, live, options, closed.signal, onTrouble)
    },

    async head() {
      checkOpen()
      const head = await findHead(pool)
      return head === 0 ? undefined : positionOf(head)
    },

    close() {
      closed.abort()
      closing ??= group
        .settled()
        .then(() => live.close())
        .then(() => pool.end())
      return closing
    },
  }
}

function judged(append: Append): JudgedAppend {
  return { stream: append.stream, expected: append.expected, texts: textsOf(append) }
}

async function migrateAt(config: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(config).on('error', leaveToTheNextQuery)
  try {
    await client.connect()
    await migrate(client)
  } finally {
    await client.end()
  }
}
