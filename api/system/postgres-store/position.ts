import { InvalidInput } from '../../../domain/kernel/errors.ts'
import type { Position } from '../../../domain/kernel/event.ts'

/** Positions are counted from 1 without holes; as 16 hex digits their text sorts as they do. */
export const positionOf = (place: number | bigint): Position => place.toString(16).padStart(16, '0') as Position

/** The place that a position names; 0 is before the first. 2^53 events are more than there will ever be. */
export function placeOf(position: Position | undefined): number {
  if (position === undefined) return 0
  const place = /^[0-9a-f]{16}$/.test(position) ? Number.parseInt(position, 16) : Number.NaN
  if (!Number.isSafeInteger(place)) throw new InvalidInput('日志位置无效', 'after')
  return place
}
