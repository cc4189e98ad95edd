import { calendarOn } from '../../domain/clocks/calendars.ts'
import type { VisitResult } from '../../domain/draw/visit/events.ts'
import { inspectionIdOf, visitDecider, visitStream } from '../../domain/draw/visit/decider.ts'
import { filingOf, sourceDocumentOf } from '../../domain/draw/visit/filing.ts'
import type { ReviewResult } from '../../domain/draw/visit/commands.ts'
import type { Visit } from '../../domain/draw/visit/visit.ts'
import { enterpriseDecider } from '../../domain/enterprise/decider.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import { Forbidden, NotFound, Refused } from '../../domain/kernel/errors.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import type { Context } from '../../domain/store/command.ts'
import { findParts } from '../../projections/draw/draw.queries.ts'
import { readInspectors } from './gathering.ts'
import { acting, type Ctx, type DrawServices, readState, type Recorded, submit } from './services.ts'

/** The visit as it now stands in the log. */
export async function readVisit({ store }: DrawServices, visitId: string): Promise<Visit> {
  const visit = await readState(store, visitDecider, visitStream(visitId))
  if (visit === undefined) throw new NotFound('没有这次检查任务。')
  return visit
}

export async function recordResult(ctx: Ctx, visitId: string, result: Omit<VisitResult, 'agency'>): Promise<Recorded> {
  const { officer } = acting(ctx)
  const { teams } = await readVisit(ctx.services, visitId)
  const ids = teams.flatMap(({ inspectors }) => inspectors.map(({ inspectorId }) => inspectorId))
  const inspectors = [...(await readInspectors(ctx.services, ids)).values()]
  const data = { ...result, agency: officer.agency, recordedBy: officer, inspectors }
  return submit(ctx, visitDecider, visitStream(visitId), result.resultId, { type: 'RecordResult', data })
}

/** Reviews a result, and puts an approved one into the enterprise's file. */
export async function reviewResult(
  ctx: Ctx,
  visitId: string,
  review: Omit<ReviewResult['data'], 'agency' | 'reviewedBy'>,
): Promise<Recorded> {
  const { officer, context } = acting(ctx)
  const agency = (await resultOf(ctx.services, visitId, review.resultId)).agency
  const data = { ...review, agency, reviewedBy: officer }
  const recorded = await submit(ctx, visitDecider, visitStream(visitId), review.resultId, {
    type: 'ReviewResult',
    data,
  })
  if (review.verdict === 'APPROVED') await fileResult(ctx.services, visitId, agency, context)
  return recorded
}

async function resultOf(services: DrawServices, visitId: string, resultId: string) {
  const visit = await readVisit(services, visitId)
  const result = visit.results.find((one) => one.resultId === resultId)
  if (result === undefined) throw new NotFound('没有这项检查结果。')
  return result
}

export async function publishResult(ctx: Ctx, visitId: string, resultId: string): Promise<Recorded> {
  const { agency } = await resultOf(ctx.services, visitId, resultId)
  const calendar = calendarOn(ctx.services.calendars.book().history, acting(ctx).today)
  const data = { agency, resultId, calendar }
  return submit(ctx, visitDecider, visitStream(visitId), resultId, { type: 'PublishResult', data })
}

export async function closeLead(
  ctx: Ctx,
  visitId: string,
  lead: Readonly<{ leadId: string; listed: boolean; note: string }>,
): Promise<Recorded> {
  const { officer, agency } = acting(ctx)
  const visit = await readVisit(ctx.services, visitId)
  const known = visit.leads.find(({ leadId }) => leadId === lead.leadId)
  if (known && agency !== null && known.agency !== agency) throw new Forbidden('只能办理移送本机关的线索。')
  const data = { ...lead, closedBy: officer }
  return submit(ctx, visitDecider, visitStream(visitId), lead.leadId, { type: 'CloseLead', data })
}

/** Files an approved result: the inspection in the enterprise's file first, then its id at the visit; safe to do again. */
export async function fileResult(
  services: DrawServices,
  visitId: string,
  agency: string,
  context: Context,
): Promise<void> {
  const { handler } = services
  const visit = await readVisit(services, visitId)
  const result = visit.results.find((one) => one.agency === agency)
  if (result?.review?.verdict !== 'APPROVED' || result.inspectionId !== null) return
  const today = dayInChina(context.clock())
  const stream = enterpriseStream(visit.dispatched.uscc as Uscc)
  const source = { ...context.source, documentNumber: sourceDocumentOf(visit) }
  for (const command of filingOf(visit, result, today))
    await handler.submit(enterpriseDecider, stream, command, { ...context, source, causationId: result.resultId })
  const data = { agency, resultId: result.resultId, inspectionId: inspectionIdOf(visitId, agency) }
  await handler.submit(visitDecider, visitStream(visitId), { type: 'FileResult', data, today, agency: null }, context)
}

/**
 * Files what was approved and then left unfiled by a crash between two appends. Answers with how many; a result that the
 * file refuses stays where it is, to be seen as approved and not filed.
 */
export async function fileLeftOver(services: DrawServices, context: Context): Promise<number> {
  let filed = 0
  for (const { visitId, agency } of await findParts(services.pool, {
    agency: null,
    stages: ['APPROVED'],
    first: 1_000,
  })) {
    try {
      await fileResult(services, visitId, agency, context)
      filed += 1
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }
  return filed
}
