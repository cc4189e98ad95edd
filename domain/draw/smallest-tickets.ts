/** A ticket and the place of its subject in the directory. */
export type Kept = Readonly<{ ticket: string; place: number }>

/**
 * Keeps the `count` smallest of what is offered: a heap with the largest on top, which a smaller one pushes out. Places of
 * the directory rise with the bytes of the code, so of equal tickets the smaller code wins by its place.
 */
export function smallestTickets(count: number) {
  const heap: Kept[] = []
  const isLess = (one: Kept, other: Kept): boolean =>
    one.ticket < other.ticket || (one.ticket === other.ticket && one.place < other.place)

  function sink(item: Kept): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      let larger = heap[child]
      if (!larger) break
      const right = heap[child + 1]
      if (right && isLess(larger, right)) {
        larger = right
        child++
      }
      if (!isLess(item, larger)) break
      heap[at] = larger
      at = child
    }
    heap[at] = item
  }

  return {
    offer(ticket: string, place: number): void {
      if (heap.length < count) {
        heap.push({ ticket, place })
        // Full: from here on the heap's order matters; descending order is a heap.
        if (heap.length === count) heap.sort((one, other) => (isLess(one, other) ? 1 : -1))
        return
      }
      const top = heap[0]
      if (!top || ticket > top.ticket || (ticket === top.ticket && place > top.place)) return
      sink({ ticket, place })
    },
    inOrder: (): readonly Kept[] => heap.toSorted((one, other) => (isLess(one, other) ? -1 : 1)),
  }
}
