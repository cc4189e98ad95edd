import type { PunishmentOfficer } from '../domain/punishment/officer.ts'
import type { Context } from '../domain/store/command.ts'
import type { JobWorld } from './job.ts'

/** What runs by itself, by the name of its job. */
export const systemOfficer = (job: string): PunishmentOfficer => ({ agency: 'system', officer: job })

/** In whose name one run of a job submits, with an id that its facts have in common. */
export const contextOf = ({ clock, newId }: Pick<JobWorld, 'clock' | 'newId'>, job: string): Context => ({
  ...{ clock, newId, correlationId: newId() },
  actor: { ...systemOfficer(job), role: 'system' },
})
