import type { FileFact } from '../domain/enterprise/facts.ts'
import { calendarOn } from '../domain/clocks/calendars.ts'
import { listTypeEventTitles } from '../domain/lists/catalogue/codec.ts'
import { dayInChina, type PlainDate } from '../domain/kernel/plain-date.ts'
import type { Calendar } from '../domain/kernel/working-days.ts'
import { type PunishmentCase, standingLines } from '../domain/punishment/case/case.ts'
import { caseStream } from '../domain/punishment/case/codec.ts'
import { linesPerCommandMax } from '../domain/punishment/case/drafting.ts'
import type { CaseEvent, CaseLine } from '../domain/punishment/case/events.ts'
import { releasesDue } from '../domain/punishment/case/falls.ts'
import { releasePortions } from '../domain/punishment/case/portions.ts'
import { rulesStandOn } from '../domain/punishment/case/standing-rules.ts'
import { measureEventTitles } from '../domain/punishment/measures/codec.ts'
import { findStandingCases, type StandingCase } from '../projections/punishment/due.queries.ts'
import { openPunishmentRules, type PunishmentBook } from '../api/system/punishment-rules.ts'
import { systemOfficer } from './acting.ts'
import { inTurn, type Page } from './in-turn.ts'
import { doneUnless, type Failure, type Job, type JobWorld, type Subjects } from './job.ts'
import { aboutOf, enterprisesOf, readCase, readFiles, type Submitter, submitterOf } from './punishment-cases.ts'
import { rowsTold } from './rows-told.ts'

const name = 'when-a-ground-falls-then-release'
const commandsMax = 500
const casesPerPage = 100

const ofFiles: readonly FileFact['type'][] = [
  ...(['ListingRemoved', 'PenaltyAmended', 'PenaltyAnnulled', 'EntryCorrected', 'EntryVoided'] as const),
  'RegistrationStatusChanged', // Entries on some lists end with their subject.
]
const ofRows = ['listing', 'penalty', 'registration_state', 'punishment_case', 'punishment_line']
const ofRules = [...Object.keys(measureEventTitles), ...Object.keys(listTypeEventTitles)]

/**
 * Where the ground of measures fell, everybody who had the order is told to release (失效即解除). The measures are over in law
 * without it: windows ask the file, not the case.
 */
export const releaseWhenGroundFalls: Job = {
  ...{ name, schedule: '10 0 * * *' }, // Ten minutes after the day has turned in China, which ends terms.
  on: [...ofFiles, ...ofRules, 'PunishmentLinesAdded', 'PunishmentCasePassed'],

  /** Enterprises and cases; lines are looked at as they come: their ground may have fallen while they were drafted or passed. */
  subjectsOf(event) {
    return event.type === 'PunishmentCasePassed' ? [event.stream] : enterprisesOf(event)
  },

  async run(world, subjects, signal, place = '') {
    await rowsTold(world, ofRows)
    const run = await runOf(world, subjects, signal)
    const pages = {
      ...{ job: name, place, size: casesPerPage, isFull: () => run.commands >= commandsMax },
      find: (page: Page) => findStandingCases(world.pool, aboutOf(subjects), run.day, page),
      idOf: ({ record }: StandingCase) => record.drafted.caseId,
    }
    const more = await inTurn(run, pages, (one) => releaseIn(run, one))
    return doneUnless(run.failures, { counts: run.counts, ...(more !== undefined && { more }) })
  },
}

type Counts = { released: number; partlyReleased: number; refused: number }
type Run = Readonly<{
  world: JobWorld
  subjects: Subjects
  signal: AbortSignal
  day: PlainDate
  rules: PunishmentBook
  calendar: Calendar
  submit: Submitter
  counts: Counts
  failures: Failure[]
}> & { commands: number }

async function runOf(world: JobWorld, subjects: Subjects, signal: AbortSignal): Promise<Run> {
  const day = dayInChina(world.clock())
  const [rules, calendars] = await Promise.all([openPunishmentRules(world.store), world.calendars.refresh()])
  return {
    ...{ world, subjects, signal, day, rules: rules.book(), calendar: calendarOn(calendars.history, day), commands: 0 },
    ...{ submit: submitterOf(world, name, day), counts: { released: 0, partlyReleased: 0, refused: 0 }, failures: [] },
  }
}

/** Where the rules stand, only lines whose rows are suspect; facts of files say themselves whom they are about. */
async function releaseIn(run: Run, { record, lineIds, suspect }: StandingCase): Promise<void> {
  const { measures, lists } = run.rules
  const { drafted, executors } = record
  const isAboutAll = run.subjects === null || run.subjects.has(caseStream(drafted.caseId))
  const isAboutFiles = isAboutAll && rulesStandOn({ ...drafted, executors }, run.day, measures, lists)
  const looked = new Set(isAboutFiles ? suspect : lineIds)
  if (looked.size === 0) return
  const known = await readCase(run.world, drafted.caseId)
  if (known === undefined) return
  const lines = standingLines(known).filter(({ lineId }) => looked.has(lineId))
  for (let from = 0; from < lines.length && !run.signal.aborted; from += linesPerCommandMax)
    await releasePortion(run, known, lines.slice(from, from + linesPerCommandMax))
}

async function releasePortion(run: Run, known: PunishmentCase, lines: readonly CaseLine[]): Promise<void> {
  const { world, rules, calendar, submit, counts, day } = run
  const files = await readFiles(
    world,
    lines.map(({ uscc }) => uscc),
  )
  const portion = { ...known, lines: new Map(lines.map((line) => [line.lineId, line])) }
  const due = releasesDue(portion, (uscc) => files.get(uscc), day, rules.measures, rules.lists)
  for (const some of due.flatMap((one) => releasePortions(known, one))) {
    run.commands++
    const data = { ...some, calendar, by: systemOfficer(name) }
    const events = await submit(known.drafted.caseId, { type: 'ReleaseLines', data })
    if (events === 'REFUSED') counts.refused++
    else count(counts, some.agencies !== null, events)
  }
}

/** What was written, so that work that another process did at the same time counts once. */
function count(counts: Counts, isPartly: boolean, events: readonly CaseEvent[]): void {
  for (const { type, data } of events) {
    if (type === 'PunishmentGroundFell' || type === 'PunishmentLinesWithdrawn') counts.released += data.lines.length
    if (isPartly && type === 'PunishmentReleaseOrdered') counts.partlyReleased += data.lineIds.length
  }
}
