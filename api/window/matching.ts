import type { Pool } from 'pg'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import type { FileFact } from '../../domain/enterprise/facts.ts'
import { parseOrganisationCode } from '../../domain/kernel/organisation-code.ts'
import { squeeze, tidy } from '../../domain/kernel/text.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { batched } from '../batched.ts'

/** How what was asked for led to a file (匹配方式): by its code, another number, its name, several files, or none. */
export type Matched = Readonly<{
  asked: string
  match: 'CODE' | 'OTHER_NUMBER' | 'NAME' | 'DOUBTFUL' | 'NOT_FOUND'
  facts: readonly FileFact[] // Empty unless there is one file.
  candidates: readonly string[] // The files that it could be.
}>

const filesPerRead = 500

/** The facts of a file, read from the log. */
export type FileReader = (uscc: string) => Promise<readonly FileFact[] | undefined>

/** Reads files together, whoever asks for them within one turn of the event loop; nothing is kept afterwards. */
export const fileReader = (store: EventStore): FileReader =>
  batched(async (usccs: readonly string[]) => {
    const read = await store.readStreams(usccs.map((uscc) => enterpriseStream(uscc as Uscc)))
    return (uscc: string) => read.get(enterpriseStream(uscc as Uscc)) as readonly FileFact[] | undefined
  }, filesPerRead)

/**
 * Finds the files of codes, old numbers, or names, in the order asked. A code is looked for in the log itself, so that what
 * was recorded this instant counts; rows are asked only for what is no code.
 */
export async function matchFiles(read: FileReader, pool: Pool, asked: readonly string[]): Promise<readonly Matched[]> {
  const plain = new Map(asked.map((text) => [text, squeeze(text)]))
  const files = await filesOf(read, [...new Set(plain.values())].filter(isCode))
  const others = asked.filter((text) => !files.has(plain.get(text) ?? ''))
  const byNumber = await usccsBy(
    pool,
    'SELECT value AS key, uscc FROM told.alias WHERE value = ANY($1)',
    others,
    numbersIn,
  )
  const unnumbered = others.filter((text) => !byNumber.has(text))
  const byName = await usccsBy(
    pool,
    'SELECT name AS key, uscc FROM told.enterprise WHERE name = ANY($1)',
    unnumbered,
    (text) => [tidy(text)],
  )
  const single = [...byNumber.values(), ...byName.values()].flatMap((usccs) => (usccs.length === 1 ? usccs : []))
  for (const [uscc, facts] of await filesOf(read, [...new Set(single)])) files.set(uscc, facts)
  return asked.map((text) => {
    const own = files.get(plain.get(text) ?? '')
    if (own && isCode(plain.get(text) ?? '')) return { asked: text, match: 'CODE', facts: own, candidates: [] }
    const numbered = byNumber.get(text)
    const candidates = numbered ?? byName.get(text) ?? []
    const [uscc, ...more] = candidates
    if (uscc === undefined) return { asked: text, match: 'NOT_FOUND', facts: [], candidates }
    if (more.length > 0) return { asked: text, match: 'DOUBTFUL', facts: [], candidates }
    return { asked: text, match: numbered ? 'OTHER_NUMBER' : 'NAME', facts: files.get(uscc) ?? [], candidates }
  })
}

const isCode = (text: string): boolean => /^[0-9A-Z]{18}$/.test(text)
const numbersIn = (text: string): readonly string[] => [
  ...new Set([squeeze(text), parseOrganisationCode(text) ?? squeeze(text)]),
]

async function filesOf(read: FileReader, usccs: readonly string[]): Promise<Map<string, readonly FileFact[]>> {
  const found = await Promise.all(usccs.map(async (uscc) => [uscc, await read(uscc)] as const))
  return new Map(found.flatMap(([uscc, facts]) => (facts ? [[uscc, facts] as const] : [])))
}

/** The codes to which each of some texts leads, by the keys that it may be found under. */
async function usccsBy(
  pool: Pool,
  sql: string,
  texts: readonly string[],
  keysOf: (text: string) => readonly string[],
): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  if (texts.length === 0) return found
  const { rows } = await pool.query<{ key: string; uscc: string }>(sql, [[...new Set(texts.flatMap(keysOf))]])
  const byKey = new Map<string, string[]>()
  for (const { key, uscc } of rows) byKey.set(key, [...(byKey.get(key) ?? []), uscc])
  for (const text of texts) {
    const usccs = [...new Set(keysOf(text).flatMap((key) => byKey.get(key) ?? []))].sort()
    if (usccs.length > 0) found.set(text, usccs)
  }
  return found
}
