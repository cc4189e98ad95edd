import type { Authority } from '../domain/enterprise/parties.ts'
import { type PlainDate, startOfDay } from '../domain/kernel/plain-date.ts'
import type { Context } from '../domain/store/command.ts'
import { marketRegulator } from './words.ts'

const recordedMs = 9.5 * 3_600_000

/** Everything of the sample is recorded at half past nine of its day, by an officer of an agency. */
export const sampleContext = (
  newId: () => string,
  day: PlainDate,
  officer: string,
  agency: Authority = marketRegulator,
): Context => ({
  clock: () => new Date(startOfDay(day).getTime() + recordedMs),
  newId,
  actor: { agency: agency.code, officer, role: 'SAMPLE' },
  correlationId: 'sample',
  source: { agency: agency.code, agencyName: agency.name },
})
