import type { Confidence } from '../enterprise/listing/list-types.ts'
import type { Authority } from '../enterprise/parties.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { ClockAlert, ClockCode, ClockNature, Party } from './rule.ts'
import type { ClockRecord } from './started.ts'

/**
 * Where a clock stands on a day (时限状态): 办理中、已办结、逾期未办、逾期办结、届满 (a right lost or a term over, which
 * nobody owes)、终止 (its ground is gone)、不详 (done, nobody here knows when).
 */
export const deadlineStates = ['OPEN', 'DONE', 'LATE', 'DONE_LATE', 'LAPSED', 'FALLEN', 'UNKNOWN'] as const
export type DeadlineState = (typeof deadlineStates)[number]

/** A clock as it stands on a day (时限). */
export type Deadline = Readonly<{
  id: string // Of the clock, its record, and what started it; the same on every day.
  code: ClockCode
  version: number // Of the rule, the one in force on the day of the start.
  name: string
  nature: ClockNature
  record: ClockRecord
  eventIds: readonly string[] // What started it.
  startedOn: PlainDate
  presumed: boolean // 推定: the start stands for a day that the file does not hold.
  dueOn: PlainDate
  provisional: readonly number[] // 暂定: the years without a calendar on which `dueOn` rests.
  state: DeadlineState
  endedOn: PlainDate | null
  endedBy: string | null // The event that ended it.
  daysLeft: number // Calendar days until `dueOn`; below zero after it; of one that has ended, those left then.
  daysLate: number // Calendar days after `dueOn`, of LATE and DONE_LATE; zero otherwise.
  alert: ClockAlert['level'] | null
  owedBy: Party
  owner: Authority | null // null where it is the enterprise, or the record names nobody.
  officer: string | null
  clause: string
  confidence: Confidence
  note: string | null
}>

export const isRunning = ({ state }: Pick<Deadline, 'state'>): boolean => state === 'OPEN' || state === 'LATE'
