import { setTimeout as sleep } from 'node:timers/promises'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { factsOf, fileOf } from '../../domain/enterprise/file.ts'
import type { RegistrationEvent } from '../../domain/enterprise/registration/events.ts'
import { registrationRecord } from '../../domain/enterprise/registration/record.ts'
import { parseOrganisationCode } from '../../domain/kernel/organisation-code.ts'
import { normalName, squeeze } from '../../domain/kernel/text.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { Lookups } from './lookups.ts'

/**
 * How what was asked for led to a file (匹配方式): by its code, another number, its name, a name it had, several files, or
 * none.
 */
export type Match = 'CODE' | 'OTHER_NUMBER' | 'NAME' | 'FORMER_NAME' | 'DOUBTFUL' | 'NOT_FOUND'

export type FoundFile = Readonly<{ uscc: string; facts: readonly FileFact[] }>

export type Matched = Readonly<{
  asked: string
  match: Match
  files: readonly FoundFile[] // Of one subject, its present code's first and then those of its former codes; or none.
  candidates: readonly string[] // The files that it could be.
  rowsPosition: string | null // How far the rows of numbers and names were told; null where none were needed.
}>

/**
 * Finds the files of codes, old numbers, or names, in the order asked. A code is looked for in the log itself, so that what
 * was recorded this instant counts; and in the rows too, because another file may know it as its former code. Rows that
 * lag behind the log are waited for before anybody is told that there is no such file.
 */
export async function matchFiles(
  lookups: Lookups,
  store: EventStore,
  asked: readonly string[],
): Promise<readonly Matched[]> {
  let matches = await Promise.all(asked.map((text) => matchOne(lookups, text)))
  if (matches.every(({ match }) => match === 'CODE')) return matches
  if (matches.some(({ match }) => match === 'NOT_FOUND') && (await waitForRows(lookups, store)))
    matches = await Promise.all(
      matches.map(async (one) => (one.match === 'NOT_FOUND' ? matchOne(lookups, one.asked) : one)),
    )
  const rowsPosition = (await lookups.toldUpTo()) ?? null
  return matches.map((one) => (one.match === 'CODE' ? one : { ...one, rowsPosition }))
}

const waitMsMax = 2_000
const pollMs = 15

/** Waits a bounded moment until the rows are where the log was when it was asked; answers whether they had to move. */
async function waitForRows(lookups: Lookups, store: EventStore): Promise<boolean> {
  const head = await store.head()
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const position = await lookups.toldUpTo()
    if (head === undefined || (position !== undefined && position >= head)) return waitedMs > 0
    if (waitedMs >= waitMsMax) return true
    await sleep(pollMs)
  }
}

async function matchOne(all: Lookups, text: string): Promise<Matched> {
  const lookups = { ...all, fileOf: remembered(all.fileOf), byNumber: remembered(all.byNumber) }
  const plain = squeeze(text)
  const [own, numbered] = await Promise.all([
    isCode(plain) ? lookups.fileOf(plain) : undefined,
    Promise.all(numbersIn(text).map((number) => lookups.byNumber(number))),
  ])
  const usccs = distinct([...(own ? [plain] : []), ...numbered.flat().map(({ uscc }) => uscc)])
  if (usccs.length > 0)
    return settled(lookups, { text, plain }, usccs, (head) => (head.uscc === plain ? 'CODE' : 'OTHER_NUMBER'))
  const normal = normalName(text)
  const named = normal === '' ? [] : await lookups.byName(normal)
  const present = new Set(named.flatMap(({ uscc, kind }) => (kind === 'CURRENT' ? [uscc] : [])))
  return settled(lookups, { text, plain }, distinct(named.map(({ uscc }) => uscc)), (_head, files) =>
    files.some(({ uscc }) => present.has(uscc)) ? 'NAME' : 'FORMER_NAME',
  )
}

/** Within one match nothing is read twice. */
function remembered<V>(read: (key: string) => Promise<V>): (key: string) => Promise<V> {
  const known = new Map<string, Promise<V>>()
  return (key) => {
    const before = known.get(key)
    if (before) return before
    const reading = read(key)
    known.set(key, reading)
    return reading
  }
}

const isCode = (text: string): boolean => /^[0-9A-Z]{18}$/.test(text)
const numberMax = 64
const numbersIn = (text: string): readonly string[] => {
  const plain = squeeze(text)
  return plain === '' || plain.length > numberMax ? [] : distinct([plain, parseOrganisationCode(text) ?? plain])
}
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort()

const filesMax = 50 // Of one name; so many need a person anyway.

/** One subject is a match; of several, or of a code that several took over, a person has to say which. */
async function settled(
  lookups: Lookups,
  { text, plain }: Readonly<{ text: string; plain: string }>,
  usccs: readonly string[],
  matchOf: (head: FoundFile, files: readonly FoundFile[]) => Match,
): Promise<Matched> {
  const common = { asked: text, files: [], candidates: usccs, rowsPosition: null }
  if (usccs.length === 0) return { ...common, match: 'NOT_FOUND' }
  if (usccs.length > filesMax) return { ...common, match: 'DOUBTFUL' }
  const related = await relatedFiles(lookups, usccs)
  if (related.size === 0) return { ...common, match: 'NOT_FOUND' } // Rows told ahead of a log that was restored.
  const formers = new Set([...related.values()].flatMap((one) => one.formers))
  const heads = [...related.values()].filter(({ uscc }) => !formers.has(uscc))
  const head = heads.find(({ uscc }) => uscc === plain) ?? (heads.length === 1 ? heads[0] : undefined)
  if (head === undefined)
    return { ...common, match: 'DOUBTFUL', candidates: distinct([...usccs, ...heads.map(({ uscc }) => uscc)]) }
  const files = withFormers(head, related)
  return { ...common, match: matchOf(head, files), files, candidates: [head.uscc] }
}

type Related = FoundFile & Readonly<{ formers: readonly string[] }>

/**
 * Files together with those of their former codes, and with those that know one of them as their own former code: of one
 * subject more than one stream may have been written (曾用统一社会信用代码), and what stands in any of them is its own.
 */
async function relatedFiles(lookups: Lookups, usccs: readonly string[]): Promise<ReadonlyMap<string, Related>> {
  const related = new Map<string, Related>()
  const seen = new Set<string>()
  for (let next = usccs; next.length > 0 && seen.size <= filesMax;) {
    for (const uscc of next) seen.add(uscc)
    const read = await Promise.all(
      next.map(async (uscc) => [uscc, await lookups.fileOf(uscc), await lookups.byNumber(uscc)] as const),
    )
    const further: string[] = []
    for (const [uscc, facts, leads] of read) {
      for (const lead of leads) if (lead.kind === 'FORMER_USCC') further.push(lead.uscc)
      if (facts === undefined) continue
      const formers = formerCodesIn(facts).filter((former) => former !== uscc)
      further.push(...formers)
      related.set(uscc, { uscc, facts, formers })
    }
    next = distinct(further).filter((uscc) => !seen.has(uscc))
  }
  return related
}

function withFormers(head: Related, related: ReadonlyMap<string, Related>): readonly FoundFile[] {
  const files = new Set<Related>([head])
  for (const file of files)
    for (const former of file.formers) {
      const found = related.get(former)
      if (found) files.add(found)
    }
  return [...files]
}

/** The codes that a file says its subject had before; most files say nothing of the kind, and are not told for it. */
function formerCodesIn(facts: readonly FileFact[]): readonly string[] {
  const speaks = facts.some(
    ({ type, data }) =>
      (type === 'EnterpriseRegistered' && data.aliases.some(({ kind }) => kind === 'FORMER_USCC')) ||
      (type === 'AliasRecorded' && data.alias.kind === 'FORMER_USCC') ||
      type === 'EntryCorrected',
  )
  if (!speaks) return []
  const record = registrationRecord(factsOf<RegistrationEvent>(fileOf(facts), 'REGISTRATION', ''))
  return (record?.aliases ?? []).flatMap(({ kind, value }) => (kind === 'FORMER_USCC' ? [squeeze(value)] : []))
}
