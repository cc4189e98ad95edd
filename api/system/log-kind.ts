import type { Position } from '../../domain/kernel/event.ts'
import type { EventStore } from '../../domain/store/event-store.ts'
import { placeOf as placeInKurrent } from './kurrent-store/position.ts'
import { placeOf as placeInPostgres } from './postgres-store/position.ts'

/** Which store keeps the log, and what only that one can say of its positions. For operators' eyes, never for order. */
export type LogKind = Readonly<{
  name: 'postgresql' | 'kurrentdb'
  /** A position as a number to be drawn as a curve: events in PostgreSQL, bytes in KurrentDB. */
  placeOf(position: Position): number
  /** How many events stand behind one position up to another; counted no further than `countMax`. */
  countBetween(after: Position | undefined, upTo: Position, countMax: number): Promise<number>
}>

/** Positions without holes count themselves. */
export const postgresLog: LogKind = {
  name: 'postgresql',
  placeOf: placeInPostgres,
  async countBetween(after, upTo, countMax) {
    return Math.min(countMax, Math.max(0, placeInPostgres(upTo) - placeInPostgres(after)))
  },
}

/** Byte offsets say nothing about how many events lie between them: they have to be read. */
export const kurrentLog = (store: EventStore): LogKind => ({
  name: 'kurrentdb',
  placeOf: (position) => Number(placeInKurrent(position).commit),
  async countBetween(after, upTo, countMax) {
    let count = 0
    if (after !== undefined && after >= upTo) return count
    for await (const { position } of store.readAll({ countMax, ...(after === undefined ? {} : { after }) })) {
      if (position > upTo) break
      count += 1
    }
    return count
  },
})
