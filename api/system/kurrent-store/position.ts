import { InvalidInput } from '../../../domain/kernel/errors.ts'
import type { Position } from '../../../domain/kernel/event.ts'

/** A place in KurrentDB's log, as the protocol writes it: two byte offsets in decimal. */
export type Place = Readonly<{ commit: string; prepare: string }>

/** Both offsets in hex of fixed width, so that the texts sort as the places do. */
export function positionOf(commit: string, prepare: string): Position {
  const first = hexOf(commit)
  return (first + (prepare === commit ? first : hexOf(prepare))) as Position
}

export function placeOf(position: Position): Place {
  if (!/^[0-9a-f]{32}$/.test(position)) throw new InvalidInput('日志位置无效', 'after')
  return { commit: decimalOf(position.slice(0, 16)), prepare: decimalOf(position.slice(16)) }
}

/** An offset is a number as long as the log is smaller than nine petabytes. */
function hexOf(decimal: string): string {
  const offset = decimal.length < 16 ? Number(decimal) : BigInt(decimal)
  return offset.toString(16).padStart(16, '0')
}

const decimalOf = (hex: string): string => BigInt(`0x${hex}`).toString()
