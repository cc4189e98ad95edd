import { Unavailable } from '../domain/kernel/errors.ts'
import type { Failure, JobWorld } from './job.ts'

/** Does something for one of many; what fails with it alone is kept for the end of the run, and the next one has its turn. */
export async function forOne(
  failures: Failure[],
  { log }: Pick<JobWorld, 'log'>,
  { job, id, signal }: Readonly<{ job: string; id: string; signal: AbortSignal }>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (signal.aborted || error instanceof Unavailable) throw error // Then no other would fare better.
    log.warn({ job, id, err: error }, '自动办理的一件未能办理，其余继续')
    failures.push({ id, error })
  }
}

type Run = Readonly<{ world: JobWorld; signal: AbortSignal; failures: Failure[] }>
export type Page = Readonly<{ first: number; after: string }>
type Pages<T> = Readonly<{
  job: string
  place: string // Behind which the first page begins.
  size: number
  find: (page: Page) => Promise<readonly T[]>
  idOf: (one: T) => string
  isFull: () => boolean // Whether the run reached its bound.
}>

/** One after the other, page by page; where the run was full or cut off, the id of the last that had its turn. */
export async function inTurn<T>(
  { world, signal, failures }: Run,
  { job, place, size, find, idOf, isFull }: Pages<T>,
  work: (one: T) => Promise<void>,
): Promise<string | undefined> {
  let after = place
  for (;;) {
    const found = await find({ first: size, after })
    for (const one of found) {
      if (signal.aborted || isFull()) return after
      const id = idOf(one)
      await forOne(failures, world, { job, id, signal }, () => work(one))
      after = id
    }
    if (found.length < size) return undefined
  }
}
