import { addDays, type PlainDate } from '../../kernel/plain-date.ts'
import type { ListOfficer } from '../officer.ts'
import { definitionHolds, type ListDefinition, type ListEdition } from './definition.ts'
import type { ListTypeEvent } from './events.ts'
import { refuseListType } from './refusals.ts'
import { shippedLists } from './shipped-edition.ts'

/** One version of the catalogue (清单版本): from its proposal to its end. */
export type ListVersion = Readonly<{
  version: number
  edition: ListEdition // It bears the day of its enactment, once it is enacted.
  proposedOn: PlainDate | null // null for the version that ships.
  proposedBy: ListOfficer | null
  effectiveFrom: PlainDate | null // null while it is a draft.
  enactedOn: PlainDate | null
  enactedBy: ListOfficer | null
  withdrawnOn: PlainDate | null
}>

/** Every version there is, in the order of their numbers. */
export type ListCatalogue = Readonly<{ versions: readonly ListVersion[] }>

const draftOf = (edition: ListEdition): ListVersion => ({
  ...{ version: edition.version, edition, proposedOn: null, proposedBy: null },
  ...{ effectiveFrom: null, enactedOn: null, enactedBy: null, withdrawnOn: null },
})

/** Before anybody enacted anything, the edition that ships is in force. */
export const initialLists: ListCatalogue = {
  versions: [{ ...draftOf(shippedLists), effectiveFrom: shippedLists.effectiveFrom }],
}

export const listVersionIn = ({ versions }: ListCatalogue, version: number): ListVersion | undefined =>
  versions.find((one) => one.version === version)

/** The catalogue with one more fact. */
export function withListTypeEvent(catalogue: ListCatalogue, event: ListTypeEvent): ListCatalogue {
  const changed = (change: (one: ListVersion) => ListVersion): ListCatalogue => ({
    versions: catalogue.versions.map((one) => (one.version === event.data.version ? change(one) : one)),
  })
  switch (event.type) {
    case 'ListTypesProposed': {
      const { edition, proposedOn, proposedBy } = event.data
      return { versions: [...catalogue.versions, { ...draftOf(edition), proposedOn, proposedBy }] }
    }
    case 'ListTypesEnacted': {
      const { effectiveFrom, enactedOn, enactedBy } = event.data
      return changed((one) => {
        return { ...one, edition: { ...one.edition, effectiveFrom }, effectiveFrom, enactedOn, enactedBy }
      })
    }
    case 'ListTypesWithdrawn': {
      const { withdrawnOn } = event.data
      return changed((one) => ({ ...one, withdrawnOn }))
    }
  }
}

/** The catalogue that the events of its stream make, told in one go. */
export const listsOf = (events: Iterable<ListTypeEvent>): ListCatalogue => {
  let catalogue = initialLists
  for (const event of events) catalogue = withListTypeEvent(catalogue, event)
  return catalogue
}

/** The edition in force on a day (施行中的清单): the one that came into force last and was not withdrawn by then. */
export function listsOn({ versions }: ListCatalogue, day: PlainDate): ListEdition {
  let last: ListVersion | undefined
  for (const one of versions) {
    if (one.effectiveFrom === null || one.effectiveFrom > day) continue
    if (one.withdrawnOn !== null && one.withdrawnOn <= day) continue
    if (last?.effectiveFrom == null || one.effectiveFrom >= last.effectiveFrom) last = one
  }
  return last?.edition ?? shippedLists
}

/**
 * The lists of all editions, each for the days on which its edition was in force: an entry is read by the list as it was
 * on the day of entry, also where a later edition has it no longer.
 */
export function listsOverTime(catalogue: ListCatalogue): readonly ListDefinition[] {
  const days = catalogue.versions.flatMap(({ effectiveFrom, withdrawnOn }) =>
    effectiveFrom === null ? [] : [effectiveFrom, ...(withdrawnOn === null ? [] : [withdrawnOn])],
  )
  const begins = [...new Set(days)].sort()
  return begins.flatMap((begin, place) => {
    const next = begins[place + 1]
    return listsOn(catalogue, begin).lists.flatMap((list) => {
      const effectiveFrom = list.effectiveFrom > begin ? list.effectiveFrom : begin
      const last = next === undefined ? null : addDays(next, -1)
      const ends = [list.effectiveUntil, last].filter((day) => day !== null).sort()
      const effectiveUntil = ends[0] ?? null
      return effectiveUntil !== null && effectiveUntil < effectiveFrom
        ? []
        : [{ ...list, effectiveFrom, effectiveUntil }]
    })
  })
}

/** A list as it is in force on a day, with the version of the catalogue that says so; undefined where there is none. */
export function listOn(
  catalogue: ListCatalogue,
  code: string,
  day: PlainDate,
): Readonly<{ definition: ListDefinition; version: number }> | undefined {
  const { version, lists } = listsOn(catalogue, day)
  const definition = lists.find((one) => one.code === code && definitionHolds(one, day))
  return definition && { definition, version }
}

/** The list as it is in force; outside the catalogue nothing may be listed, and the refusal names the rule. */
export function requireList(
  catalogue: ListCatalogue,
  code: string,
  day: PlainDate,
): Readonly<{ definition: ListDefinition; version: number }> {
  const known = listOn(catalogue, code, day)
  if (known) return known
  const { version, lists } = listsOn(catalogue, day)
  const list = lists.find((one) => one.code === code)?.name ?? code
  throw refuseListType('LIST_NOT_IN_FORCE', { list, day, version })
}
