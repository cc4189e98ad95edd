import pg, { type ClientBase } from 'pg'
import type { Position, RecordedEvent } from '../domain/kernel/event.ts'

/**
 * The event that a projection cannot tell (无法讲述的事件): of the first stream in which it fails, the first with which it
 * does. `met` are the events that came since it could, in their order; `tells` tries those of one stream up to a place.
 */
export async function poisonAmong(
  met: readonly RecordedEvent[],
  upTo: Position,
  tells: (own: readonly RecordedEvent[], upTo: Position) => Promise<boolean>,
): Promise<string> {
  for (const own of Map.groupBy(met, ({ stream }) => stream).values()) {
    if (await tells(own, upTo)) continue
    for (const [place, { id, position }] of own.entries()) {
      if (!(await tells(own.slice(0, place + 1), position))) return id
    }
  }
  return met[0]?.id ?? '' // Only all of them together are too much.
}

/** Whether something can be written; it is taken back either way. */
export async function canWrite(client: ClientBase, write: () => Promise<void>): Promise<boolean> {
  await client.query('SAVEPOINT trial')
  try {
    await write()
    return true
  } catch (error) {
    if (isOfTheServer(error)) throw error
    return false
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT trial').catch(() => undefined)
  }
}

const rowFaults = /^(22|23|42)/ // Data, constraints, names: what is wrong is the row, today and tomorrow.
const networkFaults = /^E(CONN|PIPE|TIMEDOUT|HOST|NET)/
const driverFaults = /^(Connection terminated|Client (was closed|has encountered a connection error))/

/** Trouble with the server or the connection is nobody's fault among the projections: the batch is tried again. */
export function isOfTheServer(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (error instanceof pg.DatabaseError) return !rowFaults.test(code)
  return networkFaults.test(code) || driverFaults.test(error.message)
}
