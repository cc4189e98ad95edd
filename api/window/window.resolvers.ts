import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { type EnterpriseFile, factsOf, fileOf } from '../../domain/enterprise/file.ts'
import type { RegistrationEvent } from '../../domain/enterprise/registration/events.ts'
import { registrationRecord } from '../../domain/enterprise/registration/record.ts'
import { Forbidden, InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import { measuresOn } from '../../domain/punishment/measures/catalogue.ts'
import { fieldName, type MeasureRule } from '../../domain/punishment/measures/measure.ts'
import { type FallenBar, fallReasons, type WindowAnswer } from '../../domain/window/answer.ts'
import { barsOn } from '../../domain/window/bars-on.ts'
import { windowStream } from '../../domain/window/use/codec.ts'
import { windowDecider } from '../../domain/window/use/decider.ts'
import type { UseOutcome, WindowAnswerUsed } from '../../domain/window/use/events.ts'
import type { PunishmentBook } from '../system/punishment-rules.ts'
import { type Matched, matchFiles } from './matching.ts'
import type { Ctx } from './services.ts'

type Vantage = { asOf?: PlainDate | null; knownAt?: string | null }
type CheckArgs = Vantage & { number: string; matter: string }
export type ChecksArgs = Vantage & { numbers: readonly string[]; matter: string }

/** Why a match is to be confirmed by a person (存疑). */
export const doubtOf: Readonly<Partial<Record<Matched['match'], string>>> = {
  NAME: '仅凭名称匹配，请核对代码',
  DOUBTFUL: '可能是几户之一，须人工确认',
}

/** One answer, and of which file in which state it is. */
export type Check = Omit<Matched, 'facts'> &
  Readonly<{
    matter: string
    day: PlainDate
    uscc: string | null
    name: string | null
    told: WindowAnswer | null // null where no single file was found.
    revision: bigint | null
    position: string | null
  }>

export const numbersMax = 5_000
const filesPerTurn = 200 // Others' requests are answered in between.

async function windowCheck(_root: unknown, { number, ...args }: CheckArgs, context: Ctx): Promise<Check> {
  const [check] = await checksOf({ ...args, numbers: [number] }, context)
  if (check === undefined) throw new InvalidInput('请填写企业的代码、号码或者名称', 'number')
  return check
}

async function windowChecks(_root: unknown, args: ChecksArgs, context: Ctx) {
  const { length } = args.numbers
  if (length < 1 || length > numbersMax) throw new InvalidInput(`一次可核查1至${numbersMax}户`, 'numbers')
  const checks = await checksOf(args, context)
  const count = (wanted: (check: Check) => boolean): number => checks.filter(wanted).length
  return {
    checks,
    barredCount: count(({ told }) => told?.answer === 'BARRED'),
    cautionCount: count(({ told }) => told?.answer === 'CAUTION'),
    clearCount: count(({ told }) => told?.answer === 'CLEAR'),
    unmatchedCount: count(({ told }) => told === null),
  }
}

export async function checksOf(
  { numbers, matter, ...vantage }: ChecksArgs,
  { services, clock }: Ctx,
): Promise<Check[]> {
  const [day, knownAt] = [vantage.asOf ?? dayInChina(clock()), vantage.knownAt ?? undefined]
  const book = await bookOf(services.punishment, knownAt)
  const found = await matchFiles(services.readFile, services.pool, numbers)
  const checks: Check[] = []
  for (const [place, one] of found.entries()) {
    if (place > 0 && place % filesPerTurn === 0) await nextTurn()
    checks.push(checkOf(one, matter, day, knownAt, book))
  }
  return checks
}

const bookOf = async (rules: Ctx['services']['punishment'], knownAt: string | undefined): Promise<PunishmentBook> =>
  knownAt === undefined ? rules.book() : rules.knownAt(knownAt)

/** Corrections stay among the facts, so that whoever is clear can be told of an entry that was put right. */
function checkOf(
  { facts, ...matched }: Matched,
  matter: string,
  day: PlainDate,
  knownAt: string | undefined,
  book: PunishmentBook,
): Check {
  const known = knownAt === undefined ? facts : facts.filter(({ metadata }) => metadata.recordedAt <= knownAt)
  const file = fileOf(known)
  const subject = subjectOf(file)
  const common = { ...matched, matter, day }
  if (subject === undefined) {
    const match = matched.match === 'DOUBTFUL' ? matched.match : ('NOT_FOUND' as const)
    return { ...common, match, uscc: null, name: null, told: null, revision: null, position: null }
  }
  const last = known.at(-1) as (FileFact & RecordedEvent) | undefined
  const told = barsOn(file, matter, day, book.measures, book.lists)
  return { ...common, ...subject, told, revision: last?.revision ?? null, position: last?.position ?? null }
}

function subjectOf(file: EnterpriseFile): Readonly<{ uscc: string; name: string }> | undefined {
  const record = registrationRecord(factsOf<RegistrationEvent>(file, 'REGISTRATION', ''))
  return record && { uscc: record.uscc, name: record.details.name }
}

type UseInput = Readonly<{
  requestId: string
  number: string
  matter: string
  outcome: UseOutcome
  reason?: string | null
  documentNumber?: string | null
}>

/** The answer that is recorded is the one of this instant, told anew: nobody can record another. */
async function useWindowAnswer(_root: unknown, { input }: { input: UseInput }, context: Ctx) {
  const { viewer, services, clock, correlationId } = context
  if (viewer.kind === 'PUBLIC') throw new Forbidden('请先登录')
  const { requestId, number, matter, outcome, reason = null, documentNumber = null } = input
  const { told, uscc, day } = await windowCheck(undefined, { number, matter }, context)
  if (told === null || uscc === null) throw new NotFound('没有这户企业的档案。')
  const { code } = viewer.agency
  const used = {
    ...{ useId: requestId, uscc, matter, asOf: day, knownAt: null, answer: told.answer },
    ...{ rules: [...new Set(told.bars.map(({ rule }) => rule))], measures: told.ruleVersions.measures },
    eventIds: [...new Set(told.bars.flatMap(({ eventIds }) => eventIds))],
    ...{ outcome, reason, documentNumber, usedBy: { agency: code, officer: viewer.officer } },
  }
  const stream = windowStream(uscc as Uscc)
  const command = { type: 'UseAnswer', data: used, today: day, agency: code } as const
  const { events } = await services.handler.submit(windowDecider, stream, command, {
    ...{ clock, newId: services.newId, correlationId },
    actor: { agency: code, officer: viewer.officer, role: viewer.roles.join(',') },
  })
  const recorded = events.find(({ data }) => data.useId === requestId)?.data
  return recorded ?? (await usesOf(services.store, uscc)).find(({ useId }) => useId === requestId)
}

async function usesOf(store: Ctx['services']['store'], uscc: string): Promise<readonly WindowAnswerUsed['data'][]> {
  const streams = await store.readStreams([windowStream(uscc as Uscc)])
  return [...streams.values()].flat().map(({ data }) => data as WindowAnswerUsed['data'])
}

/** What windows made of answers about one enterprise, the latest first; an agency sees its own. */
async function windowUses(_root: unknown, { number }: { number: string }, { services, viewer }: Ctx) {
  const [one] = await matchFiles(services.readFile, services.pool, [number])
  const subject = one && subjectOf(fileOf(one.facts))
  if (subject === undefined || viewer.kind === 'PUBLIC') return []
  const uses = await usesOf(services.store, subject.uscc)
  const seesAll = viewer.roles.some((role) => role === 'AUDITOR' || role === 'ADMINISTRATOR')
  return uses.filter(({ usedBy }) => seesAll || usedBy.agency === viewer.agency.code).toReversed()
}

async function measureCatalogue(_root: unknown, vantage: Vantage, { services, clock }: Ctx) {
  const day = vantage.asOf ?? dayInChina(clock())
  return measuresOn((await bookOf(services.punishment, vantage.knownAt ?? undefined)).measures, day)
}

export const windowResolvers = {
  Query: { windowCheck, windowChecks, windowUses, measureCatalogue },
  Mutation: { useWindowAnswer },
  WindowCheck: {
    doubtful: ({ match }: Check) => doubtOf[match] !== undefined,
    doubt: ({ match }: Check) => doubtOf[match] ?? null,
    answer: ({ told }: Check) => told?.answer ?? null,
    bars: ({ told }: Check) => told?.bars ?? [],
    fallen: ({ told }: Check) => told?.fallen ?? [],
    measuresVersion: ({ told }: Check) => told?.ruleVersions.measures ?? null,
    listVersions: ({ told }: Check) => told?.ruleVersions.listTypes ?? [],
  },
  WindowFallenBar: { reasonText: ({ reason }: FallenBar) => fallReasons[reason] },
  WindowUse: {
    agency: ({ usedBy }: WindowAnswerUsed['data']) => usedBy.agency,
    officer: ({ usedBy }: WindowAnswerUsed['data']) => usedBy.officer,
  },
  MeasureRule: {
    fieldName: ({ field }: MeasureRule) => fieldName(field) ?? '',
    causeKind: ({ cause }: MeasureRule) => cause.kind,
    lists: ({ cause }: MeasureRule) => (cause.kind === 'LISTING' ? cause.listTypes : []),
    termKind: ({ term }: MeasureRule) => term.kind,
    termYears: ({ term }: MeasureRule) => (term.kind === 'YEARS' ? term.years : null),
  },
}
