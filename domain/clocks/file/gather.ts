import type { EnterpriseEvent } from '../../enterprise/events.ts'
import { legalDayOf, type SectionFact } from '../../enterprise/facts.ts'
import type { Authority } from '../../enterprise/parties.ts'
import type { RegistrationRecord } from '../../enterprise/registration/record.ts'
import { dayInChina, type PlainDate } from '../../kernel/plain-date.ts'
import type { ClockRecord, Ended, EndKind, Started, StartKind } from '../started.ts'

/** A fact of any section, as the law reads it. */
export type AnyFact = SectionFact<EnterpriseEvent>

/** What is gathered from a file, section by section. */
export type Gathering = Readonly<{
  subject: RegistrationRecord | undefined
  until: PlainDate // Nothing that starts or ends after this day is asked for.
  keptSince: PlainDate | undefined // The day on which the log began (启用日).
  started: Started[]
  ended: Ended[]
}>

type StartDetails = Partial<Pick<Started, 'id' | 'day' | 'statedUntil' | 'presumed' | 'unknown'>>

/** A clock starts with a fact: on its legal day and under its id, unless something else is said. */
export function start(
  { started }: Gathering,
  kind: StartKind,
  record: ClockRecord,
  fact: AnyFact,
  owner: Authority | null,
  details: StartDetails = {},
): void {
  started.push({
    ...{
      kind,
      id: fact.id,
      day: legalDayOf(fact),
      record,
      eventIds: [fact.id],
      owner,
      officer: officerOf(fact, owner),
    },
    ...{ statedUntil: null, presumed: false },
    ...details,
  })
}

/** A fact ends the clock of one start, or (`startId` null) all of the record's, or of the enterprise's. */
export function end(
  { ended }: Gathering,
  kind: EndKind,
  record: ClockRecord | null,
  fact: AnyFact,
  startId: string | null,
  day = legalDayOf(fact),
): void {
  ended.push({ kind, record, startId, day, eventId: fact.id, at: fact.metadata.recordedAt })
}

/** Whoever recorded it, where that is an officer of the agency that owes what follows. */
const officerOf = ({ metadata: { actor } }: AnyFact, owner: Authority | null): string | null =>
  actor.officer === '' || actor.agency !== owner?.code ? null : actor.officer

/**
 * What a fact says was published (公示): what is recorded in the file is on display from then on. What is older than the
 * log, or came by an import, was published elsewhere, nobody here knows when, but by that day at the latest.
 */
export function published(
  gathering: Gathering,
  kind: Extract<EndKind, 'PUBLISHED' | 'PUSHED' | 'WITHDRAWN'>,
  record: ClockRecord,
  fact: AnyFact,
): void {
  const at = fact.metadata.recordedAt
  const ended: Ended = { kind, record, startId: fact.id, day: displayedOn(fact), eventId: fact.id, at }
  gathering.ended.push(isFromElsewhere(gathering, fact) ? { ...ended, atLatest: true } : ended)
}

/** What starts with the publication of a fact: on the day of it, or presumed on the legal day where nobody knows it. */
export const fromPublication = (gathering: Gathering, fact: AnyFact): StartDetails =>
  isFromElsewhere(gathering, fact) ? { presumed: true } : { day: displayedOn(fact) }

/** From when a record of an enterprise was kept here, where it was older than the log or came by an import. */
export const keptFrom = (gathering: Gathering, fact: AnyFact): PlainDate | null =>
  isFromElsewhere(gathering, fact) ? displayedOn(fact) : null

export const isFromElsewhere = ({ keptSince }: Gathering, fact: AnyFact): boolean =>
  fact.metadata.source?.row !== undefined || (keptSince !== undefined && legalDayOf(fact) < keptSince)

/** From when a fact is on display here: from its recording, and never before its own legal day. */
function displayedOn(fact: AnyFact): PlainDate {
  const recordedOn = dayInChina(new Date(fact.metadata.recordedAt))
  const day = legalDayOf(fact)
  return recordedOn < day ? day : recordedOn
}
