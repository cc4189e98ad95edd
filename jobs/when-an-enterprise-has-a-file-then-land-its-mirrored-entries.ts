import { isEnterpriseStream, usccOf } from '../domain/enterprise/stream.ts'
import type { MirrorPlace } from '../domain/lists/mirror/events.ts'
import { findMirrors } from '../projections/lists/mirror.queries.ts'
import { landMirror, readMirror } from '../api/system/mirrors.ts'
import { doneUnless, type Failure, type Job, type JobWorld, type Subjects } from './job.ts'
import { contextOf } from './acting.ts'
import { forOne } from './in-turn.ts'
import { rowsTold } from './rows-told.ts'

const name = 'when-an-enterprise-has-a-file-then-land-its-mirrored-entries'
const toldPerRunMax = 10_000
const ofRows = ['list_mirror']

/**
 * Whoever comes to have a file has in it what mirrored lists say of them (镜像补入); and what was cut off while a list's file
 * was taken in is made good, when the program starts and every night.
 */
export const landMirroredEntries: Job = {
  ...{ name, schedule: '20 0 * * *', on: ['EnterpriseRegistered', 'FileOpened'] },
  subjectsOf: ({ stream }) => (isEnterpriseStream(stream) ? [usccOf(stream)] : []),

  async run(world, usccs, signal, place = '') {
    await rowsTold(world, ofRows)
    const run: Run = { world, usccs, signal, counts: { told: 0, refused: 0 }, failures: [] }
    const { counts, failures } = run
    let after = place
    for (const [id, mirrored] of await mirrorsAfter(world, place)) {
      let more = false
      await forOne(failures, world, { job: name, id, signal }, async () => {
        more = await landOne(run, mirrored)
      })
      if (more) return doneUnless(failures, { counts, more: after }) // Of this one too, what it told is told no more.
      after = id
    }
    return doneUnless(failures, { counts })
  },
}

type Run = Readonly<{
  world: JobWorld
  usccs: Subjects
  signal: AbortSignal
  counts: { told: number; refused: number }
  failures: Failure[]
}>

/** Mirrors in the order of their names, behind the one where a run was cut off. */
async function mirrorsAfter({ pool }: JobWorld, place: string): Promise<readonly (readonly [string, MirrorPlace])[]> {
  const named = (await findMirrors(pool)).map(
    (mirrored) => [`${mirrored.listType} ${mirrored.source}`, mirrored] as const,
  )
  return named.filter(([id]) => id > place).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Whether it was cut off by its bound. */
async function landOne({ world, usccs, signal, counts }: Run, mirrored: MirrorPlace): Promise<boolean> {
  const { store, log } = world
  const context = contextOf(world, name)
  const { mirror } = await readMirror(store, mirrored)
  const bounds = { usccs, signal, toldMax: toldPerRunMax - counts.told }
  const { told, refused, more } = await landMirror(world, mirrored, mirror.whole, context, bounds)
  counts.told += told
  counts.refused += refused.length
  for (const { uscc, rule } of refused) log.warn({ job: name, ...mirrored, uscc, reason: rule }, '镜像条目未能入档')
  return more
}
