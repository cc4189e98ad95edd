import { randomBytes } from 'node:crypto'
import { formatBundle } from '../../domain/draw/bundle.ts'
import type { DirectoryBytes } from '../../domain/draw/directories.ts'
import type { EntropySource } from '../../domain/draw/entropy.ts'
import { requireInForce } from '../../domain/draw/items/catalogue.ts'
import { isSameOfficer } from '../../domain/draw/officer.ts'
import { planDecider, planStream } from '../../domain/draw/plan/decider.ts'
import { drawStream } from '../../domain/draw/round/decider.ts'
import type { Draw } from '../../domain/draw/round/draw.ts'
import type { AskedChange } from '../../domain/draw/round/events.ts'
import { bundleOfDraw, redo } from '../../domain/draw/round/redo.ts'
import { dispatchOf, membersOf } from '../../domain/draw/visit/dispatch.ts'
import { visitDecider, visitIdOf, visitStream } from '../../domain/draw/visit/decider.ts'
import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { submission } from '../../domain/store/handle.ts'
import { namesOf } from '../../projections/draw/draw.queries.ts'
import { gather, readCatalogue, readInspectors, readTask } from './gathering.ts'
import { acting, type Ctx, type DrawServices, readState, type Recorded, submit } from './services.ts'

export type DrawInput = Readonly<{
  requestId: string
  planId: string
  taskId: string
  day: PlainDate
  entropy: readonly EntropySource[]
  revealUntil: string
  reason: string | null
}>

/** The draw as it now stands in the log. */
export async function readDraw({ store, draws }: DrawServices, drawId: string): Promise<Draw> {
  const draw = await readState(store, draws, drawStream(drawId))
  if (draw === undefined) throw new NotFound('没有这次抽取。')
  return draw
}

/** Begins a round of the task in its plan, then plans the draw; sent again, either is only once. */
export async function planDraw(ctx: Ctx, input: DrawInput): Promise<Recorded> {
  const { services } = ctx
  const { officer, at } = acting(ctx)
  const { requestId: drawId, planId, taskId, day, entropy, revealUntil, reason } = input
  if (!isUlid(drawId)) throw new InvalidInput('抽取编号应为 ULID', 'requestId')
  const { plan, task } = await readTask(services, planId, taskId)
  const begin = { taskId, drawId, reason, begunBy: officer }
  await submit(ctx, planDecider, planStream(planId), planId, { type: 'BeginRound', data: begin })
  const data = {
    ...{ drawId, planId, taskId, taskNumber: task.number, name: task.name, agency: plan.agency, day },
    ...{ matters: task.matters, teams: task.teams.map(({ agencyName: _name, ...team }) => team) },
    ...{ quotas: task.quotas, loadCap: task.loadCap, entropy, revealUntil, plannedBy: officer, at },
    salt: randomBytes(16).toString('hex'),
  }
  return submit(ctx, services.draws, drawStream(drawId), drawId, { type: 'PlanDraw', data })
}

/** Gathers the directories, puts their bytes beside the log, and commits to them. */
export async function commitDraw(ctx: Ctx, drawId: string): Promise<Recorded> {
  const { services } = ctx
  const { officer, at } = acting(ctx)
  const draw = await readDraw(services, drawId)
  const { committed, planned } = draw
  if (committed && isSameOfficer(committed.approvedBy, officer)) {
    // Sent again: the directories gathered by now may be others, and those that were frozen stand.
    const directories = await frozenDirectories(services, draw)
    return submitCommit(directories)
  }
  const { task } = await readTask(services, planned.planId, planned.taskId)
  const gathered = await gather(services, task, planned.salt, planned.day)
  const { directories, catalogue, inspectors, position } = gathered
  const { basis, strata } = gathered.gathered
  for (const bytes of [...Object.values(directories), basis]) await services.frozen.put(bytes)
  return submitCommit(directories, { basis, strata, catalogue, inspectors, position })

  function submitCommit(
    directories: DirectoryBytes,
    more: Pick<Awaited<ReturnType<typeof gather>>, 'catalogue' | 'inspectors' | 'position'> &
      Pick<Awaited<ReturnType<typeof gather>>['gathered'], 'basis' | 'strata'> = nothing,
  ) {
    const ruleSets = { recusal: 1, eligibility: 1 }
    const data = { directories, ...more, ruleSets, at, approvedBy: officer }
    return submit(ctx, services.draws, drawStream(drawId), drawId, { type: 'CommitDraw', data })
  }
}

const nothing = {
  ...{ basis: new Uint8Array(), strata: [], catalogue: { items: {}, libraries: {} }, inspectors: [], position: null },
}

/** The directories that a draw committed to, by their digests. */
export async function frozenDirectories({ frozen }: DrawServices, { committed }: Draw): Promise<DirectoryBytes> {
  if (committed === null) throw new NotFound('该次抽取尚未作出承诺。')
  const { objects, inspectors, conflicts } = committed.files
  return {
    'objects.tsv': await frozen.get(objects.sha256),
    'inspectors.tsv': await frozen.get(inspectors.sha256),
    'conflicts.tsv': await frozen.get(conflicts.sha256),
  }
}

export async function executeDraw(ctx: Ctx, drawId: string, executionId: string): Promise<Recorded> {
  const { services } = ctx
  const { officer, at } = acting(ctx)
  const directories = await directoriesFor(services, drawId)
  const data = { executionId, directories, at, executedBy: officer }
  return submit(ctx, services.draws, drawStream(drawId), drawId, { type: 'ExecuteDraw', data })
}

const none: DirectoryBytes = {
  ...{ 'objects.tsv': new Uint8Array(), 'inspectors.tsv': new Uint8Array(), 'conflicts.tsv': new Uint8Array() },
}

/** Before the commitment there are no directories, and the decider says that it is missing. */
async function directoriesFor(services: DrawServices, drawId: string): Promise<DirectoryBytes> {
  const draw = await readDraw(services, drawId)
  return draw.committed ? frozenDirectories(services, draw) : none
}

/** Puts the bundle beside the log and publishes it. */
export async function publishDraw(ctx: Ctx, drawId: string): Promise<Recorded> {
  const { services } = ctx
  const { officer, at } = acting(ctx)
  const draw = await readDraw(services, drawId)
  const directories = await directoriesFor(services, drawId)
  if (draw.executed) await services.frozen.put(formatBundle(bundleOfDraw(draw, redo(draw, directories))))
  const data = { directories, at, publishedBy: officer }
  return submit(ctx, services.draws, drawStream(drawId), drawId, { type: 'PublishBundle', data })
}

export type Dispatched = Readonly<{
  dispatched: number
  unchanged: number
  refused: readonly Readonly<{ uscc: string; reason: string; message: string }>[]
}>

/** Dispatches every visit that stands in the draw and was not dispatched; one that may not be is answered with its reason. */
export async function dispatchVisits(ctx: Ctx, drawId: string, only?: readonly string[]): Promise<Dispatched> {
  const { services } = ctx
  const { context, today } = acting(ctx)
  const draw = await readDraw(services, drawId)
  const directories = await directoriesFor(services, drawId)
  if (draw.executed === null) throw new InvalidInput('该次抽取尚未进行，没有可以下发的任务。', 'id')
  const standing = redo(draw, directories)
    .standing()
    .visits.filter(({ uscc }) => only?.includes(uscc) ?? true)
  const { task } = await readTask(services, draw.planned.planId, draw.planned.taskId)
  const items = requireInForce(await readCatalogue(services), draw.planned.matters, draw.planned.day)
  const ids = [...new Set(standing.flatMap(({ places }) => places.filter((place) => place !== null)))]
  const inspectors = await readInspectors(services, ids)
  const byUscc = Map.groupBy(standing, ({ uscc }) => uscc)
  const names = await namesOf(services.pool, [...byUscc.keys()])
  const orders = [...byUscc].map(([uscc, visits]) => {
    const pairs = visits.map(({ agency, places }) => ({
      uscc,
      agency,
      inspectors: places.filter((one) => one !== null),
    }))
    const drawn = { uscc, name: names.get(uscc) ?? uscc, pairs }
    const data = dispatchOf(draw, task, drawn, inspectors, items)
    const stream = visitStream(visitIdOf(drawId, uscc))
    return {
      uscc,
      item: submission(visitDecider, stream, { type: 'DispatchVisit', data, today, agency: null }, context),
    }
  })
  const verdicts = await services.handler.submitBulk(orders.map(({ item }) => item))
  return countsOf(
    orders.map(({ uscc }) => uscc),
    verdicts,
  )
}

function countsOf(
  usccs: readonly string[],
  verdicts: Awaited<ReturnType<DrawServices['handler']['submitBulk']>>,
): Dispatched {
  const refused: Dispatched['refused'][number][] = []
  let [dispatched, unchanged] = [0, 0]
  for (const [place, verdict] of verdicts.entries()) {
    if ('events' in verdict) {
      if (verdict.events > 0) dispatched += 1
      else unchanged += 1
      continue
    }
    if (!('refused' in verdict)) throw 'forbidden' in verdict ? verdict.forbidden : verdict.invalid
    const { reason, message } = verdict.refused
    refused.push({ uscc: usccs[place] ?? '', reason, message })
  }
  return { dispatched, unchanged, refused }
}

/** Asks for a change; nothing is changed yet. */
export const proposeChange = (ctx: Ctx, drawId: string, changeId: string, asked: AskedChange): Promise<Recorded> => {
  const { officer, at } = acting(ctx)
  const data = { changeId, asked, at, proposedBy: officer }
  return submit(ctx, ctx.services.draws, drawStream(drawId), changeId, { type: 'ProposeChange', data })
}

/** Changes the draw by rule, as another officer asked, and then the visits that were dispatched from it. */
export async function approveChange(ctx: Ctx, drawId: string, changeId: string): Promise<Recorded> {
  const { services } = ctx
  const { officer, at } = acting(ctx)
  const directories = await directoriesFor(services, drawId)
  const data = { changeId, directories, at, approvedBy: officer }
  const recorded = await submit(ctx, services.draws, drawStream(drawId), changeId, { type: 'ApproveChange', data })
  await followChange(ctx, drawId, changeId)
  return recorded
}

async function followChange(ctx: Ctx, drawId: string, changeId: string): Promise<void> {
  const { services } = ctx
  const { context, today } = acting(ctx)
  const made = (await readDraw(services, drawId)).changes.find((one) => one.changeId === changeId)?.change
  if (made === undefined) return
  const uscc = made.kind === 'object' ? made.removed : made.uscc
  const visitId = visitIdOf(drawId, uscc)
  const visit = await readState(services.store, visitDecider, visitStream(visitId))
  if (visit === undefined) return // Was never dispatched; the next dispatch takes the draw as it now stands.
  const change = { reason: made.reason, today, agency: null }
  if (made.kind === 'object') {
    const command = { type: 'CancelVisit', data: { reason: made.reason }, today, agency: null } as const
    await services.handler.submit(visitDecider, visitStream(visitId), command, context)
    if (made.added !== null) await dispatchVisits(ctx, drawId, [made.added])
    return
  }
  const team = visit.teams.find(({ authority }) => authority.code === made.agency)
  const ids = [...(team?.inspectors.map(({ inspectorId }) => inspectorId) ?? []), ...(made.added ? [made.added] : [])]
  const inspectors = await readInspectors(services, ids)
  const [added = null] = made.added === null ? [] : membersOf([made.added], inspectors)
  const data = { agency: made.agency, removed: made.removed, added, reason: change.reason }
  const command = { type: 'ChangeVisitTeam', data: { ...data, inspectors: [...inspectors.values()] } } as const
  await services.handler.submit(visitDecider, visitStream(visitId), { ...command, today, agency: null }, context)
}
