import type { Pool } from 'pg'
import type { Position } from '../../domain/kernel/event.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { type RowsStanding, type SeenCheckpoint, standings } from './standing.ts'

/** Whether a store answers, and since when that is so. */
export type Reach = Readonly<{ reachable: boolean; since: Date; reconnections: number }>

/** How both stores stand, as last looked at. */
export type Standing = RowsStanding &
  Readonly<{
    log: Reach & Readonly<{ head: Position | undefined }>
    rows: Reach
    rebuilds: ReadonlyMap<string, number>
  }>

/** Looks at both stores again and again, so that every answer can say how old rows are without asking for it. */
export type Watch = Readonly<{
  standing(): Standing
  look(): Promise<Standing> // Looks now; those who ask at the same time share one look.
  /** For how long the log has not answered; 0 while it does. */
  logAwayMs(): number
  start(): void
  close(): Promise<void>
}>

export type WatchOptions = Readonly<{
  store: Pick<EventStore, 'head'>
  pool: Pick<Pool, 'query'>
  clock: () => Date
  everyMs?: number
  answerMs?: number // How long a store may take to answer before it counts as away.
}>

type Seen = Readonly<{ checkpoints: readonly SeenCheckpoint[]; tables: ReadonlyMap<string, string | null> }>

/** A rebuild puts another table in the place of the live one, whichever process does it: its number tells. */
const checkpointSql = `SELECT name, version, position, stopped, told_at,
  to_regclass('told.' || quote_ident(name))::oid::text AS table FROM told.checkpoint ORDER BY name`

type CheckpointRow = Omit<SeenCheckpoint, 'position' | 'stopped' | 'toldAt'> & {
  position: Position | null
  stopped: NonNullable<SeenCheckpoint['stopped']> | null
  told_at: Date
  table: string | null
}

export function openWatch({ store, pool, clock, everyMs = 1_000, answerMs = 2_000 }: WatchOptions): Watch {
  const log = reach(clock)
  const rows = reach(clock)
  const understand = standings()
  const askHead = inTime(answerMs, () => store.head())
  const askRows = inTime(answerMs, () => readRows(pool))
  const rebuilds = new Map<string, number>()
  let head: Position | undefined
  let seen: Seen = { checkpoints: [], tables: new Map() }
  let told: RowsStanding = { rowsAsOf: undefined, caughtUp: false, projections: [] }
  let looking: Promise<Standing> | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const standing = (): Standing => ({ ...told, log: { ...log.now(), head }, rows: rows.now(), rebuilds })

  async function look(): Promise<Standing> {
    const headNow = await askHead() // Before the rows: what they have told by then, they have told for certain.
    log.met(headNow !== 'AWAY')
    if (headNow !== 'AWAY') head = headNow
    const instant = clock()
    const rowsNow = await askRows()
    rows.met(rowsNow !== 'AWAY')
    if (rowsNow !== 'AWAY') {
      countRebuilds(seen, rowsNow)
      seen = rowsNow
    }
    told = understand({ head: headNow, checkpoints: seen.checkpoints, instant, tickMs: performance.now() })
    return standing()
  }

  function countRebuilds(before: Seen, after: Seen): void {
    for (const [name, table] of after.tables) {
      const known = before.tables.get(name)
      const again = known !== undefined && known !== null && table !== null && known !== table
      rebuilds.set(name, (rebuilds.get(name) ?? 0) + (again ? 1 : 0))
    }
  }

  function lookOnce(): Promise<Standing> {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }

  function schedule(): void {
    if (isClosed) return
    timer = setTimeout(() => void lookOnce().finally(schedule), everyMs).unref()
  }

  return {
    standing,
    look: lookOnce,
    logAwayMs: log.awayMs,
    start() {
      if (timer === undefined && !isClosed) void lookOnce().finally(schedule)
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await looking
    },
  }
}

async function readRows(pool: Pick<Pool, 'query'>): Promise<Seen> {
  const { rows } = await pool.query<CheckpointRow>(checkpointSql)
  return {
    checkpoints: rows.map(({ name, version, position, stopped, told_at }) => ({
      ...{ name, version, position: position ?? undefined, stopped: stopped ?? undefined, toldAt: told_at },
    })),
    tables: new Map(rows.map(({ name, table }) => [name, table])),
  }
}

/** A store's state, and how often it came back. */
function reach(clock: () => Date) {
  let reachable = true
  let since = clock()
  let reconnections = 0
  let awaySinceMs = 0
  return {
    met(isThere: boolean): void {
      if (isThere === reachable) return
      if (isThere) reconnections += 1
      else awaySinceMs = performance.now()
      reachable = isThere
      since = clock()
    },
    now: (): Reach => ({ reachable, since, reconnections }),
    awayMs: (): number => (reachable ? 0 : performance.now() - awaySinceMs),
  }
}

const glanceMs = 200

/**
 * A question that is answered in time or not at all. One that is still open is not asked a second time: a store that is
 * away would else be asked more and more; nor is it waited for as long again, until it is answered after all. Why it
 * failed is told by whoever works with the store.
 */
function inTime<T>(answerMs: number, ask: () => Promise<T>): () => Promise<T | 'AWAY'> {
  let asked: Promise<T | 'AWAY'> | undefined
  let isLate = false
  return async () => {
    asked ??= ask()
      .catch(() => 'AWAY' as const)
      .finally(() => {
        asked = undefined
        isLate = false
      })
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'AWAY'>((resolve) => {
      timer = setTimeout(
        () => {
          isLate = true
          resolve('AWAY')
        },
        isLate ? Math.min(glanceMs, answerMs) : answerMs,
      )
    })
    try {
      return await Promise.race([asked, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
