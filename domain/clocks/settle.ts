import { daysBetween, type PlainDate } from '../kernel/plain-date.ts'
import type { Deadline } from './deadline.ts'

/** What a new notice or a corrected calendar did to a clock (时限变动). */
export type Settled = Readonly<{
  id: string
  wasDueOn: PlainDate
  dueOn: PlainDate
  movedDays: number // Below zero where it ends earlier now.
  becameDefinite: boolean // 暂定转为确定
  deadline: Deadline
}>

/**
 * What changed between two answers about the same clocks, of the calendar before and of that after, in the order of the
 * new last days: each that moved, and each whose provisional day became definite, moved or not.
 */
export function settle(before: readonly Deadline[], after: readonly Deadline[]): readonly Settled[] {
  const known = new Map(before.map((one) => [one.id, one]))
  const settled = after.flatMap((deadline) => {
    const was = known.get(deadline.id)
    const one = was && settledFrom({ dueOn: was.dueOn, isProvisional: was.provisional.length > 0 }, deadline)
    return one && (one.becameDefinite || one.movedDays !== 0) ? [one] : []
  })
  return settled.sort((a, b) => (a.dueOn === b.dueOn ? (a.id < b.id ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1))
}

/** What became of a clock that had another last day, or only a provisional one. */
export function settledFrom(was: Readonly<{ dueOn: PlainDate; isProvisional: boolean }>, deadline: Deadline): Settled {
  const { id, dueOn, provisional } = deadline
  const becameDefinite = was.isProvisional && provisional.length === 0
  return { id, wasDueOn: was.dueOn, dueOn, movedDays: daysBetween(was.dueOn, dueOn), becameDefinite, deadline }
}
