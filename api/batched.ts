type Waiting<Value> = { resolve: (value: Value) => void; reject: (reason: unknown) => void }

/**
 * A loader that gathers the keys asked for within one turn of the event loop, by whichever requests, and fetches them in
 * one go. Nothing is kept afterwards: each turn reads anew, so that no reader meets an old row.
 */
export function batched<Key extends string, Value>(
  load: (keys: readonly Key[]) => Promise<(key: Key) => Value>,
  keysMax = 1_000,
): (key: Key) => Promise<Value> {
  let waiting = new Map<Key, Waiting<Value>[]>()

  async function flush(due: Map<Key, Waiting<Value>[]>): Promise<void> {
    try {
      const answerOf = await load([...due.keys()])
      for (const [key, callers] of due) for (const { resolve } of callers) resolve(answerOf(key))
    } catch (error) {
      for (const callers of due.values()) for (const { reject } of callers) reject(error)
    }
  }

  function dispatch(): void {
    const due = waiting
    waiting = new Map()
    if (due.size > 0) void flush(due)
  }

  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.size === 0) setImmediate(dispatch)
      const callers = waiting.get(key)
      if (callers) callers.push({ resolve, reject })
      else waiting.set(key, [{ resolve, reject }])
      if (waiting.size >= keysMax) dispatch()
    })
}
