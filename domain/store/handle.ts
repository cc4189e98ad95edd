import type { Command, Decider } from '../kernel/decider.ts'
import { ConcurrentChange } from '../kernel/errors.ts'
import type { DomainEvent, NewEvent, Position } from '../kernel/event.ts'
import { type Codec, withCodec } from './codec.ts'
import { type AnyDecider, appendSurely, type Context, enveloped } from './command.ts'
import { type Appended, type EventStore, noStream, WrongRevision } from './event-store.ts'

export type { Context } from './command.ts'
export { type ItemVerdict, type Submission, submission } from './handle-bulk.ts'

import { type ItemVerdict, type Submission, submitAll } from './handle-bulk.ts'
import { oneAtATime, recentStates } from './recent-states.ts'

/** What a command came to. Without events: it was so already, and the stream stands where `revision` says. */
export type Submitted<E extends DomainEvent = DomainEvent> = Readonly<{
  revision: bigint
  position: Position | undefined // Undefined where the stream has no events.
  events: readonly NewEvent<E>[]
}>

export type CommandHandler = Readonly<{
  submit<C extends Command, State, Read extends DomainEvent, Written extends Read>(
    decider: Decider<C, State, Read, Written>,
    stream: string,
    command: C,
    context: Context,
  ): Promise<Submitted<Written>>

  /** Many commands in their order, for imports: see `submitAll`. */
  submitBulk(items: readonly Submission[]): Promise<readonly ItemVerdict[]>
}>

/** A stream as a decider knows it. */
type Known = Readonly<{ state: unknown; revision: bigint; position: Position | undefined }>

export const decisionsMax = 3

/**
 * Carries out commands (命令处理): load, decide, append; where somebody else was faster, decide anew. States of streams
 * seen lately are kept: whether they are still true shows when the append names their revision. A refusal, or nothing to
 * do, has no append to show it, so either is only believed on a state that was read just now.
 */
export function commandHandler(store: EventStore, codec: Codec, statesMax = 10_000): CommandHandler {
  const log = withCodec(store, codec)
  const states = recentStates<Known>(statesMax)
  const inTurn = oneAtATime()

  async function submit(decider: AnyDecider, stream: string, command: Command, context: Context): Promise<Submitted> {
    const kept = states.get(decider, stream)
    let known = kept ?? (await caughtUp(decider, stream, nothingOf(decider)))
    let isFresh = kept === undefined
    for (let decisions = 1; ;) {
      const written = isFresh
        ? decider.decide(command, known.state)
        : decideOptimistically(decider, command, known.state)
      if (written === undefined) {
        known = await caughtUp(decider, stream, known)
        isFresh = true
        continue
      }
      if (written.length === 0) return { revision: known.revision, position: known.position, events: [] }
      const events = enveloped(written, context, codec)
      try {
        const appended = await appendSurely(() => log.append(stream, known.revision, events))
        states.set(decider, stream, grown(decider, known, events, appended))
        return { revision: appended.revision, position: appended.position, events }
      } catch (error) {
        states.drop(decider, stream)
        if (!(error instanceof WrongRevision)) throw error
        if (decisions++ === decisionsMax) throw new ConcurrentChange('档案正在被他人修改，请稍后重试')
        known = await caughtUp(decider, stream, error.actual < known.revision ? nothingOf(decider) : known)
        isFresh = true
      }
    }
  }

  async function caughtUp(decider: AnyDecider, stream: string, known: Known): Promise<Known> {
    let { state, revision, position } = known
    for await (const event of log.readStream(stream, { from: revision + 1n })) {
      state = decider.evolve(state, event)
      revision = event.revision
      position = event.position
    }
    const caught = { state, revision, position }
    states.set(decider, stream, caught)
    return caught
  }

  return {
    submit: (decider, stream, command, context) =>
      inTurn(stream, () => submit(decider as AnyDecider, stream, command, context)) as Promise<Submitted<never>>,
    submitBulk: (items) => submitAll(log, codec, items),
  }
}

const nothingOf = ({ initialState }: AnyDecider): Known => ({
  state: initialState,
  revision: noStream,
  position: undefined,
})

/** Undefined where the decision would write nothing: then the state may be an old one, and it is made again. */
function decideOptimistically(decider: AnyDecider, command: Command, state: unknown) {
  try {
    const written = decider.decide(command, state)
    return written.length > 0 ? written : undefined
  } catch {
    return undefined
  }
}

function grown(
  decider: AnyDecider,
  known: Known,
  events: readonly NewEvent[],
  { revision, position }: Appended,
): Known {
  const facts = events.map((event, n) => ({ ...event, revision: known.revision + BigInt(n + 1) }))
  return { state: facts.reduce((state, fact) => decider.evolve(state, fact), known.state), revision, position }
}
