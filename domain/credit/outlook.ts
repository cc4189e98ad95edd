import type { EnterpriseFile } from '../enterprise/file.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import { countMissing, firstMissing } from './counting/report.ts'
import { type DayNumber, dayNumberOf, monthsAfter, monthsOn, never } from './days.ts'
import type { PreparedModel } from './prepare.ts'
import { type Told, tellFile } from './tell.ts'
import type { Timeline } from './timeline.ts'
import { type Outlook, walk } from './walk.ts'

const yearAndMore = 13 // Months: reports fall due once a year, so within them all that comes each year has come once.
const calendarEnd = dayNumberOf('2199-12-31' as PlainDate)

export type Looked = Readonly<{ told: Told; outlook: Outlook }>

/**
 * Looks ahead from a day until everything has come to rest. Reports that nobody files go missing year after year, so
 * there is no end to look to; but one window after the day, and after the last other change, every year is like the one
 * before. Most files need less: two years show the next class. `atLeast` is a day up to which all must be seen.
 */
export function lookAhead(file: EnterpriseFile, prepared: PreparedModel, day: PlainDate, atLeast = 0): Looked {
  const told = tellFile(file, prepared, day)
  const { timeline, subject, filed } = told
  const { missingMonths, report } = prepared
  if (subject === undefined || missingMonths === 0) return { told, outlook: walk(prepared, timeline, never) }
  const others = lastMove(timeline, atLeast)
  const past = { from: firstMissing(timeline.monthDay, missingMonths), upTo: timeline.day }
  const toCome = countMissing(subject, filed, report, timeline, past)
  if (!subject.aliveNow) return { told, outlook: walk(prepared, timeline, never) }
  const own = timeline.moves.length
  const aheadTo = (horizon: DayNumber): Outlook => {
    timeline.moves.length = own
    timeline.horizon = horizon
    countMissing(subject, filed, report, timeline, { from: toCome, upTo: horizon })
    return walk(prepared, timeline, horizon)
  }
  const isNextSeen = ({ standing, classes }: Outlook, horizon: DayNumber): boolean =>
    atLeast === 0 && standing.bounds === 0 && (classes[1]?.at ?? never) <= horizon
  if (!timeline.tallies.some(({ missing, sources }) => missing && sources.length > 0)) {
    const soon = monthsOn(timeline.monthDay, 24)
    const outlook = aheadTo(soon)
    if (isNextSeen(outlook, soon)) return { told, outlook }
  }
  const window = monthsOn(timeline.monthDay, missingMonths)
  const near = Math.min(monthsAfter(window, yearAndMore), calendarEnd)
  const outlook = aheadTo(near)
  if (others <= window || isNextSeen(outlook, near)) return { told, outlook }
  return {
    told,
    outlook: aheadTo(others >= calendarEnd ? calendarEnd : Math.min(monthsAfter(others, yearAndMore), calendarEnd)),
  }
}

function lastMove({ moves }: Timeline, atLeast: DayNumber): DayNumber {
  let last = atLeast
  for (const { at } of moves) if (at > last) last = at
  return last
}
