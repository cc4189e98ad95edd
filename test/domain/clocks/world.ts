import type { EnterpriseCommand } from '../../../domain/enterprise/commands.ts'
import { enterpriseDecider } from '../../../domain/enterprise/decider.ts'
import type { FileFact } from '../../../domain/enterprise/facts.ts'
import { type EnterpriseFile, fileOf } from '../../../domain/enterprise/file.ts'
import { type CalendarHistory, shippedCalendars } from '../../../domain/clocks/calendars.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { deadlinesOf } from '../../../domain/clocks/deadlines.ts'
import type { ClockCode } from '../../../domain/clocks/rule.ts'
import { clockRules } from '../../../domain/clocks/rules.ts'
import type { ClockFacts, Ended, Started } from '../../../domain/clocks/started.ts'
import type { EventMetadata } from '../../../domain/kernel/event.ts'
import type { PlainDate } from '../../../domain/kernel/plain-date.ts'
import { day } from '../../support/given.ts'
import { agency, register } from '../../support/wishes.ts'

const actor = { agency: agency.code, officer: 'ann', role: 'x' }

type Recorded = readonly (readonly [EnterpriseCommand, string])[]

/** A file in which each command was recorded on the day beside it. */
export const fileRecorded = (...recorded: Recorded): EnterpriseFile => fileOf(factsRecorded(recorded))

/** The same, brought by an import. */
export const fileImported = (...recorded: Recorded): EnterpriseFile =>
  fileOf(factsRecorded(recorded, { source: { file: 'old.csv', row: 1 } }))

function factsRecorded(recorded: Recorded, by: Pick<EventMetadata, 'source'> = {}): readonly FileFact[] {
  const facts: FileFact[] = []
  for (const [command, on] of recorded) {
    for (const event of enterpriseDecider.decide(command, fileOf(facts))) {
      const place = facts.length
      const metadata = { recordedAt: `${on}T02:00:00.000Z`, actor, correlationId: 'test', ...by }
      facts.push({ ...event, id: `e${place}`, revision: BigInt(place), metadata })
    }
  }
  return facts
}

export const registered = [register(), '2020-01-03'] as const

type Ground = Readonly<{ calendars?: CalendarHistory; elsewhere?: ClockFacts; keptSince?: PlainDate }>

/** One clock of a file on a day; there has to be just one of the code. */
export function clock(file: EnterpriseFile, code: ClockCode, on: string, ground: Ground = {}): Deadline | undefined {
  const found = clocks(file, code, on, ground)
  if (found.length > 1) throw new Error(`${found.length} clocks of ${code}`)
  return found[0]
}

export const clocks = (
  file: EnterpriseFile,
  code: ClockCode,
  on: string,
  { calendars = shippedCalendars, elsewhere, keptSince }: Ground = {},
): readonly Deadline[] =>
  deadlinesOf(file, clockRules, calendars, day(on), elsewhere, keptSince).filter((one) => one.code === code)

export const started = (kind: Started['kind'], on: string, changes: Partial<Started> = {}): Started => ({
  ...{ kind, id: 's1', day: day(on), record: { section: 'REPAIR', recordId: 'r1' }, eventIds: ['s1'], owner: null },
  ...{ officer: null, statedUntil: null, presumed: false },
  ...changes,
})

export const ended = (kind: Ended['kind'], on: string, changes: Partial<Ended> = {}): Ended => ({
  ...{ kind, record: { section: 'REPAIR', recordId: 'r1' }, startId: null, day: day(on), eventId: 'x1' },
  ...changes,
})
