import type { RegistrationStatus } from '../enterprise/registration/events.ts'
import type { PlainDate } from '../kernel/plain-date.ts'
import { type ListCatalogue, listsOverTime } from '../lists/catalogue/catalogue.ts'

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
  endsWithSubject?: readonly RegistrationStatus[] | undefined // States of registration that end an entry by themselves.
}>

/** The version of a list type that was in force on a day. */
export const listEffectsOn = (types: readonly ListEffects[], code: string, on: PlainDate): ListEffects | undefined =>
  types.find(
    (type) =>
      type.code === code && type.effectiveFrom <= on && (type.effectiveUntil === null || on <= type.effectiveUntil),
  )

/** The lists of all editions as the windows need them. */
export const listEffectsOf = (catalogue: ListCatalogue): readonly ListEffects[] => listsOverTime(catalogue)
