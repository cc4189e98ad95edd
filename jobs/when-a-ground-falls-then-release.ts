import type { FileFact } from '../domain/enterprise/facts.ts'
import { isEnterpriseStream, usccOf } from '../domain/enterprise/stream.ts'
import { calendarOn } from '../domain/clocks/calendars.ts'
import { listTypeEventTitles } from '../domain/lists/catalogue/codec.ts'
import type { RecordedEvent } from '../domain/kernel/event.ts'
import { dayInChina } from '../domain/kernel/plain-date.ts'
import type { Calendar } from '../domain/kernel/working-days.ts'
import type { PunishmentCase } from '../domain/punishment/case/case.ts'
import { linesPerCommandMax } from '../domain/punishment/case/drafting.ts'
import type { CaseLine, PunishmentLinesAdded } from '../domain/punishment/case/events.ts'
import { releasesDue } from '../domain/punishment/case/falls.ts'
import { measureEventTitles } from '../domain/punishment/measures/codec.ts'
import { findCasesWithStandingLines } from '../projections/punishment/due.queries.ts'
import { openPunishmentRules, type PunishmentBook } from '../api/system/punishment-rules.ts'
import type { Job, JobWorld, Subjects } from './job.ts'
import {
  aboutOf,
  linesAbout,
  readCase,
  readFiles,
  type Submitter,
  submitterOf,
  systemOfficer,
} from './punishment-cases.ts'
import { rowsTold } from './rows-told.ts'

const name = 'when-a-ground-falls-then-release'
const commandsMax = 500
const casesPerPage = 100

const ofFiles: readonly FileFact['type'][] = [
  ...(['ListingRemoved', 'PenaltyAmended', 'PenaltyAnnulled', 'EntryCorrected', 'EntryVoided'] as const),
]
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
    if (event.type === 'PunishmentLinesAdded')
      return (event as RecordedEvent<PunishmentLinesAdded>).data.lines.map(({ uscc }) => uscc)
    if (event.type === 'PunishmentCasePassed') return [event.stream]
    return isEnterpriseStream(event.stream) ? [usccOf(event.stream)] : null
  },

  async run(world, subjects, signal) {
    await rowsTold(world)
    const run = await runOf(world, subjects)
    let after = ''
    for (;;) {
      const page = { first: casesPerPage, after }
      const caseIds = await findCasesWithStandingLines(world.pool, aboutOf(subjects), page)
      for (const caseId of caseIds) {
        if (signal.aborted || run.commands >= commandsMax) return { counts: run.counts, more: true }
        await releaseIn(run, caseId, signal)
      }
      const last = caseIds.at(-1)
      if (last === undefined) return { counts: run.counts, more: run.commands >= commandsMax }
      after = last
    }
  },
}

type Run = Readonly<{
  world: JobWorld
  subjects: Subjects
  rules: PunishmentBook
  calendar: Calendar
  submit: Submitter
  counts: { released: number; partlyReleased: number; refused: number }
}> & { commands: number }

async function runOf(world: JobWorld, subjects: Subjects): Promise<Run> {
  const today = dayInChina(world.clock())
  const [rules, calendars] = await Promise.all([openPunishmentRules(world.store), world.calendars.refresh()])
  return {
    ...{ world, subjects, rules: rules.book(), calendar: calendarOn(calendars.history, today), commands: 0 },
    ...{ submit: submitterOf(world, name, today), counts: { released: 0, partlyReleased: 0, refused: 0 } },
  }
}

async function releaseIn(run: Run, caseId: string, signal: AbortSignal): Promise<void> {
  const known = await readCase(run.world, caseId)
  if (known === undefined) return
  const lines = linesAbout(known, run.subjects)
  for (let from = 0; from < lines.length && !signal.aborted; from += linesPerCommandMax)
    await releasePortion(run, known, lines.slice(from, from + linesPerCommandMax))
}

/** At most as many lines as one command brings, of which each release then has no more. */
async function releasePortion(run: Run, known: PunishmentCase, lines: readonly CaseLine[]): Promise<void> {
  const { world, rules, calendar, submit, counts } = run
  const files = await readFiles(
    world,
    lines.map(({ uscc }) => uscc),
  )
  const portion = { ...known, lines: new Map(lines.map((line) => [line.lineId, line])) }
  const day = dayInChina(world.clock())
  for (const due of releasesDue(portion, (uscc) => files.get(uscc), day, rules.measures, rules.lists)) {
    const data = { ...due, calendar, by: systemOfficer(name) }
    run.commands++
    const isTaken = await submit(known.drafted.caseId, { type: 'ReleaseLines', data })
    if (!isTaken) counts.refused++
    else if (due.agencies === null) counts.released += due.lines.length
    else counts.partlyReleased += due.lines.length
  }
}
