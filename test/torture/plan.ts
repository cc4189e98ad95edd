import { type Random, randomFrom } from '../../seeds/random.ts'

/**
 * What is killed: one session of PostgreSQL, so that it throws everybody out and recovers by itself; its main process
 * alone; all of it; the API's process; both; or every process there is, the import and the rebuild too, as when the power
 * fails.
 */
export const victims = ['SESSION', 'POSTMASTER', 'POSTGRES', 'SERVER', 'BOTH', 'EVERYTHING'] as const
export type Victim = (typeof victims)[number]

/** While the installation comes up; while the import and the rebuild come up beside it; while the import is at work. */
export const moments = ['STARTING', 'OPENING', 'IMPORTING'] as const
export type Moment = (typeof moments)[number]

/** One cycle, as its seed has it. */
export type Plan = Readonly<{
  cycle: number
  victim: Victim
  moment: Moment
  afterMs: number // Since that moment began.
  random: Random // For everything else that is thrown in this cycle.
}>

/** Each in its turn, so that few cycles meet them all. */
const victimOf = (n: number): Victim => victims[n % victims.length] ?? 'EVERYTHING'

const lastMs: Readonly<Record<Moment, number>> = { STARTING: 2_000, OPENING: 2_500, IMPORTING: 1_200 }

export function planOf(seed: number, cycle: number): Plan {
  const random = randomFrom(Math.imul(seed * 100_000 + cycle, 2_654_435_761))
  const moment = random.chance(150) ? 'STARTING' : random.chance(300) ? 'OPENING' : 'IMPORTING'
  const victim = moment === 'STARTING' ? random.oneOf<Victim>(['SERVER', 'BOTH']) : victimOf(seed + cycle)
  return { cycle, victim, moment, afterMs: random.below(lastMs[moment]), random }
}
