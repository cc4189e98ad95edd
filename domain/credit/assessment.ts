import type { Section } from '../enterprise/correction/events.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { CreditClass, IndicatorGroup } from './model.ts'

/** A record of the file: its section, and its id there. For a report that was not filed: the one that is not there. */
export type RecordName = Readonly<{ section: Section; recordId: string }>

/** What is given or taken, and why (得分原因). All points together with the base are the score. */
export type Reason = Readonly<{
  indicator: string // Its code; `SCORE_BOUNDS` for what the least and the greatest score cut off.
  name: string
  group: IndicatorGroup | null // null for the bounds.
  points: number
  eventIds: readonly string[] // The facts behind it in the order of recording, each with its corrections after it.
  records: readonly RecordName[]
  clause: string
  until: PlainDate | null // The last day on which it has these points if nothing happens; null where that is never.
  endsOn: PlainDate | null // The day on which nothing of it counts any more; null where that is never.
}>

/** The fact that outweighs the score (决定性事实). It is told where it alone would make the class what it is. */
export type Overriding = Readonly<{
  code: string
  name: string
  clause: string
  eventIds: readonly string[]
  records: readonly RecordName[]
  creditClass: CreditClass
  until: PlainDate | null // The last day on which it stands if nothing happens.
}>

/** The credit profile of a file on a day by a model (信用风险分类结果), with every reason for it. */
export type Assessment = Readonly<{
  day: PlainDate
  model: Readonly<{ name: string; version: number }>
  creditClass: CreditClass
  score: number
  reasons: readonly Reason[] // In the order of the model's indicators; the bounds come last.
  overriding: Overriding | null
  changesOn: PlainDate | null // The next day on which the class is another one if nothing happens.
  validUntil: PlainDate | null // The last day on which all of this still holds if nothing happens; null: for ever.
}>

/** What the class would be if a record did not stand in the file (剔除某项记录后的分类). */
export type WithoutRecord = RecordName &
  Readonly<{ eventIds: readonly string[]; creditClass: CreditClass; score: number }>

export const boundsCode = 'SCORE_BOUNDS'
