/** A source of whole numbers that anybody can grow again: the same seed gives the same numbers on every machine. */
export type Random = Readonly<{
  below(limit: number): number // 0 to limit - 1.
  between(low: number, high: number): number // Both included.
  oneOf<T>(choices: readonly [T, ...T[]]): T
  chance(perMille: number): boolean
}>

/** Thirty-two-bit integer arithmetic only (a multiply-and-shift generator); a draw for law never uses this one. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit: number): number => next() % limit
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    oneOf: (choices) => choices[below(choices.length)] ?? choices[0],
    chance: (perMille) => below(1_000) < perMille,
  }
}
