import type { PlainDate } from '../kernel/plain-date.ts'
import { type RefusalCode, refuse } from '../refusals.ts'

/** What a follow-up needs: the record it follows up, or the refusal of its section. */
export function found<R>(record: R | undefined, code: RefusalCode): R {
  if (record === undefined) throw refuse(code)
  return record
}

/** Refuses a day that comes before the one it must follow, e.g. a payment before the decision. */
export function requireOrder(earlier: string, earlierDay: PlainDate, later: string, laterDay: PlainDate | null): void {
  if (laterDay !== null && laterDay < earlierDay) {
    throw refuse('DAYS_OUT_OF_ORDER', { earlier, earlierDay, later, laterDay })
  }
}

/** The members of `changes` that differ from what stands, deeply compared; empty where nothing would change. */
export function differing<T extends object>(standing: T, changes: Partial<T>): Partial<T> {
  const differs = ([name, value]: [string, unknown]) =>
    value !== undefined && JSON.stringify(value) !== JSON.stringify(standing[name as keyof T])
  return Object.fromEntries(Object.entries(changes).filter(differs)) as Partial<T>
}
