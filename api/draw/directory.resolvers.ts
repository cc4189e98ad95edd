import { itemOn } from '../../domain/draw/items/catalogue.ts'
import { itemDecider, itemStream } from '../../domain/draw/items/decider.ts'
import type { InspectionItem, Library } from '../../domain/draw/items/events.ts'
import type { DomainEvent } from '../../domain/kernel/event.ts'
import { Forbidden, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { inspectorDecider, inspectorStream } from '../../domain/inspectors/decider.ts'
import type { InspectorCommand } from '../../domain/inspectors/commands.ts'
import type { Certificate, InterestGround } from '../../domain/inspectors/events.ts'
import { conflictsOf, eligibility, type Inspector } from '../../domain/inspectors/inspector.ts'
import { findInspectors, findItems, findLibraries } from '../../projections/draw/draw.queries.ts'
import { may } from '../auth/viewer.ts'
import { readInspectors } from './gathering.ts'
import { acting, type Ctx, type Recorded, submit } from './services.ts'

async function inspectionItems(_root: unknown, args: { day?: PlainDate | null }, { services, clock }: Ctx) {
  const day = args.day ?? dayInChina(clock())
  const versions = await findItems(services.pool)
  const items = Object.groupBy(versions, ({ code }) => code) as Record<string, typeof versions>
  return Object.keys(items).flatMap((code) => itemOn({ items, libraries: {} }, code, day) ?? [])
}

const specialLibraries = (_root: unknown, _args: object, { services }: Ctx) => findLibraries(services.pool)

type InspectorsArgs = { agency?: string | null; day?: PlainDate | null; matters?: readonly string[] | null }

async function inspectors(_root: unknown, args: InspectorsArgs, ctx: Ctx) {
  const { officer, today } = acting(ctx)
  const day = args.day ?? today
  const found = await findInspectors(ctx.services.pool, [args.agency ?? officer.agency])
  // Kin and debts are the officer's own affair and that of who keeps the directory.
  const seesConflicts = ({ agency, account }: Inspector): boolean =>
    (may(ctx.viewer, 'inspector:write') && (acting(ctx).agency ?? agency) === agency) || account === officer.officer
  return found.map((one) => inspectorView(one, args.matters ?? [], day, seesConflicts(one)))
}

function inspectorView(inspector: Inspector, matters: readonly string[], day: PlainDate, seesConflicts: boolean) {
  const reasons = eligibility(inspector, { matters, qualifications: [] }, day)
  const { inspectorId, certificate } = inspector
  return {
    ...{
      ...inspector,
      id: inspectorId,
      certificateNumber: certificate.number,
      reasons,
      eligible: reasons.length === 0,
    },
    certificateExpiresOn: certificate.expiresOn,
    conflicts: seesConflicts ? conflictsOf(inspector, day).map(({ uscc }) => uscc) : null,
  }
}

type ItemInput = Omit<InspectionItem, 'ratio' | 'frequencyPerYear' | 'effectiveUntil'> & Partial<InspectionItem>

const publishInspectionItem = (_root: unknown, { input }: { input: ItemInput }, ctx: Ctx) => {
  const optional = { frequencyPerYear: null, effectiveUntil: null }
  const data = { ...optional, ...input, ratio: pairOf(input.ratio), publishedBy: acting(ctx).officer }
  return submit(ctx, itemDecider, itemStream, input.code, { type: 'PublishItem', data })
}

/** A ratio as GraphQL lists it; one that is no pair is refused as no fraction. */
export const pairOf = (ratio: readonly number[] | null | undefined): readonly [number, number] | null =>
  ratio == null ? null : [ratio[0] ?? 0, ratio.length === 2 ? (ratio[1] ?? 0) : 0]

const withdrawInspectionItem = (_root: unknown, args: { code: string; reason: string }, ctx: Ctx) => {
  const data = { code: args.code, reason: args.reason, withdrawnBy: acting(ctx).officer }
  return submit(ctx, itemDecider, itemStream, args.code, { type: 'WithdrawItem', data })
}

const defineSpecialLibrary = (_root: unknown, { input }: { input: Library }, ctx: Ctx) => {
  const data = { ...input, definedBy: acting(ctx).officer }
  return submit(ctx, itemDecider, itemStream, input.name, { type: 'DefineLibrary', data })
}

/** A command to one inspector's entry. */
const tell = <T extends InspectorCommand['type']>(
  ctx: Ctx,
  inspectorId: string,
  type: T,
  data: Extract<InspectorCommand, { type: T }>['data'],
): Promise<Recorded> =>
  submit<InspectorCommand, Inspector | undefined, DomainEvent>(
    ctx,
    inspectorDecider as never,
    inspectorStream(inspectorId),
    inspectorId,
    { type, data } as never,
  )

type InspectorInput = {
  inspectorId: string
  account: string
  agency?: string | null
  certificate: Certificate
  matters: readonly string[]
  qualifications: readonly string[]
}
type One = { inspectorId: string }

const enterInspector = (_root: unknown, { input }: { input: InspectorInput }, ctx: Ctx) =>
  tell(ctx, input.inspectorId, 'EnterInspector', { ...input, agency: input.agency ?? acting(ctx).officer.agency })

const renewCertificate = (_root: unknown, args: One & { certificate: Certificate }, ctx: Ctx) =>
  tell(ctx, args.inspectorId, 'RenewCertificate', { certificate: args.certificate })

type Range = { matters: readonly string[]; qualifications: readonly string[] }
const changeInspectorRange = (_root: unknown, { inspectorId, ...range }: One & Range, ctx: Ctx) =>
  tell(ctx, inspectorId, 'ChangeRange', range)

type LeaveInput = One & { requestId: string; from: PlainDate; until: PlainDate; reason: string }
const takeLeave = (_root: unknown, { input }: { input: LeaveInput }, ctx: Ctx) => {
  const { inspectorId, requestId, ...leave } = input
  return tell(ctx, inspectorId, 'TakeLeave', { leaveId: requestId, ...leave })
}

const cancelLeave = (_root: unknown, args: One & { leaveId: string }, ctx: Ctx) =>
  tell(ctx, args.inspectorId, 'CancelLeave', { leaveId: args.leaveId })

type InterestInput = One & {
  requestId: string
  uscc: string
  ground: InterestGround
  from: PlainDate
  until?: PlainDate | null
}

/** An officer declares their own; who keeps the directory declares for any, as where the enterprise asks for it. */
async function declareInterest(_root: unknown, { input }: { input: InterestInput }, ctx: Ctx) {
  const { inspectorId, requestId, until = null, ...interest } = input
  if (!may(ctx.viewer, 'inspector:write')) {
    const inspector = (await readInspectors(ctx.services, [inspectorId])).get(inspectorId)
    if (inspector === undefined) throw new NotFound('名录库中没有这名检查人员。')
    const { officer } = acting(ctx)
    if (inspector.account !== officer.officer || inspector.agency !== officer.agency)
      throw new Forbidden('只能申报本人的利害关系。')
  }
  return tell(ctx, inspectorId, 'DeclareInterest', { interestId: requestId, until, ...interest })
}

const endInterest = (_root: unknown, args: One & { interestId: string; endedOn: PlainDate }, ctx: Ctx) =>
  tell(ctx, args.inspectorId, 'EndInterest', { interestId: args.interestId, endedOn: args.endedOn })

const suspendInspector = (_root: unknown, args: One & { reason: string }, ctx: Ctx) =>
  tell(ctx, args.inspectorId, 'SuspendInspector', { reason: args.reason })

const reinstateInspector = (_root: unknown, args: One, ctx: Ctx) =>
  tell(ctx, args.inspectorId, 'ReinstateInspector', {})

export const directoryResolvers = {
  Query: { inspectionItems, specialLibraries, inspectors },
  Mutation: {
    ...{ publishInspectionItem, withdrawInspectionItem, defineSpecialLibrary },
    ...{ enterInspector, renewCertificate, changeInspectorRange, takeLeave, cancelLeave },
    ...{ declareInterest, endInterest, suspendInspector, reinstateInspector },
  },
}
