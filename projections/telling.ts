import { setTimeout as sleep } from 'node:timers/promises'
import { addCheckpoints, readCheckpoints } from './checkpoints.ts'
import { refreshDeadlines } from './clocks/refresh.ts'
import { refreshProfiles } from './credit/refresh.ts'
import { type Ground, streamProjectionsOn } from './index.ts'
import type { Projection } from './projection.ts'
import { rebuild } from './rebuild.ts'
import { runProjections, type RunnerOptions } from './runner.ts'
import { runStreamProjections } from './stream-projection-runner.ts'
import { adoptLog } from './told-log.ts'

export type TellingOptions = Omit<RunnerOptions, 'batchMax' | 'onTold'> &
  Readonly<{
    ground: Ground
    logKind: string // Which store keeps the log.
    models: Followed
    calendars: Followed
  }>

/** A catalogue on which rows rest, followed through the log. */
type Followed = Readonly<{ follow(signal: AbortSignal, onChange: () => void): Promise<void> }>

const lookEveryMs = 60_000
const retryMs = 1_000

/**
 * Everything that keeps rows as they should be: those of a projection that is new or came out differently in an older
 * version are told anew first, then all follow the log, and profiles and clocks whose day has come are told again.
 */
export async function tellRows(options: TellingOptions): Promise<void> {
  const { signal, log } = options
  const streamProjections = streamProjectionsOn(options.ground)
  while (!signal.aborted) {
    try {
      await adoptLog(options, options.logKind)
      await addCheckpoints(options.pool, [...options.projections, ...streamProjections])
      await tellOutdated(options)
      break
    } catch (error) {
      if (signal.aborted) return
      log.error({ err: error }, '投影未能重建，稍后重试')
      await sleep(retryMs, undefined, { signal }).catch(() => undefined)
    }
  }
  await Promise.all([
    runProjections(options),
    runStreamProjections({ ...options, projections: streamProjections, resting: options.projections }),
    keepFresh(options, options.models, '信用档案', () => refreshProfiles(options)),
    keepFresh(options, options.calendars, '时限', () => refreshDeadlines(options)),
  ])
}

/** Projections whose rows this program would tell differently, or that the log has outrun from the start. */
async function tellOutdated({ store, pool, projections, log, signal }: TellingOptions): Promise<void> {
  if (signal.aborted || (await store.head()) === undefined) return
  const checkpoints = await readCheckpoints(pool)
  const isOutdated = ({ name, version }: Projection): boolean => {
    const checkpoint = checkpoints.get(name)
    return checkpoint?.position === undefined || checkpoint.version !== version
  }
  const outdated = projections.filter(isOutdated)
  if (outdated.length === 0) return
  log.info({ projections: outdated.map(({ name }) => name) }, '投影有新版本，重建')
  await rebuild({ store, pool, projections: outdated, signal })
}

/** Rows whose day has come, or that rest on another version of their catalogue, are told again (按日期或者规则重算). */
async function keepFresh(
  { log, signal }: TellingOptions,
  catalogue: Followed,
  what: string,
  refresh: () => Promise<number>,
): Promise<void> {
  let wake = new AbortController()
  const following = catalogue.follow(signal, () => wake.abort())
  while (!signal.aborted) {
    wake = new AbortController()
    try {
      const refreshed = await refresh()
      if (refreshed > 0) log.info({ files: refreshed }, `${what}已按日期或者规则重算`)
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, `${what}未能重算，稍后重试`)
    }
    await sleep(lookEveryMs, undefined, { signal: AbortSignal.any([signal, wake.signal]) }).catch(() => undefined)
  }
  await following
}
