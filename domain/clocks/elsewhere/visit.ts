import type { VisitEvent } from '../../draw/visit/events.ts'
import { visitOf } from '../../draw/visit/visit.ts'
import type { RecordedEvent } from '../../kernel/event.ts'
import type { ClockFacts, ClockRecord, Ended, Started } from '../started.ts'

/**
 * The clocks of a drawn visit (双随机检查): each agency's result is published in time, counted from the day of the check.
 * A result that was returned and recorded again is one that never was; the new one says when the check was.
 */
export function visitClockFacts(events: readonly RecordedEvent<VisitEvent>[]): ClockFacts {
  const visit = visitOf(events)
  const [started, ended]: [Started[], Ended[]] = [[], []]
  for (const { resultId, agency, inspectedOn, recordedBy, published } of visit?.results ?? []) {
    const owner = visit?.teams.find(({ authority }) => authority.code === agency)?.authority ?? null
    const record: ClockRecord = { section: 'VISIT', recordId: `${visit?.dispatched.visitId}/${agency}` }
    const saying = (type: VisitEvent['type']) =>
      events.find((event) => event.type === type && 'resultId' in event.data && event.data.resultId === resultId)
    const id = saying('ResultRecorded')?.id ?? resultId
    const officer = recordedBy.agency === agency ? recordedBy.officer : null
    started.push({
      ...{ kind: 'INSPECTION_ENDED', id, day: inspectedOn, record, eventIds: [id], owner, officer },
      ...{ statedUntil: null, presumed: false },
    })
    if (published === null) continue
    const by = saying('ResultPublished')
    const at = by && { eventId: by.id, at: by.metadata.recordedAt }
    ended.push({ kind: 'PUBLISHED', record, startId: id, day: published.publishedOn, eventId: null, ...at })
  }
  return { started, ended }
}
