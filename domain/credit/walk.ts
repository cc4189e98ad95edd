import { type DayNumber, never } from './days.ts'
import type { PreparedModel } from './prepare.ts'
import type { Move, Timeline } from './timeline.ts'

/** A class, and the day from which on it is that of the file if nothing happens. */
export type ClassStep = Readonly<{ at: DayNumber; place: number }>

/** What a timeline comes to on its day, and how that goes on by itself. `never` stands for what does not happen. */
export type Outlook = Readonly<{
  values: readonly number[] // The points of each rule on the day, its cap applied.
  score: number
  place: number // Of the class, among all classes.
  overriding: number // The place of the overriding fact that alone would make this class; -1 where there is none.
  bounds: number // What the least and the greatest score give or cut off.
  changesAt: readonly DayNumber[] // Of each rule: the day on which its points are others; the bounds come last.
  endsAt: readonly DayNumber[] // Of each rule: the day on which it counts nothing; the bounds come last.
  answerChangesAt: DayNumber
  classes: readonly ClassStep[] // The class of the day, and every other one that follows it.
}>

/**
 * Goes through a timeline from boundary to boundary: between two of them nothing changes. Missing reports were counted
 * up to the horizon; that they end after it only means that later ones were not counted.
 */
export function walk(prepared: PreparedModel, timeline: Timeline, horizon: DayNumber): Outlook {
  const { rules, overridesFrom, missing } = prepared
  const sums = timeline.sums.slice()
  const actives = timeline.actives.slice()
  const values: number[] = []
  let sum = prepared.model.baseScore
  for (let place = 0; place < overridesFrom; place++) {
    const value = capped(sums[place] ?? 0, rules[place]?.cap ?? 0)
    values.push(value)
    sum += value
  }
  const first = values.slice()
  const changesAt = new Array<DayNumber>(overridesFrom + 1).fill(never)
  const endsAt = new Array<DayNumber>(rules.length + 1).fill(never)
  let worst = worstOf(prepared, actives)
  const standing = standingOf(prepared, sum, worst)
  const classes: ClassStep[] = [{ at: timeline.day, place: standing.place }]
  let answerChangesAt = never
  let now = standing
  const moves = inOrder(timeline.moves)
  for (let next = 0; next < moves.length;) {
    const at = moves[next]?.at ?? never
    const from = next
    let same = true
    let overridesMoved = false
    for (let move = moves[next]; move !== undefined && move.at === at; move = moves[++next]) {
      const { place, points, active } = move
      if (at > horizon && missing[place]) continue
      sums[place] = (sums[place] ?? 0) + points
      if (active === 0) continue
      actives[place] = (actives[place] ?? 0) + active
      if (place < overridesFrom || place === now.overriding) same = false
      if (place >= overridesFrom) overridesMoved = true
    }
    for (let moved = from; moved < next; moved++) {
      const place = moves[moved]?.place ?? 0
      if (actives[place] === 0 && endsAt[place] === never && !(at > horizon && missing[place])) endsAt[place] = at
      if (place >= overridesFrom) continue
      const value = capped(sums[place] ?? 0, rules[place]?.cap ?? 0)
      const before = values[place] ?? 0
      if (value === before) continue
      values[place] = value
      sum += value - before
      same = false
      if (changesAt[place] === never && value !== first[place]) changesAt[place] = at
    }
    if (overridesMoved) worst = worstOf(prepared, actives)
    if (same && !overridesMoved) continue
    const then = standingOf(prepared, sum, worst)
    if (then.bounds !== standing.bounds && changesAt[overridesFrom] === never) changesAt[overridesFrom] = at
    if (then.bounds === 0 && endsAt[rules.length] === never) endsAt[rules.length] = at
    same &&= then.overriding === now.overriding && then.place === now.place
    if (!same && answerChangesAt === never) answerChangesAt = at
    if (then.place !== now.place) classes.push({ at, place: then.place })
    now = then
  }
  return { values: first, ...standing, changesAt, endsAt, answerChangesAt, classes }
}

const capped = (sum: number, cap: number): number =>
  cap === 0 ? sum : sum < 0 ? Math.max(sum, -cap) : Math.min(sum, cap)

/** The place of the worst overriding fact that stands, the first of several; -1 where none does. */
function worstOf({ rules, overridesFrom }: PreparedModel, actives: readonly number[]): number {
  let worst = -1
  let floor = 0
  for (let rule = overridesFrom; rule < rules.length; rule++) {
    const own = rules[rule]?.floor ?? 0
    if (own <= floor || (actives[rule] ?? 0) === 0) continue
    worst = rule
    floor = own
  }
  return worst
}

type Standing = Pick<Outlook, 'score' | 'place' | 'overriding' | 'bounds'>

/** The overriding fact is told where it is as bad as the score: then it would make the class by itself. */
function standingOf({ model, rules }: PreparedModel, sum: number, worst: number): Standing {
  const { scoreMin, scoreMax, cutOffs } = model
  let score = scoreMin !== null && sum < scoreMin ? scoreMin : sum
  if (scoreMax !== null && score > scoreMax) score = scoreMax
  const place = score >= cutOffs.A ? 0 : score >= cutOffs.B ? 1 : score >= cutOffs.C ? 2 : 3
  const floor = rules[worst]?.floor ?? -1
  return { score, place: Math.max(place, floor), overriding: floor >= place ? worst : -1, bounds: score - sum }
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
