import type { Section } from './correction/events.ts'
import { GrowingMap } from '../kernel/growing-map.ts'
import type { EnterpriseEvent } from './events.ts'
import { effectiveFacts, type FileFact, recordOf, type SectionFact } from './facts.ts'

/**
 * The file as the rules see it: the facts of each record of each section. Standing, terms, and numbers are told from
 * them by the section's own fold, so that a correction or a late fact needs no case of its own in any rule.
 */
export type EnterpriseFile = Readonly<{
  records: ReadonlyMap<string, readonly FileFact[]>
  entries: ReadonlyMap<string, FileFact> // By event id.
}>

export const emptyFile: EnterpriseFile = { records: new Map(), entries: new Map() }

const keyOf = (section: Section, recordId: string): string => `${section}/${recordId}`

/** The file with one more fact; the file before it stays as it was, whoever holds it. */
export function withFact(file: EnterpriseFile, fact: FileFact): EnterpriseFile {
  const { section, recordId } = recordOf(fact)
  const key = keyOf(section, recordId)
  return {
    records: GrowingMap.from(file.records).with(key, [...(file.records.get(key) ?? []), fact]),
    entries: GrowingMap.from(file.entries).with(fact.id, fact),
  }
}

/** The file that a stream's facts make, told in one go. */
export function fileOf(facts: Iterable<FileFact>): EnterpriseFile {
  const records = new Map<string, FileFact[]>()
  const entries = new Map<string, FileFact>()
  for (const fact of facts) {
    const { section, recordId } = recordOf(fact)
    const key = keyOf(section, recordId)
    const record = records.get(key)
    if (record) record.push(fact)
    else records.set(key, [fact])
    entries.set(fact.id, fact)
  }
  return { records, entries }
}

/** The facts of one record as they now stand, corrected and in legal order; empty where there is no such record. */
export function factsOf<E extends EnterpriseEvent>(
  file: EnterpriseFile,
  section: Section,
  recordId: string,
): readonly SectionFact<E>[] {
  return effectiveFacts<EnterpriseEvent>(file.records.get(keyOf(section, recordId)) ?? []) as readonly SectionFact<E>[]
}

/** Whether anything was ever recorded of a record, struck out by now or not. */
export const isRecorded = ({ records }: EnterpriseFile, section: Section, recordId: string): boolean =>
  records.has(keyOf(section, recordId))

/** The records of one section: each id with all of its facts, corrections included, in the order of recording. */
export function* recordsOf(file: EnterpriseFile, section: Section): Generator<readonly [string, readonly FileFact[]]> {
  const prefix = keyOf(section, '')
  for (const [key, facts] of file.records) {
    if (key.startsWith(prefix)) yield [key.slice(prefix.length), facts]
  }
}
