import { isEnterpriseStream, usccOf } from '../domain/enterprise/stream.ts'
import type { Context } from '../domain/store/command.ts'
import { findMirrors } from '../projections/lists/mirror.queries.ts'
import { landMirror, readMirror } from '../api/system/mirrors.ts'
import type { Job } from './job.ts'
import { systemOfficer } from './punishment-cases.ts'
import { rowsTold } from './rows-told.ts'

const name = 'when-an-enterprise-has-a-file-then-land-its-mirrored-entries'
const toldPerRunMax = 10_000

/**
 * Whoever comes to have a file has in it what mirrored lists say of them (镜像补入); and what was cut off while a list's file
 * was taken in is made good, when the program starts and every night.
 */
export const landMirroredEntries: Job = {
  ...{ name, schedule: '20 0 * * *', on: ['EnterpriseRegistered', 'FileOpened'] },
  subjectsOf: ({ stream }) => (isEnterpriseStream(stream) ? [usccOf(stream)] : []),

  async run(world, usccs, signal) {
    await rowsTold(world)
    const { store, pool, clock, newId, log } = world
    const context: Context = { clock, newId, actor: { ...systemOfficer(name), role: 'system' }, correlationId: newId() }
    const counts = { told: 0, refused: 0 }
    for (const place of await findMirrors(pool)) {
      const { mirror } = await readMirror(store, place)
      const bounds = { usccs, signal, toldMax: toldPerRunMax - counts.told }
      const { told, refused, more } = await landMirror(world, place, mirror.whole, context, bounds)
      counts.told += told
      counts.refused += refused.length
      for (const { uscc, rule } of refused) log.warn({ job: name, ...place, uscc, reason: rule }, '镜像条目未能入档')
      if (more) return { counts, more: true }
    }
    return { counts }
  },
}
