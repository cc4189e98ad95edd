import { type CreditProfile, profileOn } from '../../domain/credit/profile.ts'
import type { EnterpriseEventType } from '../../domain/enterprise/events.ts'
import type { EnterpriseFile } from '../../domain/enterprise/file.ts'
import { eventTitles } from '../../domain/enterprise/titles.ts'
import type { Json } from '../../domain/kernel/event.ts'
import { addDays, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Projection } from '../projection.ts'
import { lastRevision } from '../file/section.projection.ts'
import type { ModelBook } from './model-book.ts'

/** What a profile rests on besides its file: the day, and the models in force. */
export type CreditGround = Readonly<{ today: () => PlainDate; models: () => ModelBook }>

/** A profile as its row keeps it: all but the day, for it is the same on every day up to `validUntil`. */
export type ToldProfile = Omit<CreditProfile, 'day'>

/** The profile of a file on a day, good until it changes by itself or another model comes into force. */
export function profileBy(models: ModelBook, file: EnterpriseFile, day: PlainDate): ToldProfile {
  const { day: _day, ...profile } = profileOn(file, models.on(day), day)
  const next = models.nextAfter(day)
  const last = next === null ? null : addDays(next, -1)
  const { validUntil } = profile
  return { ...profile, validUntil: last !== null && (validUntil === null || last < validUntil) ? last : validUntil }
}

/**
 * What an agency sees first when it looks an enterprise up (信用档案). A row holds as long as it says, and by the models
 * that it names; a reader who comes later gets a fresh answer, whether or not anybody has told the row anew by then.
 */
export const creditProfileProjection = ({ today, models }: CreditGround): Projection => ({
  name: 'credit_profile',
  version: 1,
  columns: [
    { name: 'uscc', type: 'text' },
    { name: 'key', type: 'text' },
    { name: 'revision', type: 'bigint' },
    { name: 'credit_class', type: 'text' },
    { name: 'score', type: 'integer' },
    { name: 'changes_on', type: 'text' },
    { name: 'valid_until', type: 'text' },
    { name: 'models', type: 'text' },
    { name: 'profile', type: 'json' },
  ],
  types: Object.keys(eventTitles) as EnterpriseEventType[],
  *tell(uscc, file) {
    const revision = lastRevision([...file.entries.values()])
    const book = models()
    const profile = profileBy(book, file, today())
    const { effectiveClass, score, effectiveChangesOn, validUntil } = profile
    const head = { uscc, key: '', revision: Number(revision), credit_class: effectiveClass, score }
    const terms = { changes_on: effectiveChangesOn, valid_until: validUntil, models: book.digest }
    yield { key: '', revision, row: { ...head, ...terms, profile: profile as unknown as Json } }
  },
})
