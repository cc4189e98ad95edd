import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { ClientDuplexStream } from '@grpc/grpc-js'
import { InvalidInput } from '../../../domain/kernel/errors.ts'
import type { Position } from '../../../domain/kernel/event.ts'
import { noStream } from '../../../domain/store/event-store.ts'
import { batchRequest, type JudgedAppend } from './messages.ts'
import { positionOf } from './position.ts'
import { NotNow, Silence } from './trouble.ts'

/** What the server answered to one append; whether it was a repetition, its answer does not say. */
export type Answer =
  | Readonly<{ verdict: 'STANDS'; revision: bigint; position: Position }>
  | Readonly<{ verdict: 'CONFLICT'; actual: bigint }>

/**
 * One stream of messages to the server, which takes up the appends on it in the order in which they were sent. Once
 * broken it stays so: what had no answer is rejected, and so is whatever comes after.
 */
export type Lane = Readonly<{
  send(append: JudgedAppend, sent: string): Promise<Answer>
  close(): void
}>

export type AppendCall = ClientDuplexStream<BatchAppendReq, BatchAppendResp>

type Waiting = Readonly<{ resolve(answer: Answer): void; reject(error: unknown): void; timer: NodeJS.Timeout }>

const { WrongExpectedVersion } = sharedPb

export function laneOf(call: AppendCall, answerMs: number, onBroken: (error: unknown) => void): Lane {
  const inFlight = new Map<string, Waiting>()
  let broken: { error: unknown } | undefined
  let count = 0

  call.on('data', (response: BatchAppendResp) => {
    const name = response.getCorrelationId()?.getString() ?? ''
    const waiting = inFlight.get(name)
    if (waiting === undefined) return // The second answer to one that was refused for its size.
    inFlight.delete(name)
    clearTimeout(waiting.timer)
    try {
      waiting.resolve(answerOf(response))
    } catch (error) {
      waiting.reject(error)
    }
  })
  call.on('error', (error: unknown) => breakUp(error))
  call.on('end', () => breakUp(new NotNow('the server ended the stream of appends')))

  function breakUp(error: unknown): void {
    if (broken !== undefined) return
    broken = { error }
    onBroken(error)
    for (const { reject, timer } of inFlight.values()) {
      clearTimeout(timer)
      reject(error)
    }
    inFlight.clear()
    call.cancel()
  }

  return {
    send(append, sent) {
      if (broken !== undefined) return Promise.reject(broken.error)
      const name = nameOf(count++)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => breakUp(new Silence(`no answer within ${answerMs} ms`)), answerMs)
        inFlight.set(name, { resolve, reject, timer })
        call.write(batchRequest(append, sent, name))
      })
    },
    close: () => breakUp(new NotNow('the stream of appends was closed')),
  }
}

/** The how-manieth append it is, as the protocol wants a name. */
const nameOf = (count: number): string => `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`

function answerOf(response: BatchAppendResp): Answer {
  const success = response.getSuccess()
  const place = success?.getPosition()
  if (success !== undefined && place !== undefined) {
    const position = positionOf(place.getCommitPosition(), place.getPreparePosition())
    return { verdict: 'STANDS', revision: BigInt(success.getCurrentRevision()), position }
  }
  const status = response.getError()
  const details = status?.getDetails()
  const refusal = details?.unpack(WrongExpectedVersion.deserializeBinary, typeNames.wrongRevision)
  if (refusal) {
    const actual = refusal.hasCurrentStreamRevision() ? BigInt(refusal.getCurrentStreamRevision()) : noStream
    return { verdict: 'CONFLICT', actual }
  }
  const typeName = details?.getTypeName() ?? ''
  if (typeName === typeNames.tooLarge) throw new InvalidInput('一次写入的事件超过 1 MiB', 'events')
  const message = `an append was answered with ${typeName || 'nothing'}: ${status?.getMessage() ?? ''}`
  throw definite.has(typeName) ? new Error(message) : new NotNow(message)
}

const typeNames = {
  wrongRevision: 'event_store.client.WrongExpectedVersion',
  tooLarge: 'event_store.client.MaximumAppendSizeExceeded',
}

/** By these it is decided that the append does not stand; after all else it may be sent again. */
const definite = new Set([
  'event_store.client.AccessDenied',
  'event_store.client.StreamDeleted',
  'event_store.client.InvalidTransaction',
  'event_store.client.BadRequest',
])
