import type { EnterpriseEvent } from '../enterprise/events.ts'
import type { SectionFact } from '../enterprise/facts.ts'
import { type DayNumber, monthDayOf, monthsOn, never } from './days.ts'
import type { PreparedModel, Rule } from './prepare.ts'

/** The record that is counted, by its key in the file, and the facts behind that. */
export type Source = Readonly<{ key: string; facts: readonly SectionFact<EnterpriseEvent>[] }>

/** What a later day brings by itself: points come, fade, or go; `active` says how many records come or go. */
export type Move = Readonly<{ at: DayNumber; place: number; points: number; active: -1 | 0 | 1 }>

/**
 * What a file counts for on one day, rule by rule, and all that passing time will change about it. Facts after the day
 * are unknown to it; ends that the facts so far already name (a term, a window) are its moves.
 */
export class Timeline {
  readonly day: DayNumber
  readonly sums: number[]
  readonly actives: number[]
  readonly sources: (Source[] | undefined)[]
  readonly moves: Move[] = []

  constructor({ rules }: PreparedModel, day: DayNumber) {
    this.day = day
    this.sums = new Array<number>(rules.length).fill(0)
    this.actives = new Array<number>(rules.length).fill(0)
    this.sources = new Array<Source[] | undefined>(rules.length).fill(undefined)
  }

  /**
   * Counts one record for a rule: from a day to a last day, both included, with the window and the fading told from
   * `anchor`, which is `from` itself unless something interrupts what goes on.
   */
  count(rule: Rule, source: Source, from: DayNumber, until: DayNumber = never, anchor: DayNumber = from): void {
    const { place, windowMonths, fading } = rule
    if (until < this.day) return
    if (windowMonths !== 0 && anchor + windowMonths * 31 < this.day) return // Long over, whatever its months.
    const months = windowMonths === 0 && fading.length === 0 ? undefined : monthDayOf(anchor)
    const last = windowMonths === 0 || !months ? until : Math.min(until, monthsOn(months, windowMonths) - 1)
    if (last < this.day || last < from) return
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
    if (from <= this.day) this.#add(place, points, source)
    else this.moves.push({ at: from, place, points, active: 1 })
    for (let fade = fading[step]; months && fade; fade = fading[++step]) {
      const at = monthsOn(months, fade.afterMonths)
      if (at > last) break
      this.moves.push({ at, place, points: fade.points - points, active: 0 })
      points = fade.points
    }
    if (last < never) this.moves.push({ at: last + 1, place, points: -points, active: -1 })
  }

  #add(place: number, points: number, source: Source): void {
    this.sums[place] = (this.sums[place] ?? 0) + points
    this.actives[place] = (this.actives[place] ?? 0) + 1
    const sources = this.sources[place]
    if (sources) sources.push(source)
    else this.sources[place] = [source]
  }
}
