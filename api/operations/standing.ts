import type { Position } from '../../domain/kernel/event.ts'

/** A projection's checkpoint as the rows hold it. */
export type SeenCheckpoint = Readonly<{
  name: string
  version: number
  position: Position | undefined
  stopped: Readonly<{ eventId: string; reason: string; at: string }> | undefined
  toldAt: Date
}>

export type ProjectionStanding = SeenCheckpoint & Readonly<{ lagMs: number }>

/** One look at both stores: the log's head, or `AWAY`, and the checkpoints. */
export type Look = Readonly<{
  head: Position | undefined | 'AWAY'
  checkpoints: readonly SeenCheckpoint[]
  instant: Date
  tickMs: number // Of a clock that is never set.
}>

/** What looks so far come to: `rowsAsOf` is the last instant of which it is known that rows hold all of the log. */
export type RowsStanding = Readonly<{
  rowsAsOf: Date | undefined
  caughtUp: boolean
  projections: readonly ProjectionStanding[]
}>

/** A place that the log was seen to have reached: when first, and when last. */
type Mark = { head: Position; firstMs: number; lastSeen: Date }

const marksMax = 2_000

/**
 * How far rows lag behind the log, from looks at both. A projection lags since the first look that saw a head which it
 * has not told yet; so where events come in without pause and are told within the period, nothing lags, although no look
 * ever finds the two equal.
 */
export function standings() {
  let marks: Mark[] = []
  let complete: Date | undefined // The last instant of a mark that all rows have told.

  function remember(head: Position, instant: Date, tickMs: number): void {
    const last = marks.at(-1)
    if (last?.head === head) last.lastSeen = instant
    else if (last === undefined || last.head < head) marks.push({ head, firstMs: tickMs, lastSeen: instant })
    else marks = [{ head, firstMs: tickMs, lastSeen: instant }] // The log was put back to an earlier state.
    if (marks.length > marksMax) marks = marks.filter((_mark, n) => n < 2 || n % 2 === 0 || n === marks.length - 1)
  }

  return ({ head, checkpoints, instant, tickMs }: Look): RowsStanding => {
    if (head !== 'AWAY' && head !== undefined) remember(head, instant, tickMs)
    const isTold = (mark: Mark, position: Position | undefined) => position !== undefined && mark.head <= position
    const lowest = lowestOf(checkpoints)
    const told = marks.findLast((mark) => isTold(mark, lowest))
    if (told !== undefined) complete = told.lastSeen
    if (head === undefined) complete = instant // Of an empty log, nothing is everything.
    const projections = checkpoints.map((checkpoint) => {
      const untold = marks.find((mark) => !isTold(mark, checkpoint.position))
      return { ...checkpoint, lagMs: untold === undefined ? 0 : Math.round(tickMs - untold.firstMs) }
    })
    marks = marks.filter((mark) => mark === told || !isTold(mark, lowest))
    const last = marks.at(-1)
    const caughtUp = head === undefined || last === undefined ? head !== 'AWAY' : isTold(last, lowest)
    return { rowsAsOf: complete ?? earliest(checkpoints), caughtUp, projections }
  }
}

function lowestOf(checkpoints: readonly SeenCheckpoint[]): Position | undefined {
  let lowest = checkpoints[0]?.position
  for (const { position } of checkpoints) {
    if (position === undefined || lowest === undefined) return undefined
    if (position < lowest) lowest = position
  }
  return lowest
}

/** Before rows were ever seen complete: when the one told longest ago was told. */
const earliest = (checkpoints: readonly SeenCheckpoint[]): Date | undefined =>
  checkpoints.map(({ toldAt }) => toldAt).toSorted((a, b) => a.getTime() - b.getTime())[0]
