import { createHash } from 'node:crypto'
import type { Viewer } from './viewer.ts'

/** Who a token speaks for, and the instant (milliseconds) at which it ends. */
export type Checked = Readonly<{ viewer: Viewer; endsAt: number }>

/** How long a token is believed without its signature being checked again: a key withdrawn is noticed within this time. */
export const rememberedMs = 30_000
const tokensMax = 10_000

/**
 * Tokens checked lately are believed for a moment, never past their own end: an officer's page asks many times with the
 * same one, and checking a signature costs more than most answers. They are kept by their hash alone.
 */
export function remembered(
  check: (token: string) => Promise<Checked>,
  clock: () => Date,
): (token: string) => Promise<Viewer> {
  const known = new Map<string, { viewer: Viewer; from: number; until: number }>()
  return async (token) => {
    const from = clock().getTime()
    const key = createHash('sha256').update(token).digest('base64')
    const found = known.get(key)
    if (found && found.from <= from && from < found.until) return found.viewer
    known.delete(key)
    const { viewer, endsAt } = await check(token)
    if (known.size >= tokensMax) known.delete(known.keys().next().value ?? '')
    known.set(key, { viewer, from, until: Math.min(from + rememberedMs, endsAt) })
    return viewer
  }
}
