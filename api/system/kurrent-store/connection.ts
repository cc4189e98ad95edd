import { EventStoreDBClient } from '@eventstore/db-client'
import type { StreamsClient as Streams } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js'
import type { CallOptions, ClientDuplexStream, ClientReadableStream, Metadata } from '@grpc/grpc-js'
import { InvalidInput } from '../../../domain/kernel/errors.ts'
import { type Feed, feedOf } from './feed.ts'
import { isSilence, Silence } from './trouble.ts'

/** Told of what the store gets over by itself: a lost connection, a leader that changed. */
export type Trouble = (error: unknown) => void

export type Batch = ClientDuplexStream<BatchAppendReq, BatchAppendResp>

/** The way to the server, over a client that is replaced when it has gone silent. */
export type Connection = Readonly<{
  append(requests: readonly AppendReq[]): Promise<AppendResp>
  read(request: ReadReq, holdMax: number): Promise<Feed>
  batch(): Promise<Batch>
  distrust(): void
  close(): Promise<void>
}>

/**
 * The part of the client that is used here: finding the nodes and the leader, TLS, credentials, connecting anew. The
 * calls themselves are made on its generated service. Its own way of appending doubles the work of encoding, hangs
 * together with every other append of the process, and never answers where an event is not JSON; its way of reading
 * loses the filter, and spends more on an event than the server does.
 */
type Client = Readonly<{
  execute<T>(service: typeof Streams, name: string, action: (streams: Streams) => Promise<T>): Promise<T>
  GRPCStreamCreator<T>(service: typeof Streams, name: string, create: (streams: Streams) => T): () => Promise<T>
  callArguments(options: { requiresLeader: boolean; deadline?: number }, call?: CallOptions): [Metadata, CallOptions]
  dispose(): Promise<void>
}>

export function openConnection(url: string, requiresLeader: boolean, attemptMs: number): Connection {
  let client = openClient(url)
  let channel: Streams | undefined
  const retired = new Set<() => Promise<void>>()

  /** The one before stays for those who still wait on it, who may be luckier. */
  function distrust(suspect: Client): void {
    if (suspect !== client) return
    const [oldClient, oldChannel] = [client, channel]
    client = openClient(url)
    channel = undefined
    const retire = async () => {
      clearTimeout(timer)
      retired.delete(retire)
      await closeClient(oldClient, oldChannel)
    }
    const timer = setTimeout(retire, attemptMs * 2).unref()
    retired.add(retire)
  }

  async function attempt<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const mine = client
    try {
      return await within(attemptMs, work(mine))
    } catch (error) {
      if (isSilence(error)) distrust(mine)
      throw error
    }
  }

  function open<T>(mine: Client, name: string, create: (streams: Streams, ...call: CallArguments) => T): Promise<T> {
    return mine.GRPCStreamCreator(StreamsClient, name, (streams) => {
      if (mine === client) channel = streams
      return create(streams, ...mine.callArguments({ requiresLeader }, { deadline: Number.POSITIVE_INFINITY }))
    })()
  }

  return {
    append: (requests) =>
      attempt((mine) =>
        mine.execute(StreamsClient, 'append', (streams) => {
          if (mine === client) channel = streams
          return sendAppend(streams, requests, mine.callArguments({ requiresLeader, deadline: attemptMs }))
        }),
      ),

    read: (request, holdMax) =>
      attempt(async (mine) => {
        const call: ClientReadableStream<ReadResp> = await open(mine, 'read', (streams, ...args) =>
          streams.read(request, ...args),
        )
        return feedOf(call, holdMax, () => distrust(mine))
      }),

    batch: () => attempt((mine) => open(mine, 'batchAppend', (streams, ...args) => streams.batchAppend(...args))),

    distrust: () => distrust(client),

    async close() {
      await Promise.all([...retired].map((retire) => retire()))
      await closeClient(client, channel)
    },
  }
}

type CallArguments = [metadata: Metadata, options: CallOptions]

const { StreamsClient } = streamsGrpc

/** The cast is to what the client keeps for its own parts; its version is pinned for it. */
function openClient(url: string): Client {
  try {
    return EventStoreDBClient.connectionString(url) as unknown as Client
  } catch (cause) {
    const isFile = cause instanceof Error && /file/.test(cause.message)
    throw new InvalidInput(isFile ? 'KurrentDB 连接串中的证书文件不存在' : 'KurrentDB 连接串无效', 'url')
  }
}

async function closeClient(client: Client, channel: Streams | undefined): Promise<void> {
  await client.dispose()
  channel?.close()
}

function sendAppend(streams: Streams, requests: readonly AppendReq[], call: CallArguments): Promise<AppendResp> {
  return new Promise((resolve, reject) => {
    const sink = streams.append(...call, (error, response) => (error === null ? resolve(response) : reject(error)))
    sink.on('error', reject)
    for (const request of requests) sink.write(request)
    sink.end()
  })
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Silence(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, silence])
  } finally {
    clearTimeout(timer)
  }
}
