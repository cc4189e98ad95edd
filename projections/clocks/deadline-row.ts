import type { Deadline } from '../../domain/clocks/deadline.ts'
import type { ClockCode, ClockNature, Party } from '../../domain/clocks/rule.ts'
import { clockRules } from '../../domain/clocks/rules.ts'
import { runningStanding } from '../../domain/clocks/standing.ts'
import type { Stretch } from '../../domain/clocks/stretches.ts'
import type { Json } from '../../domain/kernel/event.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import type { CalendarHistory } from '../../domain/clocks/calendars.ts'
import type { Column, Row } from '../projection.ts'

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' }))

/** What `until_on` says of a stretch that nothing ends, so that it compares as any other day. */
const never = '9999-12-31'

/** The columns of a clock's row, besides those that every row has. */
export const clockColumns: readonly Column[] = [
  ...text('clock', 'code', 'nature', 'owed_by', 'agency', 'officer', 'from_on', 'until_on', 'due_on'),
  ...[
    { name: 'provisional', type: 'boolean' },
    { name: 'deadline', type: 'json' },
  ],
]

/** What a row keeps of a clock besides its columns; what its rule says of it is looked up there. */
type Kept = Pick<
  Deadline,
  'version' | 'record' | 'eventIds' | 'startedOn' | 'presumed' | 'provisional' | 'owner' | 'note'
>

export function rowOfStretch({ deadline, fromOn, untilOn }: Stretch): Row {
  const { id, code, nature, owedBy, owner, officer, dueOn, version, record, eventIds, startedOn, note } = deadline
  const { provisional, presumed } = deadline
  const kept: Kept = { version, record, eventIds, startedOn, presumed, provisional, owner, note }
  return {
    ...{ clock: id, code, nature, owed_by: owedBy, agency: owner?.code ?? null, officer, from_on: fromOn },
    ...{
      until_on: untilOn ?? never,
      due_on: dueOn,
      provisional: provisional.length > 0,
      deadline: kept as unknown as Json,
    },
  }
}

/** The columns of a clock's row as they are read. */
export type ClockRow = Readonly<{
  clock: string
  code: ClockCode
  nature: ClockNature
  owed_by: Party
  officer: string | null
  due_on: PlainDate
  deadline: Kept
}>

export const readColumns = 'clock, code, nature, owed_by, officer, due_on, deadline'

/** A clock as it stands on one of the days of its stretch. */
export function deadlineOfRow(row: ClockRow, calendars: CalendarHistory, day: PlainDate): Deadline {
  const { clock: id, code, nature, owed_by: owedBy, officer, due_on: dueOn, deadline: kept } = row
  const rule = clockRules.find((one) => one.code === code && one.version === kept.version)
  if (rule === undefined) throw new Error(`no rule ${code} in version ${kept.version}`)
  const { name, clause, confidence } = rule
  const { provisional, ...own } = kept
  const standing = runningStanding({ day: own.startedOn }, rule, { day: dueOn, provisional }, calendars, day)
  return { id, code, name, nature, ...own, ...standing, owedBy, officer, clause, confidence }
}
