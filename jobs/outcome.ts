import type { System } from '../api/system/open.ts'
import { type Job, type JobRun, type JobWorld, PartlyFailed, type Subjects } from './job.ts'

export type Metrics = Pick<System['metrics'], 'jobRuns' | 'jobSeconds' | 'jobResults'>

/** Runs a job once: one log line, and its counts among the metrics; a failure is told and answered, not thrown. */
export async function outcomeOfJob(
  job: Job,
  world: JobWorld,
  metrics: Metrics,
  subjects: Subjects,
  signal: AbortSignal,
  after?: string,
): Promise<Readonly<{ failed: boolean; more: string | undefined }>> {
  const { name } = job
  const start = performance.now()
  const about = subjects === null ? { everything: true } : { subjects: subjects.size }
  let ran: JobRun
  try {
    ran = await job.run(world, subjects, signal, after)
  } catch (error) {
    metrics.jobRuns.inc({ job: name, outcome: 'failed' })
    const counts = error instanceof PartlyFailed ? error.counts : {}
    countResults(metrics, name, counts)
    if (!signal.aborted) world.log.warn({ job: name, ...about, ...counts, err: error }, '自动办理未完成，稍后重试')
    return { failed: true, more: error instanceof PartlyFailed && !signal.aborted ? error.more : undefined }
  }
  const seconds = (performance.now() - start) / 1_000
  const { counts, fault, more } = ran
  metrics.jobRuns.inc({ job: name, outcome: fault === undefined ? 'done' : 'fault' })
  metrics.jobSeconds.observe({ job: name }, seconds)
  countResults(metrics, name, counts)
  const line = { job: name, ...about, ...counts, ms: Math.round(seconds * 1_000), ...(more !== undefined && { more }) }
  if (fault !== undefined) world.log.warn({ ...line, fault }, '自动办理：不能办理')
  else world.log[isIdle(counts) ? 'debug' : 'info'](line, '自动办理')
  return { failed: false, more: signal.aborted ? undefined : more }
}

function countResults({ jobResults }: Metrics, job: string, counts: JobRun['counts']): void {
  for (const [result, count] of Object.entries(counts)) jobResults.inc({ job, result }, count)
}

const isIdle = (counts: JobRun['counts']): boolean => Object.values(counts).every((count) => count === 0)
