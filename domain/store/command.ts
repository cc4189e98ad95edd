import type { Command, Decider } from '../kernel/decider.ts'
import { Unavailable } from '../kernel/errors.ts'
import type { Actor, DomainEvent, EventMetadata, NewEvent, Source } from '../kernel/event.ts'
import type { NewId } from '../kernel/ids.ts'
import type { Codec } from './codec.ts'

/** On whose behalf a command is carried out, and where its clock and ids come from. */
export type Context = Readonly<{
  clock: () => Date
  newId: NewId
  actor: Actor
  correlationId: string
  causationId?: string
  source?: Source
}>

export type AnyDecider = Decider<Command, unknown, DomainEvent>

/** Facts as decided, with what the envelope adds. */
export function enveloped(facts: readonly DomainEvent[], context: Context, codec: Codec): readonly NewEvent[] {
  const { clock, newId, actor, correlationId, causationId, source } = context
  const metadata: EventMetadata = {
    recordedAt: clock().toISOString(),
    actor,
    correlationId,
    ...(causationId !== undefined && { causationId }),
    ...(source !== undefined && { source }),
  }
  return facts.map(({ type, data }) => codec.encode({ id: newId(), type, data, metadata }))
}

/** An append whose outcome is unknown is sent once more as it was: if it stands already, it is a duplicate. */
export async function appendSurely<T>(append: () => Promise<T>): Promise<T> {
  try {
    return await append()
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    return append()
  }
}
