import { agencyStream, coordinatorStream } from '../../domain/agencies/codec.ts'
import type { AgencyCommand } from '../../domain/agencies/commands.ts'
import { agencyDecider, coordinatorDecider } from '../../domain/agencies/decider.ts'
import type { AgencyEntry } from '../../domain/agencies/entry.ts'
import { markOf } from '../../domain/agencies/mark.ts'
import { type AgencyBook, directoryFaults, faultOf } from '../../domain/agencies/directory.ts'
import { Forbidden, NotFound } from '../../domain/kernel/errors.ts'
import { dayInChina } from '../../domain/kernel/plain-date.ts'
import { squeeze } from '../../domain/kernel/text.ts'
import type { AgencyKind } from '../../domain/punishment/agency-kinds.ts'
import type { Ctx } from './services.ts'

/** An officer at work on the directory: on which day, as whom, and what their commands carry. */
function acting({ viewer, clock, correlationId, services }: Ctx) {
  if (viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  const { code, name } = viewer.agency
  return {
    today: dayInChina(clock()),
    officer: { agency: code, officer: viewer.officer },
    context: {
      ...{ clock, newId: services.newId, correlationId },
      actor: { agency: code, officer: viewer.officer, role: viewer.roles.join(',') },
      source: { agency: code, agencyName: name },
    },
  }
}

const agencyView = (entry: AgencyEntry, { coordinator }: AgencyBook) => ({
  ...{ code: entry.agency.code, name: entry.agency.name, kinds: entry.kinds },
  ...{ mark: markOf(entry) ?? null, enteredOn: entry.enteredOn, leftOn: entry.leftOn },
  coordinates: coordinator?.code === entry.agency.code,
})

function agencies(_root: unknown, _args: object, { services }: Ctx) {
  const book = services.agencies.book()
  const fault = faultOf(book)
  const found = book.entries.map((entry) => agencyView(entry, book)).toSorted((a, b) => (a.code < b.code ? -1 : 1))
  return {
    agencies: found,
    coordinator: found.find(({ coordinates }) => coordinates) ?? null,
    fault: fault ? directoryFaults[fault] : null,
  }
}

/** The agency of a code as the directory tells it now. */
async function refreshed(ctx: Ctx, code: string) {
  const book = await ctx.services.agencies.refresh(code)
  const entry = entryIn(book, code)
  if (entry === undefined) throw new NotFound('名录中没有这个机关。')
  return agencyView(entry, book)
}

const entryIn = ({ entries }: AgencyBook, code: string): AgencyEntry | undefined =>
  entries.find(({ agency }) => agency.code === code)

type Wish = { [T in AgencyCommand['type']]: Pick<Extract<AgencyCommand, { type: T }>, 'type' | 'data'> }

async function submit(ctx: Ctx, code: string, wish: Wish[AgencyCommand['type']]) {
  const { today, context } = acting(ctx)
  const { entries: others } = await ctx.services.agencies.refresh(code)
  const command = { ...wish, others, today, agency: null } as AgencyCommand
  await ctx.services.handler.submit(agencyDecider, agencyStream(code), command, context)
  return refreshed(ctx, code)
}

type AgencyInput = Readonly<{
  code: string
  name: string
  kinds?: readonly AgencyKind[] | null
  mark?: string | null
}>

function enterAgency(_root: unknown, { input }: { input: AgencyInput }, ctx: Ctx) {
  const { name, kinds = null, mark = null } = input
  const agency = { code: squeeze(input.code), name }
  return submit(ctx, agency.code, {
    type: 'EnterAgency',
    data: { agency, kinds, mark, enteredBy: acting(ctx).officer },
  })
}

function changeAgency(_root: unknown, { input }: { input: AgencyInput & { reason: string } }, ctx: Ctx) {
  const { name, kinds = null, mark = null, reason } = input
  const agency = { code: squeeze(input.code), name }
  return submit(ctx, agency.code, {
    type: 'ChangeAgency',
    data: { agency, kinds, mark, reason, changedBy: acting(ctx).officer },
  })
}

async function removeAgency(_root: unknown, { code: given, reason }: { code: string; reason: string }, ctx: Ctx) {
  const code = squeeze(given)
  const { coordinator } = await ctx.services.agencies.refresh()
  const data = { code, coordinates: coordinator?.code === code, reason, leftBy: acting(ctx).officer }
  return submit(ctx, code, { type: 'RemoveAgency', data })
}

async function designateCoordinator(_root: unknown, { code: given }: { code: string }, ctx: Ctx) {
  const code = squeeze(given)
  const { today, officer, context } = acting(ctx)
  const entry = entryIn(await ctx.services.agencies.refresh(), code)
  const known = entry?.leftOn === null ? entry : undefined
  const data = { agency: known?.agency ?? { code, name: '' }, kinds: known?.kinds ?? null, designatedBy: officer }
  const command = { type: 'DesignateCoordinator', data, today, agency: null } as const
  await ctx.services.handler.submit(coordinatorDecider, coordinatorStream, command, context)
  return refreshed(ctx, code)
}

export const agencyResolvers = {
  Query: { agencies },
  Mutation: { enterAgency, changeAgency, removeAgency, designateCoordinator },
}
