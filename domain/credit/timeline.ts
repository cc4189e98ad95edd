import type { EnterpriseEvent } from '../enterprise/events.ts'
import type { SectionFact } from '../enterprise/facts.ts'
import { type DayNumber, type MonthDay, monthDayOf, monthsOn, never } from './days.ts'
import type { Rule } from './prepare.ts'

/** The record that is counted, by its key in the file, and the facts behind that. */
export type Source = Readonly<{ key: string; facts: readonly SectionFact<EnterpriseEvent>[] }>

/** Points no further from zero than their cap; a cap of zero is none. */
export const capped = (sum: number, cap: number): number =>
  cap === 0 ? sum : sum < 0 ? Math.max(sum, -cap) : Math.min(sum, cap)

/** What one rule of the model counts of a file: on the day, and as time passes. Rules that count nothing have none. */
export class Tally {
  readonly rule: Rule
  readonly sources: Source[] = [] // The records that count on the day.
  readonly missing: boolean // Whether it is about reports that were not filed.
  points = 0 // Of all of them together, its cap not yet applied.
  // The rest is told by the walk.
  sum = 0
  active = 0
  value = 0
  changesAt: DayNumber = never // The day on which its points are others.
  endsAt: DayNumber = never // The day on which it counts nothing.

  constructor(rule: Rule) {
    this.rule = rule
    this.missing = rule.counts.what === 'MISSING'
  }

  /** The points that count: overriding facts have none. */
  get capped(): number {
    return this.rule.floor > 0 ? 0 : capped(this.sum, this.rule.cap)
  }

  /** Begins the walk on the day. */
  begin(): void {
    this.sum = this.points
    this.active = this.sources.length
    this.value = this.capped
    this.changesAt = never
    this.endsAt = never
  }
}

/** What a later day brings by itself: points come, fade, or go; `active` says how many records come or go. */
export type Move = Readonly<{ at: DayNumber; tally: Tally; points: number; active: -1 | 0 | 1 }>

/**
 * What a file counts for on one day, rule by rule, and all that passing time will change about it. Facts after the day
 * are unknown to it; ends that the facts so far already name (a term, a window) are its moves.
 */
export class Timeline {
  readonly day: DayNumber
  readonly tallies: Tally[] = []
  readonly moves: Move[] = []
  readonly monthDay: MonthDay // Of the day.
  horizon: DayNumber = never // Moves beyond it are left out of what is counted next.
  readonly #byPlace: (Tally | undefined)[] = []

  constructor(day: DayNumber) {
    this.day = day
    this.monthDay = monthDayOf(day)
  }

  #tallyOf(rule: Rule): Tally {
    const known = this.#byPlace[rule.place]
    if (known) return known
    const tally = new Tally(rule)
    this.#byPlace[rule.place] = tally
    this.tallies.push(tally)
    return tally
  }

  /**
   * Counts one record for a rule: from a day to a last day, both included, with the window and the fading told from
   * `anchor`, which is `from` itself unless something interrupts what goes on.
   */
  count(rule: Rule, source: Source, from: DayNumber, until: DayNumber = never, anchor: DayNumber = from): void {
    const { windowMonths, fading } = rule
    if (until < this.day) return
    if (windowMonths !== 0 && anchor + windowMonths * 31 < this.day) return // Long over, whatever its months.
    const months = windowMonths === 0 && fading.length === 0 ? undefined : monthDayOf(anchor)
    const last = windowMonths === 0 || !months ? until : Math.min(until, monthsOn(months, windowMonths) - 1)
    if (last < this.day || last < from) return
    const tally = this.#tallyOf(rule)
    let points = rule.points
    let step = 0 // The fadings before it lie behind.
    const start = Math.max(from, this.day)
    for (
      let fade = fading[step];
      months && fade && monthsOn(months, fade.afterMonths) <= start;
      fade = fading[++step]
    ) {
      points = fade.points
    }
    if (from <= this.day) {
      tally.points += points
      tally.sources.push(source)
    } else this.moves.push({ at: from, tally, points, active: 1 })
    for (let fade = fading[step]; months && fade; fade = fading[++step]) {
      const at = monthsOn(months, fade.afterMonths)
      if (at > last || at > this.horizon) break
      this.moves.push({ at, tally, points: fade.points - points, active: 0 })
      points = fade.points
    }
    if (last < never && last < this.horizon) this.moves.push({ at: last + 1, tally, points: -points, active: -1 })
  }
}
