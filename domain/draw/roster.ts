import { sortAsBytes } from './bytes.ts'

/**
 * The officers of one agency by how many visits they have so far. An officer is known by their rank among the agency's
 * ids sorted by bytes, so that a list of ranks in rising order is a list of ids in byte order.
 */
export class Roster {
  readonly ids: readonly string[]
  private readonly rankOf: ReadonlyMap<string, number>
  private readonly loads: number[]
  private readonly byLoad: number[][] // Ranks in rising order; the index is the number of visits.
  private readonly loadCap: number
  private underCap: number

  constructor(ids: readonly string[], loadCap: number) {
    this.ids = sortAsBytes([...ids])
    this.rankOf = new Map(this.ids.map((id, rank) => [id, rank]))
    this.loads = this.ids.map(() => 0)
    this.byLoad = [this.ids.map((_, rank) => rank)]
    this.loadCap = loadCap
    this.underCap = this.ids.length
  }

  has(id: string): boolean {
    return this.rankOf.has(id)
  }

  /** How many could join a visit that these, all of this agency, may not join. */
  freeBut(barred: ReadonlySet<string>): number {
    let free = this.underCap
    for (const id of barred) if (this.loadOf(id) < this.loadCap) free--
    return free
  }

  /** Whom `digest` takes among the free with the fewest visits (`C[D mod |C|]`); their count rises by one. */
  take(barred: ReadonlySet<string>, digest: (candidates: bigint) => bigint): string | undefined {
    for (let load = 0; load < Math.min(this.byLoad.length, this.loadCap); load++) {
      const ranks = this.byLoad[load] ?? []
      const barredHere = [...barred].filter((id) => this.loadOf(id) === load).map((id) => this.rankOf.get(id) ?? 0)
      const candidates = ranks.length - barredHere.length
      if (candidates === 0) continue
      const rank = nthWithout(ranks, barredHere, Number(digest(BigInt(candidates))))
      this.move(rank, load, load + 1)
      return this.ids[rank]
    }
    return undefined
  }

  /** A visit that an officer was on is theirs no longer; their count falls by one. */
  release(id: string): void {
    const load = this.loadOf(id)
    const rank = this.rankOf.get(id)
    if (rank !== undefined) this.move(rank, load, load - 1)
  }

  private loadOf(id: string): number {
    const rank = this.rankOf.get(id)
    return rank === undefined ? Number.POSITIVE_INFINITY : (this.loads[rank] ?? 0)
  }

  private move(rank: number, from: number, to: number): void {
    const left = this.byLoad[from] ?? []
    const joined = (this.byLoad[to] ??= [])
    left.splice(lowerBound(left, rank), 1)
    joined.splice(lowerBound(joined, rank), 0, rank)
    this.loads[rank] = to
    if (to === this.loadCap && from < to) this.underCap--
    if (from === this.loadCap && to < from) this.underCap++
  }
}

/** The first place in a rising list whose rank is not below `rank`. */
function lowerBound(ranks: readonly number[], rank: number): number {
  let [low, high] = [0, ranks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranks[middle] ?? 0) < rank) low = middle + 1
    else high = middle
  }
  return low
}

/** The nth, counted from 0, of a rising list as if some of its members were not in it. */
function nthWithout(ranks: readonly number[], absent: readonly number[], nth: number): number {
  let place = nth
  for (const rank of absent.toSorted((one, other) => one - other)) if (lowerBound(ranks, rank) <= place) place++
  return ranks[place] ?? 0
}
