import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import type { BatchAppendReq as BatchRequest } from '@eventstore/db-client/generated/streams_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import { noStream } from '../../../domain/store/event-store.ts'
import type { EventText } from '../../../domain/store/event-text.ts'
import { envelopeText } from './envelope.ts'
import { uuidOfUlid } from './ulid-uuid.ts'

const { Empty, StreamIdentifier, UUID } = sharedPb
const { BatchAppendReq } = streamsPb

/** An append whose events have been found fit to be written. */
export type JudgedAppend = Readonly<{ stream: string; expected: bigint; texts: readonly EventText[] }>

const utf8 = new TextEncoder()

/** An append as one message in a stream of them, which the server takes up in the order in which they come. */
export function batchRequest({ stream, expected, texts }: JudgedAppend, sent: string, name: string): BatchRequest {
  const options = new BatchAppendReq.Options()
  options.setStreamIdentifier(streamIdentifier(stream))
  if (expected === noStream) options.setNoStream(new Empty())
  else options.setStreamPosition(String(expected))
  const request = new BatchAppendReq()
  request.setCorrelationId(uuid(name))
  request.setOptions(options)
  request.setProposedMessagesList(texts.map((text) => proposed(text, sent)))
  request.setIsFinal(true)
  return request
}

export function streamIdentifier(stream: string): InstanceType<typeof StreamIdentifier> {
  const identifier = new StreamIdentifier()
  identifier.setStreamName(utf8.encode(stream))
  return identifier
}

function proposed(text: EventText, sent: string): BatchRequest.ProposedMessage {
  const message = new BatchAppendReq.ProposedMessage()
  message.setId(uuid(uuidOfUlid(text.id)))
  message.getMetadataMap().set('type', text.type).set('content-type', 'application/json')
  message.setData(utf8.encode(text.data))
  message.setCustomMetadata(utf8.encode(envelopeText(text, sent)))
  return message
}

function uuid(text: string): InstanceType<typeof UUID> {
  const id = new UUID()
  id.setString(text)
  return id
}
