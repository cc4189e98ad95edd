import { inspectionIdOf } from '../../draw/visit/decider.ts'
import type { VisitEvent } from '../../draw/visit/events.ts'
import { visitOf } from '../../draw/visit/visit.ts'
import type { RecordedEvent } from '../../kernel/event.ts'
import type { ClockFacts, ClockRecord, Ended, Knows, Started } from '../started.ts'

/**
 * The clocks of a drawn visit (双随机检查): each agency's result is published in time, counted from the day of the check.
 * They run on the inspection that the result becomes in the file, whose entry there is not its publication. A result that
 * was returned and recorded again is one that never was; the new one says when the check was.
 */
export function visitClockFacts(events: readonly RecordedEvent<VisitEvent>[]): ClockFacts {
  const visit = visitOf(events)
  const [started, ended, knows]: [Started[], Ended[], Knows[]] = [[], [], []]
  for (const { resultId, agency, inspectedOn, recordedBy, published } of visit?.results ?? []) {
    const owner = visit?.teams.find(({ authority }) => authority.code === agency)?.authority ?? null
    const recordId = inspectionIdOf(visit?.dispatched.visitId ?? '', agency)
    const record: ClockRecord = { section: 'INSPECTION', recordId }
    knows.push({ kind: 'INSPECTION_ENDED', record }, { kind: 'PUBLISHED', record })
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
  return { started, ended, knows }
}
