import type { System } from '../api/system/open.ts'
import type { Job, JobRun, JobWorld, Subjects } from './job.ts'

export type Metrics = Pick<System['metrics'], 'jobRuns' | 'jobSeconds' | 'jobResults'>

/** Runs a job once: one log line, and its counts among the metrics; a failure is told and answered, not thrown. */
export async function outcomeOfJob(
  job: Job,
  world: JobWorld,
  metrics: Metrics,
  subjects: Subjects,
  signal: AbortSignal,
): Promise<Readonly<{ failed: boolean; more: boolean }>> {
  const { name } = job
  const start = performance.now()
  const about = subjects === null ? { everything: true } : { subjects: subjects.size }
  let ran: JobRun
  try {
    ran = await job.run(world, subjects, signal)
  } catch (error) {
    metrics.jobRuns.inc({ job: name, outcome: 'failed' })
    if (!signal.aborted) world.log.warn({ job: name, ...about, err: error }, '自动办理未完成，稍后重试')
    return { failed: true, more: false }
  }
  const seconds = (performance.now() - start) / 1_000
  const { counts, fault, more = false } = ran
  metrics.jobRuns.inc({ job: name, outcome: fault === undefined ? 'done' : 'fault' })
  metrics.jobSeconds.observe({ job: name }, seconds)
  for (const [result, count] of Object.entries(counts)) metrics.jobResults.inc({ job: name, result }, count)
  const line = { job: name, ...about, ...counts, ms: Math.round(seconds * 1_000), ...(more && { more }) }
  if (fault !== undefined) world.log.warn({ ...line, fault }, '自动办理：不能办理')
  else world.log[isIdle(counts) ? 'debug' : 'info'](line, '自动办理')
  return { failed: false, more: more && !signal.aborted }
}

const isIdle = (counts: JobRun['counts']): boolean => Object.values(counts).every((count) => count === 0)
