import { setTimeout as sleep } from 'node:timers/promises'
import { Cron } from 'croner'
import type { Position } from '../domain/kernel/event.ts'
import { connected } from '../projections/runner.ts'
import { type Metrics, outcomeOfJob } from './outcome.ts'
import type { Job, JobWorld, Subjects } from './job.ts'

/** How long facts are gathered before they wake a job, so that hundreds by one decision wake it once. */
const gatherMs = 300
const retryMs = { first: 1_000, max: 60_000 }

export type RunningJobs = Readonly<{ close(): Promise<void> }>

/** Runs jobs until `close`, each by itself: one that fails is tried again, and holds no other up. */
export function runJobs(jobs: readonly Job[], world: JobWorld, metrics: Metrics): RunningJobs {
  const ending = new AbortController()
  const { signal } = ending
  const wakings = jobs.map((job) => ({ job, waking: wakingOf() }))
  const clocks = wakings.map(
    ({ job, waking }) =>
      new Cron(job.schedule, { timezone: 'Asia/Shanghai', unref: true }, () => {
        waking.wake(null)
      }),
  )
  const following = follow(wakings, world, signal)
  const working = wakings.map(({ job, waking }) => work(job, waking, world, metrics, signal))
  return {
    async close() {
      ending.abort()
      for (const clock of clocks) clock.stop()
      for (const { waking } of wakings) waking.wake(new Set())
      await Promise.all([following, ...working])
    },
  }
}

/** What a job has been woken for and has not begun; several wakings become one. */
function wakingOf() {
  let subjects: Set<string> | null | undefined
  let tell: () => void = () => undefined
  return {
    wake(more: Subjects): void {
      subjects = subjects === null || more === null ? null : new Set([...(subjects ?? []), ...more])
      tell()
    },
    async woken(): Promise<void> {
      if (subjects === undefined) await new Promise<void>((resolve) => (tell = resolve))
    },
    take(): Subjects {
      const taken = subjects ?? (subjects === null ? null : new Set<string>())
      subjects = undefined
      return taken
    },
  }
}
type Waking = ReturnType<typeof wakingOf>

/** Which process runs a job: a lock of the session, in a space of its own. */
const jobLock = 7_305_007

/** One process runs a job at a time. The others hear the same facts, and go on with what they gathered when it is gone. */
async function work(job: Job, waking: Waking, world: JobWorld, metrics: Metrics, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await workAlone(job, waking, world, metrics, signal)
    } catch (error) {
      if (!signal.aborted) world.log.warn({ job: job.name, err: error }, '自动办理与数据库的连接中断，稍后重试')
    }
    await sleep(retryMs.first, undefined, { signal }).catch(() => undefined)
  }
}

async function workAlone(job: Job, waking: Waking, world: JobWorld, metrics: Metrics, signal: AbortSignal) {
  await using session = await connected(world.pool)
  const text = 'SELECT pg_try_advisory_lock($1, hashtext($2)) AS got'
  const { rows } = await session.client.query<{ got: boolean }>(text, [jobLock, job.name])
  if (rows[0]?.got !== true) return // Another process runs it; look again later.
  const ending = AbortSignal.any([signal, session.lost])
  session.lost.addEventListener('abort', () => waking.wake(new Set()))
  let waitMs = retryMs.first
  while (!ending.aborted) {
    await waking.woken()
    await sleep(gatherMs, undefined, { signal: ending }).catch(() => undefined)
    if (ending.aborted) return
    const subjects = waking.take()
    const failed = await runWhole(job, subjects, world, metrics, ending)
    if (failed || ending.aborted) waking.wake(subjects)
    if (failed) await sleep(waitMs, undefined, { signal: ending }).catch(() => undefined)
    waitMs = failed ? Math.min(retryMs.max, waitMs * 2) : retryMs.first
  }
}

/** Run after run, each behind the place where the one before reached its bound; whether one of them failed. */
async function runWhole(
  job: Job,
  subjects: Subjects,
  world: JobWorld,
  metrics: Metrics,
  signal: AbortSignal,
): Promise<boolean> {
  let after: string | undefined
  for (let hasFailed = false; ;) {
    const { failed, more } = await outcomeOfJob(job, world, metrics, subjects, signal, after)
    hasFailed ||= failed
    if (more === undefined) return hasFailed
    after = more
  }
}

/**
 * Wakes jobs for everything once the head of the log is known, and from there on for the facts that concern them. Thrown off
 * the log, it begins again so: what was missed meanwhile is found by the run for everything.
 */
async function follow(
  wakings: readonly Readonly<{ job: Job; waking: Waking }>[],
  { store, log }: JobWorld,
  signal: AbortSignal,
): Promise<void> {
  const types = [...new Set(wakings.flatMap(({ job }) => job.on))]
  while (!signal.aborted) {
    try {
      const after: Position | undefined = await store.head()
      for (const { waking } of wakings) waking.wake(null)
      for await (const { events } of store.subscribeAll({ types, signal, ...(after && { after }) }))
        for (const event of events)
          for (const { job, waking } of wakings)
            if (job.on.includes(event.type)) {
              const subjects = job.subjectsOf(event)
              if (subjects === null || subjects.length > 0) waking.wake(subjects && new Set(subjects))
            }
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, '自动办理与事件库的连接中断，稍后重试')
    }
    await sleep(retryMs.first, undefined, { signal }).catch(() => undefined)
  }
}
