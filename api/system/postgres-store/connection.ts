import pg from 'pg'
import { Unavailable } from '../../../domain/kernel/errors.ts'

export type Trouble = (error: unknown) => void

export type ConnectionSettings = Readonly<{
  url: string
  poolMax: number
  connectMs: number // How long a connection may take to open, or to come free.
  statementMs: number // How long the server may work on one statement, its wait for the lock included.
  checkMs: number // How long the listener may hear nothing before it asks.
}>

/**
 * What every connection of the log is held to, whatever the server's own settings say. An appender that stands still
 * in the middle of its transaction must not hold up the others; a commit that was answered must be on disk; and each
 * query goes by an index, however small a table looked when its plan was made.
 */
const session = `
  set default_transaction_isolation = 'read committed';
  set default_transaction_read_only = off;
  set idle_in_transaction_session_timeout = '15s';
  set enable_seqscan = off;
  set enable_bitmapscan = off;
  set plan_cache_mode = force_generic_plan;
  set jit = off;
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`

export function clientConfig({ url, connectMs, statementMs }: ConnectionSettings): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'yidang-log',
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: Math.ceil(statementMs * 1.25), // Where the server cannot even say that it gave up.
    keepAlive: true,
  }
}

/** A connection that is lost while idle is replaced by the next query; the log only says so. */
export function openPool(settings: ConnectionSettings, trouble: Trouble): pg.Pool {
  const onConnect = async (client: pg.ClientBase): Promise<void> => {
    await client.query(session)
  }
  const pool = new pg.Pool({ ...clientConfig(settings), max: settings.poolMax, onConnect })
  return pool.on('error', trouble)
}

/** For connections in use: one that breaks between two queries lets the next one fail, and that is soon enough. */
export const leaveToTheNextQuery: Trouble = () => undefined

/** Runs work on the server; whatever says that the server is out of reach becomes `Unavailable`. */
export async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isOutOfReach(error) ? new Unavailable('事件库暂时无法访问', { cause: error }) : error
  }
}

/**
 * Connection lost (08), out of resources (53), stopped by an operator or a time limit (57), a read-only standby (25006),
 * idle for too long inside a transaction (25P03), a lock not got (55P03), rolled back as a victim (40).
 */
const outOfReachStates = /^(08|53|57|40|25006|25P03|55P03)/
const driverMessages = /terminated|timeout|not queryable|after calling end/

function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (error instanceof pg.DatabaseError) return outOfReachStates.test(code)
  return /^E[A-Z_]+$/.test(code) || driverMessages.test(error.message)
}
