import type { Pool } from 'pg'
import type { FrozenFiles } from '../../domain/draw/frozen-files.ts'
import type { drawDecider } from '../../domain/draw/round/decider.ts'
import type { Officer } from '../../domain/draw/officer.ts'
import type { Command, Decider } from '../../domain/kernel/decider.ts'
import { Forbidden } from '../../domain/kernel/errors.ts'
import type { DomainEvent, RecordedEvent } from '../../domain/kernel/event.ts'
import { dayInChina, type PlainDate } from '../../domain/kernel/plain-date.ts'
import type { Context as CommandContext } from '../../domain/store/command.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import type { CommandHandler } from '../../domain/store/handle.ts'
import type { Context } from '../context.ts'
import type { LiveEvents } from '../live.ts'
import type { Calendars } from '../system/calendars.ts'

/** What the draw's resolvers work with. */
export type DrawServices = Readonly<{
  store: EventStore
  handler: CommandHandler
  pool: Pool
  newId: () => string
  live: LiveEvents
  calendars: Calendars
  frozen: FrozenFiles
  draws: ReturnType<typeof drawDecider>
  freshProfiles: () => Promise<unknown> // Classes as of today, before objects are gathered.
}>

export type Ctx = Context<DrawServices>

/** An officer at work: who, on which day, and what their commands carry. */
export type Acting = Readonly<{
  today: PlainDate
  at: string
  agency: string | null // null for the administrator, who may act for any.
  officer: Officer
  agencyName: string
  context: CommandContext
}>

export function acting({ viewer, clock, correlationId, services }: Ctx): Acting {
  if (viewer.kind !== 'OFFICER') throw new Forbidden('请先登录')
  const { code, name } = viewer.agency
  const now = clock()
  return {
    ...{ today: dayInChina(now), at: now.toISOString(), agencyName: name },
    agency: viewer.roles.includes('ADMINISTRATOR') ? null : code,
    officer: { agency: code, officer: viewer.officer },
    context: {
      ...{ clock, newId: services.newId, correlationId },
      actor: { agency: code, officer: viewer.officer, role: viewer.roles.join(',') },
      source: { agency: code, agencyName: name },
    },
  }
}

/** What a mutation answers with. */
export type Recorded = Readonly<{ id: string; revision: bigint; changed: boolean }>

/** Carries a command out for an officer. */
export async function submit<C extends Command, State, E extends DomainEvent>(
  ctx: Ctx,
  decider: Decider<C, State, E>,
  stream: string,
  id: string,
  command: Readonly<{ type: C['type']; data: C['data'] }>,
): Promise<Recorded> {
  const { today, agency, context } = acting(ctx)
  const full = { ...command, today, agency } as unknown as C
  const { revision, events } = await ctx.services.handler.submit(decider, stream, full, context)
  return { id, revision, changed: events.length > 0 }
}

/** A stream as it now stands in the log, which rows may not tell yet. */
export async function readState<C extends Command, State, E extends DomainEvent>(
  store: EventStore,
  { initialState, evolve }: Pick<Decider<C, State, E>, 'initialState' | 'evolve'>,
  stream: string,
): Promise<State> {
  let state = initialState
  for await (const event of store.readStream(stream)) state = evolve(state, event as RecordedEvent<E>)
  return state
}
