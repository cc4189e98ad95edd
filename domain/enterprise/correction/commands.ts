import type { Command } from '../../kernel/decider.ts'
import type { Json } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'

/** Put an entry right (更正记录): `changes` are fields of its data; members of a nested object may be given alone. */
export type CorrectEntry = Command<
  'CorrectEntry',
  {
    correctionId: string
    eventId: string
    changes: Readonly<Record<string, Json>>
    reason: string
    correctedOn: PlainDate
  }
>

/** Strike out an entry that should never have stood in this file (撤销错误记录). */
export type VoidEntry = Command<
  'VoidEntry',
  { correctionId: string; eventId: string; reason: string; voidedOn: PlainDate }
>

/**
 * What the source of a mirrored list (镜像名单) says of its own entries: put right, or listed again after all. Nobody asks
 * for these; only the mirror says them, and of listings alone.
 */
export type CorrectMirroredEntry = Command<'CorrectMirroredEntry', CorrectEntry['data']>
export type VoidMirroredEntry = Command<'VoidMirroredEntry', VoidEntry['data']>

export type CorrectionCommand = CorrectEntry | VoidEntry | CorrectMirroredEntry | VoidMirroredEntry
