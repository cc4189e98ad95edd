import type { RecordedEvent } from '../../kernel/event.ts'
import { type PunishmentCase, withCaseEvent } from '../../punishment/case/case.ts'
import type { CaseEvent } from '../../punishment/case/events.ts'
import { answerWorkingDays, confirmWorkingDays } from '../../punishment/case/orders.ts'
import { workingDays } from '../counting.ts'
import {
  type ClockFacts,
  type ClockRecord,
  type Ended,
  type EndKind,
  noClockFacts,
  type Started,
  type StartKind,
} from '../started.ts'

type CaseFact = RecordedEvent<CaseEvent>
type Gathered = Map<string, { started: Started[]; ended: Ended[] }>

/** The clocks of a case as far as its facts are known, for each of its enterprises. */
export type PunishmentClocks = Readonly<{
  known: PunishmentCase | undefined
  issued: ReadonlyMap<string, string> // The events with which agencies got their orders.
  taken: ReadonlyMap<string, string> // The officers who took on what their agencies owe, by record.
  facts: ReadonlyMap<string, ClockFacts>
}>

export const noPunishmentClocks: PunishmentClocks = {
  ...{ known: undefined, issued: new Map(), taken: new Map(), facts: new Map() },
}

/**
 * The clocks of the orders and releases of a case (联合惩戒的反馈、解除确认), for each of its enterprises. An objection
 * stops the clock of an order, and whoever asked then owes the answer; where it does not hold, the order is owed by its
 * old day.
 */
export const punishmentClockFacts = (events: readonly CaseFact[]): ReadonlyMap<string, ClockFacts> =>
  events.reduce(withPunishmentClocks, noPunishmentClocks).facts

export function withPunishmentClocks(before: PunishmentClocks, event: CaseFact): PunishmentClocks {
  const known = withCaseEvent(before.known, event)
  const issued =
    event.type === 'PunishmentOrderIssued'
      ? new Map(before.issued).set(event.data.agency.code, event.id)
      : before.issued
  const taken = takenOn(before.taken, known, event)
  const gathered: Gathered = new Map()
  if (known) gather({ known, event, gathered, issued })
  if (gathered.size === 0) return { ...before, known, issued }
  const facts = new Map(before.facts)
  for (const [uscc, { started, ended }] of gathered) {
    const had = facts.get(uscc) ?? noClockFacts
    facts.set(uscc, { started: [...had.started, ...started].map(ofOfficer(taken)), ended: [...had.ended, ...ended] })
  }
  return { known, issued, taken, facts }
}

type Taken = PunishmentClocks['taken']

/** An order is its agency's, and its officer's who took it on (签收), from then on. */
function takenOn(before: Taken, known: PunishmentCase | undefined, { type, data }: CaseFact): Taken {
  if (type !== 'PunishmentOrderAccepted' || known === undefined || data.acceptedBy.agency !== data.agency) return before
  const taken = new Map(before)
  for (const lineId of data.lineIds) taken.set(recordOf(known, data.agency, lineId).recordId, data.acceptedBy.officer)
  return taken
}

/** What the agency owes is its officer's; the answer to its objection is owed by whoever asked. */
const ofOfficer =
  (taken: Taken) =>
  (one: Started): Started =>
    one.kind === 'PUNISHMENT_OBJECTED' ? one : { ...one, officer: taken.get(one.record.recordId) ?? one.officer }

type Gathering = Readonly<{
  known: PunishmentCase
  event: CaseFact
  gathered: Gathered
  issued: ReadonlyMap<string, string> // The events with which agencies got their orders.
}>

function gather(here: Gathering): void {
  const { known, event } = here
  switch (event.type) {
    case 'PunishmentOrderIssued': {
      const { code } = event.data.agency
      for (const lineId of known.orders.get(code)?.lines.keys() ?? []) startOrder(here, code, lineId)
      return
    }
    case 'PunishmentObjectionAnswered': {
      const { agency, lineIds, upheld, answeredOn } = event.data
      endLines(here, 'OBJECTION_ANSWERED', answeredOn, event.data)
      if (!upheld) for (const lineId of lineIds) startOrder(here, agency, lineId)
      return
    }
    case 'PunishmentOrderObjected': {
      const { agency, lineIds, objectedOn } = event.data
      // The clock that starts again when the objection does not hold is another.
      endLines(here, 'RESPONDED', objectedOn, event.data, here.issued.get(agency))
      const term = { day: objectedOn, count: workingDays(answerWorkingDays) }
      for (const lineId of lineIds) start(here, 'PUNISHMENT_OBJECTED', agency, lineId, term)
      return
    }
    case 'PunishmentOrderAccepted':
      for (const lineId of event.data.lineIds) ofLine(here.gathered, known, lineId) // Its officer is known from now on.
      return
    case 'PunishmentOrderExecuted':
      return endLines(here, 'RESPONDED', event.data.executedOn, event.data)
    case 'PunishmentReleaseOrdered': {
      const { agency, lineIds, releasedOn } = event.data
      endLines(here, 'BASIS_FELL', releasedOn, event.data)
      const term = { day: releasedOn, count: workingDays(confirmWorkingDays) }
      for (const lineId of lineIds) start(here, 'PUNISHMENT_RELEASED', agency, lineId, term)
      return
    }
    case 'PunishmentReleaseConfirmed':
      return endLines(here, 'RELEASE_CONFIRMED', event.data.confirmedOn, event.data)
    default:
  }
}

/** Counted from the day of the order, by as many working days as it says. */
function startOrder(here: Gathering, agency: string, lineId: string): void {
  const order = here.known.orders.get(agency)
  if (order === undefined || order.feedbackWorkingDays === null) return
  const { issuedOn: day, feedbackWorkingDays: days } = order
  start(here, 'PUNISHMENT_ORDERED', agency, lineId, { day, count: workingDays(days) })
}

function start(
  { known, event, gathered }: Gathering,
  kind: StartKind,
  agency: string,
  lineId: string,
  term: Required<Pick<Started, 'day' | 'count'>>,
): void {
  const record = recordOf(known, agency, lineId)
  const owner = kind === 'PUNISHMENT_OBJECTED' ? known.drafted.requesting : known.orders.get(agency)?.agency
  const by = { owner: owner ?? null, officer: null, statedUntil: null, presumed: false }
  ofLine(gathered, known, lineId)?.started.push({ kind, id: event.id, record, eventIds: [event.id], ...by, ...term })
}

function endLines(
  { known, event, gathered }: Gathering,
  kind: EndKind,
  day: Ended['day'],
  { agency, lineIds }: Readonly<{ agency: string; lineIds: readonly string[] }>,
  startId: string | null = null,
): void {
  for (const lineId of lineIds)
    ofLine(gathered, known, lineId)?.ended.push({
      ...{
        kind,
        record: recordOf(known, agency, lineId),
        startId,
        day,
        eventId: event.id,
        at: event.metadata.recordedAt,
      },
    })
}

const recordOf = ({ drafted }: PunishmentCase, agency: string, lineId: string): ClockRecord => ({
  section: 'PUNISHMENT',
  recordId: `${drafted.caseId}/${agency}/${lineId}`,
})

function ofLine(gathered: Gathered, known: PunishmentCase, lineId: string) {
  const uscc = known.lines.get(lineId)?.uscc
  if (uscc === undefined) return undefined
  const facts = gathered.get(uscc) ?? { started: [], ended: [] }
  gathered.set(uscc, facts)
  return facts
}
