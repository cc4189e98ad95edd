import type { Pool } from 'pg'
import type { EventStore } from '../domain/store/event-store.ts'
import { readCheckpoints } from './checkpoints.ts'
import type { RunnerLog } from './runner.ts'

/** The log is empty, but rows were told from one: the wrong log is configured, or it was lost. */
export class LogGone extends Error {
  override readonly name = 'LogGone'
}

/**
 * Checkpoints name places in one log. Where the log stands elsewhere now (moved to another store), or was set back to an
 * earlier state, they name nothing: they are taken back, so that all rows are told anew beside those that readers see.
 */
export async function adoptLog(
  { store, pool, log }: Readonly<{ store: EventStore; pool: Pool; log: RunnerLog }>,
  kind: string,
): Promise<void> {
  const checkpoints = [...(await readCheckpoints(pool)).values()]
  const { rows } = await pool.query<{ kind: string; firstEvent: string }>(
    'SELECT kind, first_event AS "firstEvent" FROM told.log',
  )
  const [known] = rows
  const head = await store.head()
  if (head === undefined) {
    if (known)
      throw new LogGone(
        '事件库是空的，而各行由另一个事件库讲述：请检查 KURRENTDB_URL、DATABASE_URL，或者先恢复事件库。',
      )
    return
  }
  let firstEvent = ''
  for await (const { id } of store.readAll({ countMax: 1 })) firstEvent = id
  const moved = known !== undefined && (known.kind !== kind || known.firstEvent !== firstEvent)
  const setBack = !moved && checkpoints.some(({ position }) => position !== undefined && position > head)
  if (known && !moved && !setBack) return
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('DELETE FROM told.log')
    await client.query('INSERT INTO told.log (kind, first_event) VALUES ($1, $2)', [kind, firstEvent])
    if (moved || setBack) await client.query('UPDATE told.checkpoint SET position = NULL, version = 0')
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
  if (moved) log.info({ from: known.kind, to: kind }, '事件库换了地方，各行全部重建')
  if (setBack) log.error({}, '事件库被恢复到较早的状态，各行全部重建')
}
