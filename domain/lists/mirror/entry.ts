import type { Authority } from '../../enterprise/parties.ts'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Json } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import { normalDocumentNumber } from '../../kernel/text.ts'

/** An entry of a list that is kept elsewhere (镜像条目), as its source tells it; of enterprises alone, never of persons. */
export type MirrorEntry = Readonly<{
  key: string // The source's own name for it, such as the court's case number and the enterprise's code.
  uscc: string
  groundCode: string
  groundText: string
  documentNumber: string
  enteredOn: PlainDate
  termUntil: PlainDate | null
  authority: Authority // The court or authority that decided.
}>

/** Why an entry is off a mirrored list: its source said so, or a newer full file does not have it any more. */
export const mirrorRemovals = ['REMOVED_AT_SOURCE', 'MISSING_AT_SOURCE'] as const
export type MirrorRemoval = Readonly<{
  key: string
  removedOn: PlainDate
  ground: (typeof mirrorRemovals)[number]
  reason: string
}>

/** A part of what a file of the source changes in the mirror: its removals first, then its entries. */
export type MirrorChanges = Readonly<{ entered: readonly MirrorEntry[]; removed: readonly MirrorRemoval[] }>

export const mirrorFileKinds = ['FULL', 'DELTA'] as const
export type MirrorFileKind = (typeof mirrorFileKinds)[number]

/** One line of a file, in the order of the file; a full file (全量) has entries alone. */
export type MirrorLine =
  | Readonly<{ kind: 'ENTER'; entry: MirrorEntry }>
  | Readonly<{ kind: 'REMOVE'; key: string; removedOn: PlainDate; reason: string }>

export const isSameEntry = (a: MirrorEntry, b: MirrorEntry): boolean =>
  canonicalJson(a as Json) === canonicalJson(b as Json)

/** Whether two entries of one key are still the same decision about the same enterprise; all else can be put right. */
export const isSameDecision = (a: MirrorEntry, b: MirrorEntry): boolean =>
  a.uscc === b.uscc &&
  a.groundCode === b.groundCode &&
  a.authority.code === b.authority.code &&
  normalDocumentNumber(a.documentNumber) === normalDocumentNumber(b.documentNumber)
