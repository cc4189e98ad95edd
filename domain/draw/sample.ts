import { compareAsBytes } from './bytes.ts'
import type { Commitment, Quota } from './commitment.ts'
import { type ObjectDirectory, usccAt } from './directories.ts'
import { sha256Hex } from './hash.ts'
import { smallestTickets } from './smallest-tickets.ts'

/** A subject that was drawn (中选对象). */
export type Winner = Readonly<{ uscc: string; stratum: string; ticket: string }>

/** `h` of protocol 1: the hash of the seed's hex text. Every ticket and every place of a pairing is hashed behind it. */
export const drawKey = (seed: string): string => sha256Hex(seed)

/** A subject's ticket: 64 hex digits, which sort as the 256-bit numbers do that they write. */
export const ticketOf = (key: string, uscc: string): string => sha256Hex(`${key}${uscc}`)

/** How many of a stratum of `size` are drawn: `ceil(size × ratio)` in whole-number arithmetic, never above `size`. */
export function drawnOf(quota: Quota, size: number): number {
  if (quota.count !== undefined) return Math.min(quota.count, size)
  const [numerator, denominator] = [BigInt(quota.ratio[0]), BigInt(quota.ratio[1])]
  const drawn = (BigInt(size) * numerator + denominator - 1n) / denominator
  return drawn < BigInt(size) ? Number(drawn) : size
}

/** Ascending tickets; of equal ones the smaller USCC first. */
export const byTicket = (one: Winner, other: Winner): number =>
  one.ticket < other.ticket ? -1 : one.ticket > other.ticket ? 1 : compareAsBytes(one.uscc, other.uscc)

/** What was drawn, all strata together in ascending ticket order, and of each stratum those that come next. */
export type Sample = Readonly<{ winners: readonly Winner[]; next: ReadonlyMap<string, readonly Winner[]> }>

/**
 * The first random: in each stratum the smallest tickets win. One pass over the directory, one hash a subject; of each
 * stratum only as many are kept as are drawn, and `reserve` more to stand in for those that leave later.
 */
export function drawSample(
  objects: ObjectDirectory,
  quotas: Commitment['quotas'],
  key: string,
  reserve: number,
): Sample {
  const drawn = objects.strata.map((stratum, index) => {
    const quota = quotas.find((one) => one.stratum === stratum)
    return quota ? drawnOf(quota, objects.sizes[index] ?? 0) : 0
  })
  const kept = drawn.map((count, index) => smallestTickets(Math.min(count + reserve, objects.sizes[index] ?? 0)))
  hashTickets(objects, key, (ticket, place) => kept[objects.stratum[place] ?? 0]?.offer(ticket, place))
  const winners: Winner[] = []
  const next = new Map<string, readonly Winner[]>()
  for (const [index, stratum] of objects.strata.entries()) {
    const inOrder = (kept[index]?.inOrder() ?? []).map(({ ticket, place }) => ({
      uscc: usccAt(objects, place),
      stratum,
      ticket,
    }))
    for (const winner of inOrder.slice(0, drawn[index])) winners.push(winner)
    next.set(stratum, inOrder.slice(drawn[index]))
  }
  return { winners: winners.sort(byTicket), next }
}

/** The ticket of every subject in the order of the file. The key is written once; only the code behind it changes. */
function hashTickets(objects: ObjectDirectory, key: string, see: (ticket: string, place: number) => void): void {
  const { bytes, from, tab, size } = objects
  let message = new TextEncoder().encode(key)
  const keyLength = message.length
  for (let place = 0; place < size; place++) {
    const [start, end] = [from[place] ?? 0, tab[place] ?? 0]
    if (message.length !== keyLength + end - start) {
      const longer = new Uint8Array(keyLength + end - start)
      longer.set(message.subarray(0, keyLength))
      message = longer
    }
    for (let at = start, to = keyLength; at < end; at++, to++) message[to] = bytes[at] ?? 0
    see(sha256Hex(message), place)
  }
}
