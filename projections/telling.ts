import { setTimeout as sleep } from 'node:timers/promises'
import { addCheckpoints, readCheckpoints } from './checkpoints.ts'
import type { CreditGround } from './credit/credit-profile.projection.ts'
import { refreshProfiles } from './credit/refresh.ts'
import { streamProjections } from './index.ts'
import type { Projection } from './projection.ts'
import { rebuild } from './rebuild.ts'
import { runProjections, type RunnerOptions } from './runner.ts'
import { runStreamProjections } from './stream-projection-runner.ts'
import { adoptLog } from './told-log.ts'

export type TellingOptions = Omit<RunnerOptions, 'batchMax' | 'onTold'> &
  Readonly<{
    ground: CreditGround
    logKind: string // Which store keeps the log.
    models: Readonly<{ follow(signal: AbortSignal, onChange: () => void): Promise<void> }>
  }>

const lookEveryMs = 60_000
const retryMs = 1_000

/**
 * Everything that keeps rows as they should be: those of a projection that is new or came out differently in an older
 * version are told anew first, then all follow the log, and profiles whose day has come are told again.
 */
export async function tellRows(options: TellingOptions): Promise<void> {
  const { signal, log } = options
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
    runStreamProjections({ ...options, projections: streamProjections }),
    keepProfilesFresh(options),
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
  await rebuild({ store, pool, projections: outdated })
}

async function keepProfilesFresh(options: TellingOptions): Promise<void> {
  const { store, pool, projections, ground, models, log, signal } = options
  let wake = new AbortController()
  const following = models.follow(signal, () => wake.abort())
  while (!signal.aborted) {
    wake = new AbortController()
    try {
      const refreshed = await refreshProfiles({ store, pool, projections, ground, signal })
      if (refreshed > 0) log.info({ files: refreshed }, '信用档案已按日期或者模型重算')
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, '信用档案未能重算，稍后重试')
    }
    await sleep(lookEveryMs, undefined, { signal: AbortSignal.any([signal, wake.signal]) }).catch(() => undefined)
  }
  await following
}
