import { GrowingMap } from '../../kernel/growing-map.ts'
import type { PlainDate } from '../../kernel/plain-date.ts'
import {
  isSameDecision,
  isSameEntry,
  type MirrorChanges,
  type MirrorEntry,
  type MirrorFileKind,
  type MirrorLine,
  type MirrorRemoval,
} from './entry.ts'

/** One time on the list (一次列入), counted from 1 within its key: who is listed again after a removal is so anew. */
export type MirrorSpell = Readonly<{ spell: number; entry: MirrorEntry; removal: MirrorRemoval | null }>

/** All that a source has ever listed, by its keys; of each key only the last spell may still stand. */
export type MirrorBook = Readonly<{
  spells: ReadonlyMap<string, readonly MirrorSpell[]>
  standing: number // How many entries stand.
}>

export const emptyBook: MirrorBook = { spells: new Map(), standing: 0 }

/** The entry that stands under a key. */
export function standingIn({ spells }: MirrorBook, key: string): MirrorEntry | undefined {
  const last = spells.get(key)?.at(-1)
  return last?.removal === null ? last.entry : undefined
}

/** Every entry that stands at the source. */
export function* standingEntries({ spells }: MirrorBook): Generator<MirrorEntry, void> {
  for (const its of spells.values()) {
    const last = its.at(-1)
    if (last?.removal === null) yield last.entry
  }
}

/** The book after a part of a file; an entry that stands under its key already is put right. */
export function withChanges(book: MirrorBook, { entered, removed }: MirrorChanges): MirrorBook {
  let spells = GrowingMap.from(book.spells)
  let { standing } = book
  for (const removal of removed) {
    const its = spells.get(removal.key) ?? []
    const last = its.at(-1)
    if (last?.removal !== null) continue
    spells = spells.with(removal.key, [...its.slice(0, -1), { ...last, removal }])
    standing--
  }
  for (const entry of entered) {
    const its = spells.get(entry.key) ?? []
    const last = its.at(-1)
    const stands = last?.removal === null
    const now = stands ? { ...last, entry } : { spell: its.length + 1, entry, removal: null }
    spells = spells.with(entry.key, [...(stands ? its.slice(0, -1) : its), now])
    if (!stands) standing++
  }
  return { spells, standing }
}

/** One change of the mirror, in the order in which the file makes them. */
export type MirrorStep =
  Readonly<{ kind: 'ENTER'; entry: MirrorEntry }> | Readonly<{ kind: 'REMOVE'; removal: MirrorRemoval }>

type File = Readonly<{ kind: MirrorFileKind; asOf: PlainDate; lines: readonly MirrorLine[] }>

/**
 * What a file changes, step by step in the order of its lines. A full file first takes off whatever it does not have. An
 * entry whose key now names another decision, or another enterprise, goes, and the new one comes.
 */
export function stepsOf(book: MirrorBook, { kind, asOf, lines }: File): readonly MirrorStep[] {
  const steps: MirrorStep[] = []
  const changed = new Map<string, MirrorEntry | undefined>()
  const standing = (key: string) => (changed.has(key) ? changed.get(key) : standingIn(book, key))
  const ground = kind === 'FULL' ? 'MISSING_AT_SOURCE' : 'REMOVED_AT_SOURCE'

  function remove({ key, enteredOn }: MirrorEntry, on: PlainDate, reason: string): void {
    changed.set(key, undefined)
    steps.push({ kind: 'REMOVE', removal: { key, removedOn: on < enteredOn ? enteredOn : on, ground, reason } })
  }

  function enter(entry: MirrorEntry): void {
    const before = standing(entry.key)
    if (before && isSameEntry(before, entry)) return
    if (before && !isSameDecision(before, entry)) remove(before, asOf, `截至${asOf}，来源名单中此编号已是另一项列入`)
    changed.set(entry.key, entry)
    steps.push({ kind: 'ENTER', entry })
  }

  if (kind === 'FULL') {
    const listed = new Set(lines.map((line) => (line.kind === 'ENTER' ? line.entry.key : '')))
    for (const entry of standingEntries(book))
      if (!listed.has(entry.key)) remove(entry, asOf, `截至${asOf}的全量名单中已无此项`)
  }
  for (const line of lines) {
    if (line.kind === 'ENTER') {
      enter(line.entry)
      continue
    }
    const before = standing(line.key)
    if (before) remove(before, line.removedOn, line.reason)
  }
  return steps
}

const stepsPerPart = 500
const charactersPerPart = 250_000 // An append holds a mebibyte, and a sign of Chinese takes three bytes.

/** The steps in parts, each small enough for one append, and in each its removals before its entries. */
export function partsOf(steps: readonly MirrorStep[]): readonly MirrorChanges[] {
  const parts: { entered: MirrorEntry[]; removed: MirrorRemoval[] }[] = []
  let entered = new Set<string>()
  let [count, characters] = [0, 0]
  for (const step of steps) {
    const size = JSON.stringify(step).length
    const { key } = step.kind === 'ENTER' ? step.entry : step.removal
    const isFull = count === stepsPerPart || characters + size > charactersPerPart
    if (parts.length === 0 || isFull || entered.has(key)) {
      parts.push({ entered: [], removed: [] })
      entered = new Set()
      ;[count, characters] = [0, 0]
    }
    if (step.kind === 'ENTER') {
      parts.at(-1)?.entered.push(step.entry)
      entered.add(key)
    } else parts.at(-1)?.removed.push(step.removal)
    count++
    characters += size
  }
  return parts
}
