import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { EventMetadata, RecordedEvent } from '../../../domain/kernel/event.ts'
import type { EventText } from '../../../domain/store/event-text.ts'
import { positionOf } from './position.ts'
import { ulidOfUuid } from './ulid-uuid.ts'

type Read = ReadResp.ReadEvent.RecordedEvent

/** What stands in KurrentDB's metadata of an event. */
type Envelope = Readonly<{ schemaVersion: number; sent: string; metadata: EventMetadata }>

/**
 * `sent` marks the sending, not the event: a writer who finds its events in the stream can tell by it whether it was
 * itself who wrote them or somebody else who had the same ones.
 */
export function envelopeText({ schemaVersion, metadata }: EventText, sent: string): string {
  return `{"schemaVersion":${schemaVersion},"sent":${JSON.stringify(sent)},"metadata":${metadata}}`
}

export const sentOf = (read: Read): string => envelopeOf(read).sent

/** Undefined where the entry is KurrentDB's own: its events and links have types that begin with `$`. */
export function recordedOf(read: Read): RecordedEvent | undefined {
  const type = read.getMetadataMap().get('type') ?? ''
  if (type.startsWith('$')) return undefined
  const stream = textOf(read.getStreamIdentifier()?.getStreamName())
  if (stream.startsWith('$')) return undefined
  const { schemaVersion, metadata } = envelopeOf(read)
  return {
    id: ulidOfUuid(read.getId()?.getString() ?? ''),
    type,
    data: JSON.parse(textOf(read.getData())),
    stream,
    revision: BigInt(read.getStreamRevision()),
    position: positionOf(read.getCommitPosition(), read.getPreparePosition()),
    schemaVersion,
    metadata,
  }
}

/** An event of another program's making is nothing to step over: this log is to be nobody else's. */
function envelopeOf(read: Read): Envelope {
  const text = textOf(read.getCustomMetadata())
  const envelope: unknown = text.startsWith('{"schemaVersion":') ? JSON.parse(text) : undefined
  if (envelope !== undefined) return envelope as Envelope
  const stream = textOf(read.getStreamIdentifier()?.getStreamName())
  throw new Error(`the event at ${stream}@${read.getStreamRevision()} has no envelope of this system`)
}

function textOf(bytes: Uint8Array | string | undefined): string {
  if (typeof bytes === 'string') return Buffer.from(bytes, 'base64').toString('utf8')
  if (bytes === undefined) return ''
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
