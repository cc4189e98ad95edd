import type { System } from '../api/system/open.ts'
import { dayInChina } from '../domain/kernel/plain-date.ts'
import { growAgencies } from './agencies.ts'
import { sampleEnd } from './enterprise-life.ts'
import { growListingCases } from './listing-cases.ts'
import { growPunishmentCases } from './punishment-cases.ts'

/**
 * The agencies of the district, listing cases, and joint-punishment cases, through the same commands as everybody's. They
 * are told up to the sample's last day, so that before it there are none. Grown again, they add nothing.
 */
export async function growCases(
  system: Pick<System, 'handler' | 'newId' | 'store' | 'keys'>,
  size: number,
  clock: () => Date,
): Promise<Readonly<{ cases: number; punishments: number }>> {
  const today = dayInChina(clock())
  await growAgencies(system)
  if (today < sampleEnd) return { cases: 0, punishments: 0 }
  const listings = await growListingCases(system, size, today)
  return { cases: listings.cases, punishments: await growPunishmentCases(system, listings) }
}
