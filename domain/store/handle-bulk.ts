import type { Command, Decider } from '../kernel/decider.ts'
import { ConcurrentChange, Forbidden, InvalidInput, Refused } from '../kernel/errors.ts'
import type { DomainEvent, Fact, NewEvent } from '../kernel/event.ts'
import type { Codec } from './codec.ts'
import { type AnyDecider, appendSurely, type Context, enveloped } from './command.ts'
import { type Append, appendBytesMax, type EventStore } from './event-store.ts'
import { bytesOf, textsOf } from './event-text.ts'

/** One command of many; `submission` makes it. */
export type Submission = Readonly<{ decider: AnyDecider; stream: string; command: Command; context: Context }>

/** What became of it: so many events were added (none where all was so already), or it was refused, or made no sense. */
export type ItemVerdict =
  | Readonly<{ events: number }>
  | Readonly<{ refused: Refused }>
  | Readonly<{ forbidden: Forbidden }>
  | Readonly<{ invalid: InvalidInput }>

/** A command for `submitBulk`, checked against its decider. */
export function submission<C extends Command, State, Read extends DomainEvent, Written extends Read>(
  decider: Decider<C, State, Read, Written>,
  stream: string,
  command: C,
  context: Context,
): Submission {
  return { decider: decider as AnyDecider, stream, command, context }
}

const triesMax = 3

/** The items of a batch that go to one stream, with their places in the whole call. */
type Share = Readonly<{ stream: string; items: readonly (readonly [place: number, item: Submission])[] }>

type Judgement = Readonly<{ verdicts: ReadonlyMap<number, ItemVerdict>; appends: readonly Append[] }>

/**
 * Many commands in their order, for imports (批量导入): batch after batch, in a batch stream after stream, in a stream
 * item after item, each decided on what those before it left. So whatever a killed import has left behind is, stream by
 * stream, the beginning of what it would have written; run again, it goes on from there, because a decider adds nothing
 * twice.
 */
export async function submitAll(
  log: EventStore,
  codec: Codec,
  items: readonly Submission[],
  itemsMax = 2_000,
): Promise<readonly ItemVerdict[]> {
  const verdicts: ItemVerdict[] = []
  for (let start = 0; start < items.length;) {
    const end = Math.min(start + itemsMax, items.length)
    let shares = sharesOf(items, start, end)
    for (let tries = 1; shares.length > 0; tries++) {
      if (tries > triesMax) throw new ConcurrentChange('导入涉及的档案正在被他人修改，请稍后重试')
      shares = await submitShares(log, codec, shares, verdicts)
    }
    start = end
  }
  return verdicts
}

/** Answers with the shares that met a conflict; they are to be decided anew. */
async function submitShares(log: EventStore, codec: Codec, shares: readonly Share[], verdicts: ItemVerdict[]) {
  const histories = await log.readStreams(shares.map(({ stream }) => stream))
  const judgements = shares.map((share) => judge(share, histories.get(share.stream) ?? [], codec))
  const appends = judgements.flatMap((judgement) => judgement.appends)
  const outcomes = await appendSurely(() => log.appendBulk(appends))
  const lost = new Set<string>()
  for (const [n, { verdict }] of outcomes.entries()) {
    const append = appends[n]
    if (verdict === 'CONFLICT' && append !== undefined) lost.add(append.stream)
  }
  for (const judgement of judgements) {
    for (const [place, verdict] of judgement.verdicts) verdicts[place] = verdict
  }
  return shares.filter(({ stream }) => lost.has(stream))
}

/** Decides a stream's items one after the other on its history. */
function judge({ stream, items }: Share, history: readonly Fact[], codec: Codec): Judgement {
  const verdicts = new Map<number, ItemVerdict>()
  const facts = [...history]
  const stateOf = folded(facts)
  const parcels = parcelled(stream, BigInt(history.length - 1))
  for (const [place, { decider, command, context }] of items) {
    try {
      const events = enveloped(decider.decide(command, stateOf(decider)), context, codec)
      parcels.add(events)
      for (const event of events) facts.push({ ...event, revision: BigInt(facts.length) })
      verdicts.set(place, { events: events.length })
    } catch (error) {
      verdicts.set(place, verdictOn(error))
    }
  }
  return { verdicts, appends: parcels.end() }
}

function verdictOn(error: unknown): ItemVerdict {
  if (error instanceof Refused) return { refused: error }
  if (error instanceof Forbidden) return { forbidden: error }
  if (error instanceof InvalidInput) return { invalid: error }
  throw error
}

/** What each decider makes of the facts so far; only what was added since it was last asked is folded. */
function folded(facts: readonly Fact[]) {
  const states = new Map<AnyDecider, { state: unknown; length: number }>()
  return (decider: AnyDecider): unknown => {
    const known = states.get(decider) ?? { state: decider.initialState, length: 0 }
    for (const fact of facts.slice(known.length)) known.state = decider.evolve(known.state, fact)
    states.set(decider, { state: known.state, length: facts.length })
    return known.state
  }
}

/** A stream's new events in as few appends as their size allows; what one command led to stays in one. */
function parcelled(stream: string, revision: bigint) {
  const appends: Append[] = []
  let expected = revision
  let events: NewEvent[] = []
  let bytes = 0

  function end(): readonly Append[] {
    if (events.length > 0) appends.push({ stream, expected, events })
    expected += BigInt(events.length)
    events = []
    bytes = 0
    return appends
  }

  function add(added: readonly NewEvent[]): void {
    if (added.length === 0) return
    const size = bytesOf(textsOf({ stream, expected, events: added }))
    if (bytes + size > appendBytesMax) end()
    events.push(...added)
    bytes += size
  }

  return { add, end }
}

function sharesOf(items: readonly Submission[], start: number, end: number): readonly Share[] {
  const shares = new Map<string, (readonly [number, Submission])[]>()
  for (const [n, item] of items.slice(start, end).entries()) {
    const share = shares.get(item.stream)
    if (share === undefined) shares.set(item.stream, [[start + n, item]])
    else share.push([start + n, item])
  }
  return [...shares].map(([stream, its]) => ({ stream, items: its }))
}
