import { toldUntil } from '../../projections/clocks/deadline.projection.ts'
import type { DueFilter } from '../../projections/clocks/deadline.queries.ts'
import { clockCodes, type Party, partyNames } from '../../domain/clocks/rule.ts'
import { InvalidInput } from '../../domain/kernel/errors.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import { requirePermission, type Viewer } from '../auth/viewer.ts'
import { date, oneOf, someOf, text } from '../table-query.ts'

/** Whose clocks: one's own agency's, everybody's, or those of which no record says which agency owes them. */
export const dueScopes = ['OWN', 'ALL', 'NOBODY'] as const
export type DueScope = (typeof dueScopes)[number]

export type DueArgs = {
  agency?: string | null
  scope?: DueScope | null
  owedBy?: Party | null
  officer?: string | null
  codes?: readonly string[] | null
  withinDays: number
}

function whole(said: readonly string[], name: string): number {
  const number = text(said, name)
  if (!/^\d{1,6}$/.test(number)) throw new InvalidInput(`参数“${name}”应为非负整数`, name)
  return Number(number)
}

/** The same from the query string of a table. */
export const dueParams = {
  ...{ agency: text, scope: oneOf(...dueScopes), owedBy: oneOf(...(Object.keys(partyNames) as Party[])) },
  ...{ officer: text, codes: someOf(...clockCodes), withinDays: whole, asOf: date },
}

const withinDaysMax = 3_660

/** What is asked for, within bounds: of one's own agency where none is named, unless it is about the enterprises' own. */
export function dueFilter(args: DueArgs, viewer: Viewer): DueFilter {
  const { withinDays, owedBy, officer, codes } = args
  if (withinDays < 0 || withinDays > withinDaysMax) {
    throw new InvalidInput(`天数应在0至${withinDaysMax}之间`, 'withinDays')
  }
  const unknown = codes?.find((code) => !(clockCodes as readonly string[]).includes(code))
  if (unknown !== undefined) throw new InvalidInput(`没有“${unknown}”这一时限`, 'codes')
  const rest = { officer: officer ?? undefined, codes: codes ?? undefined, owedBy: owedBy ?? undefined, withinDays }
  return { ...ownerOf(args, viewer), ...rest }
}

/** Those of another agency by its name; those of all, and those of none, are for who oversees them. */
export function ownerOf(
  { agency, scope, owedBy }: Pick<DueArgs, 'agency' | 'scope' | 'owedBy'>,
  viewer: Viewer,
): Pick<DueFilter, 'agency' | 'unowned'> {
  if (agency != null) {
    if (scope != null) throw new InvalidInput('写明机关的，不再写范围', 'scope')
    return { agency }
  }
  if (scope === 'ALL' || scope === 'NOBODY') {
    requirePermission(viewer, 'deadline:read-any')
    return scope === 'ALL' ? {} : { unowned: true }
  }
  if (owedBy === 'ENTERPRISE' || viewer.kind !== 'OFFICER') return {}
  return { agency: viewer.agency.code }
}

/** The day asked about: any that is past, and of those to come as far as clocks are told. */
export function dayAsked(asOf: PlainDate | null | undefined, today: PlainDate): PlainDate {
  const last = toldUntil(today)
  if (asOf != null && asOf > last) throw new InvalidInput(`日期不晚于${last}`, 'asOf')
  return asOf ?? today
}
