import type { ListingRecord } from '../enterprise/listing/record.ts'
import { addDays, addYears, type PlainDate, plainDate } from '../kernel/plain-date.ts'
import { addWorkingDays, type Calendar, type CountedDay } from '../kernel/working-days.ts'

/**
 * Three years on the list of abnormal operations (列入经营异常名录届满三年, Order 83 Art. 5): it led to the serious list
 * until Order 44 dropped it, and is here only to replay what was done then.
 */
export type ThreeYears = Readonly<{
  reminderFrom: PlainDate // 提醒公告: within the 60 days before.
  fullOn: PlainDate // The day on which three years are full.
  enterBy: CountedDay // 列入严重违法名单: within ten working days after.
}>

const [ruleFrom, ruleUntil] = [plainDate('2016-04-01'), plainDate('2021-08-31')]

/** What the rule made of an abnormal entry; undefined where it was cured in time, or the rule was not in force. */
export function threeYearRule(
  { listType, enteredOn, removedOn }: Pick<ListingRecord, 'listType' | 'enteredOn' | 'removedOn'>,
  calendar: Calendar,
): ThreeYears | undefined {
  if (listType !== 'ABNORMAL_OPERATIONS') return undefined
  const fullOn = addYears(enteredOn, 3)
  if (fullOn < ruleFrom || fullOn > ruleUntil) return undefined
  if (removedOn !== null && removedOn < fullOn) return undefined
  return { reminderFrom: addDays(fullOn, -60), fullOn, enterBy: addWorkingDays(fullOn, 10, calendar) }
}
