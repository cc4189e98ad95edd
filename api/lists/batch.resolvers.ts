import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { isUlid, naturalId } from '../../domain/kernel/ids.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { factsOf } from '../../domain/enterprise/file.ts'
import type { RegistrationEvent } from '../../domain/enterprise/registration/events.ts'
import { registrationRecord } from '../../domain/enterprise/registration/record.ts'
import { authorityKindOf } from '../../domain/lists/authority-kind.ts'
import { batchDecider, batchStream } from '../../domain/lists/batch/decider.ts'
import type { BatchMember } from '../../domain/lists/batch/events.ts'
import type { ExitGround, HeavierFine } from '../../domain/lists/case/events.ts'
import type { DecisionKind } from '../../domain/lists/numbers/events.ts'
import { getBatch } from '../system/listing/batches.ts'
import { decideBatch, drawUpBatch } from './batch-desk.ts'
import { type CaseOutcome, eachOf, outcomeOf, type Step, takeStep } from './case-desk.ts'
import { casesMax, requireMany, stepOfMany } from './case.resolvers.ts'
import { acting, type Ctx, getCase, readCatalogue, readFile } from './services.ts'
import { batchView } from './views.ts'

type Candidate = {
  uscc: string
  groundText: string
  penaltyIds?: readonly string[] | null
  heavierFines?: readonly HeavierFine[] | null
  personIds?: readonly string[] | null
}
type NameInput = {
  requestId: string
  listType: string
  groundCode: string
  reportYear?: number | null
  candidates: readonly Candidate[]
}

function requireRequest(requestId: string): void {
  if (!isUlid(requestId)) throw new InvalidInput('请求编号应为 ULID', 'requestId')
}

/** One case for each candidate; sent again, the same cases. */
async function nameListingCandidates(_root: unknown, { input }: { input: NameInput }, ctx: Ctx) {
  const { requestId, candidates, listType, groundCode, reportYear = null } = input
  requireRequest(requestId)
  if (candidates.length < 1 || candidates.length > casesMax)
    throw new InvalidInput(`一次可拟列入1至${casesMax}户`, 'candidates')
  const hand = acting(ctx)
  const { services } = ctx
  const catalogue = await readCatalogue(services)
  const authorityKind = authorityKindOf(hand.authority.name) ?? ''
  return eachOf(candidates, async ({ uscc, groundText, penaltyIds, heavierFines, personIds }) => {
    const caseId = naturalId('listing-case', requestId, uscc)
    const file = await readFile(services.store, uscc)
    const subject = registrationRecord(factsOf<RegistrationEvent>(file, 'REGISTRATION', ''))
    const data = {
      ...{ groundText, penaltyIds: penaltyIds ?? [], heavierFines: heavierFines ?? [], personIds: personIds ?? [] },
      ...{ caseId, uscc, subjectName: subject?.details.name ?? '', listType, groundCode, reportYear },
      ...{ authority: hand.authority, authorityKind, namedBy: hand.officer },
    }
    return outcomeOf(caseId, () => takeStep(services, caseId, { type: 'NameCandidate', data }, hand, catalogue))
  })
}

/** Proposes the same of many, and draws up one batch of those whose rules allowed it. */
async function proposeMany(
  ctx: Ctx,
  batchId: string,
  kind: DecisionKind,
  caseIds: readonly string[],
  stepFor: (caseId: string) => Step,
) {
  requireRequest(batchId)
  const { store } = ctx.services
  const known = await Promise.all(requireMany(caseIds).map((caseId) => getCase(store, caseId)))
  if (new Set(known.map(({ named }) => named.listType)).size > 1)
    throw new InvalidInput('一批只办理一种名录', 'caseIds')
  const outcomes = await stepOfMany(ctx, caseIds, stepFor)
  const usccOf = new Map(known.map(({ named }) => [named.caseId, named.uscc]))
  const members = outcomes.flatMap(({ caseId, refusal }): BatchMember[] =>
    refusal === null ? [{ caseId, uscc: usccOf.get(caseId) ?? '' }] : [],
  )
  const isDrawnUp = await hasBatch(ctx, batchId)
  if (!isDrawnUp) await drawUpBatch(ctx, batchId, kind, members)
  return batchOutcome(ctx, batchId, outcomes)
}

async function hasBatch({ services }: Ctx, batchId: string): Promise<boolean> {
  const streams = await services.store.readStreams([batchStream(batchId)])
  return streams.has(batchStream(batchId))
}

async function batchOutcome(ctx: Ctx, batchId: string, outcomes: readonly CaseOutcome[]) {
  const batch = (await hasBatch(ctx, batchId)) ? batchView(await getBatch(ctx.services, batchId)) : null
  return { batch, outcomes }
}

type ProposeInput = {
  requestId: string
  caseIds: readonly string[]
  reasons: string
  weighed?: readonly string[] | null
  statementView?: string | null
  months?: number | null
  banUntil?: PlainDate | null
}
const proposeListings = (_root: unknown, { input }: { input: ProposeInput }, ctx: Ctx) => {
  const { requestId, caseIds, reasons, statementView = null, months = null, banUntil = null } = input
  const proposedBy = acting(ctx).officer
  const said = {
    decisionId: requestId,
    batchId: requestId,
    reasons,
    weighed: input.weighed ?? [],
    statementView,
    months,
    banUntil,
  }
  return proposeMany(ctx, requestId, 'ENTRY', caseIds, () => ({
    type: 'ProposeListing',
    data: { ...said, proposedBy },
  }))
}

type ExitsInput = {
  requestId: string
  caseIds: readonly string[]
  ground: ExitGround
  reasonCode?: string | null
  conditionsMet?: readonly string[] | null
  correctedOn?: PlainDate | null
  heavierFines?: readonly HeavierFine[] | null
  findings: string
}
/** Of a case with an application, the exit is that application's; of the others, the batch's own. */
async function proposeListingExits(_root: unknown, { input }: { input: ExitsInput }, ctx: Ctx) {
  const { requestId, caseIds, ground, reasonCode = null, correctedOn = null, findings } = input
  const { store } = ctx.services
  const exits = new Map<string, string>()
  for (const caseId of requireMany(caseIds)) {
    const { stage, exitId, exit } = await getCase(store, caseId)
    const isOpen = stage === 'EXIT_ACCEPTED' || (stage === 'EXIT_PROPOSED' && exit !== null)
    exits.set(caseId, (isOpen ? exitId : null) ?? requestId)
  }
  const said = {
    ...{ ground, reasonCode, correctedOn, findings, proposedBy: acting(ctx).officer, batchId: requestId },
    ...{ conditionsMet: input.conditionsMet ?? [], heavierFines: input.heavierFines ?? [] },
  }
  const kind = ground === 'CANCELLED_AS_WRONG' ? 'CORRECTION' : 'EXIT'
  return proposeMany(ctx, requestId, kind, caseIds, (caseId) => ({
    type: 'ProposeExit',
    data: { ...said, exitId: exits.get(caseId) ?? requestId },
  }))
}

const decideListBatch = async (_root: unknown, { id }: { id: string }, ctx: Ctx) =>
  batchOutcome(ctx, id, await decideBatch(ctx, id))

/** Gives the batch back, and with it every case's proposal. */
async function returnListBatch(_root: unknown, { id, reason }: { id: string; reason: string }, ctx: Ctx) {
  const { services } = ctx
  const { today, agency, officer, context } = acting(ctx)
  const { drawnUp } = await getBatch(services, id)
  const command = { type: 'ReturnBatch', data: { reason, returnedBy: officer }, today, agency } as const
  await services.handler.submit(batchDecider, batchStream(id), command, context)
  const caseIds = drawnUp.members.map(({ caseId }) => caseId)
  const exits = new Map<string, string>()
  for (const caseId of caseIds) exits.set(caseId, (await getCase(services.store, caseId)).exitId ?? id)
  const outcomes = await stepOfMany(ctx, caseIds, (caseId) =>
    drawnUp.kind === 'ENTRY'
      ? { type: 'ReturnListing', data: { decisionId: id, reason, returnedBy: officer } }
      : { type: 'RefuseExit', data: { exitId: exits.get(caseId) ?? id, reason, refusedBy: officer } },
  )
  if (outcomes.length === 0) throw new NotFound('本批没有案件。')
  return batchOutcome(ctx, id, outcomes)
}

export const batchResolvers = {
  Mutation: { nameListingCandidates, proposeListings, proposeListingExits, decideListBatch, returnListBatch },
}
