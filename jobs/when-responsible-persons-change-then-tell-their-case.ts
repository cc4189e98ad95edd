import type { FileFact } from '../domain/enterprise/facts.ts'
import { canonicalJson } from '../domain/kernel/canonical-json.ts'
import type { Json } from '../domain/kernel/event.ts'
import { dayInChina } from '../domain/kernel/plain-date.ts'
import { personsOf } from '../domain/punishment/case/draft.ts'
import { linesPerCommandMax, portionsOf } from '../domain/punishment/case/drafting.ts'
import type { CaseEvent, CaseLine } from '../domain/punishment/case/events.ts'
import { findCasesWithStandingLines } from '../projections/punishment/due.queries.ts'
import { systemOfficer } from './acting.ts'
import { inTurn, type Page } from './in-turn.ts'
import { doneUnless, type Failure, type Job, type JobWorld, type Subjects } from './job.ts'
import {
  aboutOf,
  enterprisesOf,
  linesAbout,
  readCase,
  readFiles,
  type Submitter,
  submitterOf,
} from './punishment-cases.ts'
import { rowsTold } from './rows-told.ts'

const name = 'when-responsible-persons-change-then-tell-their-case'
const commandsMax = 500
const casesPerPage = 100
const ofRows = ['punishment_line']

const ofFiles: readonly FileFact['type'][] = [
  ...(['PersonRecorded', 'PersonRemoved', 'PersonForgotten', 'EntryCorrected', 'EntryVoided'] as const),
]

/**
 * A person can be recorded as responsible for a listing only once the listing stands, and its case may be drafted by then:
 * whoever was recorded, removed, or put right since is told to the case, so that executors know whom it restricts.
 */
export const tellChangedPersons: Job = {
  ...{ name, schedule: '20 0 * * *' },
  on: [...ofFiles, 'PunishmentLinesAdded'], // The file may have changed while the case was drafted.

  subjectsOf: enterprisesOf,

  async run(world, subjects, signal, place = '') {
    await rowsTold(world, ofRows)
    const submit = submitterOf(world, name, dayInChina(world.clock()))
    const run: Run = { world, subjects, signal, submit, counts: { changed: 0, refused: 0 }, failures: [], commands: 0 }
    const pages = {
      ...{ job: name, place, size: casesPerPage, isFull: () => run.commands >= commandsMax },
      find: (page: Page) => findCasesWithStandingLines(world.pool, aboutOf(subjects), page),
      idOf: (caseId: string) => caseId,
    }
    const more = await inTurn(run, pages, (caseId) => tellCase(run, caseId))
    return doneUnless(run.failures, { counts: run.counts, ...(more !== undefined && { more }) })
  },
}

type Run = Readonly<{
  world: JobWorld
  subjects: Subjects
  signal: AbortSignal
  submit: Submitter
  counts: { changed: number; refused: number }
  failures: Failure[]
}> & { commands: number }

async function tellCase(run: Run, caseId: string): Promise<void> {
  const { world, subjects, signal, submit, counts } = run
  const known = await readCase(world, caseId)
  if (known === undefined) return
  const lines = linesAbout(known, subjects)
  for (let from = 0; from < lines.length && !signal.aborted; from += linesPerCommandMax) {
    const changed = await changedIn(world, lines.slice(from, from + linesPerCommandMax))
    for (const some of portionsOf(changed)) {
      run.commands++
      const told = some.map(({ lineId, persons }) => ({ lineId, persons }))
      const events = await submit(caseId, { type: 'ChangePersons', data: { lines: told, by: systemOfficer(name) } })
      if (events === 'REFUSED') counts.refused += some.length
      else counts.changed += changesIn(events)
    }
  }
}

/** For how many lines others were told: what another process told at the same time is counted there. */
const changesIn = (events: readonly CaseEvent[]): number =>
  events.reduce((sum, { type, data }) => sum + (type === 'PunishmentPersonsChanged' ? data.lines.length : 0), 0)

/** Lines for which others answer than the case has, with those who do. */
async function changedIn(world: JobWorld, lines: readonly CaseLine[]): Promise<readonly CaseLine[]> {
  const files = await readFiles(
    world,
    lines.map(({ uscc }) => uscc),
  )
  return lines.flatMap((line) => {
    const file = files.get(line.uscc)
    if (file === undefined) return []
    const persons = personsOf(file, line.listingId)
    return isSame(persons, line.persons) ? [] : [{ ...line, persons }]
  })
}

const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one as Json) === canonicalJson(other as Json)
