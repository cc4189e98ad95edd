import type { PlainDate } from '../../kernel/plain-date.ts'
import type { RegistrationStatus } from '../registration/events.ts'
import type { ListingRemovalGround } from './events.ts'

/** How sure a figure is (`SOURCED`: read in the text; `WELL_KNOWN`: general knowledge; `UNSURE`: to be verified). */
export type Confidence = 'SOURCED' | 'WELL_KNOWN' | 'UNSURE'

export type ListGround = Readonly<{ code: string; name: string }>

/** A ground that is entered once: while it is open, or for a year's report, of which another year's is another. */
export type OnceGround = Readonly<{ code: string; once: 'REPORT_YEAR' | 'WHILE_OPEN' }>

/**
 * A type of list (名录、名单类型) in one dated version, as the file has to know it: a list may be kept only on such a basis.
 * Which there are is the catalogue's to say (`domain/lists/catalogue`).
 */
export type ListType = Readonly<{
  code: string
  name: string
  legalBasis: string
  effectiveFrom: PlainDate
  effectiveUntil: PlainDate | null // The last day of this version; null while it is in force.
  grounds: readonly ListGround[] // Empty: grounds are free text of the deciding authority.
  termYears: number | null // null: stands until cured, or its term is in each decision.
  removalGrounds: readonly ListingRemovalGround[]
  onceGrounds: readonly OnceGround[] // Grounds that may not be entered again while they are open (不得重复列入).
  endsWithSubject: readonly RegistrationStatus[] // States of the registration that end an entry by themselves.
  mirrored: boolean // Decided elsewhere (a court, another region); the file only mirrors it.
  confidence: Confidence
}>

/** The version of a list type that is in force on a day, if the list may be used at all on that day. */
export function listTypeOn(types: readonly ListType[], code: string, on: PlainDate): ListType | undefined {
  return types.find(
    (type) =>
      type.code === code && type.effectiveFrom <= on && (type.effectiveUntil === null || on <= type.effectiveUntil),
  )
}
