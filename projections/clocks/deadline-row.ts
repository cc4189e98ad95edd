import { noteOfRunning } from '../../domain/clocks/clock.ts'
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
  ...text('code', 'nature', 'owed_by', 'agency', 'officer', 'from_on', 'until_on', 'due_on'),
  ...[
    { name: 'provisional', type: 'boolean' },
    { name: 'deadline', type: 'json' },
  ],
]

/** What a row keeps of a clock besides its columns; what its rule says of it is looked up there, and what is so mostly is left out. */
type Kept = Readonly<{
  record: Deadline['record']
  eventIds: Deadline['eventIds']
  version?: number // 1 if left out.
  startedOn?: PlainDate // The first day of the stretch if left out.
  presumed?: true
  provisional?: Deadline['provisional']
  agencyName?: string
}>

const firstVersion = 1

/** A clock's name is the same on every day: each of its stretches is named by its first. */
const keyOf = (id: string, fromOn: PlainDate): string => `${id}@${fromOn}`
const clockOfKey = (key: string): string => key.slice(0, key.lastIndexOf('@'))

/** The clock of a row, in SQL. */
export const clockOf = (row: string): string => `left(${row}.key, -${'@YYYY-MM-DD'.length})`

export function rowOfStretch({ deadline, fromOn, untilOn }: Stretch): Row & Readonly<{ key: string }> {
  const { id, code, nature, owedBy, owner, officer, dueOn, version, record, eventIds, startedOn } = deadline
  const { provisional, presumed } = deadline
  const kept: Kept = {
    ...{ record, eventIds },
    ...(version !== firstVersion && { version }),
    ...(startedOn !== fromOn && { startedOn }),
    ...(presumed && { presumed }),
    ...(provisional.length > 0 && { provisional }),
    ...(owner && { agencyName: owner.name }),
  }
  return {
    ...{ key: keyOf(id, fromOn), code, nature, owed_by: owedBy, agency: owner?.code ?? null, officer },
    ...{ from_on: fromOn, until_on: untilOn ?? never, due_on: dueOn, provisional: provisional.length > 0 },
    deadline: kept as unknown as Json,
  }
}

/** The columns of a clock's row as they are read. */
export type ClockRow = Readonly<{
  key: string
  code: ClockCode
  nature: ClockNature
  owed_by: Party
  agency: string | null
  officer: string | null
  from_on: PlainDate
  due_on: PlainDate
  deadline: Kept
}>

export const readColumns = 'key, code, nature, owed_by, agency, officer, from_on, due_on, deadline'

/** A clock as it stands on one of the days of its stretch. */
export function deadlineOfRow(row: ClockRow, calendars: CalendarHistory, day: PlainDate): Deadline {
  const { key, code, nature, owed_by: owedBy, agency, officer, from_on: fromOn, due_on: dueOn, deadline: kept } = row
  const { record, eventIds, version = firstVersion, startedOn = fromOn, presumed = false, provisional = [] } = kept
  const rule = clockRules.find((one) => one.code === code && one.version === version)
  if (rule === undefined) throw new Error(`no rule ${code} in version ${version}`)
  const { name, clause, confidence } = rule
  const standing = runningStanding({ day: startedOn }, rule, { day: dueOn, provisional }, calendars, day)
  const owner = agency === null ? null : { code: agency, name: kept.agencyName ?? '' }
  return {
    ...{ id: clockOfKey(key), code, version, name, nature, record, eventIds, startedOn, presumed },
    ...standing,
    ...{ owedBy, owner, officer, clause, confidence, note: noteOfRunning(rule, standing) },
  }
}
