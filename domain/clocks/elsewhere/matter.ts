import type { RecordedEvent } from '../../kernel/event.ts'
import { withMatterEvent, type Matter } from '../matters/decider.ts'
import type { MatterEvent } from '../matters/events.ts'
import { matterKindRule, ofRecord } from '../matters/kinds.ts'
import { type ClockFacts, type ClockRecord, type Ended, noClockFacts, type Started } from '../started.ts'

/** The clocks that a matter (时限事项) started and ended; those of one that was entered by mistake never ran. */
export function matterClockFacts(events: readonly RecordedEvent<MatterEvent>[]): ClockFacts {
  const [started, ended]: [Started[], Ended[]] = [[], []]
  let matter: Matter | undefined
  for (const event of events) {
    matter = withMatterEvent(matter, event)
    if (matter === undefined || event.type === 'MatterVoided') continue
    const { opened } = matter
    const own: ClockRecord = { section: 'MATTER', recordId: opened.matterId }
    const rule = matterKindRule(opened.kind)
    const isOpening = event.type === 'MatterOpened'
    const { starts, ends } = isOpening ? rule : (rule.steps[event.data.step] ?? { starts: [], ends: [] })
    const day = isOpening ? event.data.openedOn : event.data.takenOn
    const owner = event.data.to ?? opened.owner
    const by = isOpening ? event.data.openedBy : event.data.takenBy
    const officer = by.agency === owner.code ? by.officer : null
    const recordFor = (kind: Started['kind'] | Ended['kind']) => (ofRecord.has(kind) ? (opened.record ?? own) : own)
    for (const kind of ends)
      ended.push({
        ...{ kind, record: recordFor(kind), startId: null, day, eventId: event.id, at: event.metadata.recordedAt },
      })
    for (const kind of starts)
      started.push({
        ...{ kind, id: event.id, day, record: recordFor(kind), eventIds: [event.id], owner, officer },
        ...{ statedUntil: null, presumed: false },
      })
  }
  return matter === undefined || matter.voided ? noClockFacts : { started, ended }
}
