/** What was worked out lately, per decider and stream; the one unused for longest goes first. */
export function recentStates<Known>(max: number) {
  const kept = new Map<string, Known>()
  const numbers = new WeakMap<object, number>()
  let last = 0

  function keyOf(decider: object, stream: string): string {
    let number = numbers.get(decider)
    if (number === undefined) {
      last += 1
      number = last
      numbers.set(decider, number)
    }
    return `${number} ${stream}`
  }

  return {
    get(decider: object, stream: string): Known | undefined {
      const key = keyOf(decider, stream)
      const known = kept.get(key)
      if (known === undefined) return undefined
      kept.delete(key)
      kept.set(key, known) // A map keeps the order of insertion.
      return known
    },

    set(decider: object, stream: string, known: Known): void {
      const key = keyOf(decider, stream)
      kept.delete(key)
      kept.set(key, known)
      if (kept.size <= max) return
      const [oldest] = kept.keys()
      if (oldest !== undefined) kept.delete(oldest)
    },

    drop(decider: object, stream: string): void {
      kept.delete(keyOf(decider, stream))
    },
  }
}

/** Work on one stream is done one after the other, so that the writers of one process do not get in each other's way. */
export function oneAtATime() {
  const last = new Map<string, Promise<unknown>>()
  return <T>(stream: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(stream)
    const mine = before === undefined ? work() : before.then(work, work)
    last.set(stream, mine)
    const done = () => {
      if (last.get(stream) === mine) last.delete(stream)
    }
    mine.then(done, done)
    return mine
  }
}
