import { InvalidInput } from '../../domain/kernel/errors.ts'
import { isUlid, naturalId } from '../../domain/kernel/ids.ts'
import { type PlainDate, yearOf } from '../../domain/kernel/plain-date.ts'
import { factsOf } from '../../domain/enterprise/file.ts'
import type { RegistrationEvent } from '../../domain/enterprise/registration/events.ts'
import { registrationRecord } from '../../domain/enterprise/registration/record.ts'
import { authorityKindsOf, decidingKind } from '../../domain/lists/authority-kind.ts'
import type { ExitGround, HeavierFine } from '../../domain/lists/case/events.ts'
import { listOn } from '../../domain/lists/catalogue/catalogue.ts'
import { numberDecider, numberStream } from '../../domain/lists/numbers/decider.ts'
import type { DecisionKind } from '../../domain/lists/numbers/events.ts'
import { findBatch } from '../system/listing/batches.ts'
import { requireWord } from '../system/listing/numbering.ts'
import { decideBatch, proposeBatch, returnBatch } from './batch-desk.ts'
import { type CaseOutcome, eachOf, outcomeOf, takeStep } from './case-desk.ts'
import { casesMax, requireMany } from './case.resolvers.ts'
import { acting, type Ctx, readCatalogue, readFile } from './services.ts'
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
  const decidedBy = listOn(catalogue, listType, hand.today)?.definition.decidedBy ?? []
  const authorityKind = decidingKind(authorityKindsOf(hand.authority, services.agencies.book()), decidedBy)
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

async function batchOutcome({ services }: Ctx, batchId: string, outcomes: readonly CaseOutcome[]) {
  const batch = await findBatch(services, batchId)
  return { batch: batch ? batchView(batch) : null, outcomes }
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
async function proposeListings(_root: unknown, { input }: { input: ProposeInput }, ctx: Ctx) {
  const { requestId, caseIds, reasons, statementView = null, months = null, banUntil = null } = input
  requireRequest(requestId)
  const proposal = { reasons, weighed: input.weighed ?? [], statementView, months, banUntil }
  const asked = { kind: 'ENTRY', caseIds: requireMany(caseIds), proposal } as const
  return batchOutcome(ctx, requestId, await proposeBatch(ctx, requestId, asked))
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
async function proposeListingExits(_root: unknown, { input }: { input: ExitsInput }, ctx: Ctx) {
  const { requestId, caseIds, ground, reasonCode = null, correctedOn = null, findings } = input
  requireRequest(requestId)
  const proposal = {
    ground,
    reasonCode,
    conditionsMet: input.conditionsMet ?? [],
    correctedOn,
    heavierFines: input.heavierFines ?? [],
    findings,
  }
  const kind: DecisionKind = ground === 'CANCELLED_AS_WRONG' ? 'CORRECTION' : 'EXIT'
  const asked = { kind, caseIds: requireMany(caseIds), proposal }
  return batchOutcome(ctx, requestId, await proposeBatch(ctx, requestId, asked))
}

const decideListBatch = async (_root: unknown, { id }: { id: string }, ctx: Ctx) =>
  batchOutcome(ctx, id, await decideBatch(ctx, id))

const returnListBatch = async (_root: unknown, { id, reason }: { id: string; reason: string }, ctx: Ctx) =>
  batchOutcome(ctx, id, await returnBatch(ctx, id, reason))

type NumbersInput = { listType: string; kind: DecisionKind; year: number; last: number }
/** An authority that begins within a year says where its own numbers stand, before it takes any here. */
async function stateListNumbers(_root: unknown, { input }: { input: NumbersInput }, ctx: Ctx) {
  const { listType, kind, year, last } = input
  const { services } = ctx
  const { today, authority, officer: statedBy, context } = acting(ctx)
  if (year !== yearOf(today)) throw new InvalidInput('只能申明当年的文号', 'year')
  requireWord(await readCatalogue(services), listType, kind, today)
  const stream = numberStream({ authorityCode: authority.code, listType, kind, year })
  const command = { type: 'StateListNumbers', data: { last, statedBy }, today, agency: authority.code } as const
  await services.handler.submit(numberDecider, stream, command, context)
  return input
}

export const batchResolvers = {
  Mutation: {
    ...{ nameListingCandidates, proposeListings, proposeListingExits, decideListBatch, returnListBatch },
    stateListNumbers,
  },
}
