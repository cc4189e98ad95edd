import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js'
import { InvalidInput } from '../../../domain/kernel/errors.ts'
import type { Position } from '../../../domain/kernel/event.ts'
import { noStream } from '../../../domain/store/event-store.ts'
import type { Batch } from './connection.ts'
import { batchRequest, type JudgedAppend } from './messages.ts'
import { positionOf } from './position.ts'
import type { Session } from './session.ts'
import { NotNow, Silence } from './trouble.ts'

/** What the server answered to one append; whether it was a repetition, its answer does not say. */
export type Answer =
  | Readonly<{ verdict: 'STANDS'; revision: bigint; position: Position }>
  | Readonly<{ verdict: 'CONFLICT'; actual: bigint }>

/** Appends on their way to the server on one stream of messages. */
export type Flight = Awaited<ReturnType<typeof openFlight>>

type Sent = Readonly<{ place: number; bytes: number }>

const { WrongExpectedVersion } = sharedPb

export async function openFlight(session: Session, onAnswer: (place: number, answer: Answer) => void) {
  const { connection, settings } = session
  const call: Batch = await connection.batch()
  const inFlight = new Map<string, Sent>()
  let bytesInFlight = 0
  let failure: { error: unknown } | undefined
  let firstFailed = Number.POSITIVE_INFINITY
  let wake = (): void => undefined

  call.on('data', (response: BatchAppendResp) => {
    const name = response.getCorrelationId()?.getString() ?? ''
    const sent = inFlight.get(name)
    if (sent === undefined) return // The second answer to one that was refused for its size.
    inFlight.delete(name)
    bytesInFlight -= sent.bytes
    try {
      onAnswer(sent.place, answerOf(response))
    } catch (error) {
      fail(error, sent.place)
    }
    wake()
  })
  call.on('error', (error: unknown) => fall(error))
  call.on('end', () => fall(new NotNow('the server ended the stream of appends')))

  function fail(error: unknown, place: number): void {
    failure ??= { error }
    firstFailed = Math.min(firstFailed, place)
  }

  /** Nothing that is still on its way will be answered. */
  function fall(error: unknown): void {
    if (inFlight.size === 0) fail(error, Number.POSITIVE_INFINITY)
    for (const { place } of inFlight.values()) fail(error, place)
    inFlight.clear()
    bytesInFlight = 0
    wake()
  }

  /** Each answer starts the wait anew: it is the silence that has a limit, not the work. */
  async function until(isReady: () => boolean): Promise<void> {
    while (!isReady()) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          connection.distrust()
          fall(new Silence(`no append was answered for ${settings.attemptMs} ms`))
        }, settings.attemptMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  return {
    room: (appendsMax: number, bytesMax: number) =>
      until(() => failure !== undefined || (inFlight.size < appendsMax && bytesInFlight < bytesMax)),

    send(place: number, append: JudgedAppend, bytes: number): void {
      const name = nameOf(place)
      inFlight.set(name, { place, bytes })
      bytesInFlight += bytes
      call.write(batchRequest(append, session.newSending(), name))
    },

    async landed(): Promise<void> {
      await until(() => inFlight.size === 0)
      if (failure !== undefined) throw failure.error
    },

    hasFailed: () => failure !== undefined,
    firstFailed: () => firstFailed,

    close(): void {
      call.end()
      call.cancel()
    },
  }
}

/** The place of an append, as the protocol wants the name of one. */
const nameOf = (place: number): string => `00000000-0000-4000-8000-${place.toString(16).padStart(12, '0')}`

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
  const typeName = details?.getTypeName()
  if (typeName === typeNames.tooLarge) throw new InvalidInput('一次写入的事件超过 1 MiB', 'events')
  const message = `an append was answered with ${typeName ?? 'nothing'}: ${status?.getMessage() ?? ''}`
  throw typeName !== undefined && definite.has(typeName) ? new Error(message) : new NotNow(message)
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
