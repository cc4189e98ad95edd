import { addDays, type PlainDate } from '../kernel/plain-date.ts'
import { type ListCatalogue, listsOn } from '../lists/catalogue/catalogue.ts'

/**
 * What the window needs of a list type (名单类型): from when to when its version holds, and the measures that entry on it has.
 * Where a version names no effects at all, the causes in the catalogue of measures decide alone.
 */
export type ListEffects = Readonly<{
  code: string
  name: string
  effectiveFrom: PlainDate
  effectiveUntil: PlainDate | null
  mirrored?: boolean | undefined // Decided elsewhere, so that somebody here asks for what follows from it.
  effects?: readonly string[] | undefined // Codes of measures.
}>

/** The version of a list type that was in force on a day. */
export const listEffectsOn = (types: readonly ListEffects[], code: string, on: PlainDate): ListEffects | undefined =>
  types.find(
    (type) =>
      type.code === code && type.effectiveFrom <= on && (type.effectiveUntil === null || on <= type.effectiveUntil),
  )

/**
 * The lists of all editions, each for the days on which its edition was in force: an entry is read by the list as it was
 * on the day of entry, also where a later edition has it no longer.
 */
export function listEffectsOf(catalogue: ListCatalogue): readonly ListEffects[] {
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
