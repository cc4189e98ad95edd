import { appendBytesMax } from '../../store/event-store.ts'
import type { PunishmentCase } from './case.ts'
import { linesPerCommandMax } from './drafting.ts'
import type { FallenLine } from './events.ts'
import type { DueRelease } from './falls.ts'

/** What one more fact costs in an append besides its lines. */
const bytesPerFact = 1_000
const bytesPerCharacterMax = 3 // UTF-8 of what JavaScript counts as one.

/**
 * A release in portions of which each fits into one append: every agency that had the order is told in a fact of its own,
 * so that the lines of a case with many agencies take many times their size.
 */
export function releasePortions({ orders }: PunishmentCase, { agencies, lines }: DueRelease): readonly DueRelease[] {
  const told = agencies?.length ?? orders.size
  const bytesMax = appendBytesMax / 2 - told * bytesPerFact
  const portions: FallenLine[][] = []
  let bytes = 0
  for (const line of lines) {
    const size = bytesPerCharacterMax * (JSON.stringify(line).length + 1) + told * (line.lineId.length + 3)
    const last = portions.at(-1)
    if (last && last.length < linesPerCommandMax && bytes + size <= bytesMax) {
      last.push(line)
      bytes += size
    } else {
      portions.push([line])
      bytes = size
    }
  }
  return portions.map((some) => ({ agencies, lines: some }))
}
