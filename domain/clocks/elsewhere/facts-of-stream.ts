import { visitCodec } from '../../draw/visit/codec.ts'
import { visitPrefix } from '../../draw/visit/decider.ts'
import type { VisitEvent } from '../../draw/visit/events.ts'
import type { RecordedEvent } from '../../kernel/event.ts'
import { listingCaseCodec, listingCasePrefix } from '../../lists/case/codec.ts'
import type { ListingCaseEvent } from '../../lists/case/events.ts'
import { caseCodec, casePrefix } from '../../punishment/case/codec.ts'
import type { CaseEvent } from '../../punishment/case/events.ts'
import { matterCodec, matterPrefix } from '../matters/codec.ts'
import type { MatterEvent } from '../matters/events.ts'
import type { ClockFacts } from '../started.ts'
import { listingCaseClockFacts } from './listing-case.ts'
import { matterClockFacts } from './matter.ts'
import { punishmentClockFacts } from './punishment-case.ts'
import { visitClockFacts } from './visit.ts'

/** The events of streams beside the files that say something of clocks. */
export const typesBeside: readonly string[] = [
  ...new Set([...listingCaseCodec.types, ...caseCodec.types, ...matterCodec.types, ...visitCodec.types]),
]

/** What a stream beside the files tells of the clocks of each enterprise that it concerns. */
export function clockFactsBeside(stream: string, events: readonly RecordedEvent[]): ReadonlyMap<string, ClockFacts> {
  if (stream.startsWith(listingCasePrefix)) {
    const facts = events as readonly RecordedEvent<ListingCaseEvent>[]
    const named = facts.find(({ type }) => type === 'ListingCandidateNamed' || type === 'ListingTakenOver')
    return of(named && 'uscc' in named.data ? named.data.uscc : undefined, listingCaseClockFacts(facts))
  }
  if (stream.startsWith(matterPrefix)) {
    const facts = events as readonly RecordedEvent<MatterEvent>[]
    const [opened] = facts
    return of(opened?.type === 'MatterOpened' ? opened.data.uscc : undefined, matterClockFacts(facts))
  }
  if (stream.startsWith(casePrefix)) return punishmentClockFacts(events as readonly RecordedEvent<CaseEvent>[])
  if (stream.startsWith(visitPrefix)) {
    const facts = events as readonly RecordedEvent<VisitEvent>[]
    const [dispatched] = facts
    return of(dispatched?.type === 'VisitDispatched' ? dispatched.data.uscc : undefined, visitClockFacts(facts))
  }
  return new Map()
}

const of = (uscc: string | undefined, facts: ClockFacts): ReadonlyMap<string, ClockFacts> =>
  new Map(uscc === undefined ? [] : [[uscc, facts]])
