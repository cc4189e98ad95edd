import { InvalidInput } from '../kernel/errors.ts'
import type { EventMetadata, NewEvent, Position, RecordedEvent } from '../kernel/event.ts'
import { type Append, appendBytesMax, noStream, type ReadStreamOptions } from './event-store.ts'

/** An event as a log keeps it: the envelope's fields, and two JSON texts. */
export type EventText = Readonly<{ id: string; type: string; schemaVersion: number; data: string; metadata: string }>

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/ // 26 places hold 130 bits; the first digit keeps it to 128.
const typeName = /^[A-Z][A-Za-z0-9]{0,99}$/
const streamName = /^[^$\p{C}][^\p{C}]{0,199}$/u // `$` begins the names that KurrentDB keeps for itself.

/** The events of an append as texts, or `InvalidInput` before anything is sent, the same in every adapter. */
export function textsOf({ stream, expected, events }: Append): readonly EventText[] {
  if (!streamName.test(stream)) throw new InvalidInput('事件流名称无效', 'stream', { stream })
  if (expected < noStream) throw new InvalidInput('期望版本无效', 'expected', { expected: String(expected) })
  if (events.length === 0) throw new InvalidInput('没有要写入的事件', 'events')
  const texts = events.map(textOf)
  checkSize(texts)
  return texts
}

/** Types are names, so that a filter by type can be written into a query that takes no parameters. */
export function checkTypes(types: readonly string[] | undefined): void {
  for (const type of types ?? [])
    if (!typeName.test(type)) throw new InvalidInput('事件类型名称无效', 'types', { type })
}

/** A count that a caller gave: whole and positive, or left out. */
export function checkCount(field: string, count: number | undefined): void {
  if (count === undefined || (Number.isSafeInteger(count) && count > 0)) return
  throw new InvalidInput('数量应为正整数', field)
}

/** Where a stream is to be read, as far as it can be wrong. */
export function checkReadStream({ from, countMax }: ReadStreamOptions): void {
  if (from !== undefined && from < 0n) throw new InvalidInput('起始版本无效', 'from', { from: String(from) })
  checkCount('countMax', countMax)
}

/** The way back. */
export function recordedOf(stream: string, revision: bigint, position: Position, text: EventText): RecordedEvent {
  const { id, type, schemaVersion, data, metadata } = text
  const envelope = JSON.parse(metadata) as EventMetadata
  return { id, type, data: JSON.parse(data), stream, revision, position, schemaVersion, metadata: envelope }
}

function textOf({ id, type, schemaVersion, data, metadata }: NewEvent): EventText {
  if (!ulid.test(id)) throw new InvalidInput('事件编号不是有效的 ULID', 'id', { id })
  if (!typeName.test(type)) throw new InvalidInput('事件类型名称无效', 'type', { type })
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > 32_767) {
    throw new InvalidInput('事件结构版本无效', 'schemaVersion', { type })
  }
  return { id, type, schemaVersion, data: jsonText(data, type), metadata: jsonText(metadata, type) }
}

/** What counts against `appendBytesMax`. */
export function bytesOf(texts: readonly EventText[]): number {
  let bytes = 0
  for (const { data, metadata } of texts) bytes += Buffer.byteLength(data) + Buffer.byteLength(metadata)
  return bytes
}

function checkSize(texts: readonly EventText[]): void {
  let units = 0
  for (const { data, metadata } of texts) units += data.length + metadata.length
  if (units * 3 <= appendBytesMax) return // A UTF-16 unit is at most three bytes of UTF-8.
  const bytes = bytesOf(texts)
  if (bytes > appendBytesMax) throw new InvalidInput('一次写入的事件超过 1 MiB', 'events', { bytes })
}

/** JSON that reads back as what it was; what JSON would bend or drop in silence is refused instead. */
function jsonText(value: unknown, type: string): string {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch {
    throw notJson(type) // A bigint or a circle.
  }
  if (typeof value !== 'object' || value === null || text === undefined) throw notJson(type)
  checkLossless(value, text.includes('\\u'), type)
  return text
}

/** `escaped`: the text has a `\u`, so one of its strings may hold what no text column of a read model can. */
function checkLossless(value: unknown, escaped: boolean, type: string): void {
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'string') {
    if (escaped && (value.includes('\0') || !value.isWellFormed())) throw notJson(type)
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notJson(type)
  } else if (Array.isArray(value)) {
    for (const item of value) checkLossless(item, escaped, type)
  } else if (isPlainObject(value)) {
    for (const name in value) {
      if (escaped) checkLossless(name, escaped, type)
      if (value[name] !== undefined) checkLossless(value[name], escaped, type)
    }
  } else throw notJson(type)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const notJson = (type: string) => new InvalidInput('事件内容不能无损地写成 JSON', 'data', { type })
