import type { Authority } from '../../enterprise/parties.ts'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Json } from '../../kernel/event.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'

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

/** What a file of the source changes in the mirror. */
export type MirrorChanges = Readonly<{ entered: readonly MirrorEntry[]; removed: readonly MirrorRemoval[] }>

/** The entries that stand at the source, by their keys. */
export type MirrorEntries = ReadonlyMap<string, MirrorEntry>

/** One line of a delta (增量), in the order of the file. */
export type DeltaLine =
  | Readonly<{ kind: 'ENTER'; entry: MirrorEntry }>
  | Readonly<{ kind: 'REMOVE'; key: string; removedOn: PlainDate; reason: string }>

const isSame = (a: MirrorEntry | undefined, b: MirrorEntry): boolean =>
  a !== undefined && canonicalJson(a as Json) === canonicalJson(b as Json)

/** The entries after a file. Applying changes twice is applying them once. */
export function withChanges(entries: MirrorEntries, { entered, removed }: MirrorChanges): MirrorEntries {
  const after = new Map(entries)
  for (const { key } of removed) after.delete(key)
  for (const entry of entered) after.set(entry.key, entry)
  return after
}

/** What a full file (全量) changes: what is new or different is entered, and what it does not have is gone by its day. */
export function changesOfFull(entries: MirrorEntries, full: readonly MirrorEntry[], asOf: PlainDate): MirrorChanges {
  const listed = new Map(full.map((entry) => [entry.key, entry]))
  const entered = [...listed.values()].filter((entry) => !isSame(entries.get(entry.key), entry))
  const removed: MirrorRemoval[] = []
  for (const [key, { enteredOn }] of entries) {
    if (listed.has(key)) continue
    const removedOn = asOf < enteredOn ? enteredOn : asOf
    removed.push({ key, removedOn, ground: 'MISSING_AT_SOURCE', reason: `截至${asOf}的全量名单中已无此项` })
  }
  return { entered, removed }
}

/** What a delta changes, its lines taken in order: the last word on an entry is what counts. */
export function changesOfDelta(entries: MirrorEntries, delta: readonly DeltaLine[]): MirrorChanges {
  const entered = new Map<string, MirrorEntry>()
  const removed = new Map<string, MirrorRemoval>()
  for (const line of delta) {
    if (line.kind === 'ENTER') {
      removed.delete(line.entry.key)
      entered.set(line.entry.key, line.entry)
    } else {
      const { key, removedOn, reason } = line
      entered.delete(key)
      if (entries.has(key)) removed.set(key, { key, removedOn, ground: 'REMOVED_AT_SOURCE', reason })
    }
  }
  return {
    entered: [...entered.values()].filter((entry) => !isSame(entries.get(entry.key), entry)),
    removed: [...removed.values()],
  }
}
