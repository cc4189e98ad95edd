import type { Pool } from 'pg'
import type { RecordedEvent } from '../domain/kernel/event.ts'
import type { EventStore } from '../domain/store/event-store.ts'
import type { CommandHandler } from '../domain/store/handle.ts'
import type { Calendars } from '../api/system/calendars.ts'
import type { Log } from '../api/system/log.ts'

/** What jobs work with. They decide nothing: what they find due they submit as commands, and the rules decide. */
export type JobWorld = Readonly<{
  store: EventStore
  handler: CommandHandler
  pool: Pool
  calendars: Calendars
  clock: () => Date
  newId: () => string
  log: Log
}>

/**
 * What a run is about: everything (`null`), as when the program starts or the day has turned; or the subjects of the facts
 * that woke it, by whatever the job calls a subject.
 */
export type Subjects = ReadonlySet<string> | null

/** What a run did. Its counts are words of the program, never anything that somebody sent. */
export type JobRun = Readonly<{
  counts: Readonly<Record<string, number>>
  fault?: string // Why nothing can be done, as a person reads it: the next run tries again.
  more?: string // The bound was reached: what is left is done at once, behind this place.
}>

/** What went wrong with one thing of many, by its id. */
export type Failure = Readonly<{ id: string; error: unknown }>

/** The rest was done, but some of it failed: the run counts as failed and is tried again, with what failed told by id. */
export class PartlyFailed extends Error {
  override readonly name = 'PartlyFailed'
  readonly counts: JobRun['counts']
  readonly more: string | undefined

  constructor({ counts, more }: JobRun, failures: readonly Failure[]) {
    const told = failures.map(({ id, error }) => `${id}: ${error instanceof Error ? error.message : String(error)}`)
    super(told.slice(0, failuresToldMax).join('; '), { cause: failures[0]?.error })
    this.counts = { ...counts, failed: failures.length }
    this.more = more
  }
}

const failuresToldMax = 5

/** What a run did, unless something in it failed. */
export function doneUnless(failures: readonly Failure[], run: JobRun): JobRun {
  if (failures.length > 0) throw new PartlyFailed(run, failures)
  return run
}

/**
 * Work that follows from a fact or from the day (自动办理). It may be cut off anywhere and run again, also by two processes
 * at the same time: every command it submits says something that is said once, however often it is sent. Nothing has its
 * legal effect from a job.
 */
export type Job = Readonly<{
  name: string // Its sentence; also the officer in whose name it submits.
  schedule: string // When the clock wakes it: cron, in China.
  on: readonly string[] // Facts that wake it.
  /** Which subjects a fact is about; null wakes it for everything. */
  subjectsOf(event: RecordedEvent): readonly string[] | null
  run(world: JobWorld, subjects: Subjects, signal: AbortSignal, after?: string): Promise<JobRun>
}>
