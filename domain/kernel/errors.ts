import type { Json } from './event.ts'

type Details = Readonly<Record<string, Json | undefined>>

/** The request itself is malformed: a field is missing, no such day, not a number (输入有误). */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly field: string | undefined
  readonly details: Details

  constructor(message: string, field?: string, details: Details = {}) {
    super(message)
    this.field = field
    this.details = details
  }
}

/** A rule says no (依规则拒绝). `reason` is stable; the message is the Chinese sentence of `refusals.ts`. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly reason: string
  readonly details: Details

  constructor(reason: string, message: string, details: Details = {}) {
    super(message)
    this.reason = reason
    this.details = details
  }
}

/** The viewer may not do this (无权). */
export class Forbidden extends Error {
  override readonly name = 'Forbidden'
}

/** There is no such thing, or the viewer may not know that there is (不存在). */
export class NotFound extends Error {
  override readonly name = 'NotFound'
}

/** Somebody else wrote to the stream in between, more often than we were ready to decide anew (并发修改). */
export class ConcurrentChange extends Error {
  override readonly name = 'ConcurrentChange'
}

/** A store cannot be reached or did not answer in time; the outcome is unknown and a retry is safe (暂不可用). */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}
