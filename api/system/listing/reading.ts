import type { Pool } from 'pg'
import type { EnterpriseFile } from '../../../domain/enterprise/file.ts'
import { fileOf } from '../../../domain/enterprise/file.ts'
import type { FileFact } from '../../../domain/enterprise/facts.ts'
import { enterpriseStream } from '../../../domain/enterprise/stream.ts'
import { calendarOn } from '../../../domain/clocks/calendars.ts'
import { NotFound } from '../../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../../domain/kernel/event.ts'
import type { PlainDate } from '../../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../../domain/kernel/uscc.ts'
import { listingCaseStream } from '../../../domain/lists/case/codec.ts'
import type { CaseWorld } from '../../../domain/lists/case/commands.ts'
import type { ListingCaseEvent } from '../../../domain/lists/case/events.ts'
import { type ListingCase, withListingCaseEvent } from '../../../domain/lists/case/state.ts'
import { type ListCatalogue, listsOf } from '../../../domain/lists/catalogue/catalogue.ts'
import { listTypeStream } from '../../../domain/lists/catalogue/codec.ts'
import type { ListTypeEvent } from '../../../domain/lists/catalogue/events.ts'
import type { EventStore } from '../../../domain/store/event-store.ts'
import type { CommandHandler } from '../../../domain/store/handle.ts'
import type { Agencies } from '../agency-directory.ts'
import type { Calendars } from '../calendars.ts'

/** What the process of a listing works with, whether an officer takes its steps or they are taken up again. */
export type ListWorld = Readonly<{
  store: EventStore
  handler: CommandHandler
  pool: Pool
  calendars: Calendars
  agencies: Pick<Agencies, 'book'> // Who is of which kind, and signs how.
}>

/** The catalogue as it stands in the log, or as it was known at an instant. */
export async function readCatalogue({ store }: Pick<ListWorld, 'store'>, knownAt?: string): Promise<ListCatalogue> {
  const events: ListTypeEvent[] = []
  for await (const event of store.readStream(listTypeStream)) {
    if (knownAt === undefined || event.metadata.recordedAt <= knownAt)
      events.push(event as RecordedEvent<ListTypeEvent>)
  }
  return listsOf(events)
}

export async function findCase(store: EventStore, caseId: string): Promise<ListingCase | undefined> {
  let known: ListingCase | undefined
  for await (const event of store.readStream(listingCaseStream(caseId))) {
    known = withListingCaseEvent(known, event as RecordedEvent<ListingCaseEvent>)
  }
  return known
}

export async function getCase(store: EventStore, caseId: string): Promise<ListingCase> {
  const known = await findCase(store, caseId)
  if (known === undefined) throw new NotFound('没有这件列入案件。')
  return known
}

export async function readFile(store: EventStore, uscc: string): Promise<EnterpriseFile> {
  const facts: FileFact[] = []
  for await (const event of store.readStream(enterpriseStream(uscc as Uscc)))
    facts.push(event as FileFact & RecordedEvent)
  return fileOf(facts)
}

/** What the rules of a case look up, as it stands now; the calendar is the one known today. */
export async function worldFor(
  { store, calendars }: Pick<ListWorld, 'store' | 'calendars'>,
  uscc: string,
  today: PlainDate,
  catalogue: ListCatalogue,
): Promise<CaseWorld> {
  return { catalogue, file: await readFile(store, uscc), calendar: calendarOn(calendars.book().history, today) }
}
