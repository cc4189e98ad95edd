import type { DomainEvent } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import type { Authority } from '../parties.ts'

/** Levels of an honour (荣誉级别): 国家、省级、市级、区县级. */
export const honourLevels = ['NATIONAL', 'PROVINCIAL', 'CITY', 'COUNTY'] as const
export type HonourLevel = (typeof honourLevels)[number]

/** An honour was awarded (授予荣誉, 守信激励). */
export type HonourAwarded = DomainEvent<
  'HonourAwarded',
  {
    honourId: string
    title: string
    level: HonourLevel
    awardedOn: PlainDate
    validUntil: PlainDate | null
    documentNumber: string | null
    authority: Authority
  }
>

/** An honour was taken back (撤销荣誉). */
export type HonourWithdrawn = DomainEvent<
  'HonourWithdrawn',
  { honourId: string; withdrawnOn: PlainDate; reason: string; documentNumber: string | null }
>

export type HonourEvent = HonourAwarded | HonourWithdrawn
