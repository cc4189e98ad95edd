import type { Team } from './commitment.ts'
import type { ConflictEntry, InspectorEntry } from './directories.ts'
import { sha256Hex } from './hash.ts'
import { Roster } from './roster.ts'

/** The officers whom one agency sends to a subject, in the order in which they were taken. */
export type Pair = Readonly<{ uscc: string; agency: string; inspectors: readonly string[] }>

/** An agency that had too few officers free for a subject. */
export type Unpaired = Readonly<{ uscc: string; agency: string; reason: 'TOO_FEW_INSPECTORS' }>

/** A visit as it stands: places can fall open, and who was recused from it never comes back to it. */
type Visit = {
  uscc: string
  agency: string
  places: (string | null)[]
  lastN: number // The `n` of the last place that was drawn.
  recused: string[]
}

export type PairingRules = Readonly<{
  key: string // `h` of protocol 1.
  teams: readonly Team[]
  loadCap: number
  inspectors: readonly InspectorEntry[]
  conflicts: readonly ConflictEntry[]
}>

/** The second random, and the counts of visits as they stand while pairs are made and changed. */
export class Pairing {
  private readonly key: string
  private readonly teams: readonly Team[]
  private readonly rosters = new Map<string, Roster>()
  private readonly conflicts = new Map<string, string[]>() // USCC to officers.
  private readonly visits = new Map<string, Visit[]>() // USCC to visits that stand.

  constructor({ key, teams, loadCap, inspectors, conflicts }: PairingRules) {
    this.key = key
    this.teams = teams
    const idsByAgency = Map.groupBy(inspectors, ({ agency }) => agency)
    for (const { agency } of teams) {
      const ids = (idsByAgency.get(agency) ?? []).map(({ inspectorId }) => inspectorId)
      this.rosters.set(agency, new Roster(ids, loadCap))
    }
    for (const { uscc, inspectorId } of conflicts) {
      const known = this.conflicts.get(uscc)
      if (known) known.push(inspectorId)
      else this.conflicts.set(uscc, [inspectorId])
    }
  }

  /** Sends each team in order to a subject, or tells of the agencies that cannot fill theirs. */
  pair(uscc: string): { pairs: Pair[]; unpaired: Unpaired[] } {
    const pairs: Pair[] = []
    const unpaired: Unpaired[] = []
    for (const { agency, inspectors } of this.teams) {
      const visit: Visit = { uscc, agency, places: [], lastN: 0, recused: [] }
      const roster = this.rosterOf(agency)
      if (roster.freeBut(this.barredFrom(visit)) < inspectors) {
        unpaired.push({ uscc, agency, reason: 'TOO_FEW_INSPECTORS' })
        continue
      }
      const taken: string[] = []
      while (taken.length < inspectors) {
        const inspector = this.takeFor(visit)
        if (inspector === undefined) throw new Error(`free officers ran out for ${uscc}`)
        taken.push(inspector)
        visit.places.push(inspector)
      }
      this.visits.set(uscc, [...(this.visits.get(uscc) ?? []), visit])
      pairs.push({ uscc, agency, inspectors: taken })
    }
    return { pairs, unpaired }
  }

  /** Nobody visits the subject any more; its officers' counts fall. */
  cancel(uscc: string): void {
    for (const { agency, places } of this.visits.get(uscc) ?? [])
      for (const inspector of places) if (inspector !== null) this.rosterOf(agency).release(inspector)
    this.visits.delete(uscc)
  }

  isOnVisit(uscc: string, agency: string, inspectorId: string): boolean {
    return this.visitOf(uscc, agency)?.places.includes(inspectorId) ?? false
  }

  /** An officer leaves a visit for good; whoever is taken next stands in their place, or it stays open (`null`). */
  substitute(uscc: string, agency: string, inspectorId: string): string | null {
    const visit = this.visitOf(uscc, agency)
    const place = visit?.places.indexOf(inspectorId) ?? -1
    if (!visit || place === -1) throw new Error(`${inspectorId} is not on the visit of ${agency} to ${uscc}`)
    visit.places[place] = null
    visit.recused.push(inspectorId)
    this.rosterOf(agency).release(inspectorId)
    const added = this.takeFor(visit) ?? null
    visit.places[place] = added
    return added
  }

  /** The visits that stand, in the order in which their subjects were paired; an open place is `null`. */
  standing(): ReadonlyArray<Readonly<{ uscc: string; agency: string; places: readonly (string | null)[] }>> {
    return [...this.visits.values()].flatMap((visits) =>
      visits.map(({ uscc, agency, places }) => ({ uscc, agency, places: [...places] })),
    )
  }

  private takeFor(visit: Visit): string | undefined {
    const { uscc, agency } = visit
    const n = visit.lastN + 1
    const taken = this.rosterOf(agency).take(
      this.barredFrom(visit),
      (candidates) => BigInt(`0x${sha256Hex(`${this.key}${uscc},${agency},${n}`)}`) % candidates,
    )
    if (taken !== undefined) visit.lastN = n
    return taken
  }

  /** Officers of the agency who may not join the visit, whatever their count: recusal, and those already on it. */
  private barredFrom({ uscc, agency, places, recused }: Visit): ReadonlySet<string> {
    const barred = new Set(recused)
    for (const inspector of places) if (inspector !== null) barred.add(inspector)
    const roster = this.rosterOf(agency)
    for (const inspector of this.conflicts.get(uscc) ?? []) if (roster.has(inspector)) barred.add(inspector)
    return barred
  }

  private visitOf(uscc: string, agency: string): Visit | undefined {
    return this.visits.get(uscc)?.find((visit) => visit.agency === agency)
  }

  private rosterOf(agency: string): Roster {
    const roster = this.rosters.get(agency)
    if (!roster) throw new Error(`${agency} sends no team`)
    return roster
  }
}
