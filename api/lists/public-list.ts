import { Forbidden, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { type ListCatalogue, listsOverTime, requireList } from '../../domain/lists/catalogue/catalogue.ts'
import { endsWithSubjectOf, type ListDefinition } from '../../domain/lists/catalogue/definition.ts'
import type { EndingState, PublicFilter } from '../../projections/lists/lists.queries.ts'
import { may, type Viewer } from '../auth/viewer.ts'
import { type ListServices, readCatalogue } from './services.ts'

type Asked = Readonly<{ listType: string; asOf?: PlainDate | null | undefined; search?: string | null | undefined }>

/** A list as a viewer may see it: which entries, of which day, and whether those not published yet are among them. */
export type ListQuestion = Readonly<{ definition: ListDefinition; filter: PublicFilter; unpublished: boolean }>

/**
 * What a viewer may ask of a list (名单查询). Anybody: what is public today, for whoever is off a list by now is no longer
 * held up to the public for a day that is over. Who reads listings: every day, and what is not public.
 */
export async function listQuestion(
  { listType, asOf, search }: Asked,
  viewer: Viewer,
  { services, clock }: Readonly<{ services: ListServices; clock: () => Date }>,
): Promise<ListQuestion> {
  const mayReadAll = may(viewer, 'listing:read')
  const today = dayInChina(clock())
  const day = asOf ?? today
  if (day !== today && !mayReadAll)
    throw new Forbidden(`社会公众只查询今天（${today}）在列的名单；往日的名单含有已经移出、撤销的列入，不再公示。`)
  const catalogue = await readCatalogue(services)
  const { definition } = requireList(catalogue, listType, day)
  if (!definition.publicity.isPublic && !mayReadAll) throw new NotFound('该名单不向社会公示。')
  const filter = { listType, day, search: search?.trim() || null, endings: endingsOf(catalogue, listType) }
  return { definition, filter, unpublished: mayReadAll }
}

/** What ended entries by itself in each version of a list. */
const endingsOf = (catalogue: ListCatalogue, listType: string): readonly EndingState[] =>
  listsOverTime(catalogue)
    .filter(({ code }) => code === listType)
    .flatMap((list) =>
      endsWithSubjectOf(list).map((status) => ({ status, from: list.effectiveFrom, until: list.effectiveUntil })),
    )
