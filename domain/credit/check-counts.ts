import { commitmentKinds } from '../enterprise/commitment/events.ts'
import { honourLevels } from '../enterprise/honour/events.ts'
import { inspectionForms } from '../enterprise/inspection/events.ts'
import { resultSchemes } from '../enterprise/inspection/result-codes.ts'
import { licenceClasses, licenceRevocationGrounds } from '../enterprise/licence/events.ts'
import { listingRemovalGrounds } from '../enterprise/listing/events.ts'
import { penaltyKinds } from '../enterprise/penalty/events.ts'
import { registrationStatuses, subjectKinds } from '../enterprise/registration/events.ts'
import { InvalidInput } from '../kernel/errors.ts'
import type { Json } from '../kernel/event.ts'
import type { Counts } from './counts.ts'
import { matching, memberAt, object, oneOf, orNull, type Reader, setOf, text, whole, wrong } from '../kernel/shape.ts'

export const monthsMax = 600

const months = whole(0, monthsMax)
const amount = orNull(whole(0, Number.MAX_SAFE_INTEGER))
const someOf = <const T extends string>(choices: readonly T[]) => orNull(setOf(oneOf(choices)))

const result: Reader<Readonly<{ scheme: string; code: string }>> = (value, at) => {
  const { scheme, code } = object<{ scheme: string; code: string }>({
    scheme: oneOf(Object.keys(resultSchemes)),
    code: text,
  })(value, at)
  if (!resultSchemes[scheme]?.some((one) => one.code === code)) throw wrong(`${at}.code`, `${scheme}中的检查结果代码`)
  return { scheme, code }
}

type Filters = Readonly<Record<string, Reader<unknown>>>

/** The filters of everything that can be counted, by section and `what`; lists are those that the catalogue has or had. */
const filtersFor = (
  listCodes: readonly string[],
): { readonly [S in Counts['section']]: Readonly<Record<WhatOf<S>, Filters>> } => ({
  REGISTRATION: {
    STATUS: { statuses: setOf(oneOf(registrationStatuses)) },
    AGE: { fromMonths: months, belowMonths: orNull(months) },
    CHANGES: { items: orNull(setOf(matching(/^\d{2}$/, '两位变更事项代码'))) },
    PROVISIONAL: {},
    TERM_ENDED: { subjectKinds: someOf(subjectKinds) },
  },
  LICENCE: {
    VALID: { classes: someOf(licenceClasses) },
    EXPIRED: { classes: someOf(licenceClasses) },
    SUSPENDED: {},
    REVOKED: { grounds: someOf(licenceRevocationGrounds) },
  },
  PENALTY: {
    IMPOSED: { kinds: someOf(penaltyKinds), notKinds: someOf(penaltyKinds), fineFrom: amount, fineBelow: amount },
    UNPERFORMED: { afterMonths: months },
  },
  INSPECTION: {
    FOUND: { forms: someOf(inspectionForms), results: orNull(setOf(result)) },
    CLEAN: { forms: someOf(inspectionForms) },
    OPEN: { afterMonths: months },
    ORDER_OVERDUE: {},
    NOT_CORRECTED: {},
  },
  LISTING: {
    LISTED: { lists: someOf(listCodes), grounds: orNull(setOf(text)) },
    LEFT: { lists: someOf(listCodes), by: setOf(oneOf(listingRemovalGrounds)) },
  },
  REPORT: { ON_TIME: {}, LATE: {}, AMENDED: {}, MISSING: {} },
  HONOUR: { VALID: { levels: someOf(honourLevels) }, WITHDRAWN: { levels: someOf(honourLevels) } },
  COMMITMENT: {
    KEPT: { kinds: someOf(commitmentKinds) },
    BROKEN: { kinds: someOf(commitmentKinds) },
    UNCHECKED: { kinds: someOf(commitmentKinds) },
  },
})
type WhatOf<S extends Counts['section']> = Extract<Counts, { section: S }>['what']

/** Entries that were wrong, or whose basis fell, are as if they had never been: no model may count them. */
const neverCounted: readonly string[] = ['CANCELLED_AS_WRONG', 'BASIS_ANNULLED']

/** Reads what a line of the model counts; a filter that could never match anything is refused. */
export const countsReader = (listCodes: readonly string[]): Reader<Counts> => {
  const filters = filtersFor(listCodes)
  return (value, at) => {
    const told = (value ?? {}) as Readonly<Record<string, Json>>
    const section = oneOf(Object.keys(filters) as Counts['section'][])(told.section ?? null, memberAt(at, 'section'))
    const whats: Readonly<Record<string, Filters>> = filters[section]
    const what = oneOf(Object.keys(whats))(told.what ?? null, memberAt(at, 'what'))
    const readers = { section: oneOf([section]), what: oneOf([what]), ...whats[what] }
    const counts = object<Readonly<Record<string, unknown>>>(readers)(value, at) as unknown as Counts
    requireSense(counts, at)
    return counts
  }
}

function requireSense(counts: Counts, at: string): void {
  if (counts.what === 'AGE' && counts.belowMonths !== null && counts.belowMonths <= counts.fromMonths) {
    throw wrong(`${at}.belowMonths`, `大于fromMonths（${counts.fromMonths}）的月数`)
  }
  if (counts.what === 'IMPOSED') {
    const { fineFrom, fineBelow, kinds, notKinds } = counts
    if (fineBelow !== null && fineBelow <= (fineFrom ?? 0)) throw wrong(`${at}.fineBelow`, '大于fineFrom的金额')
    if (kinds?.every((kind) => notKinds?.includes(kind))) throw wrong(`${at}.notKinds`, '不把kinds全部排除的种类')
  }
  if (counts.what === 'LEFT' && counts.by.some((ground) => neverCounted.includes(ground))) {
    throw new InvalidInput(`${at}.by不得含有列入错误或者依据被撤销的移出（视为自始未列入）`, `${at}.by`)
  }
}
