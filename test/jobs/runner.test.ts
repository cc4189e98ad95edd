import pg from 'pg'
import { expect, test } from 'vitest'
import { openMetrics } from '../../api/metrics/metrics.ts'
import { noStream } from '../../domain/store/event-store.ts'
import { inMemoryStore } from '../../domain/store/in-memory.ts'
import { doneUnless, type Job, type JobRun, type JobWorld, type Subjects } from '../../jobs/job.ts'
import { runJobs } from '../../jobs/runner.ts'
import { facts } from '../contracts/event-store.contract.ts'
import { freshDatabase } from '../support/postgres.ts'

const quiet = { info: () => undefined, warn: () => undefined, debug: () => undefined }
/** A pool of which every session gets every lock. */
const alone = {
  connect: async () => ({
    query: async () => ({ rows: [{ got: true }] }),
    once: () => undefined,
    release: () => undefined,
  }),
}
const worldOf = (store = inMemoryStore(), pool: object = alone): JobWorld =>
  ({ store, log: quiet, pool }) as unknown as JobWorld

/** A job that keeps account of what it was woken for. */
function recording(name: string, answer: (run: number) => JobRun | Promise<JobRun>, on: readonly string[] = []) {
  const woken: (readonly string[] | null)[] = []
  const job: Job = {
    ...{ name, schedule: '10 0 * * *', on },
    subjectsOf: ({ stream }) => (stream === 'whole-1' ? null : [stream]),
    async run(_world, subjects: Subjects) {
      woken.push(subjects && [...subjects].toSorted())
      return answer(woken.length)
    },
  }
  return { job, woken }
}
const nothing: JobRun = { counts: { done: 0 } }

test('a job runs for everything when the program starts, and then for what facts are about, gathered', async () => {
  const store = inMemoryStore()
  const [fact] = facts(1)
  const type = fact?.type ?? ''
  const own = recording('own', () => nothing, [type])
  const other = recording('other', () => nothing, ['SomethingElse'])
  const running = runJobs([own.job, other.job], worldOf(store), openMetrics())
  await expect.poll(() => own.woken).toEqual([null])
  await store.append('b-1', noStream, facts(1))
  await store.append('a-1', noStream, facts(2))
  await expect.poll(() => own.woken).toEqual([null, ['a-1', 'b-1']])
  await store.append('a-2', noStream, facts(1))
  await store.append('whole-1', noStream, facts(1))
  await expect.poll(() => own.woken).toEqual([null, ['a-1', 'b-1'], null])
  await running.close()
  expect(other.woken).toEqual([null])
})

test('a job that fails is tried again, is counted, and does not stop the others', async () => {
  const metrics = openMetrics()
  const failing = recording('failing', (run) => {
    if (run === 1) throw new Error('away')
    return { counts: { done: 3 } }
  })
  const other = recording('other', () => ({ counts: { done: 1 }, fault: '缺名录' }))
  const running = runJobs([failing.job, other.job], worldOf(), metrics)
  await expect.poll(() => failing.woken, { timeout: 5_000 }).toEqual([null, null])
  await running.close()
  expect(other.woken).toEqual([null])
  const text = await metrics.registry.metrics()
  for (const line of [
    'yidang_job_runs_total{job="failing",outcome="failed"} 1',
    'yidang_job_runs_total{job="failing",outcome="done"} 1',
    'yidang_job_runs_total{job="other",outcome="fault"} 1',
    'yidang_job_results_total{job="failing",result="done"} 3',
  ])
    expect(text).toContain(line)
})

test('a run that reached its bound is followed by another at once', async () => {
  const bounded = recording('bounded', (run) => ({ counts: { done: 1 }, ...(run < 4 && { more: String(run) }) }))
  const running = runJobs([bounded.job], worldOf(), openMetrics())
  await expect.poll(() => bounded.woken.length, { timeout: 5_000 }).toBe(4)
  await running.close()
})

test('closing waits for the run that is under way, and tells it to end', async () => {
  let isDone = false
  const job: Job = {
    ...{ name: 'long', schedule: '10 0 * * *', on: [], subjectsOf: () => null },
    run: (_world, _subjects, signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () =>
          setTimeout(() => {
            isDone = true
            resolve(nothing)
          }, 50),
        ),
      ),
  }
  const running = runJobs([job], worldOf(), openMetrics())
  await new Promise((resolve) => setTimeout(resolve, 500))
  await running.close()
  expect(isDone).toBe(true)
})

test('of two processes one runs a job, and the other goes on with what it heard when that one is gone', async () => {
  const pool = new pg.Pool({ connectionString: await freshDatabase() })
  const store = inMemoryStore()
  const [fact] = facts(1)
  const on = [fact?.type ?? '']
  const one = recording('shared', () => nothing, on)
  const other = recording('shared', () => nothing, on)
  const first = runJobs([one.job], worldOf(store, pool), openMetrics())
  await expect.poll(() => one.woken).toEqual([null])
  const second = runJobs([other.job], worldOf(store, pool), openMetrics())
  await store.append('a-1', noStream, facts(1))
  await expect.poll(() => one.woken).toEqual([null, ['a-1']])
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(other.woken).toEqual([])
  await first.close()
  await expect.poll(() => other.woken, { timeout: 5_000 }).toEqual([null])
  await second.close()
  await pool.end()
})

test('what failed alone does not keep the rest from being done, and the run counts as failed, with its counts', async () => {
  const metrics = openMetrics()
  const partly = recording('partly', (run) =>
    doneUnless(run === 1 ? [{ id: 'C1', error: new Error('too large') }] : [], {
      counts: { done: 2 },
      ...(run === 1 && { more: 'C2' }),
    }),
  )
  const running = runJobs([partly.job], worldOf(), metrics)
  await expect.poll(() => partly.woken.length, { timeout: 5_000 }).toBe(3) // Its rest at once, and all of it again.
  await running.close()
  const text = await metrics.registry.metrics()
  for (const line of [
    'yidang_job_runs_total{job="partly",outcome="failed"} 1',
    'yidang_job_results_total{job="partly",result="failed"} 1',
    'yidang_job_results_total{job="partly",result="done"} 6',
  ])
    expect(text).toContain(line)
})
