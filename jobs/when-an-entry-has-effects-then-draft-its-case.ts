import { agencyEventTitles } from '../domain/agencies/codec.ts'
import { directoryFaults, directoryOf, faultOf } from '../domain/agencies/directory.ts'
import { isEnterpriseStream, usccOf } from '../domain/enterprise/stream.ts'
import { dayInChina } from '../domain/kernel/plain-date.ts'
import { normalDocumentNumber } from '../domain/kernel/text.ts'
import { listTypeEventTitles } from '../domain/lists/catalogue/codec.ts'
import type { PunishmentCase } from '../domain/punishment/case/case.ts'
import {
  type CaseDraft,
  caseIdOf,
  entriesOutside,
  type ListedEntry,
  listedEntry,
  submissionsOf,
} from '../domain/punishment/case/draft.ts'
import type { CaseEvent } from '../domain/punishment/case/events.ts'
import { type DraftGround, draftsOn, stillInForce } from '../domain/punishment/case/ground.ts'
import { measureEventTitles } from '../domain/punishment/measures/codec.ts'
import {
  countUndrafted,
  decisionKey,
  findDecisionsUnderWay,
  findIncompleteDrafts,
  findListers,
  findUndraftedDecisions,
  findUndraftedEntries,
  type UndraftedDecision,
  type UndraftedEntry,
} from '../projections/punishment/due.queries.ts'
import { openAgencyDirectory } from '../api/system/agency-directory.ts'
import { openPunishmentRules } from '../api/system/punishment-rules.ts'
import { followsFrom, listTypesWithOrders } from './drafting.ts'
import { systemOfficer } from './acting.ts'
import { forOne } from './in-turn.ts'
import { doneUnless, type Failure, type Job, type JobRun, type JobWorld, type Subjects } from './job.ts'
import { readCase, readFiles, type Submitter, submitterOf } from './punishment-cases.ts'
import { rowsTold } from './rows-told.ts'

const name = 'when-an-entry-has-effects-then-draft-its-case'
const linesPerRunMax = 5_000
const decisionsPerPage = 1_000
const ofRows = ['listing', 'punishment_case', 'punishment_line', 'list_batch', 'listing_case', 'agency']

/** Where the directory alone is the reason that no case follows. */
const nobodyCarriesOut = '有列入决定须联合惩戒，但机关名录中没有可以提请或者执行的机关；请核对机关类别。'

/**
 * Whoever was entered on a list whose effects name measures has a case of joint punishment drafted (自动提请), which a second
 * person of the requesting agency then passes. An entry that became known after its decision's case was passed goes into a
 * supplement; a decision about many is waited for, so that its case is whole.
 */
export const draftCaseOfEntry: Job = {
  ...{ name, schedule: '15 0 * * *' },
  on: [
    ...['ListingEntered', 'ListBatchFinished', 'EntryCorrected', 'EntryVoided', 'PunishmentCasePassed'],
    ...['PunishmentLinesWithdrawn', 'PunishmentGroundFell'], // The ground may stand again by the time that this is recorded.
    ...[...Object.keys(measureEventTitles), ...Object.keys(listTypeEventTitles), ...Object.keys(agencyEventTitles)],
  ],

  /** The enterprises that were entered; whatever else may have made a case possible is asked of the rows as a whole. */
  subjectsOf: ({ stream }) => (isEnterpriseStream(stream) ? [usccOf(stream)] : null),

  async run(world, subjects, signal, place = '') {
    await rowsTold(world, ofRows)
    const day = dayInChina(world.clock())
    const [{ book }, agencies] = await Promise.all([
      openPunishmentRules(world.store),
      openAgencyDirectory(world.store, world.pool),
    ])
    const rules = book()
    const listTypes = listTypesWithOrders(rules, day)
    const directory = directoryOf(agencies.book())
    if (directory === undefined) {
      const waiting = await countUndrafted(world.pool, listTypes, day)
      return withoutDirectory(waiting, faultOf(agencies.book()))
    }
    const ground: DraftGround = { rules, directory, day, by: systemOfficer(name) }
    const counts = { cases: 0, lines: 0, completed: 0, waiting: 0, over: 0, nobody: 0, refused: 0 }
    const run: Run = { world, ground, counts, submit: submitterOf(world, name, day), failures: [], signal }
    const more = await draftAll(run, listTypes, subjects, place)
    if (more === undefined) await completeDrafts(run)
    const fault = counts.nobody > 0 ? nobodyCarriesOut : undefined
    return doneUnless(run.failures, { counts, ...(fault && { fault }), ...(more !== undefined && { more }) })
  },
}

/** Page by page; where the bound was reached, the key of the decision that was the last. */
async function draftAll(run: Run, listTypes: readonly string[], subjects: Subjects, place: string) {
  const { world, ground, counts, signal, failures } = run
  const usccs = subjects && [...subjects]
  let after = place
  for (;;) {
    const page = { first: decisionsPerPage, after }
    const decisions = await findUndraftedDecisions(world.pool, listTypes, ground.day, usccs, page)
    const isUnderWay = await decisionsUnderWay(world)
    const entries = await findUndraftedEntries(world.pool, ground.day, decisions)
    for (const decision of decisions) {
      if (signal.aborted || counts.lines >= linesPerRunMax) return after
      const id = decisionKey(decision)
      const follows = followsFrom(ground, decision.sample)
      if (follows === 'NOBODY') counts.nobody += decision.entries
      else if (follows === 'CASE' && isUnderWay(decision)) counts.waiting += decision.entries
      else if (follows === 'CASE')
        await forOne(failures, world, { job: name, id: decision.decision, signal }, () =>
          draftDecision(run, decision.decision, entries.get(id) ?? []),
        )
      after = id
    }
    if (decisions.length < decisionsPerPage) return undefined
  }
}

type Counts = Record<'cases' | 'lines' | 'completed' | 'waiting' | 'over' | 'nobody' | 'refused', number>
type Run = Readonly<{
  world: JobWorld
  ground: DraftGround
  counts: Counts
  submit: Submitter
  signal: AbortSignal
  failures: Failure[]
}>

function withoutDirectory(waiting: number, fault: ReturnType<typeof faultOf>): JobRun {
  return { counts: { cases: 0, waiting }, ...(fault && waiting > 0 && { fault: directoryFaults[fault] }) }
}

/**
 * Which decisions have members still to be entered. An entry that the rows tell follows the decision in the log: once the
 * rows tell all that was recorded by now, they tell that decision too, and once more, all entries of one that is finished.
 */
async function decisionsUnderWay(world: JobWorld): Promise<(decision: UndraftedDecision) => boolean> {
  await rowsTold(world, ofRows)
  const keyOf = (authorityCode: string, number: string) => `${authorityCode} ${normalDocumentNumber(number)}`
  const underWay = new Set(
    (await findDecisionsUnderWay(world.pool)).map(({ authorityCode, number }) => keyOf(authorityCode, number)),
  )
  await rowsTold(world, ofRows)
  return ({ authorityCode, decision }) => underWay.has(keyOf(authorityCode, decision))
}

/** Drafts the case of one decision, or adds to it, or drafts a supplement to those that were passed. */
async function draftDecision(run: Run, decision: string, found: readonly UndraftedEntry[]): Promise<void> {
  const { known, wholes, over } = await draftsLeft(run, decision, found)
  run.counts.over += over
  for (const whole of wholes) if (!run.signal.aborted) await submitDraft(run, whole, known)
}

/** What is left to be drafted of a decision, as the files and the cases themselves tell it, and how many entries are over. */
async function draftsLeft({ world, ground }: Run, decision: string, found: readonly UndraftedEntry[]) {
  const usccs = found.map(({ uscc }) => uscc)
  const [files, listers] = await Promise.all([readFiles(world, usccs), findListers(world.pool, usccs)])
  const listed = found.flatMap(({ uscc, listingId }) => {
    const file = files.get(uscc)
    const entry = file && listedEntry(file, listingId, decision)
    return entry ? [{ ...entry, listedBy: listers.get(`${uscc} ${listingId}`) ?? [] }] : []
  })
  const { supplement, known, entries } = await placeOf(world, listed)
  let over = 0
  const wholes = draftsOn(ground, entries, supplement).flatMap((draft) => {
    const ofDraft = entries.filter((entry) => caseIdOf(entry, supplement) === draft.draft.caseId)
    const inForce = stillInForce(ground, draft, ofDraft, files)
    over += ofDraft.length - inForce.length
    return draftsOn(ground, inForce, supplement)
  })
  return { known, wholes, over }
}

type Place = Readonly<{
  supplement: number
  known: PunishmentCase | undefined
  entries: readonly ListedEntry[] // Those that no case has, as the cases themselves tell it.
}>

/** The first case of the decision that was not passed or given up, and the entries that none before it has. */
async function placeOf(world: JobWorld, listed: readonly ListedEntry[]): Promise<Place> {
  let entries = listed
  for (let supplement = 0; ; supplement++) {
    const [first] = listed
    const known = first && (await readCase(world, caseIdOf(first, supplement)))
    if (known === undefined) return { supplement, known, entries }
    entries = entriesOutside(known, entries)
    if (known.standing !== 'PASSED' && known.standing !== 'WITHDRAWN') return { supplement, known, entries }
  }
}

async function submitDraft({ submit, counts, signal }: Run, whole: CaseDraft, known: PunishmentCase | undefined) {
  for (const [place, submission] of submissionsOf(whole, known).entries()) {
    if (signal.aborted) return
    const events = await submit(whole.draft.caseId, submission)
    if (events === 'REFUSED') {
      counts.refused++
      return
    }
    if (place === 0 && events.length > 0) counts.cases++
    counts.lines += linesIn(events)
  }
}

/** How many enterprises were added: what another process added at the same time is counted there. */
const linesIn = (events: readonly CaseEvent[]): number =>
  events.reduce((sum, { type, data }) => sum + (type === 'PunishmentLinesAdded' ? data.lines.length : 0), 0)

/**
 * A draft that waits for entries which fell before they became lines waits for ever: when nothing is left to be added, it
 * is what is there.
 */
async function completeDrafts(run: Run): Promise<void> {
  const { world, failures, signal } = run
  for (const id of await findIncompleteDrafts(world.pool))
    if (!signal.aborted) await forOne(failures, world, { job: name, id, signal }, () => completeDraft(run, id))
}

async function completeDraft(run: Run, caseId: string): Promise<void> {
  const { world, submit, ground, counts } = run
  const known = await readCase(world, caseId)
  if (known === undefined || known.lines.size >= known.linesExpected) return
  const { listType, groundCode, requesting, onBehalfOf, decisionNumber: decision } = known.drafted
  const key = { listType, groundCode, authorityCode: (onBehalfOf ?? requesting).code, decision }
  const found = (await findUndraftedEntries(world.pool, ground.day, [key])).get(decisionKey(key)) ?? []
  if ((await draftsLeft(run, decision, found)).wholes.length > 0) return // They failed, or their turn is to come.
  const data = { lines: [], linesExpected: known.lines.size, by: ground.by }
  const events = await submit(caseId, { type: 'AddCaseLines', data })
  if (events !== 'REFUSED' && events.length > 0) counts.completed++
}
