import { type CalendarHistory, calendarOn } from '../../clocks/calendars.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import { addWorkingDays, type CountedDay } from '../../kernel/working-days.ts'
import type { Order, OrderLine } from './case.ts'
import { answerWorkingDays, confirmWorkingDays } from './orders.ts'

/** The days by which an agency owes its feedback and its confirmation for one enterprise, and is owed an answer (截止日). */
export type OrderDue = Readonly<{
  feedback: CountedDay | null
  confirmation: CountedDay | null
  answer: CountedDay | null // To its objection, by the agency that asked.
  isRunning: boolean // Whether a later notice of the calendar may still move one of them.
}>

/**
 * They are counted as all clocks are: with the calendar as it was known on the day on which what was owed was done, or as
 * it is known now. The day that was said when the order was issued gives way to a notice that came later.
 */
export function orderDue(order: Order, at: OrderLine, calendars: CalendarHistory, today: PlainDate): OrderDue {
  const isAnswered = at.stage !== 'OBJECTED' && at.stage !== 'EXCUSED'
  const given = at.executedOn ?? at.releasedOn ?? (isAnswered ? null : at.objectedOn)
  const counted = (from: PlainDate, days: number, seen: PlainDate | null): CountedDay =>
    addWorkingDays(from, days, calendarOn(calendars, seen ?? today))
  const { issuedOn, feedbackWorkingDays: days } = order
  const answeredOn = at.answeredOn ?? at.releasedOn
  return {
    feedback: days === null ? null : counted(issuedOn, days, given),
    confirmation: at.releasedOn === null ? null : counted(at.releasedOn, confirmWorkingDays, at.confirmedOn),
    answer: at.objectedOn === null ? null : counted(at.objectedOn, answerWorkingDays, answeredOn),
    isRunning:
      (days !== null && given === null) ||
      at.stage === 'OBJECTED' ||
      (at.releasedOn !== null && at.confirmedOn === null),
  }
}
