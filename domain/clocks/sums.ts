import type { Authority } from '../enterprise/parties.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import { type Deadline, isRunning } from './deadline.ts'

/** A clock together with the enterprise in whose file it runs. */
export type EnterpriseDeadline = Readonly<{ uscc: string; deadline: Deadline }>

/** How many clocks stand where (时限统计). */
export type DeadlineCounts = Readonly<{
  total: number
  open: number
  late: number
  done: number
  doneLate: number
  lapsed: number
  fallen: number
  unknown: number
  provisional: number // Of those still running.
  latestBy: number // Days by which the latest one is late.
}>

/** Clocks of one officer, agency, or enterprise, late ones first, with their counts. */
export type DeadlineGroup = Readonly<{
  key: string
  authority: Authority | null // The agency, as a record names it; null of an enterprise.
  counts: DeadlineCounts
  deadlines: readonly EnterpriseDeadline[]
}>

const none: DeadlineCounts = {
  ...{
    total: 0,
    open: 0,
    late: 0,
    done: 0,
    doneLate: 0,
    lapsed: 0,
    fallen: 0,
    unknown: 0,
    provisional: 0,
    latestBy: 0,
  },
}

const counterOf = {
  ...({
    OPEN: 'open',
    LATE: 'late',
    DONE: 'done',
    DONE_LATE: 'doneLate',
    LAPSED: 'lapsed',
    FALLEN: 'fallen',
    UNKNOWN: 'unknown',
  } as const),
}

export function countsOf(deadlines: Iterable<Deadline>): DeadlineCounts {
  const counts = { ...none }
  for (const deadline of deadlines) {
    counts.total++
    counts[counterOf[deadline.state]]++
    if (isRunning(deadline) && deadline.provisional.length > 0) counts.provisional++
    if (deadline.state === 'LATE') counts.latestBy = Math.max(counts.latestBy, deadline.daysLate)
  }
  return counts
}

/** Late ones first, the latest before the others; then what is due next; then what has ended, the last ended first. */
export function compareDeadlines(a: Deadline, b: Deadline): number {
  const [first, second] = [rankOf(a), rankOf(b)]
  if (first !== second) return first - second
  const [dayOfA, dayOfB] = [isRunning(a) ? a.dueOn : (a.endedOn ?? ''), isRunning(b) ? b.dueOn : (b.endedOn ?? '')]
  if (dayOfA !== dayOfB) return dayOfA < dayOfB === isRunning(a) ? -1 : 1
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
}

const rankOf = ({ state }: Deadline): number => (state === 'LATE' ? 0 : state === 'OPEN' ? 1 : 2)

const compareEntries = (a: EnterpriseDeadline, b: EnterpriseDeadline): number =>
  compareDeadlines(a.deadline, b.deadline) || (a.uscc === b.uscc ? 0 : a.uscc < b.uscc ? -1 : 1)

export const lateFirst = (deadlines: readonly Deadline[]): readonly Deadline[] => deadlines.toSorted(compareDeadlines)

/** Whether a clock still runs and is due by a day (late included). */
export const isRunningBy = (deadline: Deadline, day: PlainDate): boolean => isRunning(deadline) && deadline.dueOn <= day

/** What still runs and is due within so many days, what is late included (即将到期与逾期), late ones first. */
export const dueWithin = (deadlines: readonly EnterpriseDeadline[], days: number): readonly EnterpriseDeadline[] =>
  deadlines.filter(({ deadline }) => isRunning(deadline) && deadline.daysLeft <= days).sort(compareEntries)

/** By the agency that owes them; what the enterprise owes, or nobody known, is left out. */
export const byAgency = (deadlines: readonly EnterpriseDeadline[]): readonly DeadlineGroup[] =>
  grouped(deadlines, ({ deadline: { owner } }) => owner?.code ?? null)

/** By the officer who entered what started them, as `agency/account`: accounts are known within an agency only. */
export const byOfficer = (deadlines: readonly EnterpriseDeadline[]): readonly DeadlineGroup[] =>
  grouped(deadlines, ({ deadline: { owner, officer } }) =>
    owner === null || officer === null ? null : `${owner.code}/${officer}`,
  )

/** By the enterprise in whose file they run, whoever owes them. */
export const byEnterprise = (deadlines: readonly EnterpriseDeadline[]): readonly DeadlineGroup[] =>
  grouped(deadlines, ({ uscc }) => uscc).map((group) => ({ ...group, authority: null }))

/** Whoever has most that is late comes first, then whose lateness is longest, then by key. */
function grouped(
  deadlines: readonly EnterpriseDeadline[],
  keyOf: (one: EnterpriseDeadline) => string | null,
): readonly DeadlineGroup[] {
  const groups: DeadlineGroup[] = []
  for (const [key, members] of Map.groupBy(deadlines, keyOf)) {
    if (key === null) continue
    const sorted = members.toSorted(compareEntries)
    const counts = countsOf(sorted.map(({ deadline }) => deadline))
    groups.push({ key, authority: sorted[0]?.deadline.owner ?? null, counts, deadlines: sorted })
  }
  return groups.sort(
    (a, b) =>
      b.counts.late - a.counts.late ||
      b.counts.latestBy - a.counts.latestBy ||
      (a.key === b.key ? 0 : a.key < b.key ? -1 : 1),
  )
}
