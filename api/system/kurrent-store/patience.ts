import { setTimeout as sleep } from 'node:timers/promises'
import type { Trouble } from './connection.ts'
import { isTransient, toldAs } from './trouble.ts'

const waitMs = { first: 50, max: 1_000 }

/** How long what may pass is waited for: a leader that changes takes some seconds. */
export type Patience = Readonly<{
  after(error: unknown): Promise<void> // Waits a little longer each time, and throws when that is enough.
  renew(): void // Something came of it: the next trouble is a new one.
}>

export function patience(patienceMs: number, stop: AbortSignal, trouble: Trouble): Patience {
  let until = performance.now() + patienceMs
  let next = waitMs.first
  return {
    async after(error) {
      if (stop.aborted || !isTransient(error) || performance.now() + next > until) throw toldAs(error)
      trouble(error)
      await sleep(next)
      next = Math.min(waitMs.max, next * 2)
    },
    renew() {
      until = performance.now() + patienceMs
      next = waitMs.first
    },
  }
}

/** For those who have something better to do than to try again. */
export const impatience: Patience = {
  async after(error) {
    throw error
  },
  renew: () => undefined,
}
