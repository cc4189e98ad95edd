import { agencyEventTitles } from '../domain/agencies/codec.ts'
import { directoryFaults, directoryOf, faultOf } from '../domain/agencies/directory.ts'
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
import { type DraftGround, draftsOn, stillInForce } from '../domain/punishment/case/ground.ts'
import { measureEventTitles } from '../domain/punishment/measures/codec.ts'
import {
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
import type { Job, JobRun, JobWorld } from './job.ts'
import { readCase, readFiles, type Submitter, submitterOf, systemOfficer } from './punishment-cases.ts'
import { rowsTold } from './rows-told.ts'

const name = 'when-an-entry-has-effects-then-draft-its-case'
const linesPerRunMax = 5_000
const decisionsPerPage = 1_000

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
  subjectsOf: () => null, // What is not yet drafted is asked of the rows as a whole.

  async run(world, _subjects, signal) {
    await rowsTold(world)
    const day = dayInChina(world.clock())
    const [{ book }, agencies] = await Promise.all([
      openPunishmentRules(world.store),
      openAgencyDirectory(world.store, world.pool),
    ])
    const rules = book()
    const listTypes = listTypesWithOrders(rules, day)
    const decisions = await undraftedDecisions(world, listTypes, day)
    const directory = directoryOf(agencies.book())
    if (directory === undefined) return withoutDirectory(decisions, faultOf(agencies.book()))
    const ground: DraftGround = { rules, directory, day, by: systemOfficer(name) }
    const counts = { cases: 0, lines: 0, completed: 0, waiting: 0, over: 0, nobody: 0, refused: 0 }
    const run: Run = { world, ground, counts, refused: new Set(), submit: submitterOf(world, name, day) }
    const isUnderWay = await decisionsUnderWay(world)
    const entries = await findUndraftedEntries(world.pool, listTypes, day)
    for (const decision of decisions) {
      if (signal.aborted || counts.lines >= linesPerRunMax) return { counts, more: true }
      const follows = followsFrom(ground, decision.sample)
      if (follows === 'NOBODY') counts.nobody += decision.entries
      if (follows !== 'CASE') continue
      if (isUnderWay(decision)) counts.waiting += decision.entries
      else await draftDecision(run, decision.decision, entries.get(decisionKey(decision)) ?? [], signal)
    }
    await completeDrafts(run, signal)
    return { counts, ...(counts.nobody > 0 && { fault: nobodyCarriesOut }) }
  },
}

type Counts = Record<'cases' | 'lines' | 'completed' | 'waiting' | 'over' | 'nobody' | 'refused', number>
type Run = Readonly<{
  world: JobWorld
  ground: DraftGround
  counts: Counts
  refused: Set<string> // Cases of which a portion was not taken.
  submit: Submitter
}>

/** All of them, before any is drafted: they leave the rows by being drafted. */
async function undraftedDecisions(
  { pool }: JobWorld,
  listTypes: readonly string[],
  day: DraftGround['day'],
): Promise<readonly UndraftedDecision[]> {
  const decisions: UndraftedDecision[] = []
  for (;;) {
    const page = { first: decisionsPerPage, offset: decisions.length }
    const found = await findUndraftedDecisions(pool, listTypes, day, page)
    decisions.push(...found)
    if (found.length < decisionsPerPage) return decisions
  }
}

function withoutDirectory(decisions: readonly UndraftedDecision[], fault: ReturnType<typeof faultOf>): JobRun {
  const waiting = decisions.reduce((sum, { entries }) => sum + entries, 0)
  return { counts: { cases: 0, waiting }, ...(fault && waiting > 0 && { fault: directoryFaults[fault] }) }
}

/**
 * Which decisions have members still to be entered. An entry that the rows tell follows the decision in the log: once the
 * rows tell all that was recorded by now, they tell that decision too, and once more, all entries of one that is finished.
 */
async function decisionsUnderWay(world: JobWorld): Promise<(decision: UndraftedDecision) => boolean> {
  await rowsTold(world)
  const keyOf = (authorityCode: string, number: string) => `${authorityCode} ${normalDocumentNumber(number)}`
  const underWay = new Set(
    (await findDecisionsUnderWay(world.pool)).map(({ authorityCode, number }) => keyOf(authorityCode, number)),
  )
  await rowsTold(world)
  return ({ authorityCode, decision }) => underWay.has(keyOf(authorityCode, decision))
}

/** Drafts the case of one decision, or adds to it, or drafts a supplement to those that were passed. */
async function draftDecision(
  run: Run,
  decision: string,
  found: readonly UndraftedEntry[],
  signal: AbortSignal,
): Promise<void> {
  const { world, ground, counts } = run
  const usccs = found.map(({ uscc }) => uscc)
  const [files, listers] = await Promise.all([readFiles(world, usccs), findListers(world.pool, usccs)])
  const listed = found.flatMap(({ uscc, listingId }) => {
    const file = files.get(uscc)
    const entry = file && listedEntry(file, listingId, decision)
    return entry ? [{ ...entry, listedBy: listers.get(`${uscc} ${listingId}`) ?? [] }] : []
  })
  const { supplement, known, entries } = await placeOf(world, listed)
  for (const draft of draftsOn(ground, entries, supplement)) {
    const ofDraft = entries.filter((entry) => caseIdOf(entry, supplement) === draft.draft.caseId)
    const inForce = stillInForce(ground, draft, ofDraft, files)
    counts.over += ofDraft.length - inForce.length
    const [whole] = draftsOn(ground, inForce, supplement)
    if (whole && !signal.aborted) await submitDraft(run, whole, known, signal)
  }
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

async function submitDraft(
  { submit, counts, refused }: Run,
  whole: CaseDraft,
  known: PunishmentCase | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { caseId } = whole.draft
  for (const [place, submission] of submissionsOf(whole, known).entries()) {
    if (signal.aborted) return
    if (!(await submit(caseId, submission))) {
      counts.refused++
      refused.add(caseId)
      return
    }
    if (place === 0) counts.cases++
    counts.lines += submission.data.lines.length
  }
}

/**
 * A draft that waits for entries which fell before they became lines waits for ever: when nothing is left to be added, it
 * is what is there.
 */
async function completeDrafts({ world, submit, ground, counts, refused }: Run, signal: AbortSignal): Promise<void> {
  for (const caseId of await findIncompleteDrafts(world.pool)) {
    if (signal.aborted || refused.has(caseId)) continue
    const known = await readCase(world, caseId)
    if (known === undefined || known.lines.size >= known.linesExpected) continue
    const data = { lines: [], linesExpected: known.lines.size, by: ground.by }
    if (await submit(caseId, { type: 'AddCaseLines', data })) counts.completed++
  }
}
