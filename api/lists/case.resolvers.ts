import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { listingCaseCodec, listingCasePrefix, listingCaseTitles } from '../../domain/lists/case/codec.ts'
import type { ExitGround, FallGround, ListingCaseEvent } from '../../domain/lists/case/events.ts'
import { type CaseStage, stageNames } from '../../domain/lists/case/stages.ts'
import { type CaseFilter, countCases, findBatches, findCases } from '../../projections/lists/lists.queries.ts'
import { may } from '../auth/viewer.ts'
import { type CaseOutcome, eachOf, outcomeOf, type Step, takenOutcome, takeStep } from './case-desk.ts'
import { requirePage } from './catalogue.resolvers.ts'
import { landCase } from '../system/listing/landing.ts'
import { acting, calendarToday, type Ctx, findCase, readCatalogue } from './services.ts'
import { batchView, caseView } from './views.ts'

type CasesArgs = {
  agency?: string | null
  listType?: string | null
  stages?: readonly CaseStage[] | null
  uscc?: string | null
  first: number
  offset: number
}

/** An agency sees its own cases; who audits, or administers, sees all. */
export function caseFilter(args: Omit<CasesArgs, 'first' | 'offset'>, { viewer }: Pick<Ctx, 'viewer'>): CaseFilter {
  const seesAll = may(viewer, 'listing:read-any')
  const own = viewer.kind === 'OFFICER' ? viewer.agency.code : ''
  const agency = seesAll ? (args.agency ?? null) : own
  return { agency, listType: args.listType ?? null, stages: args.stages ?? null, uscc: args.uscc ?? null }
}

async function listingCases(_root: unknown, args: CasesArgs, ctx: Ctx) {
  requirePage(args)
  const { pool } = ctx.services
  const filter = caseFilter(args, ctx)
  const [counts, found] = await Promise.all([countCases(pool, filter), findCases(pool, filter, args)])
  return {
    totalCount: counts.reduce((sum, { count }) => sum + count, 0),
    stages: counts.map(({ stage, count }) => ({ stage, name: stageNames[stage], count })),
    nodes: found.map((known) => caseView(known, calendarToday(ctx))),
  }
}

/** From the stream itself: whoever has just taken a step sees it at once. */
async function listingCase(_root: unknown, { id }: { id: string }, ctx: Ctx) {
  const known = await findCase(ctx.services.store, id)
  const { agency } = caseFilter({}, ctx)
  if (known === undefined || (agency !== null && agency !== known.named.authority.code)) return null
  return caseView(known, calendarToday(ctx))
}

async function listBatches(_root: unknown, { agency, first }: { agency?: string | null; first: number }, ctx: Ctx) {
  requirePage({ first, offset: 0 })
  const filter = caseFilter({ agency: agency ?? null }, ctx)
  return (await findBatches(ctx.services.pool, { agency: filter.agency, first })).map(batchView)
}

export const casesMax = 2_000

export function requireMany(caseIds: readonly string[]): readonly string[] {
  const distinct = [...new Set(caseIds)]
  if (distinct.length < 1 || distinct.length > casesMax) throw new InvalidInput(`一次可办理1至${casesMax}件`, 'caseIds')
  return distinct
}

/** The same step of many cases, each by itself. */
export async function stepOfMany(
  ctx: Ctx,
  caseIds: readonly string[],
  stepFor: (caseId: string) => Step,
): Promise<readonly CaseOutcome[]> {
  const hand = acting(ctx)
  const catalogue = await readCatalogue(ctx.services)
  return eachOf(requireMany(caseIds), (caseId) =>
    outcomeOf(caseId, () => takeStep(ctx.services, caseId, stepFor(caseId), hand, catalogue)),
  )
}

/** A step of one case: here a refusal is an error, as of any other mutation. */
async function stepOfOne(ctx: Ctx, caseId: string, step: Step): Promise<CaseOutcome> {
  return takenOutcome(await takeStep(ctx.services, caseId, step, acting(ctx), await readCatalogue(ctx.services)))
}

type NoticeInput = {
  caseIds: readonly string[]
  noticeNumber: string
  serving: 'SERVICE' | 'ANNOUNCEMENT'
  servedOn: PlainDate
}
const serveListingNotice = (_root: unknown, { input }: { input: NoticeInput }, ctx: Ctx) => {
  const { caseIds, ...notice } = input
  const data = { ...notice, servedBy: acting(ctx).officer }
  return stepOfMany(ctx, caseIds, () => ({ type: 'ServeListingNotice', data }))
}

type StatementArgs = { caseId: string; receivedOn: PlainDate; statement: string; asksHearing: boolean }
const recordListingStatement = (_root: unknown, { caseId, ...said }: StatementArgs, ctx: Ctx) =>
  stepOfOne(ctx, caseId, { type: 'RecordListingStatement', data: { ...said, receivedBy: acting(ctx).officer } })

const recordListingWaiver = (_root: unknown, args: { caseId: string; waivedOn: PlainDate }, ctx: Ctx) => {
  const data = { waivedOn: args.waivedOn, receivedBy: acting(ctx).officer }
  return stepOfOne(ctx, args.caseId, { type: 'RecordListingWaiver', data })
}

const recordNoticeLapse = (_root: unknown, { caseIds }: { caseIds: readonly string[] }, ctx: Ctx) =>
  stepOfMany(ctx, caseIds, () => ({ type: 'RecordNoticeLapse', data: {} }))

type HearingArgs = { caseId: string; heldOn: PlainDate; record: string }
const recordListingHearing = (_root: unknown, { caseId, ...held }: HearingArgs, ctx: Ctx) =>
  stepOfOne(ctx, caseId, { type: 'HoldListingHearing', data: { ...held, heldBy: acting(ctx).officer } })

const dropListingCandidate = (_root: unknown, { caseId, reason }: { caseId: string; reason: string }, ctx: Ctx) =>
  stepOfOne(ctx, caseId, { type: 'DropCandidate', data: { reason, droppedBy: acting(ctx).officer } })

type PublishArgs = { caseIds: readonly string[]; publishedOn: PlainDate; where: string }
const publishListings = (_root: unknown, { caseIds, ...published }: PublishArgs, ctx: Ctx) => {
  const data = { ...published, publishedBy: acting(ctx).officer }
  return stepOfMany(ctx, caseIds, () => ({ type: 'PublishListing', data }))
}

type ApplicationInput = {
  requestId: string
  caseId: string
  ground: ExitGround
  statement: string
  appliedOn: PlainDate
}
const recordExitApplication = (_root: unknown, { input }: { input: ApplicationInput }, ctx: Ctx) => {
  const { requestId: exitId, caseId, ...said } = input
  if (!isUlid(exitId)) throw new InvalidInput('请求编号应为 ULID', 'requestId')
  const data = { ...said, exitId, recordedBy: acting(ctx).officer }
  return stepOfOne(ctx, caseId, { type: 'ApplyForExit', data })
}

const acceptExitApplication = (_root: unknown, { caseId, exitId }: { caseId: string; exitId: string }, ctx: Ctx) =>
  stepOfOne(ctx, caseId, { type: 'AcceptExit', data: { exitId, acceptedBy: acting(ctx).officer } })

type RefusalArgs = { caseId: string; exitId: string; reason: string }
const refuseListingExit = (_root: unknown, { caseId, ...refused }: RefusalArgs, ctx: Ctx) =>
  stepOfOne(ctx, caseId, { type: 'RefuseExit', data: { ...refused, refusedBy: acting(ctx).officer } })

type EndArgs = { caseId: string; ground: FallGround | 'TERM_ENDED' }
/**
 * What ended by itself is noted, and the file told; the windows knew it all along. What was decided and not told yet is told
 * first, so that no file keeps an entry whose case has fallen.
 */
async function noteListingEnd(_root: unknown, { caseId, ground }: EndArgs, ctx: Ctx): Promise<CaseOutcome> {
  const step: Step =
    ground === 'TERM_ENDED' ? { type: 'EndListingTerm', data: {} } : { type: 'LetListingFall', data: { ground } }
  const land = async () => landCase(ctx.services, caseId, acting(ctx), await readCatalogue(ctx.services))
  await land()
  const { changed } = await stepOfOne(ctx, caseId, step)
  return takenOutcome({ ...(await land()), changed })
}

const caseTypes: ReadonlySet<string> = new Set(listingCaseCodec.types)

/** Each step of the viewer's own agency's cases, as it is recorded. */
const listingInbox = {
  subscribe: (_root: unknown, _args: object, { services, viewer }: Ctx) =>
    services.live.listen(
      ({ type, stream, metadata }) =>
        caseTypes.has(type) &&
        stream.startsWith(listingCasePrefix) &&
        viewer.kind === 'OFFICER' &&
        metadata.actor.agency === viewer.agency.code,
    ),
  resolve: ({ type, stream, metadata }: RecordedEvent) => ({
    ...{ caseId: stream.slice(listingCasePrefix.length), type, recordedAt: metadata.recordedAt },
    title: listingCaseTitles[type as ListingCaseEvent['type']],
  }),
}

export const caseResolvers = {
  Query: { listingCases, listingCase, listBatches },
  Mutation: {
    ...{ serveListingNotice, recordListingStatement, recordListingWaiver, recordNoticeLapse, recordListingHearing },
    ...{ dropListingCandidate, publishListings, recordExitApplication, acceptExitApplication, refuseListingExit },
    noteListingEnd,
  },
  Subscription: { listingInbox },
}
