import type { Authority } from '../../domain/enterprise/parties.ts'
import { directoryFaults, faultOf, livingAgencies } from '../../domain/agencies/directory.ts'
import { InvalidInput, NotFound, Refused, Unavailable } from '../../domain/kernel/errors.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import { type PunishmentCase, standingLines } from '../../domain/punishment/case/case.ts'
import {
  caseIdOf,
  entriesOutside,
  type ListedEntry,
  listedEntry,
  submissionsOf,
} from '../../domain/punishment/case/draft.ts'
import type { CopyEvidence } from '../../domain/punishment/case/events.ts'
import { draftsOn, stillInForce } from '../../domain/punishment/case/ground.ts'
import { releasesDue } from '../../domain/punishment/case/falls.ts'
import { releasePortions } from '../../domain/punishment/case/portions.ts'
import { refuseCase } from '../../domain/punishment/case/refusals.ts'
import { measuresOn } from '../../domain/punishment/measures/catalogue.ts'
import type { PunishmentOfficer } from '../../domain/punishment/officer.ts'
import {
  decisionKey,
  findDecision,
  findListers,
  findUndraftedEntries,
} from '../../projections/punishment/due.queries.ts'
import { waitUntilTold } from '../../projections/runner.ts'
import { acting, type Ctx, findCase, getCase, readFiles, submit } from './services.ts'

/** The case of the decision by which an entry was made, with all others that it made and no case has. */
async function draftPunishmentCase(
  _root: unknown,
  { input }: { input: { uscc: string; listingId: string } },
  ctx: Ctx,
): Promise<PunishmentCase> {
  const { services } = ctx
  const { today, officer: by } = acting(ctx)
  const directory = services.agencies.directory()
  if (directory === undefined) {
    const fault = faultOf(services.agencies.book()) ?? 'DIRECTORY_EMPTY'
    throw new Refused(fault, directoryFaults[fault])
  }
  await rowsTold(services)
  const decision = await findDecision(services.pool, input.uscc, input.listingId)
  const file = (await readFiles(services.store, [input.uscc])).get(input.uscc)
  const named = file && listedEntry(file, input.listingId, decision)
  if (named === undefined || decision === undefined) throw new NotFound(notListed)
  const { listType, groundCode, authority } = named.listing
  const key = { listType, groundCode, authorityCode: authority.code, decision }
  const others = (await findUndraftedEntries(services.pool, today, [key])).get(decisionKey(key)) ?? []
  const files = await readFiles(services.store, [input.uscc, ...others.map(({ uscc }) => uscc)])
  const listed = others.flatMap(({ uscc, listingId }) => {
    const other = files.get(uscc)
    return (other && listedEntry(other, listingId, decision)) ?? []
  })
  const ground = { rules: await services.punishment.refresh(), directory, day: today, by }
  const listers = await findListers(services.pool, [...files.keys()])
  let entries: readonly ListedEntry[] = [named, ...listed.filter(({ line }) => line.lineId !== named.line.lineId)].map(
    (entry) => ({
      ...entry,
      listedBy: listers.get(`${entry.line.uscc} ${entry.line.listingId}`) ?? [],
    }),
  )
  const isThere = ({ line }: ListedEntry) => line.uscc === input.uscc && line.listingId === input.listingId
  for (let supplement = 0; ; supplement++) {
    const known = await findCase(services, caseIdOf(named, supplement))
    if (known?.standing === 'WITHDRAWN') continue // It may be asked for anew.
    if (known) entries = entriesOutside(known, entries)
    if (known && !entries.some(isThere)) return getCase(ctx, known.drafted.caseId)
    if (known?.standing === 'PASSED') continue
    const [draft] = draftsOn(ground, entries, supplement)
    if (draft === undefined) throw refuseCase('CASE_WITHOUT_MEASURES')
    const inForce = stillInForce(ground, draft, entries, files)
    if (!inForce.some(isThere)) throw new NotFound(notListed)
    const [whole] = draftsOn(ground, inForce, supplement)
    if (whole) for (const submission of submissionsOf(whole, known)) await submit(ctx, draft.draft.caseId, submission)
    return getCase(ctx, draft.draft.caseId)
  }
}

/** What the decision consists of, and who made it, is asked of the rows: they have to tell all that is recorded by now. */
async function rowsTold({ store, pool }: Ctx['services']): Promise<void> {
  const head = await store.head()
  if (head !== undefined && !(await waitUntilTold(pool, head, toldMs)))
    throw new Unavailable('各行落后于事件库，请稍后再试')
}
const toldMs = 10_000

const notListed = '该户档案中没有这项有效的列入。'

/**
 * The draft may be old: what fell since is withdrawn first, and what the catalogue and the directory of today no longer
 * have is not ordered.
 */
async function passPunishmentCase(_root: unknown, args: { id: string; opinion?: string | null }, ctx: Ctx) {
  const { services } = ctx
  const { today, agency, officer: by, calendar } = acting(ctx)
  const known = await getCase(ctx, args.id)
  const { measures } = await services.punishment.refresh()
  if (known.standing !== 'PASSED' && known.drafted.requesting.code === agency)
    await releaseFallen(ctx, known, { agency: 'system', officer: 'withdraw-before-passing' })
  const ofToday = { edition: measuresOn(measures, today), agencies: livingAgencies(services.agencies.book()) }
  return submit(ctx, args.id, { type: 'PassCase', data: { by, opinion: args.opinion ?? null, calendar, ...ofToday } })
}

function requireRequestId(requestId: string): void {
  if (!isUlid(requestId)) throw new InvalidInput('请求编号应为 ULID', 'requestId')
}

type Returning = { id: string; requestId: string; reason: string }
function returnPunishmentCase(_root: unknown, { id, requestId, reason }: Returning, ctx: Ctx) {
  requireRequestId(requestId)
  return submit(ctx, id, { type: 'ReturnCase', data: { by: acting(ctx).officer, requestId, reason } })
}

type Resubmitting = { id: string; requestId: string; note: string }
function resubmitPunishmentCase(_root: unknown, { id, requestId, note }: Resubmitting, ctx: Ctx) {
  requireRequestId(requestId)
  return submit(ctx, id, { type: 'ResubmitCase', data: { by: acting(ctx).officer, requestId, note } })
}

const withdrawPunishmentCase = (_root: unknown, { id, reason }: { id: string; reason: string }, ctx: Ctx) =>
  submit(ctx, id, { type: 'WithdrawCase', data: { by: acting(ctx).officer, reason } })

type OrderInput = { caseId: string; agency?: string | null; lineIds?: readonly string[] | null }
type OrderArgs<More = object> = { input: OrderInput } & More

const ofOrder = ({ agency, lineIds }: OrderInput, ctx: Ctx) => {
  const { agency: own, officer: by } = acting(ctx)
  return { by, agency: agency ?? own, lineIds: lineIds ?? null }
}

const acceptPunishmentOrder = (_root: unknown, { input }: OrderArgs, ctx: Ctx) =>
  submit(ctx, input.caseId, { type: 'AcceptOrder', data: ofOrder(input, ctx) })

const objectToPunishmentOrder = (_root: unknown, { input, reason }: OrderArgs<{ reason: string }>, ctx: Ctx) =>
  submit(ctx, input.caseId, { type: 'ObjectToOrder', data: { ...ofOrder(input, ctx), reason } })

type Answer = OrderArgs<{ upheld: boolean; reason: string }>
const answerPunishmentObjection = (_root: unknown, { input, upheld, reason }: Answer, ctx: Ctx) => {
  if (!input.agency) throw new InvalidInput('请写明哪一机关提出的异议', 'agency')
  return submit(ctx, input.caseId, { type: 'AnswerObjection', data: { ...ofOrder(input, ctx), upheld, reason } })
}

const executePunishmentOrder = (_root: unknown, { input, content }: OrderArgs<{ content: string }>, ctx: Ctx) =>
  submit(ctx, input.caseId, { type: 'ExecuteOrder', data: { ...ofOrder(input, ctx), content } })

const confirmPunishmentRelease = (_root: unknown, { input, note }: OrderArgs<{ note?: string | null }>, ctx: Ctx) =>
  submit(ctx, input.caseId, { type: 'ConfirmRelease', data: { ...ofOrder(input, ctx), note: note ?? null } })

/** Only what the files say is over can be released: by hand as by itself. */
async function releasePunishment(_root: unknown, { id }: { id: string }, ctx: Ctx): Promise<PunishmentCase> {
  const known = await getCase(ctx, id)
  await ctx.services.punishment.refresh()
  const released = await releaseFallen(ctx, known, acting(ctx).officer)
  if (released === 0 && known.fallen.size === 0) throw refuseCase('RELEASE_WITHOUT_GROUND')
  return getCase(ctx, id)
}

/** Releases whatever of a case is over today, or withdraws it before it was passed; answers with how many lines. */
async function releaseFallen(ctx: Ctx, known: PunishmentCase, by: PunishmentOfficer): Promise<number> {
  const { services } = ctx
  const { today, calendar } = acting(ctx)
  const { measures, lists } = services.punishment.book()
  const files = await readFiles(
    services.store,
    standingLines(known).map(({ uscc }) => uscc),
  )
  const due = releasesDue(known, (uscc) => files.get(uscc), today, measures, lists)
  for (const data of due.flatMap((one) => releasePortions(known, one)))
    await submit(ctx, known.drafted.caseId, { type: 'ReleaseLines', data: { ...data, by, calendar } })
  return due.reduce((sum, { lines }) => sum + lines.length, 0)
}

type LetterInput = {
  requestId: string
  caseId: string
  number: string
  to: readonly Authority[]
  matter: string
  content: string
  evidence?: readonly CopyEvidence[] | null
  feedbackNeeded?: boolean | null
}

function sendCopyLetter(_root: unknown, { input }: { input: LetterInput }, ctx: Ctx) {
  const { requestId: copyId, caseId, evidence, feedbackNeeded, ...letter } = input
  requireRequestId(copyId)
  const { agency: from, officer: by } = acting(ctx)
  const agencies = livingAgencies(ctx.services.agencies.book())
  const rest = { copyId, from, agencies, evidence: evidence ?? [], feedbackNeeded: feedbackNeeded ?? false, by }
  return submit(ctx, caseId, { type: 'SendCopy', data: { ...letter, ...rest } })
}

type ReceiptArgs = { caseId: string; copyId: string; feedback?: string | null }
const receiveCopyLetter = (_root: unknown, { caseId, copyId, feedback }: ReceiptArgs, ctx: Ctx) => {
  const { agency, officer: by } = acting(ctx)
  return submit(ctx, caseId, { type: 'ReceiveCopy', data: { by, copyId, agency, feedback: feedback ?? null } })
}

export const commandResolvers = {
  Mutation: {
    ...{ draftPunishmentCase, passPunishmentCase, returnPunishmentCase, resubmitPunishmentCase },
    withdrawPunishmentCase,
    ...{ acceptPunishmentOrder, objectToPunishmentOrder, answerPunishmentObjection, executePunishmentOrder },
    ...{ releasePunishment, confirmPunishmentRelease, sendCopyLetter, receiveCopyLetter },
  },
}
