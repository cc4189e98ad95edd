import type { Log } from '../api/system/log.ts'
import type { System } from '../api/system/open.ts'
import type { Job } from './job.ts'
import { type RunningJobs, runJobs } from './runner.ts'
import { landMirroredEntries } from './when-an-enterprise-has-a-file-then-land-its-mirrored-entries.ts'
import { finishInterruptedListings } from './when-a-listing-is-interrupted-then-finish-it.ts'
import { releaseWhenGroundFalls } from './when-a-ground-falls-then-release.ts'
import { tellChangedPersons } from './when-responsible-persons-change-then-tell-their-case.ts'
import { draftCaseOfEntry } from './when-an-entry-has-effects-then-draft-its-case.ts'

/** Everything that is done by itself (自动办理). */
export const jobs: readonly Job[] = [
  ...[landMirroredEntries, finishInterruptedListings],
  ...[draftCaseOfEntry, releaseWhenGroundFalls, tellChangedPersons],
]

/** Starts the jobs over an opened system whose rows are being told. */
export function startJobs(system: System, { log, clock }: Readonly<{ log: Log; clock: () => Date }>): RunningJobs {
  const { store, handler, calendars, newId, metrics, readModels } = system
  return runJobs(jobs, { store, handler, calendars, newId, log, clock, pool: readModels.pool }, metrics)
}
