import type { Fact } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type {
  ExitGround,
  FallGround,
  ListingCandidateNamed,
  ListingCaseEvent,
  ListingDecided,
  ListingExitProposed,
  ListingExitRevocationProposed,
  ListingExitRevoked,
  ListingNoticeServed,
  ListingProposed,
  ListingTakenOver,
  ListLaw,
} from './events.ts'
import type { ListOfficer } from '../officer.ts'
import type { CaseStage } from './stages.ts'

/** How a listing ended (终结). */
export type CaseEnd = Readonly<{
  ground: ExitGround | FallGround | 'TERM_ENDED' | 'DROPPED'
  on: PlainDate
  reasonCode: string | null
  decisionNumber: string | null
  law: ListLaw | null // Of an exit by decision.
}>

/** A listing from its candidate to its end (列入案件). */
export type ListingCase = Readonly<{
  named: ListingCandidateNamed['data']
  stage: CaseStage
  heardAs: CaseStage | null // Where a returned proposal goes back to.
  notice: ListingNoticeServed['data'] | null
  asksHearing: boolean
  proposal: ListingProposed['data'] | null
  decision: ListingDecided['data'] | null
  past: Omit<ListingDecided['data'], 'decisionId' | 'decidedBy'> | null // Of an entry that was taken over (承接).
  publishedOn: PlainDate | null
  exitId: string | null
  exit: ListingExitProposed['data'] | null
  revocation: ListingExitRevocationProposed['data'] | null // Of an exit that was obtained by fraud (撤销移出).
  end: CaseEnd | null
  /** What the enterprise's file still has to be told (待入档). */
  toLand: 'ENTRY' | 'REMOVAL' | null
  said: readonly ListingCaseEvent[] // Whether a command is a repetition is asked of what was recorded.
}>

const opened = (named: ListingCandidateNamed['data']): Omit<ListingCase, 'said'> => ({
  ...{ named, stage: 'CANDIDATE', heardAs: null, notice: null, asksHearing: false, proposal: null, decision: null },
  ...{ past: null, publishedOn: null, exitId: null, exit: null, revocation: null, end: null, toLand: null },
})

/** What the document of a taken-over entry says stands beside the case until somebody has compared it. */
const takenOver = ({ listingId, decisionNumber, enteredOn, termUntil }: ListingTakenOver['data']) =>
  ({ stage: 'TAKEN_OVER', past: { listingId, decisionNumber, decidedOn: enteredOn, termUntil } }) as const

function pastDecision({ named, past }: ListingCase, decidedBy: ListOfficer): ListingDecided['data'] | null {
  return past && { ...past, decisionId: named.caseId, decidedBy }
}

/** The case with one more fact. */
export function withListingCaseEvent(
  before: ListingCase | undefined,
  event: Fact<ListingCaseEvent> | ListingCaseEvent,
): ListingCase | undefined {
  const { type, data } = event
  const said = [...(before?.said ?? []), { type, data } as ListingCaseEvent]
  if (event.type === 'ListingCandidateNamed') return before ?? { ...opened(event.data), said }
  if (event.type === 'ListingTakenOver') return before ?? { ...opened(event.data), ...takenOver(event.data), said }
  return before && { ...before, ...changeBy(before, event), said }
}

function changeBy(
  before: ListingCase,
  event: Exclude<ListingCaseEvent, ListingCandidateNamed | ListingTakenOver>,
): Partial<Omit<ListingCase, 'said'>> {
  switch (event.type) {
    case 'ListingTakeoverConfirmed':
      return { stage: 'DECIDED', decision: pastDecision(before, event.data.confirmedBy), toLand: 'ENTRY' }
    case 'ListingNoticeServed':
      return { stage: 'NOTIFIED', notice: event.data }
    case 'ListingStatementReceived':
      return { stage: 'STATED', asksHearing: event.data.asksHearing }
    case 'ListingStatementWaived':
      return { stage: 'WAIVED' }
    case 'ListingNoticeLapsed':
      return { stage: 'ELAPSED' }
    case 'ListingHearingHeld':
      return { stage: 'HEARD' }
    case 'ListingProposed':
      return { stage: 'PROPOSED', heardAs: before.stage, proposal: event.data }
    case 'ListingReturned':
      return { stage: before.heardAs ?? before.stage, proposal: null }
    case 'ListingDecided':
      return { stage: 'DECIDED', decision: event.data, toLand: 'ENTRY' }
    case 'ListingDropped':
      return { stage: 'DROPPED', end: endBy('DROPPED', event.data.droppedOn) }
    case 'ListingLanded':
      return { stage: before.stage === 'DECIDED' ? 'LISTED' : before.stage, toLand: null }
    case 'ListingPublished':
      return { stage: 'PUBLISHED', publishedOn: event.data.publishedOn }
    default:
      return exitBy(before, event)
  }
}

type ExitEvent = Extract<
  ListingCaseEvent,
  { type: `ListingExit${string}` | 'ListingTermEnded' | 'ListingFell' | 'ListingRemovalLanded' }
>

function exitBy(before: ListingCase, event: ExitEvent): Partial<Omit<ListingCase, 'said'>> {
  switch (event.type) {
    case 'ListingExitApplied':
      return { stage: 'EXIT_APPLIED', exitId: event.data.exitId, exit: null }
    case 'ListingExitAccepted':
      return { stage: 'EXIT_ACCEPTED' }
    case 'ListingExitProposed':
      return { stage: 'EXIT_PROPOSED', exitId: event.data.exitId, exit: event.data }
    case 'ListingExitRefused':
      return { stage: standingOf(before), exitId: null, exit: null }
    case 'ListingExitDecided': {
      const { ground, decidedOn: on, decisionNumber, law } = event.data
      const end = { ground, on, reasonCode: before.exit?.reasonCode ?? null, decisionNumber, law }
      return { stage: ground, end, toLand: 'REMOVAL' }
    }
    case 'ListingTermEnded':
      return { stage: 'TERM_ENDED', end: endBy('TERM_ENDED', event.data.endedOn), toLand: 'REMOVAL' }
    case 'ListingFell': {
      const { ground, fellOn } = event.data
      const wasListed = before.stage !== 'DECIDED'
      return { stage: 'FALLEN', end: endBy(ground, fellOn), toLand: wasListed ? 'REMOVAL' : null }
    }
    case 'ListingRemovalLanded':
      return { toLand: null }
    case 'ListingExitRevocationProposed':
      return { stage: 'REVOCATION_PROPOSED', revocation: event.data }
    case 'ListingExitRevocationReturned':
      return { stage: stageBeforeRevocation(before), revocation: null }
    case 'ListingExitRevoked':
      return listedAgain(event.data)
  }
}

const stageBeforeRevocation = ({ stage, end }: ListingCase): CaseStage =>
  end?.ground === 'CURED' || end?.ground === 'EARLY_EXIT' ? end.ground : stage

/** The case from its decision on, as if there had been no exit; what was said of it stays said. */
function listedAgain({ revocationId, ...decided }: ListingExitRevoked['data']): Partial<Omit<ListingCase, 'said'>> {
  return {
    ...{ stage: 'DECIDED', decision: { ...decided, decisionId: revocationId }, toLand: 'ENTRY', end: null },
    ...{ publishedOn: null, exitId: null, exit: null, revocation: null },
  }
}

/** Where a case stands whose exit was refused; an entry that its file never took was not listed yet. */
const standingOf = ({ toLand, publishedOn }: ListingCase): CaseStage =>
  toLand === 'ENTRY' ? 'DECIDED' : publishedOn === null ? 'LISTED' : 'PUBLISHED'

const endBy = (ground: CaseEnd['ground'], on: PlainDate): CaseEnd => ({
  ...{ ground, on, reasonCode: null, decisionNumber: null, law: null },
})
