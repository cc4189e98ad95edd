import type { RecordedEvent } from '../../kernel/event.ts'
import { listingCasePrefix } from '../../lists/case/codec.ts'
import type { ListingCaseEvent } from '../../lists/case/events.ts'
import { casePrefix } from '../../punishment/case/codec.ts'
import type { CaseEvent } from '../../punishment/case/events.ts'
import { matterPrefix } from '../matters/codec.ts'
import type { MatterEvent } from '../matters/events.ts'
import { type ClockFacts, noClockFacts } from '../started.ts'
import { listingCaseClockFacts } from './listing-case.ts'
import { matterClockFacts } from './matter.ts'
import { punishmentClockFacts } from './punishment-case.ts'

/** What a stream beside the file tells of the clocks of one enterprise. */
export function clockFactsBeside(stream: string, events: readonly RecordedEvent[], uscc: string): ClockFacts {
  if (stream.startsWith(listingCasePrefix))
    return listingCaseClockFacts(events as readonly RecordedEvent<ListingCaseEvent>[])
  if (stream.startsWith(matterPrefix)) return matterClockFacts(events as readonly RecordedEvent<MatterEvent>[])
  if (stream.startsWith(casePrefix))
    return punishmentClockFacts(events as readonly RecordedEvent<CaseEvent>[]).get(uscc) ?? noClockFacts
  return noClockFacts
}
