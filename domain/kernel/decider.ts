import type { DomainEvent, Fact } from './event.ts'
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
