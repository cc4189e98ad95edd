import type { Authority } from '../../enterprise/parties.ts'
import { addDays, addMonths, type PlainDate, plainDate } from '../../kernel/plain-date.ts'
import type { Order, OrderLine, PunishmentCase } from './case.ts'
import type { CaseLine } from './events.ts'

/** A line of an order for which a clock ran out (逾期任务). */
export type LateLine = Readonly<{
  caseId: string
  agency: Authority
  line: CaseLine
  dueOn: PlainDate
  provisional: readonly number[]
}>

/** Every order of every case, line by line. */
function* orderLines(
  cases: Iterable<PunishmentCase>,
): Generator<Readonly<{ known: PunishmentCase; order: Order; lineId: string; at: OrderLine }>> {
  for (const known of cases)
    for (const order of known.orders.values())
      for (const [lineId, at] of order.lines) yield { known, order, lineId, at }
}

/** Stages in which the executing agency still owes its feedback. */
const owesFeedback = (at: OrderLine): boolean =>
  at.stage === 'ORDERED' || at.stage === 'ACCEPTED' || at.stage === 'INSISTED'

/** Orders whose feedback is overdue on a day (逾期未反馈): an objection that waits for its answer stops the clock. */
export function overdueOrders(cases: Iterable<PunishmentCase>, day: PlainDate): readonly LateLine[] {
  const late: LateLine[] = []
  for (const { known, order, lineId, at } of orderLines(cases)) {
    const line = known.lines.get(lineId)
    const { feedbackDueOn: dueOn, provisional } = order
    if (line && dueOn !== null && dueOn < day && owesFeedback(at))
      late.push({ caseId: known.drafted.caseId, agency: order.agency, line, dueOn, provisional })
  }
  return late
}

/** Releases that nobody has confirmed (未确认解除): who, for whom, and by when it was due. */
export function unconfirmedReleases(cases: Iterable<PunishmentCase>): readonly LateLine[] {
  const open: LateLine[] = []
  for (const { known, order, lineId, at } of orderLines(cases)) {
    const line = known.lines.get(lineId)
    if (line && at.stage === 'RELEASED' && at.confirmDueOn !== null)
      open.push({
        caseId: known.drafted.caseId,
        agency: order.agency,
        line,
        dueOn: at.confirmDueOn,
        provisional: at.provisional,
      })
  }
  return open
}

/** What one agency did in one month (月度执行情况), counted in enterprises. */
export type MonthlyFigure = Readonly<{
  agency: Authority
  ordered: number
  accepted: number
  objected: number
  executed: number
  executedLate: number
  overdue: number // Still owed at the month's end.
  released: number
  confirmed: number
  confirmedLate: number
  unconfirmed: number // Still to be confirmed at the month's end.
}>

type Count = Exclude<keyof MonthlyFigure, 'agency'>

/** The figures of a month (`2026-11`) for every agency that has orders, in the order of their codes. */
export function monthlyFigures(cases: Iterable<PunishmentCase>, month: string): readonly MonthlyFigure[] {
  const figures = new Map<string, { agency: Authority } & Record<Count, number>>()
  for (const { order, at } of orderLines(cases)) {
    const { agency } = order
    const figure = figures.get(agency.code) ?? { agency, ...none }
    figures.set(agency.code, figure)
    for (const count of countsIn(order, at, month)) figure[count] += 1
  }
  return [...figures.values()].sort((a, b) => (a.agency.code < b.agency.code ? -1 : 1))
}

const none: Readonly<Record<Count, number>> = {
  ...{ ordered: 0, accepted: 0, objected: 0, executed: 0, executedLate: 0 },
  ...{ overdue: 0, released: 0, confirmed: 0, confirmedLate: 0, unconfirmed: 0 },
}

const lastDayOf = (month: string): PlainDate => addDays(addMonths(plainDate(`${month}-01`), 1), -1)

/** In which of the figures a line of an order counts. A month's end is told from the days alone, however late one asks. */
function countsIn({ issuedOn, feedbackDueOn }: Order, at: OrderLine, month: string): readonly Count[] {
  const isIn = (day: PlainDate | null): boolean => day !== null && day.startsWith(month)
  const isBy = (day: PlainDate | null): boolean => day !== null && day.slice(0, month.length) <= month
  const isLate = feedbackDueOn !== null && at.executedOn !== null && at.executedOn > feedbackDueOn
  const isHeard = isBy(at.objectedOn) && !isBy(at.insistedOn)
  const isSettled = isBy(at.executedOn) || isBy(at.releasedOn) || isHeard
  const isDue = feedbackDueOn !== null && feedbackDueOn < lastDayOf(month)
  const isConfirmedLate = at.confirmDueOn !== null && at.confirmedOn !== null && at.confirmedOn > at.confirmDueOn
  const counts: readonly (readonly [Count, boolean])[] = [
    ['ordered', isIn(issuedOn)],
    ['accepted', isIn(at.acceptedOn)],
    ['objected', isIn(at.objectedOn)],
    ['executed', isIn(at.executedOn)],
    ['executedLate', isIn(at.executedOn) && isLate],
    ['overdue', isDue && !isSettled],
    ['released', isIn(at.releasedOn)],
    ['confirmed', isIn(at.confirmedOn)],
    ['confirmedLate', isIn(at.confirmedOn) && isConfirmedLate],
    ['unconfirmed', isBy(at.releasedOn) && !isBy(at.confirmedOn)],
  ]
  return counts.flatMap(([count, holds]) => (holds ? [count] : []))
}
