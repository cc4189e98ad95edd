import { InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { type ListVersion, listsOn, listVersionIn } from '../../domain/lists/catalogue/catalogue.ts'
import { listTypeStream } from '../../domain/lists/catalogue/codec.ts'
import type { ListTypeCommand } from '../../domain/lists/catalogue/commands.ts'
import { listTypeDecider } from '../../domain/lists/catalogue/decider.ts'
import { definitionHolds } from '../../domain/lists/catalogue/definition.ts'
import { readListEdition } from '../../domain/lists/catalogue/read.ts'
import { requireMeasures } from '../../domain/punishment/measures/catalogue.ts'
import { measuresOf, measuresOn } from '../../domain/punishment/measures/catalogue.ts'
import { measureStream } from '../../domain/punishment/measures/codec.ts'
import type { MeasureEvent } from '../../domain/punishment/measures/events.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { countPublic, findPublic } from '../../projections/lists/lists.queries.ts'
import { listQuestion } from './public-list.ts'
import { acting, type Ctx, readCatalogue } from './services.ts'
import { definitionView, publicView } from './views.ts'

type Vantage = { asOf?: PlainDate | null; knownAt?: string | null }

async function listCatalogue(_root: unknown, { asOf, knownAt }: Vantage, { services, clock }: Ctx) {
  const day = asOf ?? dayInChina(clock())
  const { version, name, lists } = listsOn(await readCatalogue(services, knownAt ?? undefined), day)
  return { version, name, day, lists: lists.filter((one) => definitionHolds(one, day)).map(definitionView) }
}

const versionView = ({ version, edition, proposedOn, effectiveFrom, withdrawnOn }: ListVersion) => ({
  ...{ version, name: edition.name, proposedOn, effectiveFrom, withdrawnOn },
  lists: edition.lists.map(definitionView),
})

const listCatalogueVersions = async (_root: unknown, _args: object, { services }: Ctx) =>
  (await readCatalogue(services)).versions.map(versionView)

const pageMax = 200

export function requirePage({ first, offset }: { first: number; offset: number }): void {
  if (first < 1 || first > pageMax) throw new InvalidInput(`每页应在1至${pageMax}条之间`, 'first')
  if (offset < 0) throw new InvalidInput('跳过的条数不能为负', 'offset')
}

type PublicArgs = { listType: string; asOf?: PlainDate | null; search?: string | null; first: number; offset: number }

/** A list: for everybody what is public of it today, and nothing of what leads to an entry. */
async function publicList(_root: unknown, args: PublicArgs, { services, clock, viewer }: Ctx) {
  const { first, offset } = args
  requirePage(args)
  const { definition, filter, unpublished } = await listQuestion(args, viewer, { services, clock })
  const [{ all, published }, found] = await Promise.all([
    countPublic(services.pool, filter),
    findPublic(services.pool, filter, { first, offset, unpublished }),
  ])
  return {
    ...{ day: filter.day, listName: definition.name, totalCount: unpublished ? all : published },
    ...{ unpublishedCount: unpublished ? all - published : 0, nodes: found.map(publicView) },
  }
}

type Wish = { [T in ListTypeCommand['type']]: Pick<Extract<ListTypeCommand, { type: T }>, 'type' | 'data'> }

/** Carries a command out and answers with the version as it then stands. */
async function submit(ctx: Ctx, version: number, wish: Wish[ListTypeCommand['type']]) {
  const { services } = ctx
  const { today, agency, context } = acting(ctx)
  const command = { ...wish, today, agency } as ListTypeCommand
  await services.handler.submit(listTypeDecider, listTypeStream, command, context)
  const known = listVersionIn(await readCatalogue(services), version)
  if (known === undefined) throw new NotFound('没有这一版名录清单。')
  return versionView(known)
}

type Proposal = { edition: unknown; reason: string }

/** A list whose effects the catalogue of measures does not have would promise what nobody may impose. */
async function proposeListTypes(_root: unknown, { input }: { input: Proposal }, ctx: Ctx) {
  const edition = readListEdition(input.edition)
  const { officer, today } = acting(ctx)
  const measures = measuresOn(measuresOf(await measureEvents(ctx.services.store)), today)
  for (const { effects } of edition.lists) requireMeasures(measures, effects)
  const data = { edition, reason: input.reason, proposedBy: officer }
  return submit(ctx, edition.version, { type: 'ProposeListTypes', data })
}

async function measureEvents(store: EventStore): Promise<readonly MeasureEvent[]> {
  const streams = await store.readStreams([measureStream])
  return (streams.get(measureStream) ?? []) as unknown as readonly MeasureEvent[]
}

type Enactment = { version: number; effectiveFrom: PlainDate; documentNumber?: string | null }
const enactListTypes = (_root: unknown, { version, effectiveFrom, documentNumber = null }: Enactment, ctx: Ctx) =>
  submit(ctx, version, {
    type: 'EnactListTypes',
    data: { version, effectiveFrom, documentNumber, enactedBy: acting(ctx).officer },
  })

const withdrawListTypes = (_root: unknown, { version, reason }: { version: number; reason: string }, ctx: Ctx) =>
  submit(ctx, version, { type: 'WithdrawListTypes', data: { version, reason, withdrawnBy: acting(ctx).officer } })

export const catalogueResolvers = {
  Query: { listCatalogue, listCatalogueVersions, publicList },
  Mutation: { proposeListTypes, enactListTypes, withdrawListTypes },
}
