import { matterStream } from '../../domain/clocks/matters/codec.ts'
import type { MatterCommand } from '../../domain/clocks/matters/commands.ts'
import { type Matter, matterDecider, withMatterEvent } from '../../domain/clocks/matters/decider.ts'
import type { MatterEvent, MatterOfficer } from '../../domain/clocks/matters/events.ts'
import {
  type MatterKind,
  matterKindRule,
  matterKinds as kinds,
  type MatterStep,
  matterSteps,
} from '../../domain/clocks/matters/kinds.ts'
import { clockRules } from '../../domain/clocks/rules.ts'
import type { StartKind } from '../../domain/clocks/started.ts'
import { fileOf } from '../../domain/enterprise/file.ts'
import { Forbidden, InvalidInput, NotFound } from '../../domain/kernel/errors.ts'
import type { RecordedEvent } from '../../domain/kernel/event.ts'
import { isUlid } from '../../domain/kernel/ids.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import { countMatters, findMatters, type MatterStanding } from '../../projections/clocks/matter.queries.ts'
import { factsOfStream } from '../enterprise/views.ts'
import type { Ctx } from './services.ts'

type MattersArgs = {
  agency?: string | null
  uscc?: string | null
  kind?: string | null
  standing?: MatterStanding | null
  first: number
  offset: number
}
const pageMax = 200

async function matters(_root: unknown, args: MattersArgs, { services, viewer }: Ctx) {
  const { first, offset } = args
  if (first < 1 || first > pageMax) throw new InvalidInput(`每页应在1至${pageMax}条之间`, 'first')
  if (offset < 0) throw new InvalidInput('跳过的条数不能为负', 'offset')
  const own = viewer.kind === 'OFFICER' && args.uscc == null ? viewer.agency.code : null
  const said = { uscc: args.uscc ?? null, kind: args.kind ?? null, standing: args.standing ?? null }
  const filter = { ...said, agency: args.agency ?? own }
  const [totalCount, found] = await Promise.all([
    countMatters(services.pool, filter),
    findMatters(services.pool, filter, args),
  ])
  return { totalCount, nodes: found.map(viewOf) }
}

const viewOf = ({ opened, taken, closedBy, voided }: Matter) => {
  const { name, steps } = matterKindRule(opened.kind)
  return {
    ...opened,
    ...{ id: opened.matterId, kindName: name, section: opened.record?.section, recordId: opened.record?.recordId },
    ...{ agency: (opened.to ?? opened.owner).code, agencyName: (opened.to ?? opened.owner).name },
    ...{ openedByAgency: opened.owner.code, openedByAgencyName: opened.owner.name },
    standing: voided ? 'VOIDED' : closedBy === null ? 'OPEN' : 'CLOSED',
    steps: taken.map((one) => ({ ...one, name: steps[one.step]?.name ?? one.step, to: one.to?.name })),
  }
}

const codes = Object.keys(kinds) as MatterKind[]

const matterKinds = () =>
  codes.map((code) => {
    const { name, about, steps, starts, handsOver } = matterKindRule(code)
    const rules = Object.entries(steps)
    const all: readonly StartKind[] = [...starts, ...rules.flatMap(([, one]) => one.starts)]
    const clocks = clockRules.filter((rule) => rule.starts.some((kind) => all.includes(kind)))
    return {
      ...{ code, name, about, handsOver, clocks: [...new Set(clocks.map((rule) => rule.code))] },
      steps: rules.map(([step, rule]) => ({ ...rule, code: step })),
    }
  })

type OpenInput = {
  requestId: string
  kind: string
  uscc: string
  section?: string | null
  recordId?: string | null
  documentNumber?: string | null
  summary: string
  openedOn: PlainDate
  toCode?: string | null
  toName?: string | null
}

async function openMatter(_root: unknown, { input }: { input: OpenInput }, ctx: Ctx) {
  const { requestId: matterId, kind, uscc, section, recordId, summary, openedOn } = input
  if (!isUlid(matterId)) throw new InvalidInput('请求编号应为 ULID', 'requestId')
  if (!isKind(kind)) throw new InvalidInput(`没有“${kind}”这种事项`, 'kind')
  const file = fileOf(await factsOfStream(ctx.services.store, uscc))
  const record = section != null && recordId != null ? { section, recordId } : null
  const to = receiverOf(input)
  const said = { matterId, kind, uscc, record, documentNumber: input.documentNumber ?? null, summary, openedOn, to }
  return submit(ctx, matterId, (openedBy, owner) => ({
    ...{ type: 'OpenMatter', data: { ...said, owner, openedBy }, file },
  }))
}

const receiverOf = ({ toCode, toName }: Pick<OpenInput | StepInput, 'toCode' | 'toName'>) =>
  toCode && toName ? { code: toCode, name: toName } : null

const isKind = (text: string): text is MatterKind => (codes as readonly string[]).includes(text)
const isStep = (text: string): text is MatterStep => (matterSteps as readonly string[]).includes(text)

type StepInput = {
  matterId: string
  step: string
  takenOn: PlainDate
  toCode?: string | null
  toName?: string | null
  documentNumber?: string | null
  note?: string | null
}

function takeMatterStep(_root: unknown, { input }: { input: StepInput }, ctx: Ctx) {
  const { matterId, step, takenOn, documentNumber = null, note = null } = input
  if (!isStep(step)) throw new InvalidInput(`没有“${step}”这一步`, 'step')
  const to = receiverOf(input)
  return submit(ctx, matterId, (takenBy) => ({
    ...{ type: 'TakeMatterStep', data: { step, takenOn, to, documentNumber, note, takenBy } },
  }))
}

const voidMatter = (_root: unknown, { id, reason }: { id: string; reason: string }, ctx: Ctx) =>
  submit(ctx, id, (voidedBy) => ({ type: 'VoidMatter', data: { reason, voidedBy } }))

type Wish = { [T in MatterCommand['type']]: Omit<Extract<MatterCommand, { type: T }>, 'today' | 'agency'> }

/** Carries a command out and answers with the matter as it then stands. */
async function submit(
  { viewer, clock, correlationId, services }: Ctx,
  matterId: string,
  wish: (officer: MatterOfficer, agency: Readonly<{ code: string; name: string }>) => Wish[MatterCommand['type']],
) {
  if (viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  const { code, name } = viewer.agency
  const agency = viewer.roles.includes('ADMINISTRATOR') ? null : code
  const said = wish({ agency: code, officer: viewer.officer }, viewer.agency)
  const command = { ...said, today: dayInChina(clock()), agency } as MatterCommand
  const stream = matterStream(matterId)
  await services.handler.submit(matterDecider, stream, command, {
    ...{ clock, newId: services.newId, correlationId },
    actor: { agency: code, officer: viewer.officer, role: viewer.roles.join(',') },
    source: { agency: code, agencyName: name },
  })
  let matter: Matter | undefined
  for await (const event of services.store.readStream(stream))
    matter = withMatterEvent(matter, event as RecordedEvent<MatterEvent>)
  if (matter === undefined) throw new NotFound('没有这件事项。')
  return viewOf(matter)
}

export const matterResolvers = {
  Query: { matters, matterKinds },
  Mutation: { openMatter, takeMatterStep, voidMatter },
}
