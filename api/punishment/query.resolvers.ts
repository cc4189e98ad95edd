import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import { addDays, addMonths, dayInChina, type PlainDate, plainDate } from '../../domain/kernel/plain-date.ts'
import { caseStageOf, linesWithoutPersons, type PunishmentCase } from '../../domain/punishment/case/case.ts'
import { caseCodec, caseEventTitles, casePrefix } from '../../domain/punishment/case/codec.ts'
import type { CaseEvent } from '../../domain/punishment/case/events.ts'
import type { LineStage } from '../../domain/punishment/case/steps.ts'
import { caseRecordOf, type LineRecord } from '../../projections/punishment/punishment.projection.ts'
import {
  type CaseFilter,
  countCases,
  countOrders,
  findCases,
  findCopies,
  findMonthlyFigures,
  findOrders,
  inboxOf,
  type OrderFilter,
} from '../../projections/punishment/punishment.queries.ts'
import { onlyThose } from '../live.ts'
import { officeCheck } from './office.ts'
import { withOthers } from './others.ts'
import { partiesOf } from './parties.ts'
import { acting, type Ctx, findCase, isOf, seenAgency } from './services.ts'
import { agencyOrders, copiesOf, copyView, countsOf, lineView, orderView, pageOf, summaryView } from './views.ts'

const pageMax = 200

export function requirePage({ first, offset }: { first: number; offset: number }): void {
  if (first < 1 || first > pageMax) throw new InvalidInput(`每页应在1至${pageMax}条之间`, 'first')
  if (offset < 0) throw new InvalidInput('跳过的条数不能为负', 'offset')
}

type CasesArgs = { agency?: string | null; standing?: string | null; listType?: string | null; uscc?: string | null }
type Paged<T> = T & { first: number; offset: number }

export function caseFilter(args: CasesArgs, ctx: Pick<Ctx, 'viewer'>): CaseFilter {
  const own = seenAgency(ctx)
  const { standing = null, listType = null, uscc = null } = args
  return { agency: own ?? args.agency ?? null, standing, listType, uscc }
}

async function punishmentCases(_root: unknown, args: Paged<CasesArgs>, ctx: Ctx) {
  requirePage(args)
  const { pool, punishment } = ctx.services
  const filter = caseFilter(args, ctx)
  const [totalCount, rows] = await Promise.all([countCases(pool, filter), findCases(pool, filter, args)])
  const { measures } = punishment.book()
  return { totalCount, nodes: rows.map((row) => summaryView(row.record, row, measures)) }
}

/** From the stream itself: whoever has just taken a step sees it at once. */
async function punishmentCase(_root: unknown, { id }: { id: string }, ctx: Ctx): Promise<PunishmentCase | null> {
  const known = await findCase(ctx.services, id)
  return known && isOf(known, seenAgency(ctx)) ? known : null
}

type OrdersArgs = {
  agency?: string | null
  stages?: readonly LineStage[] | null
  caseId?: string | null
  uscc?: string | null
  late?: OrderFilter['late']
  asOf?: PlainDate | null
}

/** One's own orders where nothing else is asked for; of a case that one's agency asked for, those of all. */
export function orderFilter(args: OrdersArgs, ctx: Pick<Ctx, 'viewer' | 'clock'>): OrderFilter {
  const viewer = seenAgency(ctx)
  const { stages = null, caseId = null, uscc = null, late = null } = args
  const own = caseId === null && uscc === null && late === null ? viewer : null
  const day = args.asOf ?? dayInChina(ctx.clock())
  return { agency: args.agency ?? own, viewer, stages, caseId, uscc, late, day }
}

async function punishmentOrders(_root: unknown, args: Paged<OrdersArgs>, ctx: Ctx) {
  requirePage(args)
  const { pool, punishment } = ctx.services
  const filter = orderFilter(args, ctx)
  const [totalCount, rows] = await Promise.all([countOrders(pool, filter), findOrders(pool, filter, args)])
  const told = await withOthers(pool, rows, punishment.book().measures)
  return { day: filter.day, totalCount, nodes: told.map(orderView) }
}

function punishmentInbox(_root: unknown, _args: object, ctx: Ctx) {
  const { today, agency } = acting(ctx)
  return inboxOf(ctx.services.pool, agency, today)
}

/** The figures of a month; an agency sees its own, and those of its own cases. */
export async function monthlyOf(month: string, ctx: Pick<Ctx, 'viewer' | 'services'>) {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new InvalidInput('月份应写作 2026-11', 'month')
  const from = plainDate(`${month}-01`)
  const figures = await findMonthlyFigures(
    ctx.services.pool,
    { from, until: addDays(addMonths(from, 1), -1) },
    seenAgency(ctx),
  )
  return figures.map(({ code, name, ...counts }) => ({ agency: { code, name }, ...counts }))
}

async function copyLetters(_root: unknown, args: Paged<{ open: boolean }>, ctx: Ctx) {
  requirePage(args)
  const { agency: receiver } = acting(ctx)
  const rows = await findCopies(ctx.services.pool, { caseId: null, receiver, open: args.open }, args)
  return rows.map(copyView)
}

const caseTypes: ReadonlySet<string> = new Set(caseCodec.types)

/** Facts of cases that concern the viewer's agency, as they are recorded. */
const punishmentProgress = {
  async subscribe(_root: unknown, _args: object, ctx: Ctx) {
    const own = seenAgency(ctx)
    const { live, store } = ctx.services
    const heard = await live.listen(({ type, stream }) => caseTypes.has(type) && stream.startsWith(casePrefix))
    return onlyThose(heard, async (event) => own === null || (await partiesOf(store, event)).has(own))
  },
  resolve: ({ type, stream, metadata }: RecordedEvent) => ({
    ...{ caseId: stream.slice(casePrefix.length), type, recordedAt: metadata.recordedAt },
    title: caseEventTitles[type as CaseEvent['type']],
  }),
}

/** Executors see of the orders only their own. */
const seenOrders = (known: PunishmentCase, ctx: Ctx) => {
  const own = seenAgency(ctx)
  const isRequesting = own === null || known.drafted.requesting.code === own
  return agencyOrders(known).filter(({ agency }) => isRequesting || agency.code === own)
}

function seenCopies(known: PunishmentCase, ctx: Ctx) {
  const own = seenAgency(ctx)
  const isSeen = (sender: string, receiver: string): boolean => own === null || own === sender || own === receiver
  return copiesOf(known)
    .filter(({ receiver, record }) => isSeen(record.letter.from, receiver))
    .map(copyView)
}

export const queryResolvers = {
  Query: {
    ...{ punishmentCases, punishmentCase, punishmentOrders, punishmentInbox, copyLetters, officeCheck },
    punishmentMonthly: (_root: unknown, { month }: { month: string }, ctx: Ctx) => monthlyOf(month, ctx),
  },
  Subscription: { punishmentProgress },
  PunishmentCase: {
    id: ({ drafted }: PunishmentCase) => drafted.caseId,
    summary: (known: PunishmentCase, _args: object, { services }: Ctx) => {
      return summaryView(caseRecordOf(known), countsOf(known), services.punishment.book().measures)
    },
    stage: caseStageOf,
    lines: ({ lines, fallen }: PunishmentCase, { first, offset }: { first: number; offset: number }) =>
      pageOf(
        [...lines.values()].toSorted((a, b) => (a.uscc < b.uscc ? -1 : a.uscc > b.uscc ? 1 : 0)),
        first,
        offset,
      )
        .map((line): LineRecord => ({ line, fallen: fallen.get(line.lineId) ?? null }))
        .map(lineView),
    linesWithoutPersons: (known: PunishmentCase, _args: object, { services }: Ctx) => {
      const { versions } = services.punishment.book().measures
      const edition = versions.find(({ version }) => version === known.drafted.edition)?.edition
      return edition ? linesWithoutPersons(known, edition).map(({ uscc }) => uscc) : []
    },
    orders: (known: PunishmentCase, _args: object, ctx: Ctx) => seenOrders(known, ctx),
    copies: (known: PunishmentCase, _args: object, ctx: Ctx) => seenCopies(known, ctx),
  },
}
