import type { PlainDate } from '../../kernel/plain-date.ts'
import type { InspectionItem, ItemEvent, Library } from './events.ts'
import { refuseItem } from './refusals.ts'

export type ItemVersion = InspectionItem & Readonly<{ version: number; withdrawnOn: PlainDate | null }>

/** The list as it was ever published: every version of every item, and the libraries as they now are. */
export type ItemCatalogue = Readonly<{
  items: Readonly<Record<string, readonly ItemVersion[]>>
  libraries: Readonly<Record<string, Library & Readonly<{ version: number }>>>
}>

export const emptyCatalogue: ItemCatalogue = { items: {}, libraries: {} }

/** The catalogue with one more fact. */
export function withItemEvent(catalogue: ItemCatalogue, event: ItemEvent): ItemCatalogue {
  const { items, libraries } = catalogue
  switch (event.type) {
    case 'ItemPublished': {
      const { publishedOn: _day, publishedBy: _officer, ...item } = event.data
      const versions = [...(items[item.code] ?? []), { ...item, withdrawnOn: null }]
      return { ...catalogue, items: { ...items, [item.code]: versions } }
    }
    case 'ItemWithdrawn': {
      const { code, withdrawnOn } = event.data
      const versions = (items[code] ?? []).map((one) => ({ ...one, withdrawnOn: one.withdrawnOn ?? withdrawnOn }))
      return { ...catalogue, items: { ...items, [code]: versions } }
    }
    case 'LibraryDefined': {
      const { definedOn: _day, definedBy: _officer, ...library } = event.data
      return { ...catalogue, libraries: { ...libraries, [library.name]: library } }
    }
  }
}

export const catalogueOf = (events: Iterable<ItemEvent>): ItemCatalogue => {
  let catalogue = emptyCatalogue
  for (const event of events) catalogue = withItemEvent(catalogue, event)
  return catalogue
}

/** The version of an item in force on a day: of those whose first day has come, the one published last. */
export function itemOn({ items }: ItemCatalogue, code: string, day: PlainDate): ItemVersion | undefined {
  const begun = (items[code] ?? []).filter(({ effectiveFrom }) => effectiveFrom <= day)
  const last = begun.at(-1)
  if (last === undefined) return undefined
  const { effectiveUntil, withdrawnOn } = last
  const isOver = (effectiveUntil !== null && effectiveUntil < day) || (withdrawnOn !== null && withdrawnOn <= day)
  return isOver ? undefined : last
}

/** The items of some codes as they are in force; what is not in force cannot be drawn (国办发〔2024〕54号). */
export function requireInForce(catalogue: ItemCatalogue, codes: readonly string[], day: PlainDate): ItemVersion[] {
  return codes.map((code) => {
    if (catalogue.items[code] === undefined) throw refuseItem('ITEM_UNKNOWN', { code })
    const item = itemOn(catalogue, code, day)
    if (item === undefined) throw refuseItem('ITEM_NOT_IN_FORCE', { code, day })
    return item
  })
}

/** The libraries of some names; throws the refusal of one that is not there. */
export function librariesNamed({ libraries }: ItemCatalogue, names: readonly string[]): readonly Library[] {
  return names.map((name) => {
    const library = libraries[name]
    if (library === undefined) throw refuseItem('LIBRARY_UNKNOWN', { name })
    return library
  })
}
