import type { RecordedEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { ListingCaseEvent, ListingNoticeServed } from '../../lists/case/events.ts'
import type { ListOfficer } from '../../lists/officer.ts'
import { type ListingCase, withListingCaseEvent } from '../../lists/case/state.ts'
import type { Count } from '../counting.ts'
import {
  type ClockFacts,
  type ClockRecord,
  type Ended,
  type EndKind,
  type Knows,
  type Started,
  type StartKind,
} from '../started.ts'

type CaseFact = RecordedEvent<ListingCaseEvent>

/**
 * The clocks of a listing case (列入案件) that its file does not know: entry after verification, the statement, an
 * application to come off, the exit after a verified cure.
 */
export function listingCaseClockFacts(events: readonly CaseFact[]): ClockFacts {
  const [started, ended, knows]: [Started[], Ended[], Knows[]] = [[], [], []]
  let known: ListingCase | undefined
  let proposal: string | null = null
  for (const event of events) {
    known = withListingCaseEvent(known, event)
    if (known) gather({ known, event, started, ended, knows, proposal })
    if (event.type === 'ListingExitProposed') proposal = event.id
    if (event.type === 'ListingExitRefused') proposal = null
  }
  return { started, ended, knows }
}

type Gathering = Readonly<{
  known: ListingCase
  event: CaseFact
  started: Started[]
  ended: Ended[]
  knows: Knows[]
  proposal: string | null // The event that proposed the exit which is under way.
}>

function start(
  { known, event, started }: Gathering,
  kind: StartKind,
  record: ClockRecord,
  day: PlainDate,
  officer: ListOfficer | null,
  more: Partial<Pick<Started, 'statedUntil' | 'count' | 'presumed'>> = {},
): void {
  const owner = known.named.authority
  const by = { eventIds: [event.id], owner, officer: officer?.agency === owner.code ? officer.officer : null }
  started.push({ kind, id: event.id, day, record, ...by, statedUntil: null, presumed: false, ...more })
}

function end(
  { event, ended }: Gathering,
  kind: EndKind,
  record: ClockRecord,
  day: PlainDate,
  startId: string | null = null,
): void {
  ended.push({ kind, record, startId, day, eventId: event.id, at: event.metadata.recordedAt })
}

function gather(here: Gathering): void {
  const { known, event } = here
  const { named, decision, exitId } = known
  const own: ClockRecord = { section: 'LISTING_CASE', recordId: named.caseId }
  switch (event.type) {
    case 'ListingCandidateNamed': {
      // The file itself starts the clock where a report is missing.
      const isVerified = named.listType === 'ABNORMAL_OPERATIONS' && named.reportYear === null
      // No fact says on which day it was verified: the naming stands for it.
      if (isVerified) start(here, 'ABNORMALITY_VERIFIED', own, named.namedOn, named.namedBy, { presumed: true })
      return
    }
    case 'ListingNoticeServed':
      start(here, 'LIST_NOTICE_SERVED', own, event.data.servedOn, null, statementTerm(event.data))
      return
    case 'ListingStatementReceived':
      end(here, 'STATED', own, event.data.receivedOn)
      return
    case 'ListingStatementWaived':
      end(here, 'STATED', own, event.data.waivedOn)
      return
    case 'ListingDecided':
      end(here, 'LISTED', own, event.data.decidedOn)
      here.knows.push(...publicationOf({ section: 'LISTING', recordId: event.data.listingId }))
      return
    case 'ListingPublished': {
      const listing: ClockRecord = { section: 'LISTING', recordId: decision?.listingId ?? '' }
      const { publishedOn, publishedBy } = event.data
      here.knows.push(...publicationOf(listing))
      end(here, 'PUBLISHED', listing, publishedOn)
      if (named.listType === 'ABNORMAL_OPERATIONS')
        start(here, 'ABNORMAL_LISTING_PUBLISHED', listing, publishedOn, publishedBy)
      return
    }
    case 'ListingDropped':
      for (const kind of ['CURED', 'ABANDONED'] as const) end(here, kind, own, event.data.droppedOn)
      return
    default:
      gatherExit(here, { section: 'LISTING_EXIT', recordId: exitId ?? '' }, decision?.listingId ?? '')
  }
}

function gatherExit(here: Gathering, exit: ClockRecord, listingId: string): void {
  const { known, event } = here
  const listing: ClockRecord = { section: 'LISTING', recordId: listingId }
  switch (event.type) {
    case 'ListingExitApplied':
      start(here, 'REPAIR_APPLIED', exit, event.data.appliedOn, event.data.recordedBy)
      return
    case 'ListingExitAccepted':
      end(here, 'REPAIR_ANSWERED', exit, event.data.acceptedOn)
      start(here, 'REPAIR_ACCEPTED', exit, event.data.acceptedOn, event.data.acceptedBy)
      return
    case 'ListingExitProposed': {
      const { ground, proposedOn, proposedBy } = event.data
      if (ground === 'CURED') start(here, 'CURE_VERIFIED', listing, proposedOn, proposedBy)
      return
    }
    case 'ListingExitRefused': {
      const { exitId, refusedOn } = event.data
      const refused = { ...exit, recordId: exitId }
      for (const kind of ['REPAIR_ANSWERED', 'REPAIR_CLOSED'] as const) end(here, kind, refused, refusedOn)
      end(here, 'ABANDONED', listing, refusedOn, here.proposal)
      return
    }
    case 'ListingExitDecided': {
      const { decidedOn, decidedBy } = event.data
      end(here, 'DELISTED', listing, decidedOn)
      const wasApplied = known.said.some(
        (one) => one.type === 'ListingExitApplied' && one.data.exitId === exit.recordId,
      )
      if (!wasApplied) return
      end(here, 'REPAIR_CLOSED', exit, decidedOn)
      start(here, 'REPAIR_DECIDED', exit, decidedOn, decidedBy)
      return
    }
    case 'ListingRemovalLanded':
      end(here, 'REPAIR_SYNCED', exit, event.data.landedOn) // Every window reads the file itself.
      return
    case 'ListingTermEnded':
    case 'ListingFell':
      end(here, 'BASIS_FELL', exit, event.data.notedOn)
      return
    default:
  }
}

/** The case records the publication itself, so that the entry in the file does not stand for it. */
const publicationOf = (record: ClockRecord): readonly Knows[] => [
  { kind: 'PUBLISHED', record },
  { kind: 'ABNORMAL_LISTING_PUBLISHED', record },
]

/** Recounted by every calendar where the notice says how long; an older notice says only until when. */
function statementTerm({
  term,
  statementUntil,
}: ListingNoticeServed['data']): Partial<Pick<Started, 'count' | 'statedUntil'>> {
  if (term === null) return { statedUntil: statementUntil }
  const count: Count = { unit: term.unit, number: term.days, from: 'DAY_AFTER', roll: term.unit === 'DAY' }
  return { count, statedUntil: statementUntil }
}
