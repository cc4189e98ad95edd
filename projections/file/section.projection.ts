import type { CorrectionEvent, Section } from '../../domain/enterprise/correction/events.ts'
import type { EnterpriseEvent, EnterpriseEventType } from '../../domain/enterprise/events.ts'
import { effectiveFacts, type FileFact, type SectionFact } from '../../domain/enterprise/facts.ts'
import { recordsOf } from '../../domain/enterprise/file.ts'
import type { Json } from '../../domain/kernel/event.ts'
import type { Column, Projection } from '../projection.ts'

type SectionEvent = Exclude<EnterpriseEvent, CorrectionEvent>

/** Facts that put right or strike out an entry of whatever section. */
export const correctionTypes: readonly EnterpriseEventType[] = ['EntryCorrected', 'EntryVoided']

/** Columns that every record of every section has: which file, which record, and the entry it goes back to. */
const commonColumns: readonly Column[] = [
  { name: 'uscc', type: 'text' },
  { name: 'key', type: 'text' },
  { name: 'revision', type: 'bigint' },
  { name: 'event_id', type: 'text' },
  { name: 'recorded_at', type: 'text' },
  { name: 'source', type: 'json' },
  { name: 'corrected', type: 'boolean' },
]

/** A projection of one section of the file: a row for each of its records (许可、处罚……). */
export function sectionProjection<E extends SectionEvent, Record extends object>(definition: {
  name: string
  version: number
  section: Section
  types: readonly E['type'][]
  origin: E['type']
  record: (facts: readonly SectionFact<E>[]) => Record | undefined
  columns: readonly Column[]
  row: (record: Record) => Readonly<{ [column: string]: Json }>
}): Projection {
  const { name, version, section, types, origin, record, columns, row } = definition
  return {
    name,
    version,
    columns: [...commonColumns, ...columns],
    types: [...types, ...correctionTypes],
    *tell(uscc, file) {
      for (const [key, facts] of recordsOf(file, section)) {
        const standing = effectiveFacts<E>(facts) as readonly SectionFact<E>[]
        const told = record(standing)
        if (told === undefined) continue
        const revision = lastRevision(facts)
        const entry = standing.find(({ type }) => type === origin)
        const common = {
          ...{ uscc, key, revision: Number(revision), event_id: entry?.id ?? null },
          ...{ recorded_at: entry?.metadata.recordedAt ?? null, source: (entry?.metadata.source ?? null) as Json },
          corrected: standing.some(({ correctedBy }) => correctedBy !== undefined),
        }
        yield { key, revision, row: { ...common, ...row(told) } }
      }
    },
  }
}

export const lastRevision = (facts: readonly FileFact[]): bigint =>
  facts.reduce((last, { revision }) => (revision > last ? revision : last), -1n)
