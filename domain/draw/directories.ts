import { compareStretches, decodeUtf8, encodeUtf8, sortAsBytes } from './bytes.ts'
import { refuseDraw } from './draw-refusals.ts'
import { type DirectoryFile, countLines, walkLines } from './lines.ts'

/** A subject that may be drawn (检查对象) and the stratum in which it stands. */
export type ObjectEntry = Readonly<{ uscc: string; stratum: string }>

/** An officer who may be drawn on that day (执法检查人员) and the agency that sends them. */
export type InspectorEntry = Readonly<{ inspectorId: string; agency: string }>

/** A pair that recusal forbids (回避). */
export type ConflictEntry = Readonly<{ inspectorId: string; uscc: string }>

/** The three directories of one draw as the bytes that are published and hashed. */
export type DirectoryBytes = Readonly<Record<DirectoryFile, Uint8Array>>

export type Directories = Readonly<{
  objects: ObjectDirectory
  inspectors: readonly InspectorEntry[]
  conflicts: readonly ConflictEntry[]
}>

/** The object directory stays bytes with an index beside it: as strings 3,300,000 subjects would take a gigabyte. */
export type ObjectDirectory = Readonly<{
  bytes: Uint8Array
  size: number
  strata: readonly string[] // In order of first occurrence.
  sizes: readonly number[] // Of each stratum.
  from: Uint32Array // Where each line starts,
  tab: Uint32Array // and where its USCC ends.
  stratum: Uint32Array // Index into `strata`.
}>

export const usccAt = ({ bytes, from, tab }: ObjectDirectory, place: number): string =>
  decodeUtf8(bytes.subarray(from[place] ?? 0, tab[place] ?? 0))

/** Reads all three files; throws the refusal of the first violation of their form. */
export const readDirectories = (bytes: DirectoryBytes): Directories => ({
  objects: readObjects(bytes['objects.tsv']),
  inspectors: readInspectors(bytes['inspectors.tsv']),
  conflicts: readConflicts(bytes['conflicts.tsv']),
})

export function readObjects(bytes: Uint8Array): ObjectDirectory {
  const lines = countLines(bytes)
  const [from, tab, stratum] = [new Uint32Array(lines), new Uint32Array(lines), new Uint32Array(lines)]
  const known = stratumIndex(bytes)
  let size = 0
  walkLines('objects.tsv', bytes, (lineFrom, lineTab, end, line) => {
    const [before, beforeTab] = [from[size - 1] ?? 0, tab[size - 1] ?? 0]
    if (size > 0 && compareStretches(bytes, before, beforeTab, lineFrom, lineTab) === 0)
      throw refuseDraw('OBJECT_TWICE', {
        file: 'objects.tsv',
        line,
        uscc: decodeUtf8(bytes.subarray(lineFrom, lineTab)),
      })
    from[size] = lineFrom
    tab[size] = lineTab
    stratum[size] = known.indexOf(lineTab + 1, end)
    size++
  })
  return { bytes, size, strata: known.names, sizes: known.sizes, from, tab, stratum }
}

/** Strata by their bytes: a label that was seen before costs one hash and one comparison, and no string. */
function stratumIndex(bytes: Uint8Array) {
  const names: string[] = []
  const sizes: number[] = []
  const stretches: Array<readonly [from: number, end: number]> = []
  const byHash = new Map<number, number[]>()
  const indexOf = (from: number, end: number): number => {
    let hash = 0
    for (let place = from; place < end; place++) hash = (Math.imul(hash, 31) + (bytes[place] ?? 0)) | 0
    const candidates = byHash.get(hash) ?? []
    for (const index of candidates) {
      const [knownFrom, knownEnd] = stretches[index] ?? [0, 0]
      if (compareStretches(bytes, knownFrom, knownEnd, from, end) !== 0) continue
      sizes[index] = (sizes[index] ?? 0) + 1
      return index
    }
    byHash.set(hash, [...candidates, names.length])
    stretches.push([from, end])
    sizes.push(1)
    return names.push(decodeUtf8(bytes.subarray(from, end))) - 1
  }
  return { names, sizes, indexOf }
}

export function readInspectors(bytes: Uint8Array): InspectorEntry[] {
  const entries: InspectorEntry[] = []
  walkPairs('inspectors.tsv', bytes, (inspectorId, agency, line) => {
    if (entries.at(-1)?.inspectorId === inspectorId)
      throw refuseDraw('INSPECTOR_TWICE', { file: 'inspectors.tsv', line, inspectorId })
    entries.push({ inspectorId, agency })
  })
  return entries
}

export function readConflicts(bytes: Uint8Array): ConflictEntry[] {
  const entries: ConflictEntry[] = []
  walkPairs('conflicts.tsv', bytes, (inspectorId, uscc) => entries.push({ inspectorId, uscc }))
  return entries
}

function walkPairs(file: DirectoryFile, bytes: Uint8Array, see: (one: string, other: string, line: number) => void) {
  walkLines(file, bytes, (from, tab, end, line) =>
    see(decodeUtf8(bytes.subarray(from, tab)), decodeUtf8(bytes.subarray(tab + 1, end)), line),
  )
}

/** Writes `objects.tsv` from subjects in any order; throws the refusal of what may not stand in it. */
export function formatObjects(entries: Iterable<ObjectEntry>): Uint8Array {
  const bytes = format('objects.tsv', entries, ({ uscc, stratum }) => [uscc, stratum])
  readObjects(bytes)
  return bytes
}

export function formatInspectors(entries: Iterable<InspectorEntry>): Uint8Array {
  const bytes = format('inspectors.tsv', entries, ({ inspectorId, agency }) => [inspectorId, agency])
  readInspectors(bytes)
  return bytes
}

/** Writes `conflicts.tsv`; the same pair may be found by several grounds of recusal and is written once. */
export function formatConflicts(entries: Iterable<ConflictEntry>): Uint8Array {
  const pairs = new Map<string, ConflictEntry>()
  for (const entry of entries) pairs.set(`${entry.inspectorId}\t${entry.uscc}`, entry)
  const bytes = format('conflicts.tsv', pairs.values(), ({ inspectorId, uscc }) => [inspectorId, uscc])
  readConflicts(bytes)
  return bytes
}

function format<Entry>(
  file: DirectoryFile,
  entries: Iterable<Entry>,
  fields: (entry: Entry) => readonly [string, string],
): Uint8Array {
  const lines: string[] = []
  for (const entry of entries) {
    const pair = fields(entry)
    const line = lines.push(`${pair[0]}\t${pair[1]}\n`) // The place in what was given, until the lines are sorted.
    if (pair.some((field) => field === '')) throw refuseDraw('EMPTY_FIELD', { file, line })
    // A tab or newline inside a field would silently make other fields of it.
    if (pair.some((field) => /\p{Cc}/u.test(field))) throw refuseDraw('CONTROL_CHARACTER', { file, line })
    if (pair.some((field) => !field.isWellFormed())) throw refuseDraw('NOT_UTF8', { file, line })
  }
  return joinUtf8(sortAsBytes(lines))
}

/** The bytes of many lines, by pieces, because one string of them all could be longer than strings may be. */
function joinUtf8(lines: readonly string[]): Uint8Array {
  const pieces: Uint8Array[] = []
  for (let place = 0; place < lines.length; place += 65_536)
    pieces.push(encodeUtf8(lines.slice(place, place + 65_536).join('')))
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
