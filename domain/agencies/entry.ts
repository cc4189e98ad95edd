import type { Authority } from '../enterprise/parties.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import type { AgencyKind } from '../punishment/agency-kinds.ts'
import type { AgencyEvent } from './events.ts'

/** An agency as the directory knows it (机关名录). */
export type AgencyEntry = Readonly<{
  agency: Authority
  kinds: readonly AgencyKind[]
  mark: string | null // 机关代字; null where its name tells it.
  enteredOn: PlainDate
  leftOn: PlainDate | null // It is no longer there; null while it is.
}>

/** The entry with one more fact; undefined before the first. */
export function withAgencyEvent(known: AgencyEntry | undefined, event: AgencyEvent): AgencyEntry | undefined {
  switch (event.type) {
    case 'AgencyEntered': {
      const { agency, kinds, mark, enteredOn } = event.data
      return { agency, kinds, mark, enteredOn, leftOn: null }
    }
    case 'AgencyChanged':
      return known && { ...known, agency: event.data.agency, kinds: event.data.kinds, mark: event.data.mark }
    case 'AgencyLeft':
      return known && { ...known, leftOn: event.data.leftOn }
  }
}
