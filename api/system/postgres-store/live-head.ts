import pg from 'pg'
import { type ConnectionSettings, clientConfig, type Trouble } from './connection.ts'
import { pause } from './pause.ts'
import { findHead } from './reading.ts'
import { headChannel } from './schema.ts'

const reconnectMs = { first: 50, max: 5_000 }

/**
 * Where the log ends, told by the server on one connection per process that all subscriptions share. On a sound
 * connection no notification is lost; a connection that died without a word sounds just like a silent one, so every few
 * seconds the listener asks for the head over it, and opens a new one when there is no answer.
 */
export function liveHead(settings: ConnectionSettings, trouble: Trouble) {
  const { checkMs } = settings
  const waiting = new Set<() => void>()
  const stop = new AbortController()
  let head = 0
  let loop: Promise<void> | undefined

  function tell(told: number): void {
    if (!(told > head)) return
    head = told
    wakeAll()
  }

  function wakeAll(): void {
    for (const wake of waiting) wake()
  }

  async function listen(): Promise<void> {
    let waitMs = reconnectMs.first
    while (!stop.signal.aborted) {
      const config = { ...clientConfig(settings), application_name: 'yidang-log-listener', query_timeout: checkMs }
      const client = new pg.Client(config)
      try {
        await listenOn(client, () => {
          waitMs = reconnectMs.first
        })
      } catch (error) {
        if (!stop.signal.aborted) trouble(error)
      } finally {
        await client.end().catch(trouble)
      }
      await pause(waitMs, stop.signal)
      waitMs = Math.min(reconnectMs.max, waitMs * 2)
    }
  }

  async function listenOn(client: pg.Client, connected: () => void): Promise<void> {
    const lost = new Promise<never>((_resolve, reject) => client.on('error', reject).on('end', () => reject(ended())))
    lost.catch(() => undefined) // Met below, but perhaps only after something else has failed.
    client.on('notification', ({ payload }) => tell(Number.parseInt(payload ?? '', 16)))
    await client.connect()
    await client.query(`listen ${headChannel}`)
    connected()
    while (!stop.signal.aborted) {
      tell(await findHead(client)) // At first for what came before `listen`, then for the silence.
      await Promise.race([pause(checkMs, stop.signal), lost])
    }
  }

  return {
    start(): void {
      loop ??= listen()
    },

    get(): number {
      return head
    },

    tell,

    /** Resolves when the head has moved past `place`, when the signal is aborted, or when the store is closed. */
    async past(place: number, signal: AbortSignal): Promise<void> {
      while (head <= place && !signal.aborted && !stop.signal.aborted) {
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake)
            signal.removeEventListener('abort', wake)
            resolve()
          }
          waiting.add(wake)
          signal.addEventListener('abort', wake)
        })
      }
    },

    async close(): Promise<void> {
      stop.abort()
      wakeAll()
      await loop
    },
  }
}

const ended = (): Error => new Error('Connection terminated')

export type LiveHead = ReturnType<typeof liveHead>
