import { decodeUtf8 } from '../../domain/draw/bytes.ts'
import type { EntropySource } from '../../domain/draw/entropy.ts'
import { planDecider, planIdOf, planStream } from '../../domain/draw/plan/decider.ts'
import type { Task } from '../../domain/draw/plan/events.ts'
import type { VisitCaps } from '../../domain/draw/plan/gather.ts'
import type { Plan, PlannedTask } from '../../domain/draw/plan/plan.ts'
import type { QuotaRule } from '../../domain/draw/plan/strata.ts'
import { drawPrefix, drawStream } from '../../domain/draw/round/decider.ts'
import { type Draw, drawOf, stageOf } from '../../domain/draw/round/draw.ts'
import type { DrawEvent } from '../../domain/draw/round/events.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { findDraws, findPlans } from '../../projections/draw/draw.queries.ts'
import { may } from '../auth/viewer.ts'
import { pairOf } from './directory.resolvers.ts'
import {
  approveChange,
  proposeChange,
  commitDraw,
  type DrawInput,
  dispatchVisits,
  executeDraw,
  planDraw,
  publishDraw,
} from './draw-desk.ts'
import { gather, readTask } from './gathering.ts'
import { acting, type Ctx, readState, submit } from './services.ts'

const seesAll = ({ viewer }: Ctx): boolean => may(viewer, 'draw:read')

async function inspectionPlans(_root: unknown, { year }: { year?: number | null }, ctx: Ctx) {
  const plans = await findPlans(ctx.services.pool, { year: year ?? null, publishedOnly: !seesAll(ctx) })
  return plans.map((plan) => planView(plan, seesAll(ctx)))
}

const planView = (plan: Plan, all: boolean) => ({
  ...plan,
  id: plan.planId,
  // The public sees what was approved; and no condition or share by credit class, which are for supervision alone.
  tasks: plan.tasks.filter(({ approvedOn }) => all || approvedOn !== null).map((task) => taskView(task, all)),
})

function taskView(task: PlannedTask, all: boolean) {
  const { classes: _classes, ...open } = task.scope
  return { ...task, id: task.taskId, scope: all ? task.scope : open, quotas: all ? task.quotas : null }
}

const draws = async (_root: unknown, { planId, first }: { planId?: string | null; first: number }, ctx: Ctx) => {
  if (first < 1 || first > 200) throw new InvalidInput('条数应在 1 与 200 之间', 'first')
  const found = await findDraws(ctx.services.pool, { planId: planId ?? null, committedOnly: !seesAll(ctx), first })
  return found.map((one) => drawView(one, seesAll(ctx)))
}

async function draw(_root: unknown, { id }: { id: string }, ctx: Ctx) {
  const found = await readState(ctx.services.store, ctx.services.draws, drawStream(id))
  if (found === undefined || (found.committed === null && !seesAll(ctx))) return null
  return drawView(found, seesAll(ctx))
}

/** A draw as it is told; what was drawn becomes public with its publication, everything that fixes it at once. */
function drawView(one: Draw, all: boolean) {
  const { planned, committed, contributions, executed, changes, published, abandoned } = one
  const { drawId, planId, taskId, taskNumber, name, agency, day, revealUntil } = planned
  return {
    ...{ id: drawId, planId, taskId, taskNumber, name, agency, day, revealUntil, stage: stageOf(one), contributions },
    ...{ commitment: committed?.commitment, commitmentSha256: committed?.commitmentSha256 },
    ...{ committedAt: committed?.committedAt, strata: committed?.strata },
    ...{ seed: executed?.seed, executedAt: executed?.executedAt, winners: executed?.winners, pairs: executed?.pairs },
    ...{ unpaired: executed?.unpaired, changes: all || published ? changes : null },
    ...{ proposals: all ? one.proposals : null },
    ...{ bundleSha256: published?.bundleSha256, publishedAt: published?.publishedAt },
    downloadPath: published ? `/draws/${drawId}/bundle.tar` : null,
    abandonedReason: abandoned?.reason,
  }
}

type Told = ReturnType<typeof drawView>
const bundle = async ({ bundleSha256 }: Told, _args: object, { services }: Ctx) =>
  bundleSha256 === undefined ? null : JSON.parse(decodeUtf8(await services.frozen.get(bundleSha256)))

type PreviewArgs = { planId: string; taskId: string; day: PlainDate }
async function directoryPreview(_root: unknown, { planId, taskId, day }: PreviewArgs, { services }: Ctx) {
  const { task } = await readTask(services, planId, taskId)
  const { gathered, sent } = await gather(services, task, '', day)
  return { ...gathered, inspectors: sent.size, barredInspectors: sent.barred }
}

const draftInspectionPlan = (_root: unknown, { year, name }: { year: number; name: string }, ctx: Ctx) => {
  const { officer, agencyName } = acting(ctx)
  const { agency } = officer
  const planId = planIdOf(year, agency)
  const data = { year, name, agency, agencyName, draftedBy: officer }
  return submit(ctx, planDecider, planStream(planId), planId, { type: 'DraftPlan', data })
}

type QuotaInput = {
  creditClass: QuotaRule['creditClass']
  ratio?: readonly number[] | null
  count?: number | null
}
type TaskInput = Omit<Task, 'taskId' | 'quotas' | 'limits' | 'caps' | 'reason'> & {
  requestId: string
  reason?: string | null
  quotas: readonly QuotaInput[]
  caps: Partial<VisitCaps>
  minimumGapDays?: number | null
  yearlyMax?: number | null
}

function quotaRule({ creditClass, ratio, count }: QuotaInput): QuotaRule {
  const pair = pairOf(ratio)
  if (pair !== null && count == null) return { creditClass, ratio: pair, count: null }
  if (pair === null && count != null) return { creditClass, ratio: null, count }
  throw new InvalidInput('抽取数量应在比例与户数中二选一', 'quotas')
}

const planInspectionTask = (_root: unknown, args: { planId: string; input: TaskInput }, ctx: Ctx) => {
  const { requestId, minimumGapDays = null, yearlyMax = null, caps, quotas, reason = null, ...rest } = args.input
  const data = {
    ...{ ...rest, taskId: requestId, reason, quotas: quotas.map(quotaRule), limits: { minimumGapDays, yearlyMax } },
    teams: rest.teams.map(({ matters, ...team }) => ({ ...team, ...(matters ? { matters } : {}) })),
    caps: { perDay: null, perWeek: null, perMonth: null, perYear: null, ...caps },
    plannedBy: acting(ctx).officer,
  }
  return submit(ctx, planDecider, planStream(args.planId), requestId, { type: 'PlanTask', data })
}

type TaskArgs = { planId: string; taskId: string; reason: string }
const dropInspectionTask = (_root: unknown, { planId, taskId, reason }: TaskArgs, ctx: Ctx) => {
  const data = { taskId, reason, droppedBy: acting(ctx).officer }
  return submit(ctx, planDecider, planStream(planId), taskId, { type: 'DropTask', data })
}

const approveInspectionPlan = (_root: unknown, { planId }: { planId: string }, ctx: Ctx) => {
  const data = { approvedBy: acting(ctx).officer }
  return submit(ctx, planDecider, planStream(planId), planId, { type: 'ApprovePlan', data })
}

const publishInspectionPlan = (_root: unknown, { planId }: { planId: string }, ctx: Ctx) =>
  submit(ctx, planDecider, planStream(planId), planId, { type: 'PublishPlan', data: {} })

type EntropyInput = {
  name: string
  kind: 'REVEAL' | 'DICE' | 'BEACON'
  commitment?: string | null
  source?: string | null
  round?: number | null
  heldAt?: string | null
}

/** A source as the protocol writes it; members that its kind does not have are left out, those missing it refuses. */
function entropyOf({ name, kind, commitment, source, round, heldAt }: EntropyInput): EntropySource {
  const own = {
    REVEAL: { kind: 'reveal', commitment },
    DICE: { kind: 'dice', source, ...(heldAt ? { heldAt } : {}) },
    BEACON: { kind: 'beacon', source, round },
  } as const
  return { name, ...own[kind] } as EntropySource
}

type PlanDrawInput = Omit<DrawInput, 'entropy' | 'reason'> & {
  entropy: readonly EntropyInput[]
  reason?: string | null
}

const resizeDraw = (_root: unknown, args: { id: string; quotas: readonly QuotaInput[]; loadCap: number }, ctx: Ctx) => {
  const data = { quotas: args.quotas.map(quotaRule), loadCap: args.loadCap, resizedBy: acting(ctx).officer }
  return submit(ctx, ctx.services.draws, drawStream(args.id), args.id, { type: 'ResizeDraw', data })
}

type ContributionInput = {
  drawId: string
  name: string
  kind: EntropyInput['kind']
  value: string
  heldAt?: string | null
}
const contributeToDraw = (_root: unknown, { input }: { input: ContributionInput }, ctx: Ctx) => {
  const { drawId, name, kind, value, heldAt = null } = input
  const { at, officer } = acting(ctx)
  const lower = { REVEAL: 'reveal', DICE: 'dice', BEACON: 'beacon' } as const
  const data = { name, kind: lower[kind], value, heldAt, at, receivedFrom: officer }
  return submit(ctx, ctx.services.draws, drawStream(drawId), drawId, { type: 'ReceiveContribution', data })
}

type ReplaceObject = { requestId: string; drawId: string; uscc: string; reason: string }
type ReplaceInspector = ReplaceObject & { agency: string; inspectorId: string }

const abandonDraw = (_root: unknown, { id, reason }: { id: string; reason: string }, ctx: Ctx) => {
  const { at, officer } = acting(ctx)
  const data = { reason, at, abandonedBy: officer }
  return submit(ctx, ctx.services.draws, drawStream(id), id, { type: 'AbandonDraw', data })
}

/** Each step of a draw as it is recorded, with the stage to which it leads. */
const drawProgress = {
  subscribe: (_root: unknown, { id }: { id: string }, { services }: Ctx) =>
    services.live.listen(({ stream }) => stream === drawStream(id)),
  async resolve(event: RecordedEvent, _args: object, { services }: Ctx) {
    const events: DrawEvent[] = []
    for await (const one of services.store.readStream(event.stream, { countMax: Number(event.revision) + 1 }))
      events.push(one as RecordedEvent<DrawEvent>)
    const one = drawOf(events)
    const stage = one === undefined ? 'PLANNED' : stageOf(one)
    return { id: event.stream.slice(drawPrefix.length), type: event.type, stage, recordedAt: event.metadata.recordedAt }
  },
}

export const drawResolvers = {
  Query: { inspectionPlans, draws, draw, directoryPreview },
  Mutation: {
    ...{ draftInspectionPlan, planInspectionTask, dropInspectionTask, approveInspectionPlan, publishInspectionPlan },
    ...{ resizeDraw, contributeToDraw, abandonDraw },
    planDraw: (_root: unknown, { input }: { input: PlanDrawInput }, ctx: Ctx) =>
      planDraw(ctx, { ...input, entropy: input.entropy.map(entropyOf), reason: input.reason ?? null }),
    commitDraw: (_root: unknown, { id }: { id: string }, ctx: Ctx) => commitDraw(ctx, id),
    executeDraw: (_root: unknown, { id, requestId }: { id: string; requestId: string }, ctx: Ctx) =>
      executeDraw(ctx, id, requestId),
    proposeObjectChange: (_root: unknown, { input }: { input: ReplaceObject }, ctx: Ctx) => {
      const { requestId, drawId, uscc, reason } = input
      return proposeChange(ctx, drawId, requestId, { kind: 'object', removed: uscc, reason })
    },
    proposeInspectorChange: (_root: unknown, { input }: { input: ReplaceInspector }, ctx: Ctx) => {
      const { requestId, drawId, uscc, agency, inspectorId: removed, reason } = input
      return proposeChange(ctx, drawId, requestId, { kind: 'inspector', uscc, agency, removed, reason })
    },
    approveDrawChange: (_root: unknown, args: { drawId: string; changeId: string }, ctx: Ctx) =>
      approveChange(ctx, args.drawId, args.changeId),
    dispatchVisits: (_root: unknown, { id }: { id: string }, ctx: Ctx) => dispatchVisits(ctx, id),
    publishDraw: (_root: unknown, { id }: { id: string }, ctx: Ctx) => publishDraw(ctx, id),
  },
  Subscription: { drawProgress },
  Draw: { bundle },
}
