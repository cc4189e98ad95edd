import { agencyPrefix } from '../../domain/agencies/codec.ts'
import { type AgencyEntry, withAgencyEvent } from '../../domain/agencies/entry.ts'
import type { AgencyEvent } from '../../domain/agencies/events.ts'
import type { Json } from '../../domain/kernel/event.ts'
import { defineStreamProjection } from '../stream-projection.ts'

/** Which agencies the directory has (机关名录): the log by itself does not say which streams there are. */
export const agencyProjection = defineStreamProjection<AgencyEvent>({
  ...{ name: 'agency', version: 1, prefix: agencyPrefix },
  types: ['AgencyEntered', 'AgencyChanged', 'AgencyLeft'],
  columns: [
    { name: 'agency', type: 'text' },
    { name: 'record', type: 'json' },
  ],
  *tell(_stream, events) {
    let entry: AgencyEntry | undefined
    for (const event of events) entry = withAgencyEvent(entry, event)
    if (entry) yield { key: '', row: { agency: entry.agency.code, record: entry as unknown as Json } }
  },
})
