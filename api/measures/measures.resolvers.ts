import { Forbidden, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { type ListCatalogue, listsOn } from '../../domain/lists/catalogue/catalogue.ts'
import { definitionHolds } from '../../domain/lists/catalogue/definition.ts'
import {
  type MeasureCatalogue,
  type MeasureVersion,
  measureVersionIn,
  requireMeasures,
} from '../../domain/punishment/measures/catalogue.ts'
import { measureStream } from '../../domain/punishment/measures/codec.ts'
import type { MeasureCommand } from '../../domain/punishment/measures/commands.ts'
import { measureDecider } from '../../domain/punishment/measures/decider.ts'
import type { MeasureEdition } from '../../domain/punishment/measures/measure.ts'
import { readMeasureEdition } from '../../domain/punishment/measures/read.ts'
import type { Context } from '../context.ts'
import { type ListServices, readCatalogue } from '../lists/services.ts'
import type { WindowServices } from '../window/services.ts'

type Ctx = Context<ListServices & WindowServices>

const versionView = ({ version, edition, proposedOn, effectiveFrom, withdrawnOn }: MeasureVersion) => ({
  ...{ version, name: edition.name, proposedOn, effectiveFrom, withdrawnOn },
  ...{ measures: edition.measures, matters: edition.matters, rules: edition.rules },
})

const measureCatalogueVersions = async (_root: unknown, _args: object, { services }: Ctx) =>
  (await services.punishment.refresh()).measures.versions.map(versionView)

function acting({ viewer, clock, correlationId, services }: Ctx) {
  if (viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  const { code, name } = viewer.agency
  return {
    ...{ today: dayInChina(clock()), agency: code, officer: { agency: code, officer: viewer.officer } },
    context: {
      ...{ clock, newId: services.newId, correlationId },
      actor: { agency: code, officer: viewer.officer, role: viewer.roles.join(',') },
      source: { agency: code, agencyName: name },
    },
  }
}

type Wish = { [T in MeasureCommand['type']]: Pick<Extract<MeasureCommand, { type: T }>, 'type' | 'data'> }

/** Carries a command out and answers with the version as it then stands; windows here answer by it at once. */
async function submit(ctx: Ctx, version: number, wish: Wish[MeasureCommand['type']]) {
  const { handler, punishment } = ctx.services
  const { today, agency, context } = acting(ctx)
  await handler.submit(measureDecider, measureStream, { ...wish, today, agency } as MeasureCommand, context)
  const known = measureVersionIn((await punishment.refresh()).measures, version)
  if (known === undefined) throw new NotFound('没有这一版惩戒措施清单。')
  return versionView(known)
}

/** Lists that are in force, or will be, promise measures that the catalogue has to have. */
async function requireEffects({ services }: Ctx, edition: MeasureEdition, today: PlainDate): Promise<void> {
  const catalogue = await readCatalogue(services)
  for (const day of daysOfChange(catalogue, today))
    for (const list of listsOn(catalogue, day).lists)
      if (definitionHolds(list, day)) requireMeasures(edition, list.effects)
}

const daysOfChange = ({ versions }: ListCatalogue, today: PlainDate): readonly PlainDate[] => [
  ...new Set([today, ...versions.flatMap(({ effectiveFrom: from }) => (from !== null && from > today ? [from] : []))]),
]

type Proposal = { edition: unknown; reason: string }

async function proposeMeasures(_root: unknown, { input }: { input: Proposal }, ctx: Ctx) {
  const edition = readMeasureEdition(input.edition)
  const { officer, today } = acting(ctx)
  if (!(await knownVersion(ctx, edition.version))) await requireEffects(ctx, edition, today)
  const data = { edition, reason: input.reason, proposedBy: officer }
  return submit(ctx, edition.version, { type: 'ProposeMeasures', data })
}

type Enactment = { version: number; effectiveFrom: PlainDate; documentNumber?: string | null }

/** Lists may have come into force since the version was proposed. */
async function enactMeasures(_root: unknown, args: Enactment, ctx: Ctx) {
  const { version, effectiveFrom, documentNumber = null } = args
  const { officer, today } = acting(ctx)
  const known = await knownVersion(ctx, version)
  if (known && known.effectiveFrom === null) await requireEffects(ctx, known.edition, today)
  const data = { version, effectiveFrom, documentNumber, enactedBy: officer }
  return submit(ctx, version, { type: 'EnactMeasures', data })
}

const withdrawMeasures = (_root: unknown, { version, reason }: { version: number; reason: string }, ctx: Ctx) =>
  submit(ctx, version, { type: 'WithdrawMeasures', data: { version, reason, withdrawnBy: acting(ctx).officer } })

async function knownVersion({ services }: Ctx, version: number): Promise<MeasureVersion | undefined> {
  const { measures }: { measures: MeasureCatalogue } = await services.punishment.refresh()
  return measureVersionIn(measures, version)
}

export const measureResolvers = {
  Query: { measureCatalogueVersions },
  Mutation: { proposeMeasures, enactMeasures, withdrawMeasures },
}
