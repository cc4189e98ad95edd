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
  started: Started[]
  ended: Ended[]
}>

type StartDetails = Partial<Pick<Started, 'id' | 'day' | 'statedUntil' | 'presumed'>>

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
    ...{ kind, id: fact.id, day: legalDayOf(fact), record, eventIds: [fact.id], owner, officer: officerOf(fact) },
    ...{ statedUntil: null, presumed: false },
    ...details,
  })
}

/** A fact ends the clock of one start, or (`startId` null) all of the record's. */
export function end(
  { ended }: Gathering,
  kind: EndKind,
  record: ClockRecord,
  fact: AnyFact,
  startId: string | null,
  day = legalDayOf(fact),
): void {
  ended.push({ kind, record, startId, day, eventId: fact.id })
}

const officerOf = ({ metadata }: AnyFact): string | null =>
  metadata.actor.officer === '' ? null : metadata.actor.officer

/**
 * The day on which what a fact says was published (公示日): what is recorded in the file is on display from then on, and
 * never before its own legal day.
 */
export function publishedOn(fact: AnyFact): PlainDate {
  const recordedOn = dayInChina(new Date(fact.metadata.recordedAt))
  const day = legalDayOf(fact)
  return recordedOn < day ? day : recordedOn
}
