import type { DomainEvent, EventMetadata, Fact } from './event.ts'
import type { PlainDate } from './plain-date.ts'

/** A wish to record something: deciders have neither a clock nor a session, so the command brings what they need. */
export type Command<Type extends string = string, Data = unknown> = Readonly<{
  type: Type
  data: Readonly<Data>
  today: PlainDate // The day in China on which it is decided upon.
  agency: string | null // The agency that acts, by its code; null for the operator, who may write for any.
}>

/**
 * The rules of one section of a stream. `decide` answers with the facts that a command leads to, `[]` where all of it
 * is so already, or throws a refusal; `evolve` never throws. `Read` is every fact of the stream, `Written` those that
 * this decider may add.
 */
export type Decider<C extends Command, State, Read extends DomainEvent, Written extends Read = Read> = Readonly<{
  initialState: State
  decide(command: C, state: State): readonly Written[]
  evolve(state: State, fact: Fact<Read>): State
}>

/** Several commands that stand or fall together (一并办理). */
export type Together<C extends Command> = Command<'Together', { commands: readonly C[] }>

/** The decider that takes commands together: each is decided on what those before it lead to, and one refusal is all. */
export function together<C extends Command, State, Read extends DomainEvent, Written extends Read>(
  decider: Decider<C, State, Read, Written>,
): Decider<Together<C>, State, Read, Written> {
  return {
    initialState: decider.initialState,
    evolve: decider.evolve,
    decide({ data: { commands } }, state) {
      const written: Written[] = []
      let seen = state
      for (const command of commands) {
        for (const event of decider.decide(command, seen)) {
          const id = `pending-${written.length}`
          seen = decider.evolve(seen, { ...(event as Read), id, revision: -1n, metadata: pendingMetadata })
          written.push(event)
        }
      }
      return written
    },
  }
}

/** What is decided but not yet recorded has no envelope. */
const pendingMetadata: EventMetadata = {
  recordedAt: '',
  actor: { agency: '', officer: '', role: '' },
  correlationId: '',
}
