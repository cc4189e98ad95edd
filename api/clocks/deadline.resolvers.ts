import { clockFactsBeside } from '../../domain/clocks/elsewhere/facts-of-stream.ts'
import type { Deadline, DeadlineState } from '../../domain/clocks/deadline.ts'
import { deadlinesOf, mayAct, together } from '../../domain/clocks/deadlines.ts'
import { type ClockRule, partyNames } from '../../domain/clocks/rule.ts'
import { clockRules } from '../../domain/clocks/rules.ts'
import { countsOf, lateFirst } from '../../domain/clocks/sums.ts'
import { type ClockFacts, noClockFacts } from '../../domain/clocks/started.ts'
import { factsAt } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { countDue, countDueBy, type CountKey, findDue, findSettled } from '../../projections/clocks/deadline.queries.ts'
import { usccAsked } from '../enterprise/enterprise.resolvers.ts'
import { dayAsked, type DueArgs, dueFilter, ownerOf } from './due.ts'
import type { Ctx } from './services.ts'

type DeadlinesArgs = {
  number: string
  asOf?: PlainDate | null
  knownAt?: string | null
  states?: readonly DeadlineState[] | null
}

/** A clock as it is shown, with the day for which it is. */
type Shown = Deadline & Readonly<{ day: PlainDate }>

/** From the file itself and what is said beside it, so that any day and any state of knowledge are answered by the same function. */
async function deadlines(_root: unknown, { number, asOf, knownAt, states }: DeadlinesArgs, context: Ctx) {
  const { services, clock } = context
  const [uscc] = await Promise.all([usccAsked(number, context), knownAt == null ? services.untilTold() : undefined])
  if (uscc === undefined) return null
  const facts = await services.file(uscc)
  const vantage = { ...(asOf && { asOf }), ...(knownAt && { knownAt }) }
  if (factsAt(facts, vantage).length === 0) return null
  const known = knownAt == null ? facts : facts.filter(({ metadata }) => metadata.recordedAt <= knownAt)
  const book = knownAt == null ? services.calendars.book() : await services.calendars.knownAt(knownAt)
  const day = asOf ?? dayInChina(clock())
  const beside = await clocksBeside(services, uscc, knownAt)
  const since = await services.logSince.look()
  const all = deadlinesOf(fileOf(known), clockRules, book.history, day, beside, since)
  const wanted = states ? all.filter(({ state }) => states.includes(state)) : all
  return { uscc, day, counts: countsOf(all), deadlines: lateFirst(wanted).map((one): Shown => ({ ...one, day })) }
}

/** What the streams beside its file tell of the clocks of an enterprise: their rows, or what was known of them at an instant. */
async function clocksBeside(
  { store, beside }: Ctx['services'],
  uscc: string,
  knownAt: string | null | undefined,
): Promise<ClockFacts> {
  const told = await beside(uscc)
  if (knownAt == null || told.length === 0) return together(...told.map(({ facts }) => facts))
  const streams = await store.readStreams(told.map(({ stream }) => stream))
  const facts = [...streams].map(([stream, events]) => {
    const known = events.filter(({ metadata }) => metadata.recordedAt <= knownAt)
    return clockFactsBeside(stream, known).get(uscc) ?? noClockFacts
  })
  return together(...facts)
}

type Paged = { first: number; offset: number }
type AsOf = { asOf?: PlainDate | null }

const pageMax = 200

function requirePage({ first, offset }: Paged): void {
  if (first < 1 || first > pageMax) throw new InvalidInput(`每页应在1至${pageMax}条之间`, 'first')
  if (offset < 0) throw new InvalidInput('跳过的条数不能为负', 'offset')
}

async function dueSoon(_root: unknown, args: DueArgs & Paged & AsOf, { services, viewer, clock }: Ctx) {
  requirePage(args)
  const filter = dueFilter(args, viewer)
  const day = dayAsked(args.asOf, dayInChina(clock()))
  await services.freshDeadlines(day)
  const [counts, found] = await Promise.all([
    countDue(services.pool, day, filter),
    findDue(services.pool, { day, calendars: services.calendars.book().history }, filter, args),
  ])
  const nodes = found.map(({ uscc, name, deadline }) => ({ uscc, name, deadline: { ...deadline, day } }))
  const { total: totalCount, late: lateCount, provisional: provisionalCount } = counts
  return { day, agency: filter.agency ?? null, totalCount, lateCount, provisionalCount, nodes }
}

async function deadlineCounts(
  _root: unknown,
  args: DueArgs & Paged & AsOf & { by: CountKey },
  { services, viewer, clock }: Ctx,
) {
  requirePage(args)
  const filter = dueFilter(args, viewer)
  const day = dayAsked(args.asOf, dayInChina(clock()))
  await services.freshDeadlines(day)
  return countDueBy(services.pool, args.by, day, filter, args)
}

type ChangesArgs = Pick<DueArgs, 'agency' | 'scope' | 'owedBy'> & Paged & { entryId: string }

async function calendarChanges(_root: unknown, args: ChangesArgs, { services, viewer, clock }: Ctx) {
  requirePage(args)
  const owner = ownerOf(args, viewer)
  const { catalogue, history } = await services.calendars.refresh()
  const entry = catalogue.entries.get(args.entryId)
  if (entry === undefined) throw new NotFound('没有这次录入')
  const { publishedOn: day } = entry
  if (day === null) return null
  await services.freshDeadlines(dayInChina(clock()))
  const filter = { ...owner, owedBy: args.owedBy ?? undefined }
  const found = await findSettled(services.pool, { day, calendars: history }, filter, args)
  const nodes = found.nodes.map(({ uscc, name, settled }) => ({
    ...{ uscc, name, ...settled },
    deadline: { ...settled.deadline, day },
  }))
  return { publishedOn: day, totalCount: found.total, movedCount: found.moved, nodes }
}

export const deadlineResolvers = {
  Query: { deadlines, dueSoon, deadlineCounts, calendarChanges, clockRules: () => clockRules },
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
