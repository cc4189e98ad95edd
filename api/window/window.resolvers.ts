import { InvalidInput } from '../../domain/kernel/errors.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import { measuresOn } from '../../domain/punishment/measures/catalogue.ts'
import { fieldName, type MeasureRule } from '../../domain/punishment/measures/measure.ts'
import { type FallenBar, fallReasons } from '../../domain/window/answer.ts'
import type { WindowAnswerUsed } from '../../domain/window/use/events.ts'
import { bookOf, type Check, checksOf, type ChecksArgs, doubtOf, numbersMax, type Vantage } from './check.ts'
import { matchFiles } from './matching.ts'
import type { Ctx } from './services.ts'
import { usesOf, useWindowAnswer } from './use.ts'

type CheckArgs = Vantage & { number: string; matter: string }

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

/** What windows made of answers about one enterprise, the latest first; an agency sees its own. */
async function windowUses(_root: unknown, { number }: { number: string }, { services, viewer }: Ctx) {
  const [one] = await matchFiles(services.lookups, services.store, [number])
  if (one === undefined || viewer.kind === 'PUBLIC') return []
  const uses = await usesOf(
    services.store,
    one.files.map(({ uscc }) => uscc),
  )
  const seesAll = viewer.roles.some((role) => role === 'AUDITOR' || role === 'ADMINISTRATOR')
  return uses.filter(({ usedBy }) => seesAll || usedBy.agency === viewer.agency.code).toReversed()
}

async function measureCatalogue(_root: unknown, vantage: Vantage, { services, clock }: Ctx) {
  const day = vantage.asOf ?? dayInChina(clock())
  return measuresOn((await bookOf(services.punishment, vantage.knownAt ?? null)).measures, day)
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
    measuresVersion: ({ measures }: WindowAnswerUsed['data']) => measures,
    listVersions: ({ lists }: WindowAnswerUsed['data']) => lists,
  },
  MeasureRule: {
    fieldName: ({ field }: MeasureRule) => fieldName(field) ?? '',
    causeKind: ({ cause }: MeasureRule) => cause.kind,
    lists: ({ cause }: MeasureRule) => (cause.kind === 'LISTING' ? cause.listTypes : []),
    termKind: ({ term }: MeasureRule) => term.kind,
    termYears: ({ term }: MeasureRule) => (term.kind === 'YEARS' ? term.years : null),
  },
}
