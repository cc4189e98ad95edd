import { type DayNumber, never } from './days.ts'
import type { CreditModel } from './model.ts'
import type { PreparedModel } from './prepare.ts'
import type { Move, Tally, Timeline } from './timeline.ts'

/** A class, and the day from which on it is that of the file if nothing happens. */
export type ClassStep = Readonly<{ at: DayNumber; place: number }>

/**
 * What a timeline comes to on its day, and how that goes on by itself; the same of each rule stands in its tally. `never`
 * stands for what does not happen.
 */
export type Outlook = Readonly<{
  standing: Standing
  boundsChangeAt: DayNumber
  boundsEndAt: DayNumber
  answerChangesAt: DayNumber
  classes: readonly ClassStep[] // The class of the day, and every other one that follows it.
}>

/** What the tallies of one day make together. */
export type Standing = Readonly<{
  score: number
  place: number // Of the class, among all classes.
  overriding: Tally | undefined // The overriding fact that alone would make this class.
  bounds: number // What the least and the greatest score give or cut off.
}>

/**
 * Goes through a timeline from boundary to boundary: between two of them nothing changes. Missing reports were counted
 * up to the horizon; that they end after it only means that later ones were not counted.
 */
export function walk({ model }: PreparedModel, timeline: Timeline, horizon: DayNumber): Outlook {
  const { tallies } = timeline
  let sum = model.baseScore
  for (const tally of tallies) {
    tally.begin()
    sum += tally.value
  }
  let worst = worstOf(tallies)
  const standing = standingOf(model, sum, worst)
  const classes: ClassStep[] = [{ at: timeline.day, place: standing.place }]
  let [boundsChangeAt, boundsEndAt, answerChangesAt] = [never, never, never]
  let now = standing
  const moves = inOrder(timeline.moves)
  for (let from = 0; from < moves.length;) {
    const at = moves[from]?.at ?? never
    const change = changeOn(at, moves, from, horizon, now.overriding)
    from = change.next
    sum += change.points
    if (change.sameReasons && !change.overridesMoved) continue
    if (change.overridesMoved) worst = worstOf(tallies)
    const then = standingOf(model, sum, worst)
    if (then.bounds !== standing.bounds && boundsChangeAt === never) boundsChangeAt = at
    if (then.bounds === 0 && boundsEndAt === never) boundsEndAt = at
    const same = change.sameReasons && then.overriding === now.overriding && then.place === now.place
    if (!same && answerChangesAt === never) answerChangesAt = at
    if (then.place !== now.place) classes.push({ at, place: then.place })
    now = then
  }
  return { standing, boundsChangeAt, boundsEndAt, answerChangesAt, classes }
}

type Change = Readonly<{ next: number; points: number; sameReasons: boolean; overridesMoved: boolean }>

/** Makes all moves of one day; answers with where to go on and what they changed about the answer. */
function changeOn(
  at: DayNumber,
  moves: readonly Move[],
  from: number,
  horizon: DayNumber,
  overriding: Tally | undefined,
): Change {
  let [sameReasons, overridesMoved] = [true, false]
  let next = from
  for (let move = moves[next]; move !== undefined && move.at === at; move = moves[++next]) {
    const { tally, points, active } = move
    if (at > horizon && tally.missing) continue
    tally.sum += points
    tally.active += active
    if (active === 0) continue
    if (tally.rule.floor > 0) overridesMoved = true
    if (tally.rule.floor === 0 || tally === overriding) sameReasons = false
  }
  let points = 0
  for (let moved = from; moved < next; moved++) {
    const tally = moves[moved]?.tally
    if (tally === undefined || (at > horizon && tally.missing)) continue
    if (tally.active === 0 && tally.endsAt === never) tally.endsAt = at
    const { value, capped } = tally
    if (capped === value) continue
    tally.value = capped
    if (tally.changesAt === never) tally.changesAt = at
    points += capped - value
    sameReasons = false
  }
  return { next, points, sameReasons, overridesMoved }
}

/** The worst overriding fact that stands, the first in the model of several. */
function worstOf(tallies: readonly Tally[]): Tally | undefined {
  let worst: Tally | undefined
  for (const tally of tallies) {
    const { floor, place } = tally.rule
    if (floor === 0 || tally.active === 0) continue
    const than = worst?.rule
    if (than === undefined || floor > than.floor || (floor === than.floor && place < than.place)) worst = tally
  }
  return worst
}

/** The overriding fact is told where it is as bad as the score: then it would make the class by itself. */
function standingOf({ scoreMin, scoreMax, cutOffs }: CreditModel, sum: number, worst: Tally | undefined): Standing {
  let score = scoreMin !== null && sum < scoreMin ? scoreMin : sum
  if (scoreMax !== null && score > scoreMax) score = scoreMax
  const place = score >= cutOffs.A ? 0 : score >= cutOffs.B ? 1 : score >= cutOffs.C ? 2 : 3
  const floor = worst?.rule.floor ?? -1
  const overriding = floor >= place ? worst : undefined
  return { score, place: Math.max(place, floor), overriding, bounds: score - sum }
}

/** By day. Most files have few moves, and those stand nearly in order. */
function inOrder(unordered: readonly Move[]): readonly Move[] {
  const moves = unordered.slice()
  if (moves.length > 60) return moves.sort((a, b) => a.at - b.at)
  for (let place = 1; place < moves.length; place++) {
    const move = moves[place]
    if (move === undefined) continue
    let before = place - 1
    for (let other = moves[before]; other !== undefined && other.at > move.at; other = moves[--before]) {
      moves[before + 1] = other
    }
    moves[before + 1] = move
  }
  return moves
}
