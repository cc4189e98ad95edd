/** An entry of the double's log, as the protocol carries it. */
export type Entry = Readonly<{
  stream: string
  revision: bigint
  position: bigint
  id: string
  type: string
  data: Uint8Array
  metadata: Uint8Array
}>

export type NewEntry = Pick<Entry, 'id' | 'type' | 'data' | 'metadata'>

export type Outcome = Readonly<{ kind: 'SUCCESS'; last: Entry }> | Readonly<{ kind: 'WRONG_REVISION'; actual: bigint }>

export type DoubleLog = ReturnType<typeof doubleLog>

const systemEvery = 7

/**
 * What KurrentDB does with appends: positions are byte offsets with holes between them, entries of its own stand among the
 * others, and an append whose ids all stand right behind its expected revision is answered as the first time.
 */
export function doubleLog() {
  const entries: Entry[] = []
  const streams = new Map<string, Entry[]>()
  const listeners = new Set<(added: readonly Entry[]) => void>()
  let offset = 0n
  let appends = 0

  function add(stream: string, events: readonly NewEntry[]): Entry[] {
    const standing = streams.get(stream) ?? []
    streams.set(stream, standing)
    const added = events.map((event, n): Entry => {
      offset += BigInt(64 + event.data.length + event.metadata.length)
      return {
        ...event,
        stream,
        revision: BigInt(standing.length + n),
        position: offset,
      }
    })
    standing.push(...added)
    entries.push(...added)
    return added
  }

  function append(stream: string, expected: bigint, events: readonly NewEntry[]): Outcome {
    const standing = streams.get(stream) ?? []
    const actual = BigInt(standing.length - 1)
    if (expected === actual) {
      const added = add(stream, events)
      if (++appends % systemEvery === 0) added.push(...add('$stats-double', [systemEvent()]))
      for (const tell of listeners) tell(added)
      return {
        kind: 'SUCCESS',
        last: standing.at(-1) ?? (streams.get(stream)?.at(-1) as Entry),
      }
    }
    const first = Number(expected + 1n)
    const isRepeated = expected < actual && events.every(({ id }, n) => standing[first + n]?.id === id)
    const last = standing[first + events.length - 1]
    return isRepeated && last ? { kind: 'SUCCESS', last } : { kind: 'WRONG_REVISION', actual }
  }

  return {
    append,
    entries: entries as readonly Entry[],
    stream: (name: string): readonly Entry[] => streams.get(name) ?? [],
    listen(tell: (added: readonly Entry[]) => void): () => void {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
  }
}

const nothing = new Uint8Array()
let systemEvents = 0

function systemEvent(): NewEntry {
  const id = `00000000-0000-4000-9000-${(systemEvents++).toString(16).padStart(12, '0')}`
  return { id, type: '$statsCollected', data: nothing, metadata: nothing }
}
