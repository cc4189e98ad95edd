const edgesMax = 50_000

/**
 * Of the streams met last, a revision behind which nothing stood when this process looked. Whoever decides on what stood
 * then makes new ids, so an append that names this revision cannot be a repetition, and its answer says all.
 */
export function edges() {
  const known = new Map<string, bigint>()
  return {
    tell(stream: string, revision: bigint): void {
      known.delete(stream)
      known.set(stream, revision)
      if (known.size <= edgesMax) return
      for (const oldest of known.keys()) {
        known.delete(oldest)
        return
      }
    },

    /** Only the first of several who send behind the same revision at once may trust it. */
    take(stream: string, revision: bigint): boolean {
      const isKnown = known.get(stream) === revision
      known.delete(stream)
      return isKnown
    },
  }
}

export type Edges = ReturnType<typeof edges>
