import { clockFactsBeside } from '../../domain/clocks/elsewhere/facts-of-stream.ts'
import type { Deadline, DeadlineState } from '../../domain/clocks/deadline.ts'
import { deadlinesOf, mayAct } from '../../domain/clocks/deadlines.ts'
import { type ClockRule, type Party, partyNames } from '../../domain/clocks/rule.ts'
import { clockRules } from '../../domain/clocks/rules.ts'
import { countsOf, lateFirst } from '../../domain/clocks/sums.ts'
import type { ClockFacts } from '../../domain/clocks/started.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { countDue, type DueFilter, findDue, streamsBeside } from '../../projections/clocks/deadline.queries.ts'
import type { Viewer } from '../auth/viewer.ts'
import { enterpriseResolvers } from '../enterprise/enterprise.resolvers.ts'
import { factsOfStream } from '../enterprise/views.ts'
import type { Ctx } from './services.ts'

type DeadlinesArgs = {
  number: string
  asOf?: PlainDate | null
  knownAt?: string | null
  states?: readonly DeadlineState[] | null
}

/** A clock as it is shown, with the day for which it is. */
type Shown = Deadline & Readonly<{ day: PlainDate }>

/** From the stream itself, so that any day and any state of knowledge are answered by the same function. */
async function deadlines(root: unknown, args: DeadlinesArgs, context: Ctx) {
  const { services } = context
  const [asOf, knownAt] = [args.asOf ?? undefined, args.knownAt ?? undefined]
  const vantage = { ...(asOf && { asOf }), ...(knownAt && { knownAt }) }
  const view = await enterpriseResolvers.Query.enterprise(root, { number: args.number, ...vantage }, context)
  if (view === null) return null
  const uscc = String(view.row.uscc)
  const facts = await factsOfStream(services.store, uscc)
  const known = knownAt === undefined ? facts : facts.filter(({ metadata }) => metadata.recordedAt <= knownAt)
  const book = knownAt === undefined ? services.calendars.book() : await services.calendars.knownAt(knownAt)
  const { day } = view
  const beside = await clocksBeside(services, uscc, knownAt)
  const since = await services.logSince.look()
  const all = deadlinesOf(fileOf(known), clockRules, book.history, day, beside, since)
  const wanted = args.states ? all.filter(({ state }) => args.states?.includes(state)) : all
  return { uscc, day, counts: countsOf(all), deadlines: lateFirst(wanted).map((one): Shown => ({ ...one, day })) }
}

/** What the cases and matters of an enterprise tell of its clocks, as it was known at an instant. */
async function clocksBeside({ store, pool }: Ctx['services'], uscc: string, knownAt?: string): Promise<ClockFacts> {
  const names = await streamsBeside(pool, uscc)
  const streams = names.length === 0 ? new Map<string, readonly RecordedEvent[]>() : await store.readStreams(names)
  const facts = [...streams].map(([stream, events]) => {
    const known = events.filter(({ metadata }) => knownAt === undefined || metadata.recordedAt <= knownAt)
    return clockFactsBeside(stream, known, uscc)
  })
  return { started: facts.flatMap(({ started }) => started), ended: facts.flatMap(({ ended }) => ended) }
}

export type DueArgs = {
  agency?: string | null
  owedBy?: Party | null
  withinDays: number
  officer?: string | null
  codes?: readonly string[] | null
  first: number
  offset: number
}

const pageMax = 200
const withinDaysMax = 3_660

async function dueSoon(_root: unknown, args: DueArgs, { services, viewer, clock }: Ctx) {
  const { first, offset } = args
  if (first < 1 || first > pageMax) throw new InvalidInput(`每页应在1至${pageMax}条之间`, 'first')
  if (offset < 0) throw new InvalidInput('跳过的条数不能为负', 'offset')
  const filter = dueFilter(args, viewer)
  await services.freshDeadlines()
  const day = dayInChina(clock())
  const [counts, found] = await Promise.all([
    countDue(services.pool, day, filter),
    findDue(services.pool, day, filter, { first, offset }),
  ])
  const nodes = found.map(({ uscc, name, deadline }) => ({ uscc, name, deadline: { ...deadline, day } }))
  const { total: totalCount, late: lateCount, provisional: provisionalCount } = counts
  return { day, agency: filter.agency ?? null, totalCount, lateCount, provisionalCount, nodes }
}

/** What is asked for, within bounds: of one's own agency where none is named, unless it is about the enterprises' own. */
export function dueFilter(args: Omit<DueArgs, 'first' | 'offset'>, viewer: Viewer): DueFilter {
  const { withinDays, owedBy, officer, codes } = args
  if (withinDays < 0 || withinDays > withinDaysMax) {
    throw new InvalidInput(`天数应在0至${withinDaysMax}之间`, 'withinDays')
  }
  const own = owedBy === 'ENTERPRISE' || viewer.kind !== 'OFFICER' ? undefined : viewer.agency.code
  const rest = { officer: officer ?? undefined, codes: codes ?? undefined }
  return { agency: args.agency ?? own, owedBy: owedBy ?? undefined, withinDays, ...rest }
}

export const deadlineResolvers = {
  Query: { deadlines, dueSoon, clockRules: () => clockRules },
  Deadline: {
    section: ({ record }: Shown) => record.section,
    recordId: ({ record }: Shown) => record.recordId,
    provisionalYears: ({ provisional }: Shown) => provisional,
    mayAct: (shown: Shown) => mayAct(shown, shown.day),
    owedByName: ({ owedBy }: Shown) => partyNames[owedBy],
    agency: ({ owner }: Shown) => owner?.code ?? null,
    agencyName: ({ owner }: Shown) => owner?.name ?? null,
  },
  ClockRule: {
    number: ({ count }: ClockRule) => count.number,
    unit: ({ count }: ClockRule) => count.unit,
    owedByName: ({ owedBy }: ClockRule) => partyNames[owedBy],
  },
}
