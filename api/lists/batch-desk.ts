import { InvalidInput } from '../../domain/kernel/errors.ts'
import { type Asked, isDrawnUpFrom } from '../../domain/lists/batch/batch.ts'
import { batchDecider, batchStream, refuseBatch } from '../../domain/lists/batch/decider.ts'
import type { BatchMember, RefusedMember } from '../../domain/lists/batch/events.ts'
import { twinsAmong } from '../../domain/lists/batch/twins.ts'
import type { ListingCase } from '../../domain/lists/case/state.ts'
import { type ListCatalogue, listOn } from '../../domain/lists/catalogue/catalogue.ts'
import {
  findBatch,
  finishBatch,
  getBatch,
  giveBackMembers,
  proposeMembers,
  whyNobody,
} from '../system/listing/batches.ts'
import { proposalStep } from '../system/listing/members.ts'
import { requireWord } from '../system/listing/numbering.ts'
import { type CaseOutcome, eachOf, outcomeOf, refusedOutcome, tryStep } from '../system/listing/steps.ts'
import { acting, type Ctx, getCase, readCatalogue } from './services.ts'

/**
 * Proposes the same of many. Whom the rules refuse is left out; of the others one batch is drawn up first, and then every
 * member is proposed, so that nobody is proposed for a batch that is not there. Sent again with other content it is refused.
 */
export async function proposeBatch(
  ctx: Ctx,
  batchId: string,
  asked: Omit<Asked, 'drawnUpBy'>,
): Promise<readonly CaseOutcome[]> {
  const { services } = ctx
  const { officer, context } = acting(ctx)
  const request = { ...asked, drawnUpBy: officer }
  const known = await findBatch(services, batchId)
  if (known && !isDrawnUpFrom(known, request)) throw refuseBatch('BATCH_TAKEN')
  const leftOut = known ? [] : await drawUp(ctx, batchId, request)
  if (leftOut.length === asked.caseIds.length)
    return leftOut.map(({ caseId, reason, message }) => refusedOutcome(caseId, reason, message))
  const outcomes = new Map((await proposeMembers(services, batchId, context)).map((one) => [one.caseId, one]))
  return asked.caseIds.flatMap((caseId) => outcomes.get(caseId) ?? [])
}

/** Draws the batch up of those whose rules allow it, and answers with the others; nothing, where that is all of them. */
async function drawUp(ctx: Ctx, batchId: string, asked: Asked): Promise<readonly RefusedMember[]> {
  const { services } = ctx
  const hand = acting(ctx)
  const { today, agency, context } = hand
  const { caseIds, kind, proposal, drawnUpBy } = asked
  const cases = await eachOf(caseIds, (caseId) => getCase(services.store, caseId))
  if (new Set(cases.map(({ named }) => named.listType)).size > 1)
    throw new InvalidInput('一批只办理一种名录', 'caseIds')
  const catalogue = await readCatalogue(services)
  const tried = await eachOf(cases, async (known) => {
    const member = memberOf(known, batchId, kind)
    const step = proposalStep({ batchId, proposal, drawnUpBy }, member)
    const outcome = await outcomeOf(member.caseId, () => tryStep(services, known, step, hand, catalogue))
    return { known, member, refused: refusedOf(outcome) }
  })
  const allowed = tried.flatMap(({ known, refused }) => (refused ? [] : [known]))
  const twins = kind === 'ENTRY' ? repeated(allowed, catalogue, today) : new Map<string, RefusedMember>()
  const leftOut = tried.flatMap(({ member, refused }) => refused ?? twins.get(member.caseId) ?? [])
  const out = new Set(leftOut.map(({ caseId }) => caseId))
  const members = tried.flatMap(({ member }) => (out.has(member.caseId) ? [] : [member]))
  const first = allowed.find(({ named }) => !out.has(named.caseId))
  if (first === undefined) return leftOut
  const { authority, listType } = first.named
  const data = { batchId, listType, kind, authority, members, leftOut, proposal, drawnUpBy }
  const command = { type: 'DrawUpBatch', data, today, agency } as const
  await services.handler.submit(batchDecider, batchStream(batchId), command, context)
  return leftOut
}

/** Of a case with an application, the exit is that application's; of the others, the batch's own. */
function memberOf({ named, stage, exitId, exit }: ListingCase, batchId: string, kind: Asked['kind']): BatchMember {
  const { caseId, uscc } = named
  if (kind === 'ENTRY') return { caseId, uscc, exitId: null }
  const isOpen = stage === 'EXIT_ACCEPTED' || exit?.batchId === batchId
  return { caseId, uscc, exitId: (isOpen ? exitId : null) ?? batchId }
}

const refusedOf = ({ caseId, refusal: reason, message }: CaseOutcome): RefusedMember | undefined =>
  reason === null ? undefined : { caseId, reason, message: message ?? '' }

function repeated(
  cases: readonly ListingCase[],
  catalogue: ListCatalogue,
  today: ReturnType<typeof acting>['today'],
): ReadonlyMap<string, RefusedMember> {
  const named = cases.map((one) => one.named)
  const definition = listOn(catalogue, named[0]?.listType ?? '', today)?.definition
  const twins = [...twinsAmong(named, definition)]
  return new Map(
    twins.map(([caseId, first]) => {
      const { reason, message } = refuseBatch('BATCH_TWIN', { caseId: first })
      return [caseId, { caseId, reason, message }]
    }),
  )
}

/**
 * Decides a batch. A number is only taken when somebody can be decided, and the batch cannot be given back any more: where
 * nobody can, the batch stays as it was, and every member says why.
 */
export async function decideBatch(ctx: Ctx, batchId: string): Promise<readonly CaseOutcome[]> {
  const { services } = ctx
  const hand = acting(ctx)
  const { today, agency, officer: decidedBy, context } = hand
  const batch = await getBatch(services, batchId)
  const command = { type: 'BeginBatchDecision', data: { decidedBy }, today, agency } as const
  const begins = batchDecider.decide(command, batch).length > 0 // Who may not decide learns no more than that.
  if (begins) {
    requireWord(await readCatalogue(services), batch.drawnUp.listType, batch.drawnUp.kind, today)
    const refused = await whyNobody(services, batch, decidedBy, hand)
    if (refused) return refused
    await services.handler.submit(batchDecider, batchStream(batchId), command, context)
  }
  return finishBatch(services, batchId, context)
}

/** Gives the batch back, and with it every member's proposal. */
export async function returnBatch(ctx: Ctx, batchId: string, reason: string): Promise<readonly CaseOutcome[]> {
  const { services } = ctx
  const { today, agency, officer: returnedBy, context } = acting(ctx)
  const command = { type: 'ReturnBatch', data: { reason, returnedBy }, today, agency } as const
  const { events } = await services.handler.submit(batchDecider, batchStream(batchId), command, context)
  return giveBackMembers(services, batchId, context, events.length > 0)
}
