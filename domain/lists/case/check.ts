import { canonicalJson } from '../../kernel/canonical-json.ts'
import { Forbidden } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import { type ListCatalogue, listOn, requireList } from '../catalogue/catalogue.ts'
import type { ListDefinition } from '../catalogue/definition.ts'
import { isSameListOfficer, type ListOfficer } from '../officer.ts'
import type { ListingCaseEvent, ListLaw } from './events.ts'
import { refuseCase } from './refusals.ts'
import type { ListingCase } from './state.ts'

/** Whether a fact of this type that says all of `data` was recorded already: a command sent again adds nothing. */
export const wasSaid = ({ said }: ListingCase, type: ListingCaseEvent['type'], data: object): boolean =>
  said.some((event) => {
    if (event.type !== type) return false
    const known = event.data as Readonly<Record<string, Json | undefined>>
    return Object.entries(data).every(
      ([name, value]) => canonicalJson(known[name] ?? null) === canonicalJson((value ?? null) as Json),
    )
  })

/** Only officers of the deciding authority act on the case, each for that authority. */
export function requireOwnAgency(
  { named: { authority } }: Pick<ListingCase, 'named'>,
  agency: string | null,
  officer: ListOfficer,
): void {
  if (agency !== null && agency !== authority.code) throw new Forbidden('只能办理本机关的列入案件。')
  if (officer.agency !== authority.code) throw refuseCase('LISTING_OTHER_AGENCY', { agency: authority.name })
}

export function requireOtherPerson(one: ListOfficer, other: ListOfficer): void {
  if (isSameListOfficer(one, other)) throw refuseCase('LISTING_OWN_DECISION')
}

export function requireReason(reason: string): void {
  if (reason.trim() === '') throw refuseCase('LISTING_REASON_MISSING')
}

export function requireDays(
  earlier: readonly [string, PlainDate],
  later: readonly [string, PlainDate],
  today: PlainDate,
): void {
  const [field, day] = later
  if (day > today) throw refuseCase('LISTING_DAY_IN_FUTURE', { field, day, today })
  if (day < earlier[1]) {
    throw refuseCase('LISTING_DAYS_OUT_OF_ORDER', {
      ...{ earlier: earlier[0], earlierDay: earlier[1], later: field, laterDay: day },
    })
  }
}

/** The list as it is in force today: a list that the law dropped in between enters nobody any more. */
export const listToday = (catalogue: ListCatalogue, known: ListingCase, today: PlainDate): ListDefinition =>
  requireList(catalogue, known.named.listType, today).definition

/** The day of the decision on which the entry rests (列入决定日期). */
export const enteredOn = ({ decision, named }: ListingCase): PlainDate => decision?.decidedOn ?? named.namedOn

/**
 * By what law an entry may end (移出的依据): ways out follow the edition in force on the day of the exit's decision, while
 * the term stays that of the entry's own. Where the list is no more, the entry's edition is the last that knew a way out.
 */
export function lawOfExit(
  catalogue: ListCatalogue,
  known: ListingCase,
  today: PlainDate,
): Readonly<{ definition: ListDefinition; law: ListLaw }> {
  const { listType } = known.named
  const now = listOn(catalogue, listType, today)
  if (now) return { definition: now.definition, law: { version: now.version, on: today } }
  const on = enteredOn(known)
  const { definition, version } = requireList(catalogue, listType, on)
  return { definition, law: { version, on } }
}
