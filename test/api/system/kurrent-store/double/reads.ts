import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import type { ReadReq, ReadResp as Response } from '@eventstore/db-client/generated/streams_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import type { DoubleLog, Entry } from './log.ts'

const { StreamIdentifier, UUID } = sharedPb
const { ReadReq: Request, ReadResp } = streamsPb

/** The entries that a read which is no subscription asks for; undefined where there is no such stream. */
export function entriesFor(log: DoubleLog, options: ReadReq.Options): readonly Entry[] | undefined {
  const isBackward = options.getReadDirection() === Request.Options.ReadDirection.BACKWARDS
  const count = Number(options.getCount())
  const of = options.getStream()
  if (of !== undefined) {
    const standing = log.stream(nameOf(of.getStreamIdentifier()?.getStreamName()))
    if (standing.length === 0) return undefined
    const from = of.hasRevision() ? BigInt(of.getRevision()) : isBackward ? BigInt(standing.length) : 0n
    return inOrder(standing, isBackward, ({ revision }) => (isBackward ? revision <= from : revision >= from), count)
  }
  const place = options.getAll()?.getPosition()
  const from = place ? BigInt(place.getCommitPosition()) : undefined
  const isPassed = passesOf(options)
  const isInReach = ({ position }: Entry): boolean =>
    from === undefined || (isBackward ? position <= from : position >= from)
  return inOrder(log.entries, isBackward, (entry) => isPassed(entry) && isInReach(entry), count)
}

function inOrder(entries: readonly Entry[], isBackward: boolean, isMeant: (entry: Entry) => boolean, count: number) {
  const meant = entries.filter(isMeant)
  return (isBackward ? meant.reverse() : meant).slice(0, count)
}

/** The filter that the server applies. */
export function passesOf(options: ReadReq.Options): (entry: Entry) => boolean {
  const regex = options.getFilter()?.getEventType()?.getRegex()
  if (!regex) return () => true
  const types = new RegExp(regex)
  return ({ type }) => types.test(type)
}

export function eventMessage(entry: Entry): Response {
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
  const id = new UUID()
  id.setString(entry.id)
  recorded.setId(id)
  const stream = new StreamIdentifier()
  stream.setStreamName(new TextEncoder().encode(entry.stream))
  recorded.setStreamIdentifier(stream)
  recorded.setStreamRevision(String(entry.revision))
  recorded.setCommitPosition(String(entry.position))
  recorded.setPreparePosition(String(entry.position))
  recorded.getMetadataMap().set('type', entry.type).set('content-type', 'application/json')
  recorded.setData(entry.data)
  recorded.setCustomMetadata(entry.metadata)
  const event = new ReadResp.ReadEvent()
  event.setEvent(recorded)
  const message = new ReadResp()
  message.setEvent(event)
  return message
}

export function checkpointMessage(position: bigint): Response {
  const checkpoint = new ReadResp.Checkpoint()
  checkpoint.setCommitPosition(String(position))
  checkpoint.setPreparePosition(String(position))
  const message = new ReadResp()
  message.setCheckpoint(checkpoint)
  return message
}

export function wordMessage(word: 'CONFIRMATION' | 'CAUGHT_UP' | 'STREAM_NOT_FOUND'): Response {
  const message = new ReadResp()
  if (word === 'CONFIRMATION') message.setConfirmation(new ReadResp.SubscriptionConfirmation())
  if (word === 'CAUGHT_UP') message.setCaughtUp(new ReadResp.CaughtUp())
  if (word === 'STREAM_NOT_FOUND') message.setStreamNotFound(new ReadResp.StreamNotFound())
  return message
}

export function nameOf(bytes: Uint8Array | string | undefined): string {
  return typeof bytes === 'string' ? Buffer.from(bytes, 'base64').toString() : Buffer.from(bytes ?? []).toString()
}
