import { carryOut, type Change, type ChangeWish } from './changes.ts'
import { checkQuotasCover, type Commitment } from './commitment.ts'
import type { Directories } from './directories.ts'
import { type Pair, Pairing, type Unpaired } from './pairing.ts'
import { drawKey, drawSample, type Winner } from './sample.ts'
import { type Contribution, seedOfDraw } from './seed.ts'

/** What a draw answers: a pure function of commitment, contributions, and directories. */
export type DrawResult = Readonly<{
  seed: string
  winners: readonly Winner[]
  pairs: readonly Pair[]
  unpaired: readonly Unpaired[]
}>

/** A draw that was carried out, on which changes may follow. */
export type DrawRun = Readonly<{
  result: DrawResult
  change: (wish: ChangeWish) => Change // Moves the run on; changes are carried out in their order.
  standing: () => Readonly<{ winners: readonly Winner[]; visits: ReturnType<Pairing['standing']> }>
}>

/**
 * Carries out the draw of protocol 1. `contributions` stand in the committed order (`completeContributions`). `reserve`
 * is how many of each stratum are kept ready to stand in for others; when they run out the directory is walked again.
 */
export function runDraw(
  commitment: Commitment,
  directories: Directories,
  contributions: readonly Contribution[],
  reserve = 16,
): DrawRun {
  const { objects, inspectors, conflicts } = directories
  const { quotas, teams, loadCap } = commitment
  checkQuotasCover(commitment, objects)
  const seed = seedOfDraw(commitment, contributions)
  const key = drawKey(seed)
  const { winners, next } = drawSample(objects, quotas, key, reserve)
  const pairing = new Pairing({ key, teams, loadCap, inspectors, conflicts })
  const pairs: Pair[] = []
  const unpaired: Unpaired[] = []
  for (const { uscc } of winners) {
    const made = pairing.pair(uscc)
    pairs.push(...made.pairs)
    unpaired.push(...made.unpaired)
  }
  const drawn = new Map(winners.map((winner) => [winner.uscc, winner]))
  const moreOf = (kept: number) => drawSample(objects, quotas, key, kept).next
  const standing = { drawn, pairing, takeNext: standIns(next, reserve, moreOf) }
  return {
    result: { seed, winners, pairs, unpaired },
    change: (wish) => carryOut(standing, wish),
    standing: () => ({ winners: [...drawn.values()], visits: pairing.standing() }),
  }
}

/** Hands out, stratum by stratum, the smallest tickets that were never drawn. */
function standIns(
  first: ReadonlyMap<string, readonly Winner[]>,
  reserve: number,
  moreOf: (kept: number) => ReadonlyMap<string, readonly Winner[]>,
): (stratum: string) => Winner | undefined {
  const taken = new Map<string, number>()
  let [ready, kept] = [first, reserve]
  return (stratum) => {
    const count = taken.get(stratum) ?? 0
    if (count === kept) {
      kept = Math.max(16, 2 * kept)
      ready = moreOf(kept)
    }
    const next = ready.get(stratum)?.[count]
    if (next) taken.set(stratum, count + 1)
    return next
  }
}
