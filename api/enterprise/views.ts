import { type FileFact, factsAt, type Vantage } from '../../domain/enterprise/facts.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { enterpriseStream } from '../../domain/enterprise/stream.ts'
import type { PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Uscc } from '../../domain/kernel/uscc.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { Row } from '../../projections/index.ts'
import { type EnterpriseLoaders, projectionNamed, type SectionField, sectionTables } from './enterprise.loaders.ts'

/**
 * One enterprise as a request looks at it: from today's rows, or, for another legal day or an earlier state of
 * knowledge, told from the stream by the very functions that tell the rows.
 */
export type EnterpriseView = Readonly<{
  row: Row
  day: PlainDate // The day for which standings are answered.
  vantage: Vantage
  section(field: SectionField): Promise<readonly Row[]>
}>

/** The view from today's rows. */
export async function currentView(
  loaders: EnterpriseLoaders,
  uscc: string,
  day: PlainDate,
): Promise<EnterpriseView | undefined> {
  const row = await loaders.enterprise(uscc)
  return row && viewOf(loaders, row, day)
}

/** The view that a head row begins. */
export const viewOf = (loaders: EnterpriseLoaders, row: Row, day: PlainDate): EnterpriseView => ({
  ...{ row, day, vantage: {}, section: (field) => loaders.sections[field](String(row.uscc)) },
})

/** The view from a legal day and an instant of knowledge (asOf, knownAt), told from the stream. */
export async function viewFrom(
  store: EventStore,
  uscc: string,
  day: PlainDate,
  vantage: Vantage,
): Promise<EnterpriseView | undefined> {
  const code = uscc as Uscc
  const file = fileOf(factsAt(await factsOfStream(store, uscc), vantage))
  const tell = (table: string): readonly Row[] =>
    [...projectionNamed(table).tell(code, file)].map(({ row }) => row).sort(byRevisionDescending)
  const [row] = tell('enterprise')
  if (row === undefined) return undefined
  return { row, day, vantage, section: async (field) => tell(sectionTables[field]) }
}

const byRevisionDescending = (a: Row, b: Row): number => Number(b.revision) - Number(a.revision)

/** Everything that ever stood in a file, from first to last. */
export async function factsOfStream(store: EventStore, uscc: string): Promise<readonly FileFact[]> {
  const streams = await store.readStreams([enterpriseStream(uscc as Uscc)])
  return [...streams.values()].flat() as unknown as readonly FileFact[]
}
