import sharedPb from '@eventstore/db-client/generated/shared_pb.js'
import statusPb from '@eventstore/db-client/generated/status_pb.js'
import type { BatchAppendReq, BatchAppendResp as Response } from '@eventstore/db-client/generated/streams_pb.js'
import streamsPb from '@eventstore/db-client/generated/streams_pb.js'
import anyPb from 'google-protobuf/google/protobuf/any_pb.js'
import type { NewEntry, Outcome } from './log.ts'
import { nameOf } from './reads.ts'

const { AllStreamPosition, Timeout, WrongExpectedVersion } = sharedPb
const { BatchAppendResp } = streamsPb

export type Append = Readonly<{
  stream: string
  expected: bigint
  events: readonly NewEntry[]
}>

export function appendOf(request: BatchAppendReq): Append {
  const options = request.getOptions()
  return {
    stream: nameOf(options?.getStreamIdentifier()?.getStreamName()),
    expected: options?.hasStreamPosition() ? BigInt(options.getStreamPosition()) : -1n,
    events: request.getProposedMessagesList().map((message) => ({
      id: message.getId()?.getString() ?? '',
      type: message.getMetadataMap().get('type') ?? '',
      data: message.getData_asU8(),
      metadata: message.getCustomMetadata_asU8(),
    })),
  }
}

export function answerTo(request: BatchAppendReq, outcome: Outcome): Response {
  const response = answer(request)
  if (outcome.kind === 'SUCCESS') {
    const place = new AllStreamPosition()
    place.setCommitPosition(String(outcome.last.position))
    place.setPreparePosition(String(outcome.last.position))
    const success = new BatchAppendResp.Success()
    success.setCurrentRevision(String(outcome.last.revision))
    success.setPosition(place)
    response.setSuccess(success)
  } else {
    const refusal = new WrongExpectedVersion()
    if (outcome.actual >= 0n) refusal.setCurrentStreamRevision(String(outcome.actual))
    response.setError(errorOf(refusal.serializeBinary(), 'event_store.client.WrongExpectedVersion'))
  }
  return response
}

/** The server's own time limit has passed: the append may stand or not. */
export function timeoutTo(request: BatchAppendReq): Response {
  const response = answer(request)
  response.setError(errorOf(new Timeout().serializeBinary(), 'event_store.client.Timeout'))
  return response
}

function answer(request: BatchAppendReq): Response {
  const response = new BatchAppendResp()
  response.setCorrelationId(request.getCorrelationId())
  response.setStreamIdentifier(request.getOptions()?.getStreamIdentifier())
  return response
}

function errorOf(details: Uint8Array, name: string) {
  const any = new anyPb.Any()
  any.pack(details, name)
  const status = new statusPb.Status()
  status.setDetails(any)
  return status
}
