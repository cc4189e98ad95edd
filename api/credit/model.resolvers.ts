import { modelStream } from '../../domain/credit/catalogue/codec.ts'
import type { ModelCommand } from '../../domain/credit/catalogue/commands.ts'
import { modelDecider } from '../../domain/credit/catalogue/decider.ts'
import { modelOn, type ModelVersion, versionIn } from '../../domain/credit/catalogue/state.ts'
import { defaultCheckRatios } from '../../domain/credit/check-ratios.ts'
import { checkModel, type CreditModel } from '../../domain/credit/model.ts'
import { prepareModel } from '../../domain/credit/prepare.ts'
import { Forbidden, InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Viewer } from '../auth/viewer.ts'
import { mutation } from '../enterprise/command.resolvers.ts'
import type { Ctx } from './profile.resolvers.ts'
import { checksIn, type Matrix } from './trial.ts'
import type { Trial } from './trial-desk.ts'

type Officer = Extract<Viewer, { kind: 'OFFICER' }>

const officerIn = ({ viewer }: Ctx): Officer => {
  if (viewer.kind === 'PUBLIC') throw new Forbidden('请先登录')
  return viewer
}
const nameOf = (viewer: Officer) => ({ agency: viewer.agency.code, officer: viewer.officer })

function told(one: ModelVersion, inForce: CreditModel, today: PlainDate) {
  const { version, model, effectiveFrom, withdrawnOn, proposedBy, enactedBy } = one
  const standing =
    withdrawnOn !== null && withdrawnOn <= today
      ? 'WITHDRAWN'
      : effectiveFrom === null
        ? 'DRAFT'
        : effectiveFrom > today
          ? 'ENACTED'
          : version === inForce.version
            ? 'IN_FORCE'
            : 'SUPERSEDED'
  return {
    ...{ ...one, name: model.name, standing, proposedBy: proposedBy?.officer, enactedBy: enactedBy?.officer },
    model: { ...model, effectiveFrom: effectiveFrom ?? model.effectiveFrom },
  }
}

function creditModels(_root: unknown, _args: object, { services, clock }: Ctx) {
  const today = dayInChina(clock())
  const { catalogue } = services.models.book()
  return catalogue.versions.map((one) => told(one, modelOn(catalogue, today), today))
}

function creditModel(_root: unknown, { day }: { day?: PlainDate | null }, { services, clock }: Ctx) {
  const today = dayInChina(clock())
  const { catalogue } = services.models.book()
  const { version } = modelOn(catalogue, day ?? today)
  const one = versionIn(catalogue, version)
  if (one === undefined) throw new NotFound(`没有第${version}版模型。`)
  return told(one, modelOn(catalogue, today), today)
}

type Wish = { [T in ModelCommand['type']]: Omit<Extract<ModelCommand, { type: T }>, 'today' | 'agency'> }

async function submitModel(command: Wish[ModelCommand['type']], version: number, context: Ctx) {
  const viewer = officerIn(context)
  const { services, clock, correlationId } = context
  const today = dayInChina(clock())
  await services.handler.submit(
    modelDecider,
    modelStream,
    { ...command, today, agency: viewer.agency.code } as ModelCommand,
    {
      ...{ clock, newId: services.newId, correlationId },
      actor: { agency: viewer.agency.code, officer: viewer.officer, role: viewer.roles.join(',') },
      source: { agency: viewer.agency.code, agencyName: viewer.agency.name },
    },
  )
  const { catalogue } = await services.models.refresh()
  const one = versionIn(catalogue, version)
  if (one === undefined) throw new NotFound(`没有第${version}版模型。`)
  return told(one, modelOn(catalogue, today), today)
}

type Input<T> = { input: T }

function proposeCreditModel(_root: unknown, { input }: Input<{ model: unknown; reason: string }>, context: Ctx) {
  const listTypes = context.services.listTypes()
  const model = checkModel(input.model, listTypes)
  const data = { model, proposedBy: nameOf(officerIn(context)), reason: input.reason }
  return submitModel({ type: 'ProposeModel', data, listTypes }, model.version, context)
}

function enactCreditModel(
  _root: unknown,
  { input }: Input<{ version: number; effectiveFrom: PlainDate; documentNumber?: string | null }>,
  context: Ctx,
) {
  const data = { ...input, documentNumber: input.documentNumber ?? null, enactedBy: nameOf(officerIn(context)) }
  return submitModel({ type: 'EnactModel', data }, input.version, context)
}

function withdrawCreditModel(_root: unknown, { input }: Input<{ version: number; reason: string }>, context: Ctx) {
  const data = { ...input, withdrawnBy: nameOf(officerIn(context)) }
  return submitModel({ type: 'WithdrawModel', data }, input.version, context)
}

type TryInput = { version?: number | null; model?: unknown; day?: PlainDate | null }

/** A draft is tried for a day by the model in force on that day; only of a proposed version is the outcome recorded. */
async function tryCreditModel(_root: unknown, { input }: Input<TryInput>, context: Ctx) {
  const viewer = officerIn(context)
  const { services, clock } = context
  const day = input.day ?? dayInChina(clock())
  const { version, model } = input
  if ((version === undefined || version === null) === (model === undefined || model === null))
    throw new InvalidInput('版本号与草案全文，填且只填一项。', 'version')
  const { catalogue, on } = services.models.book()
  const known = typeof version === 'number' ? versionIn(catalogue, version) : undefined
  if (typeof version === 'number' && known === undefined) throw new NotFound(`没有第${version}版模型。`)
  const draft = prepareModel(known?.model ?? checkModel(model, services.listTypes()))
  const record = async ({ id, against, figures: { matrix } }: Trial): Promise<void> => {
    if (typeof version !== 'number' || known?.proposedOn === null) return
    const data = { version, trialId: id, against, day, matrix, triedBy: nameOf(viewer) }
    await submitModel({ type: 'RecordModelTrial', data }, version, context)
  }
  return toldTrial(
    await services.trials.begin({ agency: viewer.agency.code, day, present: on(day), draft, onDone: record }),
  )
}

const part = ([key, matrix]: [string, Matrix]) => ({ key: key === '' ? null : key, matrix })
const parts = (matrices: Record<string, Matrix>) =>
  Object.entries(matrices)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(part)

function toldTrial(trial: Trial) {
  const { figures, filesInAll, state } = trial
  const { files, movers, matrix, byStreet, byIndustry } = figures
  const { classes, checksBefore: before, checksAfter: after, more } = checksIn(matrix, defaultCheckRatios)
  const progress = state === 'DONE' ? 1_000 : Math.min(999, Math.floor((files * 1_000) / Math.max(1, filesInAll)))
  return {
    ...{ ...trial, files, moverCount: movers, matrix, progress, checks: { before, after, more, classes } },
    ...{
      byStreet: parts(byStreet),
      byIndustry: parts(byIndustry),
      moversPath: `/credit-trials/${trial.id}/movers.csv`,
    },
  }
}

const creditTrial = async (_root: unknown, { id }: { id: string }, { services }: Ctx) =>
  toldTrial(await services.trials.find(id))

const cancelCreditTrial = async (_root: unknown, { id }: { id: string }, { services }: Ctx) =>
  toldTrial(await services.trials.cancel(id))

const pageMax = 500

async function movers({ id }: { id: string }, args: { first: number; after?: string | null }, { services }: Ctx) {
  const { first, after } = args
  if (first < 1 || first > pageMax) throw new InvalidInput(`每页条数应在 1 与 ${pageMax} 之间`, 'first')
  const from = after ? Number(Buffer.from(after, 'base64url').toString()) : 0
  if (!Number.isSafeInteger(from) || from < 0) throw new InvalidInput('游标不对', 'after')
  const page = await services.trials.movers(id, from, first)
  const edges = page.movers.map(({ cursor, mover }) => ({
    cursor: Buffer.from(String(cursor)).toString('base64url'),
    node: mover,
  }))
  return { edges, pageInfo: { hasNextPage: page.hasNext, endCursor: edges.at(-1)?.cursor ?? null } }
}

const overrides = {
  proposeCreditOverride: mutation('ProposeCreditOverride', (given, own, overrideId, _uscc, proposedBy) => ({
    ...given,
    ...{ overrideId, proposedBy, authority: own() },
  })),
  confirmCreditOverride: mutation('ConfirmCreditOverride', (given, own, _id, _uscc, confirmedBy) => ({
    ...given,
    ...{ confirmedBy, authority: own() },
  })),
  withdrawCreditOverride: mutation('WithdrawCreditOverride', (given, own, _id, _uscc, withdrawnBy) => ({
    ...given,
    ...{ withdrawnBy, authority: own() },
  })),
}

export const modelResolvers = {
  Query: { creditModels, creditModel, creditTrial },
  Mutation: {
    ...{ proposeCreditModel, tryCreditModel, cancelCreditTrial, enactCreditModel, withdrawCreditModel },
    ...overrides,
  },
  CreditTrial: { movers },
}
