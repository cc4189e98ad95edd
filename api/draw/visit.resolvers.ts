import { drawStream } from '../../domain/draw/round/decider.ts'
import { visitDecider, visitPrefix, visitStream } from '../../domain/draw/visit/decider.ts'
import type { ReviewResult } from '../../domain/draw/visit/commands.ts'
import type { VisitDispatched, VisitEvent, VisitResult } from '../../domain/draw/visit/events.ts'
import { publicationOf } from '../../domain/draw/visit/publication.ts'
import { type PartStage, partStageOf, type StandingResult, type Visit } from '../../domain/draw/visit/visit.ts'
import type { CalendarHistory } from '../../domain/clocks/calendars.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { findLeads, findParts, findTasks, findVisits } from '../../projections/draw/draw.queries.ts'
import { may } from '../auth/viewer.ts'
import { acting, type Ctx, readState } from './services.ts'
import { closeLead, publishResult, recordResult, reviewResult } from './visit-desk.ts'

const pageOf = (first: number): number => {
  if (first >= 1 && first <= 500) return first
  throw new InvalidInput('条数应在 1 与 500 之间', 'first')
}

const myVisitTasks = (_root: unknown, { open, first }: { open: boolean; first: number }, ctx: Ctx) => {
  const { agency, officer: account } = acting(ctx).officer
  return findTasks(ctx.services.pool, { account, agency, open, first: pageOf(first) })
}

type VisitsArgs = { drawId: string; first: number; after?: string | null }

/** Whose records are seen: one's own agency's; an auditor and the administrator see all. */
const agencySeen = (ctx: Ctx): string | null => (may(ctx.viewer, 'operations:read') ? null : acting(ctx).agency)

/** An agency sees the visits to which it sends a team, and all of a draw that it organises. */
async function visits(_root: unknown, { drawId, first, after }: VisitsArgs, ctx: Ctx) {
  const { today } = acting(ctx)
  const own = agencySeen(ctx)
  const draw = await readState(ctx.services.store, ctx.services.draws, drawStream(drawId))
  const agency = draw?.planned.agency === own ? null : own
  const found = await findVisits(ctx.services.pool, { drawId, agency, first: pageOf(first), after: after ?? '' })
  return found.map((visit) => visitView(visit, today, calendarsOf(ctx)))
}

async function visit(_root: unknown, { id }: { id: string }, ctx: Ctx) {
  const { today } = acting(ctx)
  const agency = agencySeen(ctx)
  const found = await readState(ctx.services.store, visitDecider, visitStream(id))
  const isOurs = agency === null || found?.teams.some(({ authority }) => authority.code === agency)
  return found && isOurs ? visitView(found, today, calendarsOf(ctx)) : null
}

const calendarsOf = ({ services }: Ctx): CalendarHistory => services.calendars.book().history

function visitView(one: Visit, today: PlainDate, calendars: CalendarHistory) {
  const { dispatched, cancelled, teams, results } = one
  const { visitId, uscc } = dispatched
  const parts = teams.map(({ authority, inspectors }) => {
    const agency = authority.code
    const result = results.find((found) => found.agency === agency) ?? null
    const ids = inspectors.map(({ inspectorId }) => inspectorId)
    const part = { visitId, uscc, agency, stage: partStageOf(one, agency), result }
    return { ...partView(part, today, calendars), inspectors: ids }
  })
  return { ...dispatched, id: visitId, cancelledReason: cancelled?.reason, parts }
}

type Part = Readonly<{
  visitId: string
  uscc: string
  agency: string
  stage: PartStage
  result: StandingResult | null
}>

/** A part with its publication clock: what is not published yet is as late as it is today. */
function partView({ result, ...part }: Part, today: PlainDate, calendars: CalendarHistory) {
  const nothing = { results: [], workingDaysLate: 0, provisional: false }
  if (result === null) return { ...part, ...nothing }
  const { resultId, inspectedOn, results, inspectionId, published } = result
  const publishedOn = published?.publishedOn ?? null
  const { dueOn, workingDaysLate, provisional } = publicationOf(result, today, calendars)
  return {
    ...{ ...part, resultId, inspectedOn, results, inspectionId, publishedOn, detail: result },
    ...{ publishDueOn: dueOn, workingDaysLate, provisional: provisional.length > 0 },
  }
}

async function visitParts(_root: unknown, args: { stages: readonly PartStage[]; first: number }, ctx: Ctx) {
  const { today } = acting(ctx)
  const found = await findParts(ctx.services.pool, {
    agency: agencySeen(ctx),
    stages: args.stages,
    first: pageOf(args.first),
  })
  return found.map((part) => partView(part, today, calendarsOf(ctx)))
}

async function leads(_root: unknown, { open, first }: { open: boolean; first: number }, ctx: Ctx) {
  const found = await findLeads(ctx.services.pool, { open, agency: agencySeen(ctx), first: pageOf(first) })
  return found.map(({ closed, ...lead }) => ({ ...lead, id: lead.leadId, ...closed }))
}

type ResultInput = Omit<VisitResult, 'agency' | 'resultId' | 'order'> & {
  requestId: string
  visitId: string
  order?: VisitResult['order']
}

function recordVisitResult(_root: unknown, { input }: { input: ResultInput }, ctx: Ctx) {
  const { requestId, visitId, checklist, ...rest } = input
  const optional = { inspectionCode: null, method: null, order: null, disposal: null, note: null }
  const lines = checklist.map((line) => ({ ...line, note: line.note ?? null }))
  return recordResult(ctx, visitId, { ...optional, ...rest, checklist: lines, resultId: requestId })
}

type ReviewInput = Pick<ReviewResult['data'], 'resultId' | 'verdict'> & { visitId: string; opinion?: string | null }
const reviewVisitResult = (_root: unknown, { input }: { input: ReviewInput }, ctx: Ctx) => {
  const { visitId, resultId, verdict, opinion = null } = input
  return reviewResult(ctx, visitId, { resultId, verdict, opinion })
}

/** Tasks that come to the officer: visits dispatched to a team of theirs, and those into which the draw's rule put them. */
const newVisitTask = {
  subscribe(_root: unknown, _args: object, ctx: Ctx) {
    const { agency, officer } = acting(ctx).officer
    return ctx.services.live.listen((event) => {
      if (!event.stream.startsWith(visitPrefix)) return false
      const fact = event as RecordedEvent<VisitEvent>
      if (fact.type === 'VisitTeamChanged') return fact.data.agency === agency && fact.data.added?.account === officer
      if (fact.type !== 'VisitDispatched') return false
      const team = fact.data.teams.find(({ authority }) => authority.code === agency)
      return team?.inspectors.some(({ account }) => account === officer) ?? false
    })
  },
  async resolve(event: RecordedEvent, _args: object, { services }: Ctx) {
    if (event.type === 'VisitDispatched') return event.data as VisitDispatched['data']
    return (await readState(services.store, visitDecider, event.stream))?.dispatched
  },
}

export const visitResolvers = {
  Query: { myVisitTasks, visits, visit, visitParts, leads },
  Mutation: {
    ...{ recordVisitResult, reviewVisitResult },
    publishVisitResult: (_root: unknown, args: { visitId: string; resultId: string }, ctx: Ctx) =>
      publishResult(ctx, args.visitId, args.resultId),
    closeLead: (
      _root: unknown,
      { visitId, ...lead }: { visitId: string; leadId: string; listed: boolean; note: string },
      ctx: Ctx,
    ) => closeLead(ctx, visitId, lead),
  },
  Subscription: { newVisitTask },
}
