import { openAgencyDirectory } from '../api/system/agency-directory.ts'
import { finishLeftOver } from '../api/system/listing/left-over.ts'
import { contextOf } from './acting.ts'
import { doneUnless, type Job } from './job.ts'
import { rowsTold } from './rows-told.ts'

const name = 'when-a-listing-is-interrupted-then-finish-it'
const ofRows = ['list_batch', 'listing_case']

/**
 * Who decides a batch of listings also tells every file; what a process left when it ended, any other goes on with
 * (补办列入、移出). The clock wakes it, and no fact: what has just begun is still in the hands of whoever began it. Where both
 * are at the same all the same, everything is said once.
 */
export const finishInterruptedListings: Job = {
  ...{ name, schedule: '*/5 * * * *', on: [] },
  subjectsOf: () => [],

  async run(world, _subjects, signal) {
    await rowsTold(world, ofRows)
    await world.calendars.refresh()
    const agencies = await openAgencyDirectory(world.store, world.pool)
    const { faults, ...counts } = await finishLeftOver(
      { ...world, agencies },
      contextOf(world, name),
      world.log,
      signal,
    )
    return doneUnless(faults, { counts })
  },
}
